/**
 * How wide what the masks show is.
 *
 * @module
 */
import type { Mask } from "../../io/mod.ts";

/** Widths of this many pixels and more are counted together: no size makes them vanish. */
const WIDEST = 255;

/** How many of a value's pixels have which width: at place w those of w pixels, at 255 all wider ones. */
export type Widths = Uint32Array;

/**
 * Measures how wide a mask's areas are at each pixel: the shorter of the runs of its value along its row
 * and along its column. Of a line that is its thickness, of a round spot about three quarters of its
 * diameter, and a net of thin lines is thin however far it reaches. Two passes over the pixels.
 *
 * @param mask A mask at its own size.
 * @returns The widths of each value.
 */
export function widthsOf(
  { values, width, height }: Pick<Mask, "values" | "width" | "height">,
): Map<number, Widths> {
  const alongRow = new Uint8Array(values.length), found = new Map<number, Widths>();
  for (let i = 0; i < values.length;) {
    const start = i, value = values[i], end = start - start % width + width;
    while (i < end && values[i] === value) i++;
    alongRow.fill(Math.min(WIDEST, i - start), start, i);
  }
  // where the run of each column began
  const since = new Int32Array(width);
  const close = (x: number, from: number, to: number): void => {
    const value = values[from * width + x], length = Math.min(WIDEST, to - from);
    const widths = found.get(value) ?? new Uint32Array(WIDEST + 1);
    found.set(value, widths);
    for (let i = from * width + x; i < to * width; i += width) {
      widths[Math.min(length, alongRow[i])]++;
    }
  };
  for (let y = 1; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (values[y * width + x] === values[(y - 1) * width + x]) continue;
      close(x, since[x], y);
      since[x] = y;
    }
  }
  for (let x = 0; x < width; x++) close(x, since[x], height);
  return found;
}

/**
 * The width that half of the pixels have at most.
 *
 * @param widths How many pixels have which width.
 * @returns Pixels of the masks' own; infinite where most pixels are wider than 254.
 */
export function medianWidth(widths: Widths): number {
  const half = widths.reduce((sum, count) => sum + count, 0) / 2;
  let below = 0;
  const median = widths.findIndex((count) => (below += count) >= half && count > 0);
  return median === WIDEST ? Infinity : median;
}
