import type { Grid } from "./mask.ts";
import { Places } from "./places.ts";
import { removeVoxel, toTriples } from "./triples.ts";

/** How a voxel's removal changes the Euler characteristic of an octant (Lee et al., table 2). */
// deno-fmt-ignore
const CHANGES = Int8Array.of(
  1, -1, -1, 1, -3, -1, -1, 1, -1, 1, 1, -1, 3, 1, 1, -1, -3, -1, 3, 1, 1, -1, 3, 1, -1, 1, 1, -1,
  3, 1, 1, -1, -3, 3, -1, 1, 1, 3, -1, 1, -1, 1, 1, -1, 3, 1, 1, -1, 1, 3, 3, 1, 5, 3, 3, 1, -1, 1,
  1, -1, 3, 1, 1, -1, -7, -1, -1, 1, -3, -1, -1, 1, -1, 1, 1, -1, 3, 1, 1, -1, -3, -1, 3, 1, 1, -1,
  3, 1, -1, 1, 1, -1, 3, 1, 1, -1, -3, 3, -1, 1, 1, 3, -1, 1, -1, 1, 1, -1, 3, 1, 1, -1, 1, 3, 3, 1,
  5, 3, 3, 1, -1, 1, 1, -1, 3, 1, 1, -1,
);

/** The neighbours of each octant, most significant first, numbered along y, then x, then z. */
const OCTANTS = [
  [2, 1, 11, 10, 5, 4, 14],
  [0, 9, 3, 12, 1, 10, 4],
  [8, 7, 17, 16, 5, 4, 14],
  [6, 15, 7, 16, 3, 12, 4],
  [20, 23, 19, 22, 11, 14, 10],
  [18, 21, 9, 12, 19, 22, 10],
  [26, 23, 17, 14, 25, 22, 16],
  [24, 25, 15, 16, 21, 22, 12],
];

/** For each octant, each square of its outer slice and each of the middle one, the change. */
const CHANGES_OF = toSquares();

/** The four squares of two by two voxels in a slice of nine bits, four bits each. */
const SQUARES = Uint16Array.from(
  { length: 512 },
  (_, slice) => [0, 1, 3, 4].reduce((all, k, square) => all | squareAt(slice, k) << 4 * square, 0),
);

/** The place of each of 27 voxels relative to the middle one, which is number 13. */
const PLACES = Array.from({ length: 27 }, (_, k) => ({
  z: Math.floor(k / 9) - 1,
  y: k % 3 - 1,
  x: Math.floor(k / 3) % 3 - 1,
}));

/** For each of the 27, those that touch it, as bits; the middle one is nobody's neighbour. */
const TOUCHING = PLACES.map((a, k) =>
  PLACES.reduce((bits, b, other) => {
    const isNear = [a.z - b.z, a.y - b.y, a.x - b.x].every((step) => Math.abs(step) <= 1);
    return isNear && other !== k && other !== 13 ? bits | 1 << other : bits;
  }, 0)
);

/** The six directions from which voxels are removed in turn: numbers of neighbours. */
const BORDERS = [12, 14, 16, 10, 22, 4];

/** The faces of the middle voxel. */
const FACES = BORDERS.reduce((bits, k) => bits | 1 << k, 0);

/** The square of a slice whose first voxel is number `k`, as four bits. */
function squareAt(slice: number, k: number): number {
  return slice >> k & 3 | (slice >> k + 3 & 3) << 2;
}

/** Reads the changes of the octants by squares instead of neighbours. */
function toSquares(): Int8Array {
  const changes = new Int8Array(8 * 256);
  OCTANTS.forEach((octant) => {
    const outer = octant.filter((k) => Math.floor(k / 9) !== 1);
    const slice = Math.floor(outer[0] / 9);
    const square = Math.min(...outer) % 9;
    for (let squares = 0; squares < 256; squares++) {
      let bits = 0;
      for (let n = 0; n < 4; n++) {
        const k = square + n % 2 + 3 * (n >> 1);
        bits |= (squares >> 4 + n & 1) << 9 * slice + k | (squares >> n & 1) << 9 + k;
      }
      let index = 0;
      for (let k = 0; k < 7; k++) index |= (bits >> octant[k] & 1) << 6 - k;
      changes[256 * (4 * (slice / 2) + [0, 1, 3, 4].indexOf(square)) + squares] = CHANGES[index];
    }
  });
  return changes;
}

/** What is known of a voxel: nothing new, to be looked at, may go once it is at the border. */
const SEEN = 0, DUE = 1, READY = 2;

