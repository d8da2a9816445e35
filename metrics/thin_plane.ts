import type { Grid } from "./mask.ts";
import { borderOf } from "./thin_border.ts";

/** When a pixel may be removed: in the first or in the second half of an iteration, or in both. */
const FIRST = 1, SECOND = 2, BOTH = 3;

/** A pixel's neighbours as bits, clockwise from the upper left. */
const AROUND = [[-1, -1], [-1, 0], [-1, 1], [0, 1], [1, 1], [1, 0], [1, -1], [0, -1]];

/** Where scikit-image departs from the paper: it thins corners of staircases, too. */
const EXCEPTIONS: readonly [when: number, neighbours: readonly number[]][] = [
  [0, [48, 129]],
  [FIRST, [3, 6, 11, 12, 14, 131, 134, 161, 194, 198]],
  [SECOND, [24, 26, 56, 96, 104, 108, 176, 192, 224]],
  [BOTH, [10, 40, 130, 160]],
];

/** For each of the 256 neighbourhoods, when its pixel is removed. */
const WHEN = toTable();

/** Zhang and Suen's conditions, and the exceptions. */
function toTable(): Uint8Array {
  const table = Uint8Array.from({ length: 256 }, (_, bits) => {
    const [, n, , e, , s, , w] = AROUND.map((_, k) => bits >> k & 1);
    let count = 0;
    let rises = 0;
    for (let k = 0; k < 8; k++) {
      count += bits >> k & 1;
      rises += ~bits >> k & 1 & bits >> (k + 1) % 8;
    }
    if (count < 2 || count > 6 || rises !== 1) return 0;
    return (n * e * s + e * s * w === 0 ? FIRST : 0) + (n * e * w + n * s * w === 0 ? SECOND : 0);
  });
  for (const [when, neighbours] of EXCEPTIONS) for (const bits of neighbours) table[bits] = when;
  return table;
}

/**
 * Thins a plane to its skeleton, pixel for pixel as scikit-image does.
 *
 * Zhang and Suen, A Fast Parallel Algorithm for Thinning Digital Patterns, 1984. Only pixels with a
 * neighbour outside are looked at, so that the inside costs nothing before its turn comes.
 *
 * @param inside 1 inside and 0 outside, with a ring of background; thinned in place.
 * @param grid Its axes.
 */
export function thinPlane(inside: Uint8Array, { width }: Grid): void {
  const steps = AROUND.map(([y, x]) => y * width + x);
  const border = borderOf(inside, steps);
  for (let unchanged = 0, pass = FIRST; unchanged < 2; pass = BOTH - pass) {
    const removed: number[] = [];
    const left: number[] = [];
    for (const i of border.places) {
      let bits = 0;
      for (let k = 0; k < 8; k++) bits |= inside[i + steps[k]] << k;
      ((WHEN[bits] & pass) !== 0 ? removed : left).push(i);
    }
    unchanged = removed.length === 0 ? unchanged + 1 : 0;
    border.places = left;
    for (const i of removed) inside[i] = 0;
    for (const i of removed) for (const step of steps) border.add(i + step);
  }
}
