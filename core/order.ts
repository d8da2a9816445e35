/**
 * Compares two strings by code points, as Python does: the same order on every machine. `<` and `sort()`
 * compare UTF-16 units, which put an emoji before `﹏`.
 *
 * @param a One string.
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
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === length) return a.length - b.length;
  return inOrder(a.charCodeAt(at)) - inOrder(b.charCodeAt(at));
}

/** A UTF-16 unit, raised if it is half of a surrogate pair, which stands for a later code point. */
function inOrder(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
