import type { Grid } from "./mask.ts";
import { borderOf } from "./thin_border.ts";

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

/**
 * Thins a volume to its skeleton, voxel for voxel as scikit-image does.
 *
 * Lee, Kashyap and Chu, Building Skeleton Models via 3-D Medial Surface/Axis Thinning Algorithms,
 * 1994: from each direction in turn, border voxels go whose removal changes neither the Euler
 * characteristic nor the connectivity around them, ends of lines excepted. Only voxels with a face
 * outside are looked at.
 *
 * @param inside 1 inside and 0 outside, with a ring of background; thinned in place.
 * @param grid Its axes.
 * @param isFlat Whether the volume has one slice, which isn't thinned from above and below.
 */
export function thinVolume(inside: Uint8Array, { width, height }: Grid, isFlat: boolean): void {
  const steps = PLACES.map(({ z, y, x }) => (z * height + y) * width + x);
  const faces = BORDERS.map((k) => steps[k]);
  const borders = isFlat ? faces.slice(0, 4) : faces;
  const border = borderOf(inside, faces);
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const step of borders) {
      const candidates = border.places.filter((i) =>
        inside[i + step] === 0 && isDeletable(neighboursOf(inside, i, steps))
      ).sort((a, b) => a - b);
      let removed = 0;
      for (const i of candidates) {
        // others may have gone since
        if (!isSimple(neighboursOf(inside, i, steps))) continue;
        inside[i] = 0;
        removed++;
        for (const face of faces) border.add(i + face);
      }
      if (removed === 0) continue;
      isChanged = true;
      border.places = border.places.filter((i) => inside[i] === 1);
    }
  }
}

/** The 26 neighbours of a voxel as bits. */
function neighboursOf(inside: Uint8Array, i: number, steps: readonly number[]): number {
  let bits = 0;
  for (let k = 0; k < 27; k++) bits |= inside[i + steps[k]] << k;
  return bits & ~(1 << 13);
}

/** Whether a voxel may go: no end of a line, and no change of topology. */
function isDeletable(bits: number): boolean {
  const isEnd = bits !== 0 && (bits & bits - 1) === 0;
  return !isEnd && keepsEuler(bits) && isSimple(bits);
}

/** Whether the Euler characteristic stays the same. */
function keepsEuler(bits: number): boolean {
  let change = 0;
  for (const octant of OCTANTS) {
    let index = 0;
    for (let k = 0; k < 7; k++) index |= (bits >> octant[k] & 1) << 6 - k;
    change += CHANGES[index];
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