/**
 * Thins a volume to its skeleton, voxel for voxel as scikit-image does.
 *
 * Lee, Kashyap and Chu, Building Skeleton Models via 3-D Medial Surface/Axis Thinning Algorithms,
 * 1994: from each direction in turn, border voxels go whose removal changes neither the Euler
 * characteristic nor the connectivity around them, ends of lines excepted. After a first look at
 * all, a voxel is looked at only when a neighbour has gone since: time grows with the voxels that
 * are removed.
 *
 * @param inside 1 inside and 0 outside, with a ring of background; thinned in place.
 * @param grid Its axes.
 * @param isFlat Whether the volume has one slice, which isn't thinned from above and below.
 */
export function thinVolume(inside: Uint8Array, { width, height }: Grid, isFlat: boolean): void {
  const steps = PLACES.map(({ z, y, x }) => (z * height + y) * width + x);
  const plane = width * height;
  const borders = BORDERS.slice(0, isFlat ? 4 : 6).map((k) => steps[k]);
  const triples = toTriples(inside, width);
  const state = new Uint8Array(inside.length);
  const due = new Places();
  const ready = new Places();
  const candidates = new Places();
  for (let i = 0; i < inside.length; i++) {
    if (inside[i] === 0 || (neighboursOf(triples, i, plane) & FACES) === FACES) continue;
    state[i] = DUE;
    due.add(i);
  }
  for (let idle = 0, direction = 0; idle < borders.length; idle++, direction++) {
    let kept = 0;
    for (let k = 0; k < ready.count; k++) {
      const i = ready.items[k];
      if (inside[i] === 1 && state[i] === READY) ready.items[kept++] = i;
    }
    ready.count = kept;
    for (let k = 0; k < due.count; k++) {
      const i = due.items[k];
      if (inside[i] === 0) continue;
      const bits = neighboursOf(triples, i, plane);
      const isReady = (bits & FACES) !== FACES && isDeletable(bits);
      state[i] = isReady ? READY : SEEN;
      if (isReady) ready.add(i);
    }
    due.count = candidates.count = 0;
    const step = borders[direction % borders.length];
    for (let k = 0; k < ready.count; k++) {
      if (inside[ready.items[k] + step] === 0) candidates.add(ready.items[k]);
    }
    const order = candidates.items.subarray(0, candidates.count).sort();
    for (let c = 0; c < order.length; c++) {
      const i = order[c];
      // others may have gone since
      if (!isSimple(neighboursOf(triples, i, plane))) continue;
      inside[i] = 0;
      removeVoxel(triples, i, width);
      idle = -1;
      for (let k = 0; k < 27; k++) {
        const other = i + steps[k];
        if (inside[other] === 0 || state[other] === DUE) continue;
        state[other] = DUE;
        due.add(other);
      }
    }
  }
}

/** The 26 neighbours of a voxel as bits. */
function neighboursOf(triples: Uint8Array, i: number, plane: number): number {
  const above = i - plane;
  const below = i + plane;
  return triples[above - 1] | triples[above] << 3 | triples[above + 1] << 6 |
    triples[i - 1] << 9 | (triples[i] & 5) << 12 | triples[i + 1] << 15 |
    triples[below - 1] << 18 | triples[below] << 21 | triples[below + 1] << 24;
}

/** Whether a voxel may go: no end of a line, and no change of topology. */
function isDeletable(bits: number): boolean {
  const isEnd = bits !== 0 && (bits & bits - 1) === 0;
  return !isEnd && keepsEuler(bits) && isSimple(bits);
}

/** Whether the Euler characteristic stays the same. */
function keepsEuler(bits: number): boolean {
  const above = SQUARES[bits & 511];
  const middle = SQUARES[bits >> 9 & 511];
  const below = SQUARES[bits >> 18 & 511];
  let change = 0;
  for (let square = 0; square < 4; square++) {
    const shared = middle >> 4 * square & 15;
    change += CHANGES_OF[256 * square + (above >> 4 * square & 15) * 16 + shared];
    change += CHANGES_OF[256 * (square + 4) + (below >> 4 * square & 15) * 16 + shared];
  }
  return change === 0;
}

/** Whether the neighbours touch each other, or there are none. */
function isSimple(bits: number): boolean {
  let found = bits & -bits;
  for (let open = found; open !== 0;) {
    const k = 31 - Math.clz32(open & -open);
    open &= open - 1;
    const more = TOUCHING[k] & bits & ~found;
    found |= more;
    open |= more;
  }
  return found === bits;
}
