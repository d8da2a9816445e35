/** Values of `deno task evaluate`'s flags that are more than a word or a number. */
import { UsageError } from "../../cli/mod.ts";
import { classColor, type LabelClass } from "../../core/mod.ts";

/** `1=foreground,2=background`; a label without a name is called by its number. */
export function parseClasses(text: string, ignore: readonly number[]): LabelClass[] {
  const classes = text.split(",").map((part, index) => {
    const [, number, name] = /^\s*(\d+)\s*(?:=\s*(.*\S)\s*)?$/.exec(part) ?? [];
    const label = Number(number);
    if (!(label <= 255)) {
      throw new UsageError(
        `--classes must be numbers from 0 to 255 with names, 1=foreground,2=border, got "${part}"`,
      );
    }
    return { label, name: name ?? `label ${label}`, color: classColor(index) };
  });
  const differ = (key: "label" | "name"): boolean =>
    new Set(classes.map((one) => one[key])).size === classes.length;
  if (!differ("label") || !differ("name")) {
    throw new UsageError(`--classes must differ from each other, got "${text}"`);
  }
  const ignored = classes.find(({ label }) => ignore.includes(label));
  if (ignored === undefined) return classes;
  throw new UsageError(`--ignore must be none of --classes, got ${ignored.label} in both`);
}

/** `255`, `0,255`. */
export function parseIgnore(text: string | undefined): number[] {
  if (text === undefined) return [];
  const values = text.split(",").map((part) => /^\s*\d+\s*$/.test(part) ? Number(part) : NaN);
  if (values.every((value) => value <= 255)) return [...new Set(values)];
  throw new UsageError(`--ignore must be numbers from 0 to 255, 255 or 0,255, got "${text}"`);
}

/** `1,0.5`: height, width. */
export function parseSpacing(text: string): [number, number] {
  const steps = text.split(",").map(Number);
  const isSize = (step: number): boolean => Number.isFinite(step) && step > 0;
  if (steps.length === 2 && steps.every(isSize)) return [steps[0], steps[1]];
  throw new UsageError(`--spacing must be two numbers above 0, height,width, got "${text}"`);
}
