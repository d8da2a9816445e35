import type { Grid } from "./mask.ts";
import { show } from "./options.ts";

/**
 * Checks a spacing, 1 along all axes by default, and gives it three axes: depth, which is 1 in a
 * plane, height and width.
 */
export function toSpacing(
  spacing: readonly number[] | undefined,
  grid: Grid,
  action: string,
): number[] {
  if (spacing === undefined) return [1, 1, 1];
  if (!Array.isArray(spacing) && !ArrayBuffer.isView(spacing)) {
    throw new TypeError(
      `Cannot compute ${action}: spacing must be an array of numbers, got ${String(spacing)}`,
    );
  }
  if (spacing.length !== grid.dimensions) {
    throw new TypeError(
      `Cannot compute ${action}: spacing must have one number for each axis, ` +
        `got ${spacing.length} for ${grid.dimensions} axes`,
    );
  }
  const sizes = Array.from(spacing);
  if (!sizes.every((size) => typeof size === "number")) {
    throw new TypeError(
      `Cannot compute ${action}: spacing must be an array of numbers, got ${show(sizes)}`,
    );
  }
  if (!sizes.every((size) => size > 0 && size < Infinity)) {
    throw new RangeError(
      `Cannot compute ${action}: spacing must be positive and finite, got ${sizes.join(", ")}`,
    );
  }
  return grid.dimensions === 2 ? [1, ...sizes] : sizes;
}
