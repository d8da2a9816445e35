/**
 * From the values in masks to labels.
 *
 * @module
 */
import { compilePattern } from "./look/patterns.ts";
import type { MaskValues } from "./read_mask.ts";

/** What the values in masks mean; plain data, so that workers can be told. */
export interface Meaning {
  /** Values, numbers or `0xrrggbb`, with their labels; 0 is the label of what counts for nothing. */
  labels: readonly (readonly [value: number, label: number])[];
  /** Where each class has a mask of its own: the masks' pattern, and the labels of its classes. */
  perClass?: { masks: string; labels: Record<string, number>; background: number };
}

/**
 * Turns a mask's values into labels.
 *
 * @param mask The mask.
 * @param meaning What its values mean.
 * @param into Its file, which tells its class, and the labels to write; a mask of one class writes only
 *   where it isn't 0.
 * @returns What is wrong with the mask; undefined when nothing is.
 */
export function meaningOf(
  { values, width }: MaskValues,
  { labels: known, perClass }: Meaning,
  { file, labels }: { file: string; labels: Uint8Array },
): string | undefined {
  if (perClass) {
    const label = perClass.labels[compilePattern(perClass.masks)(file)?.class ?? ""];
    for (let i = 0; i < values.length; i++) {
      if (values[i] !== 0) labels[i] = label;
      else if (labels[i] === 0) labels[i] = perClass.background;
    }
    return undefined;
  }
  const labelOf = new Map(known);
  let last = -1, label = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    // masks are mostly runs of one value
    if (value !== last) {
      const found = labelOf.get(value);
      if (found === undefined) {
        const place = `row ${Math.floor(i / width)}, column ${i % width}`;
        return `a mask must contain only ${namesOf(known)}, got ${value} at ${place}`;
      }
      [last, label] = [value, found];
    }
    labels[i] = label;
  }
  return undefined;
}

function namesOf(known: Meaning["labels"]): string {
  const values = known.map(([value]) => String(value));
  return values.length <= 8 ? values.join(", ") : `${values.slice(0, 7).join(", ")}, …`;
}
