import { show } from "./options.ts";

/**
 * What an undefined distance counts as in a mean over cases: the length of the image's diagonal, a
 * number of your own, or `nan`, which leaves it out.
 */
export type UndefinedDistance = "diagonal" | "nan" | number;

/**
 * Gives a value to a distance that doesn't exist, because exactly one mask is empty, so that a mean over
 * cases can count it.
 *
 * `diagonal` is the length of the image's diagonal, √Σ (length · spacing)², farther than any two
 * voxels are apart: a missed object costs more in a large image. With `nan` a mean over the
 * others improves the less is found, so say how many it leaves out.
 *
 * @param rule What it counts as.
 * @param shape The length of each axis of the image.
 * @param spacing The size of a voxel along each axis; 1 along all without it.
 * @returns The distance, in the unit of `spacing`, or NaN.
 * @throws {TypeError} If the rule is unknown, or shape and spacing aren't positive numbers per axis.
 *
 * @example
 * ```ts
 * import { undefinedDistance } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * assert.equal(undefinedDistance("diagonal", [30, 80], [1, 0.5]), 50);
 * assert.equal(undefinedDistance(374, [240, 240, 155]), 374);
 * ```
 */
export function undefinedDistance(
  rule: UndefinedDistance,
  shape: readonly number[],
  spacing: readonly number[] = Array.from(shape ?? [], () => 1),
): number {
  const isKnown = rule === "diagonal" || rule === "nan" || typeof rule === "number" && rule >= 0;
  if (!isKnown) {
    throw new TypeError(
      'Cannot value an undefined distance: it must count as "diagonal", "nan" or a number of at ' +
        `least 0, got ${show(rule)}`,
    );
  }
  const arePositive = (sizes: readonly number[]) =>
    (Array.isArray(sizes) || ArrayBuffer.isView(sizes)) &&
    Array.from(sizes).every((size) => size > 0 && size < Infinity);
  if (!arePositive(shape) || !arePositive(spacing) || shape.length !== spacing.length) {
    throw new TypeError(
      "Cannot value an undefined distance: shape and spacing must have a positive number for each " +
        `axis, got ${show(shape)} and ${show(spacing)}`,
    );
  }
  if (rule === "nan") return NaN;
  if (rule !== "diagonal") return rule;
  // Int32Array's own map would round
  return Math.hypot(...Array.from(shape, (length, axis) => length * spacing[axis]));
}
