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
export function labelMask(
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
  if (values instanceof Uint8Array && relabelBytes(values, known, labels)) return undefined;
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

/**
 * Labels of a mask of bytes, four pixels at a time: mostly they are the four before.
 *
 * @returns Whether all values are known.
 */
function relabelBytes(
  values: Uint8Array,
  known: Meaning["labels"],
  labels: Uint8Array,
): boolean {
  const labelOf = new Int16Array(256).fill(-1);
  for (const [value, label] of known) labelOf[value] = label;
  const count = (values.byteOffset | labels.byteOffset) % 4 === 0 ? values.length >> 2 : 0;
  const from = new Int32Array(values.buffer, count && values.byteOffset, count);
  const to = new Int32Array(labels.buffer, count && labels.byteOffset, count);
  // negative once a value is unknown
  let all = 0;
  for (let i = 0, last = ~from[0], four = 0; i < count; i++) {
    const value = from[i];
    if (value !== last) {
      const a = labelOf[value & 255], b = labelOf[value >> 8 & 255];
      const c = labelOf[value >> 16 & 255], d = labelOf[value >>> 24];
      last = value;
      four = a | b << 8 | c << 16 | d << 24;
      all |= a | b | c | d;
    }
    to[i] = four;
  }
  for (let i = 4 * count; i < values.length; i++) {
    const label = labelOf[values[i]];
    labels[i] = label;
    all |= label;
  }
  return all >= 0;
}

/** Grey levels as colours, for a mask without a colour among coloured ones. */
function asColors(greys: Mask["values"]): Uint32Array {
  return Uint32Array.from(greys, (grey) => grey * 0x010101);
}

function namesOf(known: Meaning["labels"], isColor: boolean): string {
  const values = known.map(([value]) => named(value, isColor));
  return values.length <= 8 ? values.join(", ") : `${values.slice(0, 7).join(", ")}, …`;
}
