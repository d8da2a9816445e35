/**
 * How wide what the masks show is at their own size.
 *
 * @module
 */
import { decodeMasks } from "./decode_files.ts";
import { labelsOf } from "./decode_pair.ts";
import { medianWidth, widthsOf } from "./look/widths.ts";
import type { PairSource } from "./own_pairs.ts";
import { pairReader } from "./pair_files.ts";

/** How wide a mask's classes are. */
export interface OwnWidths {
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** The median width of each label that it holds, as `widthsOf` measures it. */
  widths: ReadonlyMap<number, number>;
  /** How many pixels each label has. */
  pixels: ReadonlyMap<number, number>;
}

/** Enough pixels to tell; reading more would be felt. */
const MOST_PIXELS = 5e7;

/**
 * Measures masks at their own size, until 50 million pixels are read.
 *
 * @param source Where they come from.
 * @param indices Which of them. Those that can't be read any more are left out.
 */
export async function ownWidthsOf(
  { folder, pairs, meaning, maxMegapixels }: Pick<
    PairSource,
    "folder" | "pairs" | "meaning" | "maxMegapixels"
  >,
  indices: readonly number[],
): Promise<OwnWidths[]> {
  const read = pairReader(folder), found: OwnWidths[] = [];
  let left = MOST_PIXELS;
  for (const index of indices) {
    if (left <= 0) break;
    const pair = pairs[index], masks = await decodeMasks(pair, read(pair), maxMegapixels);
    if ("reason" in masks) continue;
    const [{ width, height }] = masks;
    const values = labelsOf(pair, { image: { width, height }, masks }, meaning);
    if ("reason" in values) continue;
    const all = widthsOf({ values, width, height });
    const widths = new Map(Array.from(all, ([label, own]) => [label, medianWidth(own)]));
    const counts = Array.from(all, ([label, own]): [number, number] => [
      label,
      own.reduce((sum, count) => sum + count, 0),
    ]);
    found.push({ width, height, widths, pixels: new Map(counts) });
    left -= values.length;
  }
  return found;
}
