/**
 * Compares two texts by code points, as Python does: the same order on every machine. `<` and `sort()`
 * compare UTF-16 units, which put an emoji before `﹏`.
 *
 * @param a One text.
 * @param b The other.
 * @returns Below 0 where `a` comes first, above 0 where `b` does, 0 where they are equal.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const names = ["\u{1f431}", "\ufe4f", "b", "ab", "a"];
 * assert.deepEqual(names.toSorted(compareCodePoints), ["a", "ab", "b", "\ufe4f", "\u{1f431}"]);
 * ```
 */
export function compareCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i].codePointAt(0)! - right[i].codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
