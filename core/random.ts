/**
 * Seeded random numbers: mulberry32 (Tommy Ettinger, public domain), 32 bits of state and integer
 * arithmetic only, so that a seed gives the same numbers on every machine.
 *
 * @param seed A whole number, of which the lowest 32 bits count.
 * @returns A generator of numbers from 0 to below 1, whole multiples of 2⁻³².
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const random = mulberry32(1);
 * assert.deepEqual([random(), random()].map((value) => value * 2 ** 32), [2693262067, 11749833]);
 * ```
 */
export function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 0x100000000;
  };
}
