/** Points, directions and frames in space, as short arrays: they pose an animal once a picture. */

import { cosine, sine } from "./numbers.ts";

/** A point or direction: x forward, y up, z to the animal's right. */
export type Vector = readonly [number, number, number];

/** Three directions at right angles, of length one. */
export interface Frame {
  /** Forward, or along a limb. */
  x: Vector;
  /** Up. */
  y: Vector;
  /** To the right. */
  z: Vector;
}

/** The sum of a point and `times` a direction. */
export function add(a: Vector, b: Vector, times = 1): Vector {
  return [a[0] + b[0] * times, a[1] + b[1] * times, a[2] + b[2] * times];
}

/** The direction from `b` to `a`. */
export function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** The scalar product. */
export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** The direction at right angles to both. */
export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** The length of a direction. */
export function length(a: Vector): number {
  return Math.sqrt(dot(a, a));
}

/** The same direction with length one. */
export function unit(a: Vector): Vector {
  const n = length(a);
  return [a[0] / n, a[1] / n, a[2] / n];
}

/** The point between two. */
export function between(a: Vector, b: Vector, t: number): Vector {
  return add(a, subtract(b, a), t);
}

/** The frame that looks along `forward` with its y as near to `up` as can be. */
export function look(forward: Vector, up: Vector = [0, 1, 0]): Frame {
  const x = unit(forward);
  // where both are parallel any other direction serves as up
  const near = Math.abs(dot(x, unit(up))) > 0.999 ? [x[1], x[2], x[0]] as const : up;
  const z = unit(cross(x, near));
  return { x, y: cross(z, x), z };
}

/** The point (or direction, without `origin`) with the given coordinates in a frame. */
export function place(frame: Frame, at: Vector, origin: Vector = [0, 0, 0]): Vector {
  return add(add(add(origin, frame.x, at[0]), frame.y, at[1]), frame.z, at[2]);
}

/** A direction in the plane of forward and up (then turned right), from its angles in turns. */
export function heading(rise: number, turn = 0): Vector {
  const flat = cosine(rise);
  return [flat * cosine(turn), sine(rise), flat * sine(turn)];
}
