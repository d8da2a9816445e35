/**
 * What masks hold: which values, and how many pixels and images each has.
 *
 * @module
 */
import { countValues, type Mask } from "../../io/mod.ts";

/** What all masks hold of one value. */
export interface ValueTally {
  /** The value. */
  value: number;
  /** Its pixels over all masks. */
  pixels: number;
  /** How many masks hold it. */
  images: number;
}

/** More values than this are no classes; counting ends there. */
export const MOST_VALUES = 1024;

/** A JPEG's masks hold more, of which a few are meant. */
export const MOST_BLURRED = 2 ** 18;

/** Adds up what masks hold. */
export class Tally {
  readonly #found = new Map<number, ValueTally>();

  /** @param most More values than this are not counted. */
  constructor(readonly most = MOST_VALUES) {}

  /** Adds a mask. */
  add(mask: Pick<Mask, "values">): void {
    this.addCounts(countValues(mask));
  }

  /** Adds a mask's values with their pixels, each value once. */
  addCounts(counts: Iterable<readonly [value: number, pixels: number]>): void {
    for (const [value, pixels] of counts) {
      const tally = this.#found.get(value) ?? { value, pixels: 0, images: 0 };
      if (this.isFull && tally.images === 0) continue;
      this.#found.set(value, {
        value,
        pixels: tally.pixels + pixels,
        images: tally.images + 1,
      });
    }
  }

  /** Whether there are more values than are counted. */
  get isFull(): boolean {
    return this.#found.size > this.most;
  }

  /** The values, ascending. */
  values(): ValueTally[] {
    return [...this.#found.values()].sort((a, b) => a.value - b.value);
  }
}

/** Areas up to this many pixels wide are lines; VOC's void borders are five wide. */
const LINE = 12;

/**
 * Counts a value's pixels that belong to lines: whose run of the same value, along a row, a column
 * or a diagonal, is at most 12 long.
 *
 * @param mask A mask.
 * @param value The value that may only line borders.
 * @returns How many of its pixels are in lines, and how many there are.
 */
export function linePixels(
  { values, width, height }: Pick<Mask, "values" | "width" | "height">,
  value: number,
): { inLines: number; pixels: number } {
  let pixels = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === value) pixels++;
  if (pixels === 0) return { inLines: 0, pixels };
  const isLine = new Uint8Array(width * height);
  const mark = (start: number, step: number, length: number): void => {
    const end = start + length * step;
    for (let at = start; at < end; at += step) {
      const from = at;
      while (at < end && values[at] === value) at += step;
      if (at - from <= LINE * step) { for (let i = from; i < at; i += step) isLine[i] = 1; }
    }
  };
  for (let y = 0; y < height; y++) mark(y * width, 1, width);
  for (let x = 0; x < width; x++) {
    mark(x, width, height);
    mark(x, width + 1, Math.min(height, width - x));
    mark(x, width - 1, Math.min(height, x + 1));
  }
  for (let y = 1; y < height; y++) {
    mark(y * width, width + 1, Math.min(width, height - y));
    mark((y + 1) * width - 1, width - 1, Math.min(width, height - y));
  }
  let inLines = 0;
  for (let i = 0; i < isLine.length; i++) inLines += isLine[i];
  return { inLines, pixels };
}
