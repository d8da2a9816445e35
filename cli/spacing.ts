import { UsageError } from "./errors.ts";

/**
 * The distances of neighbouring pixels that `--spacing` gives: `0.5,0.5` is height, width of a pixel.
 *
 * @param text What was typed.
 * @param wanted What it may be, in the message: `two numbers above 0, Y,X`.
 * @param counts How many numbers it may have.
 * @returns The numbers, in the order of `Y,X` or `Z,Y,X`.
 * @throws {UsageError} If they aren't as many, or not above 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(parseSpacing("3,0.5,0.5", "numbers above 0: Y,X or Z,Y,X", [2, 3]), [3, 0.5, 0.5]);
 * assert.throws(() => parseSpacing("0,1", "two numbers above 0, Y,X", [2]), /got "0,1"/);
 * ```
 */
export function parseSpacing(text: string, wanted: string, counts: readonly number[]): number[] {
  const steps = text.split(",").map((part) => part.trim() === "" ? NaN : Number(part));
  const isStep = (step: number): boolean => Number.isFinite(step) && step > 0;
  if (counts.includes(steps.length) && steps.every(isStep)) return steps;
  throw new UsageError(`--spacing must be ${wanted}, got "${text}"`);
}
