/**
 * Whether the values of masks in lossless files are blurred, as resizing with smooth edges leaves them.
 *
 * @module
 */
import type { Mask } from "../../io/mod.ts";
import { LEAST_SHARE, NEAR, snapped } from "./peaks.ts";
import type { ValueTally } from "./tally.ts";

/** How many of a value's pixels lie as those of an edge do. */
export type EdgeCount = [value: number, thin: number, mixed: number];

/** The highest value of 8 bits; masks of more number objects. */
const WHITE = 255;

/** An edge has each of its values for a pixel or two. */
const THIN = 2;

/** Where all else is blur, flat areas of so small a share are a rare class. */
const RARE_SHARE = 0.0005;

/** Peaks with a smaller share of the pixels are those of a map of probabilities. */
const PEAKS_SHARE = 0.8;

/** Fewer values between the peaks are classes. */
const LEAST_BETWEEN = 4;

/** The share of what isn't a peak that must lie as a mixture does; of what smoothing made, crests of lines do not. */
const MIXED_SHARE = 0.8;

/** Bits of a pixel. */
const IS_THIN = 1, IS_MIXED = 2;

/**
 * Counts each value's pixels that are thin, in a run of at most two along a row or a column, and those that
 * are mixed: thin, with a smaller value at one end of the run and a greater one at the other, or with both
 * ends nearly as the run. Labels lie in areas; what thin ones there are lie between equals.
 *
 * @param mask A mask of numbers; only such of 8 bits and three values or more can be blurred.
 * @param held Which values it holds.
 * @returns The values that have such pixels, ascending.
 */
export function countEdges(
  { values, width, height }: Pick<Mask, "values" | "width" | "height">,
  held: Iterable<number>,
): EdgeCount[] {
  const all = [...held], most = all.reduce((most, value) => Math.max(most, value), 0);
  if (all.length < 3 || most <= NEAR || most > WHITE) return [];
  const kinds = new Uint8Array(values.length);
  for (let y = 0; y < height; y++) {
    markRuns(values, kinds, { start: y * width, step: 1, count: width });
  }
  for (let x = 0; x < width; x++) markRuns(values, kinds, { start: x, step: width, count: height });
  const thin = new Uint32Array(WHITE + 1), mixed = new Uint32Array(WHITE + 1);
  for (let i = 0; i < kinds.length; i++) {
    if (kinds[i] === 0) continue;
    thin[values[i]]++;
    if (kinds[i] & IS_MIXED) mixed[values[i]]++;
  }
  return Array.from(thin, (count, value): EdgeCount => [value, count, mixed[value]])
    .filter(([, count]) => count > 0);
}

/** Marks the thin pixels of a row or a column; its first and last run have one end alone. */
function markRuns(
  values: Mask["values"],
  kinds: Uint8Array,
  { start, step, count }: { start: number; step: number; count: number },
): void {
  const end = start + count * step;
  let at = start;
  while (at < end && values[at] === values[start]) at += step;
  while (at < end) {
    const from = at, value = values[at];
    while (at < end && values[at] === value) at += step;
    if (at >= end || at - from > THIN * step) continue;
    const before = values[from - step] - value, after = values[at] - value;
    const isMixed = before < 0 !== after < 0 ||
      Math.max(Math.abs(before), Math.abs(after)) <= NEAR;
    for (let i = from; i < at; i += step) kinds[i] |= isMixed ? IS_THIN | IS_MIXED : IS_THIN;
  }
}

/**
 * Finds the values that masks had before smooth edges came between them. They are blurred if all of this
 * holds:
 *
 * - two values or more, all over 24 apart, fill areas: at most half of their pixels are thin, but for black
 *   and white, which may be all thin lines; no other value with 0.5 % of the pixels fills any;
 * - these peaks hold 80 % of the pixels, and nothing lies outside of them;
 * - there are four other values or more, of whose pixels 80 % are mixed.
 *
 * @param tallies What the masks hold, grey and ascending.
 * @param edges What {@linkcode countEdges} says of all of them, added up.
 * @returns The peaks with the pixels nearest to each, and the shares of pixels with other values and of
 *   those halfway between two peaks; undefined where the values are labels.
 */
export function blurOf(
  tallies: readonly ValueTally[],
  edges: readonly EdgeCount[],
): { peaks: ValueTally[]; between: number; doubtful: number } | undefined {
  const found = areasOf(tallies, new Map(edges.map(([value, thin]) => [value, thin])));
  if (found === undefined || found.length < 2) return undefined;
  const isPeak = new Set(found), rest = tallies.filter(({ value }) => !isPeak.has(value));
  const total = pixelsOf(tallies), others = pixelsOf(rest), [first] = found, last = found.at(-1)!;
  const isBetween = rest.every(({ value }) => value >= first - NEAR && value <= last + NEAR);
  if (rest.length < LEAST_BETWEEN || !isBetween || others > (1 - PEAKS_SHARE) * total) {
    return undefined;
  }
  const mixed = edges.reduce((sum, [value, , own]) => sum + (isPeak.has(value) ? 0 : own), 0);
  if (mixed < MIXED_SHARE * others) return undefined;
  return { ...snapped(tallies, found, false), between: others / total };
}

/** The values that fill areas, ascending; undefined where two are neighbours, as labels are. */
function areasOf(
  tallies: readonly ValueTally[],
  thin: ReadonlyMap<number, number>,
): number[] | undefined {
  const total = pixelsOf(tallies), found: number[] = [];
  for (const { value, pixels } of tallies.toSorted((a, b) => b.pixels - a.pixels)) {
    if (pixels < RARE_SHARE * total) break;
    const isEnd = value === 0 || value === WHITE, isMuch = pixels >= LEAST_SHARE * total;
    if (isEnd ? !isMuch : 2 * (thin.get(value) ?? 0) >= pixels) continue;
    if (found.every((other) => Math.abs(value - other) > NEAR)) found.push(value);
    else if (isMuch) return undefined;
  }
  return found.sort((a, b) => a - b);
}

function pixelsOf(tallies: readonly ValueTally[]): number {
  return tallies.reduce((sum, { pixels }) => sum + pixels, 0);
}
