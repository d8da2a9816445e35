import type { Grid } from "./mask.ts";
import { Places } from "./places.ts";
import { removeVoxel, toTriples } from "./triples.ts";

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

/** The neighbours that three triples, from left to right, stand for: numbers of `AROUND` by bit. */
const IN_TRIPLES = [0, 7, 6, 1, undefined, 5, 2, 3, 4];

/** All nine pixels inside. */
const FULL = 511;

/** For each of the 512 squares of three triples, when the pixel in its middle is removed. */
const WHEN = toSquares(toTable());

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

/** Reads a table by squares instead of neighbours. */
function toSquares(table: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: FULL + 1 }, (_, square) => {
    let bits = 0;
    IN_TRIPLES.forEach((k, bit) => {
      if (k !== undefined) bits |= (square >> bit & 1) << k;
    });
    return table[bits];
  });
}

/**
 * Thins a plane to its skeleton, pixel for pixel as scikit-image does.
 *
 * Zhang and Suen, A Fast Parallel Algorithm for Thinning Digital Patterns, 1984. After a first look at
 * all, a pixel is looked at only when a neighbour has gone since: time grows with the pixels that
 * are removed.
 *
 * @param inside 1 inside and 0 outside, with a ring of background; thinned in place.
 * @param grid Its axes.
 */
export function thinPlane(inside: Uint8Array, { width }: Grid): void {
  const steps = AROUND.map(([y, x]) => y * width + x);
  const triples = toTriples(inside, width);
  // the halves of an iteration in which a pixel is to be looked at, as FIRST and SECOND
  const due = new Uint8Array(inside.length);
  const lists = { [FIRST]: new Places(), [SECOND]: new Places() };
  for (let i = 0; i < inside.length; i++) {
    if (inside[i] === 0 || squareOf(triples, i) === FULL) continue;
    due[i] = BOTH;
    lists[FIRST].add(i);
    lists[SECOND].add(i);
  }
  const removed = new Places();
  for (let pass = FIRST; lists[FIRST].count + lists[SECOND].count > 0; pass = BOTH - pass) {
    const list = lists[pass as 1 | 2];
    removed.count = 0;
    for (let k = 0; k < list.count; k++) {
      const i = list.items[k];
      due[i] &= ~pass;
      if (inside[i] === 1 && (WHEN[squareOf(triples, i)] & pass) !== 0) removed.add(i);
    }
    list.count = 0;
    for (let k = 0; k < removed.count; k++) {
      inside[removed.items[k]] = 0;
      removeVoxel(triples, removed.items[k], width);
    }
    for (let k = 0; k < removed.count; k++) {
      for (let n = 0; n < steps.length; n++) {
        const i = removed.items[k] + steps[n];
        if (inside[i] === 0 || due[i] === BOTH) continue;
        if ((due[i] & FIRST) === 0) lists[FIRST].add(i);
        if ((due[i] & SECOND) === 0) lists[SECOND].add(i);
        due[i] = BOTH;
      }
    }
  }
}

/** The pixel and its neighbours, as three triples. */
function squareOf(triples: Uint8Array, i: number): number {
  return triples[i - 1] | triples[i] << 3 | triples[i + 1] << 6;
}
