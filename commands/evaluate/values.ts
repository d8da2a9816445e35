/** Values of `deno task evaluate`'s flags that are more than a word or a number. */
import { parseSpacing, UsageError } from "../../cli/mod.ts";
import { classColor, type LabelClass } from "../../core/mod.ts";
import {
  type LesionMatch,
  MEASURE_IDS,
  type MetricInfo,
  type Shard,
} from "../../evaluation/mod.ts";
import type { Meanings } from "./joined.ts";

/**
 * `1=foreground,2=background`; a label without a name is called by its number, and values with one name are one
 * class: `1=cell,255=cell`.
 */
export function parseClasses(text: string, ignore: readonly number[]): Omit<Meanings, "regions"> {
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
  if (new Set(classes.map(({ label }) => label)).size < classes.length) {
    throw new UsageError(`--classes must differ from each other, got "${text}"`);
  }
  const ignored = classes.find(({ label }) => ignore.includes(label));
  if (ignored !== undefined) {
    throw new UsageError(`--ignore must be none of --classes, got ${ignored.label} in both`);
  }
  const byName = [...Map.groupBy(classes, ({ name }) => name).values()];
  return {
    classes: byName.map(([first]) => first),
    joined: byName.filter(({ length }) => length > 1).map((same) => same.map(({ label }) => label)),
  };
}

/** `255`, `0,255`. */
export function parseIgnore(text: string | undefined): number[] {
  if (text === undefined) return [];
  const values = text.split(",").map((part) => /^\s*\d+\s*$/.test(part) ? Number(part) : NaN);
  if (values.every((value) => value <= 255)) return [...new Set(values)];
  throw new UsageError(
    `--ignore must be numbers from 0 to 255, such as 255 or 0,255, got "${text}"`,
  );
}

/** `auto`; `1,0.5`: height, width; `3,0.5,0.5`: depth, height, width. */
export function spacingOf(text: string): "auto" | number[] {
  if (text === "auto") return "auto";
  return parseSpacing(text, "auto, or numbers above 0: Y,X of pictures, Z,Y,X of volumes", [2, 3]);
}

/** `whole=1+2,core=2`. */
export function parseRegions(text: string | undefined, ignore: readonly number[]): LabelClass[] {
  if (text === undefined) return [];
  const regions = text.split(",").map((part, index): LabelClass => {
    const [, name, sum = ""] = /^\s*([^=]*[^=\s])\s*=([\d+\s]+)$/.exec(part) ?? [];
    const labels = sum.split("+").map((label) => label.trim() === "" ? NaN : Number(label));
    if (name === undefined || !labels.every((label) => label <= 255)) {
      throw new UsageError(
        `--regions must be names with sums of labels from 0 to 255, whole=1+2,core=2, got "${part}"`,
      );
    }
    return { label: labels[0], name, color: classColor(9 - index % 10), labels };
  });
  if (new Set(regions.map(({ name }) => name)).size < regions.length) {
    throw new UsageError(`--regions must differ from each other, got "${text}"`);
  }
  const ignored = regions.flatMap(({ labels }) => labels!).find((label) => ignore.includes(label));
  if (ignored === undefined) return regions;
  throw new UsageError(`--ignore must be none of --regions, got ${ignored} in both`);
}

/** `rater-1,rater-2`: the folders or patterns of several people's masks. */
export function parseRaters(text: string | undefined): string[] {
  if (text === undefined) return [];
  // a pattern may contain commas in braces
  const raters = text.split(/,(?![^{]*\})/).map((rater) => rater.trim());
  if (raters.every((rater) => rater !== "") && new Set(raters).size === raters.length) {
    return raters;
  }
  throw new UsageError(`--raters must be folders that differ, DIR_A,DIR_B, got "${text}"`);
}

/** `2/8`: the second of eight parts. */
export function parseShard(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const [, part, of] = /^(\d+)\/(\d+)$/.exec(text.trim())?.map(Number) ?? [];
  if (part >= 1 && part <= of) return { part, of };
  throw new UsageError(`--shard must be PART/OF, 1/8 to 8/8, got "${text}"`);
}

/** `diagonal`, `nan`, `373.13`. */
export function parseEmpty(text: string | undefined): MetricInfo["empty"] {
  if (text === undefined || text === "diagonal" || text === "nan") return text;
  const distance = text.trim() === "" ? NaN : Number(text);
  if (distance >= 0 && distance < Infinity) return distance;
  throw new UsageError(`--empty must be diagonal, nan or a number of at least 0, got "${text}"`);
}

/** `2`; `liver=2,tumour=1`. */
export function parseTolerance(text: string | undefined): MetricInfo["tolerance"] {
  if (text === undefined) return undefined;
  const refuse = (): never => {
    throw new UsageError(
      "--tolerance must be a number of at least 0, or one for each class and region, " +
        `liver=2,tumour=1, got "${text}"`,
    );
  };
  const numberOf = (part: string): number => {
    const number = part.trim() === "" ? NaN : Number(part);
    return number >= 0 && number < Infinity ? number : refuse();
  };
  if (!text.includes("=")) return numberOf(text);
  const entries = text.split(",").map((part): [string, number] => {
    const [, name, number] = /^\s*(.*[^=\s])\s*=([^=]+)$/.exec(part) ?? refuse();
    return [name, numberOf(number)];
  });
  const tolerances = Object.fromEntries(entries);
  return Object.keys(tolerances).length === entries.length ? tolerances : refuse();
}

/** `lesionF1,clDice`. */
export function parseMeasures(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const ids = text.split(",").map((part) => part.trim());
  const unknown = ids.find((id) => !MEASURE_IDS.includes(id));
  if (unknown === undefined) return ids;
  throw new UsageError(
    `--measures must be among ${MEASURE_IDS.join(", ")}, got "${unknown}"`,
  );
}

/** `iou=0.5`, `overlap=0.1`, `iou=0.3,optimal`, `optimal`. */
export function parseLesionMatch(text: string | undefined): LesionMatch | undefined {
  if (text === undefined) return undefined;
  const parts = text.split(",").map((part) => part.trim()), isOptimal = parts.at(-1) === "optimal";
  const rule = isOptimal ? parts.slice(0, -1).join() || "iou=0.5" : text.trim();
  const [, score, number = ""] = /^(iou|overlap)\s*=\s*([\d.]+)$/.exec(rule) ?? [];
  const threshold = number === "" ? NaN : Number(number);
  if (threshold >= 0 && threshold <= 1) {
    const match = { score: score as NonNullable<LesionMatch["score"]>, threshold };
    return isOptimal ? { ...match, match: "optimal" } : match;
  }
  throw new UsageError(
    "--lesion-match must be iou or overlap from 0 to 1, such as iou=0.5 or overlap=0.1, and optionally optimal, " +
      `iou=0.3,optimal, got "${text}"`,
  );
}

/** `10,100`: the volumes that divide lesions by size. */
export function parseLesionSizes(text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined;
  const bounds = text.split(",").map((part) => part.trim() === "" ? NaN : Number(part));
  const isAscending = bounds.every((bound, k) => bound > (bounds[k - 1] ?? 0) && bound < Infinity);
  if (isAscending) return bounds;
  throw new UsageError(
    `--lesion-sizes must be volumes above 0 in ascending order, 10,100, got "${text}"`,
  );
}
