// Thinning by its definition: every voxel is looked at in every pass, with no list and no table.
import type { Mask } from "@triptych/metrics";
import { places } from "./brute_force.ts";

/** Steps to the eight neighbours, clockwise from the upper left. */
const AROUND = [[-1, -1], [-1, 0], [-1, 1], [0, 1], [1, 1], [1, 0], [1, -1], [0, -1]];

/** Their names. */
const NAMES = ["NW", "N", "NE", "E", "SE", "S", "SW", "W"];

/** Where scikit-image departs from the paper: neighbourhoods that it never removes, */
const KEPT = ["SE S", "NW W"];

/** those that it removes in the first half of an iteration alone, or in the second, */
const HALVES = [
  [
    ...["NW N", "N NE", "NW N E", "NE E", "N NE E", "NW N W", "N NE W", "NW S W", "N SW W"],
    "N NE SW W",
  ],
  ["E SE", "N E SE", "E SE S", "S SW", "E S SW", "NE E S SW", "SE S W", "SW W", "S SW W"],
];

/** and those that it removes in both. */
const GONE = ["N E", "E S", "N W", "S W"];

/** Thins a plane as Zhang and Suen 1984 describe it, with the exceptions. */
export function bruteThinPlane({ data, shape: [height, width] }: Mask): number[] {
  let image = Array.from(data as Uint8Array);
  const at = (y: number, x: number) =>
    y >= 0 && y < height && x >= 0 && x < width ? image[y * width + x] : 0;
  for (let idle = 0, half = 0; idle < 2; half = 1 - half) {
    const next = image.map((value, i) => {
      if (value === 0) return 0;
      const [y, x] = [Math.floor(i / width), i % width];
      const around = AROUND.map(([dy, dx]) => at(y + dy, x + dx));
      const name = NAMES.filter((_, k) => around[k] === 1).join(" ");
      if (GONE.includes(name) || HALVES[half].includes(name)) return 0;
      if (KEPT.includes(name) || HALVES[1 - half].includes(name)) return 1;
      const [, n, , e, , s, , w] = around;
      const neighbours = around.reduce((sum, one) => sum + one, 0);
      const rises = around.filter((one, k) => one === 0 && around[(k + 1) % 8] === 1).length;
      const isGone = neighbours >= 2 && neighbours <= 6 && rises === 1 &&
        (half === 0 ? n * e * s === 0 && e * s * w === 0 : n * e * w === 0 && n * s * w === 0);
      return isGone ? 0 : 1;
    });
    idle = next.some((value, i) => value !== image[i]) ? 0 : idle + 1;
    image = next;
  }
  return image;
}

/** From which side voxels go in turn: rows above, rows below, columns right, columns left, slices. */
const SIDES = [[0, -1, 0], [0, 1, 0], [0, 0, 1], [0, 0, -1], [1, 0, 0], [-1, 0, 0]];

/** The 26 steps to neighbours. */
const STEPS = places([3, 3, 3]).map((place) => place.map((p) => p - 1))
  .filter((step) => step.some((s) => s !== 0));

/** Thins a volume as Lee, Kashyap and Chu 1994 describe it. */
export function bruteThinVolume({ data, shape }: Mask): number[] {
  const image = Array.from(data as Uint8Array);
  const [depth, height, width] = shape;
  const index = ([z, y, x]: number[]) => (z * height + y) * width + x;
  const isInside = (place: number[]) =>
    place.every((p, axis) => p >= 0 && p < shape[axis]) && image[index(place)] === 1;
  const add = (place: number[], step: number[]) => place.map((p, axis) => p + step[axis]);
  const neighboursOf = (place: number[]) => STEPS.filter((step) => isInside(add(place, step)));
  // what has one slice is a plane to scikit-image
  const sides = depth === 1 ? SIDES.slice(0, 4) : SIDES;
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const side of sides) {
      const candidates = places(shape).filter((place) => {
        if (!isInside(place) || isInside(add(place, side))) return false;
        const around = neighboursOf(place);
        return around.length !== 1 && eulerChange(around) === 0 && countParts(around) <= 1;
      });
      for (const place of candidates) {
        if (countParts(neighboursOf(place)) > 1) continue;
        image[index(place)] = 0;
        isChanged = true;
      }
    }
  }
  return image;
}

/**
 * By how much a voxel's cube changes the Euler characteristic of those around it: its corners, edges,
 * faces and inside count if no neighbour has them.
 */
function eulerChange(around: number[][]): number {
  let change = 0;
  // a cell leans towards -1, 0 or 1 along each axis; along 0 it extends
  for (const cell of places([3, 3, 3]).map((place) => place.map((p) => p - 1))) {
    const isShared = around.some((step) => step.every((s, axis) => s === 0 || s === cell[axis]));
    const extent = cell.filter((lean) => lean === 0).length;
    if (!isShared) change += extent % 2 === 0 ? 1 : -1;
  }
  return change;
}

/** How many parts neighbours form that touch across faces, edges or corners. */
function countParts(around: number[][]): number {
  const left = [...around];
  let parts = 0;
  while (left.length > 0) {
    parts++;
    for (const open = [left.pop()!]; open.length > 0;) {
      const from = open.pop()!;
      for (let k = left.length - 1; k >= 0; k--) {
        if (!left[k].every((s, axis) => Math.abs(s - from[axis]) <= 1)) continue;
        open.push(...left.splice(k, 1));
      }
    }
  }
  return parts;
}
