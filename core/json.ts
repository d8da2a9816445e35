/**
 * Whether a value from a JSON file is an object, not a list.
 *
 * @param value The value.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([{ a: 1 }, [1], null, "a"].map(isObject), [true, false, false, false]);
 * ```
 */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
