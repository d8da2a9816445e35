/**
 * From the values in masks to labels.
 *
 * @module
 */
import { named } from "./look/values.ts";
import { compilePattern, type Mask, snapMask } from "../io/mod.ts";

/** What the values in masks mean; plain data, so that workers can be told. */
export interface Meaning {
  /** Values, numbers or `0xrrggbb`, with their labels; 0 is the label of what counts for nothing. */
  labels: readonly (readonly [value: number, label: number])[];
  /** Whether the values are colours. */
  isColor?: boolean;
  /** Whether smooth edges blur the values of masks in lossless files, so that they are snapped. */
  isBlurred?: boolean;
  /**
   * Where each class has a mask of its own: the masks' pattern, the labels of its classes, and the value
   * above which a pixel of a lossless file is the class, 0 if left out.
   */
  perClass?: { masks: string; labels: Record<string, number>; background: number; above?: number };
}

/**
 * Turns a mask's values into labels; a JPEG's and blurred ones are snapped to the nearest that is known.
 *
 * @param mask The mask.
 * @param meaning What its values mean.
 * @param into Its file, which tells its class, and the labels to write; a mask of one class writes only
 *   where it isn't 0.
 * @returns What is wrong with the mask; undefined when nothing is.
 */
export function meaningOf(
  mask: Mask,
  { labels: known, perClass, isColor = false, isBlurred = false }: Meaning,
  { file, labels }: { file: string; labels: Uint8Array },
): string | undefined {
  const values = isColor && !mask.isColor ? asColors(mask.values) : mask.values;
  const { width } = mask;
  if (perClass) {
    // a JPEG blurs its zeros
    const above = mask.isLossy ? 127 : perClass.above ?? 0;
    const label = perClass.labels[compilePattern(perClass.masks)(file)?.class ?? ""];
    for (let i = 0; i < values.length; i++) {
      if (values[i] > above) labels[i] = label;
      else if (labels[i] === 0) labels[i] = perClass.background;
    }
    return undefined;
  }
  if (mask.isLossy || isBlurred) {
    const snapped = snapMask({ values, isColor }, known.map(([value]) => value)).labels;
    for (let i = 0; i < snapped.length; i++) labels[i] = known[snapped[i]][1];
    return undefined;
  }
  const labelOf = new Map(known);
  // masks are mostly runs of one value
  for (let i = 0; i < values.length;) {
    const value = values[i], start = i, label = labelOf.get(value);
    if (label === undefined) {
      const place = `row ${Math.floor(i / width)}, column ${i % width}`;
      return `a mask must contain only ${namesOf(known, isColor)}, got ${
        named(value, isColor)
      } at ${place}`;
    }
    while (i < values.length && values[i] === value) i++;
    labels.fill(label, start, i);
  }
  return undefined;
}

/** Grey levels as colours, for a mask without a colour among coloured ones. */
function asColors(greys: Mask["values"]): Uint32Array {
  return Uint32Array.from(greys, (grey) => grey * 0x010101);
}

function namesOf(known: Meaning["labels"], isColor: boolean): string {
  const values = known.map(([value]) => named(value, isColor));
  return values.length <= 8 ? values.join(", ") : `${values.slice(0, 7).join(", ")}, …`;
}
