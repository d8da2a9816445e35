/**
 * Whether images have a way up: whether their classes lie otherwise once an image is turned or mirrored.
 *
 * @module
 */
import type { Mask } from "../../io/mod.ts";

/** Where a label's pixels lie, and where its edges are. */
export interface Lie {
  /** Pixels in each half. */
  upper: number;
  lower: number;
  left: number;
  right: number;
  /** How often it begins or ends along a row and along a column, as fractions of all places there. */
  along: number;
  down: number;
}

/** Halves that differ by less than this part of both are taken to be alike. */
const ALIKE = 0.1;

/**
 * Measures a mask in one pass. A row or column in the middle belongs to no half.
 *
 * @param mask A mask at its own size.
 * @returns Each label that it holds.
 */
export function liesOf(
  { values, width, height }: Pick<Mask, "values" | "width" | "height">,
): Map<number, Lie> {
  const halves = new Float64Array(256 * 4), edges = new Float64Array(256 * 2);
  const alongRow = 1 / Math.max(1, (width - 1) * height);
  const alongColumn = 1 / Math.max(1, (height - 1) * width);
  for (let y = 0, i = 0; y < height; y++) {
    const isUpper = 2 * y + 1 < height, isLower = 2 * y + 1 > height;
    for (let x = 0; x < width; x++, i++) {
      const value = values[i], at = 4 * value;
      if (isUpper) halves[at]++;
      else if (isLower) halves[at + 1]++;
      if (2 * x + 1 < width) halves[at + 2]++;
      else if (2 * x + 1 > width) halves[at + 3]++;
      if (x > 0 && values[i - 1] !== value) {
        edges[2 * value] += alongRow;
        edges[2 * values[i - 1]] += alongRow;
      }
      if (y > 0 && values[i - width] !== value) {
        edges[2 * value + 1] += alongColumn;
        edges[2 * values[i - width] + 1] += alongColumn;
      }
    }
  }
  const found = new Map<number, Lie>();
  for (const value of new Set(values)) {
    const [upper, lower, left, right] = halves.subarray(4 * value);
    const [along, down] = edges.subarray(2 * value);
    found.set(value, { upper, lower, left, right, along, down });
  }
  return found;
}

/**
 * Why turned images would not look like others of their set.
 *
 * @param masks How the labels of each mask lie.
 * @param names What the labels 1, 2, … stand for.
 * @returns The first reason, `sky lies more above than below`; undefined where images have no way up.
 */
export function wayUpOf(
  masks: readonly ReadonlyMap<number, Lie>[],
  names: readonly string[],
): string | undefined {
  for (const [i, name] of names.entries()) {
    const sum = (part: keyof Lie) =>
      masks.reduce((sum, lies) => sum + (lies.get(i + 1)?.[part] ?? 0), 0);
    const [upper, lower, left, right] = [sum("upper"), sum("lower"), sum("left"), sum("right")];
    if (differ(upper, lower)) {
      return `${name} lies more ${upper > lower ? "above than below" : "below than above"}`;
    }
    if (differ(left, right)) {
      return `${name} lies more to the ${left > right ? "left" : "right"}`;
    }
    if (differ(sum("along"), sum("down"))) return `${name} has a direction`;
  }
}

function differ(one: number, other: number): boolean {
  return Math.abs(one - other) > ALIKE * (one + other);
}
