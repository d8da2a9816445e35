/** The parts an animal or a thing is built of: ellipsoids and tapered limbs, and how each is painted. */

import {
  add,
  cross,
  dot,
  type Frame,
  length,
  look,
  subtract,
  unit,
  type Vector,
} from "./vector.ts";

/** A colour, red, green and blue from 0 to 1 as on a screen. */
export type Color = readonly [number, number, number];

/** How a part's surface looks. */
export interface Paint {
  /** The colour of most of it. */
  color: Color;
  /** A second colour, and where it lies: at the far end, underneath, or on the front of a flat part. */
  second?: { color: Color; where: "tip" | "below" | "front"; from: number };
  /** Whether the coat's stripes, spots or patches show on it. */
  coat?: boolean;
  /** How far the fur stands off, in units of the animal. */
  fur?: number;
  /** How glossy it is, 0 to 1: noses, eyes, wet shells. */
  gloss?: number;
  /** An eye's iris; the pupil is dark. */
  iris?: Color;
}

/** One part: a shape in space with its paint. */
export interface Part {
  /** Ellipsoid around its centre, or a limb that tapers from its centre along the frame's x. */
  kind: "ellipsoid" | "limb";
  /** The ellipsoid's centre or the limb's root. */
  center: Vector;
  /** Its directions. */
  frame: Frame;
  /** An ellipsoid's three radii; a limb's length, radius at the root and radius at the tip. */
  size: Vector;
  /** How thin a limb is along its frame's z: 1 is round. */
  flat: number;
  /** How softly it grows together with the parts before it, in units of the animal. */
  blend: number;
  /** How it is painted. */
  paint: Paint;
  /** Whether it belongs to the head, which portraits are framed by. */
  head?: boolean;
}

/** An ellipsoid with radii along forward, up and right. */
export function egg(
  center: Vector,
  size: Vector,
  options: { frame?: Frame; blend?: number; paint: Paint },
): Part {
  const { frame = look([1, 0, 0]), blend = 0, paint } = options;
  return { kind: "ellipsoid", center, frame, size, flat: 1, blend, paint };
}

/**
 * A limb from `a` to `b` that tapers from the first radius to the second, thinned to `flat` along
 * the direction `thin`.
 */
export function limb(
  [a, b]: readonly [Vector, Vector],
  [first, second]: readonly [number, number],
  options: { flat?: number; thin?: Vector; blend?: number; paint: Paint },
): Part {
  const { flat = 1, thin = [0, 0, 1], blend = 0, paint } = options;
  const axis = subtract(b, a);
  // a radius that changes faster than the length would leave nothing of the smaller ball
  const span = Math.max(length(axis), Math.abs(first - second) * 1.02 + 1e-4);
  const x = unit(axis);
  const straight = Math.abs(dot(x, unit(thin))) > 0.99 ? look(axis).z : unit(thin);
  const y = unit(cross(straight, x));
  const frame = { x, y, z: cross(x, y) };
  return { kind: "limb", center: a, frame, size: [span, first, second], flat, blend, paint };
}

/** Several limbs in a row through the points, with a radius at each. */
export function chain(
  points: readonly Vector[],
  radii: readonly number[],
  options: { blend?: number; paint: Paint | ((link: number) => Paint) },
): Part[] {
  const { blend = 0, paint } = options;
  return points.slice(1).map((point, i) =>
    limb([points[i], point], [radii[i], radii[i + 1]], {
      blend: i === 0 ? blend : Math.min(blend, radii[i] * 0.5),
      paint: typeof paint === "function" ? paint(i) : paint,
    })
  );
}

/** The capsule around a part: every point of the part is within `radius` of the line a to b. */
export function bound(part: Part): { a: Vector; b: Vector; radius: number } {
  const { center, frame, size } = part;
  if (part.kind === "limb") {
    return { a: center, b: add(center, frame.x, size[0]), radius: Math.max(size[1], size[2]) };
  }
  // an ellipsoid fits the capsule about its longest axis with the second longest radius
  const order = [0, 1, 2].sort((i, j) => size[j] - size[i]);
  const axis = [frame.x, frame.y, frame.z][order[0]], radius = size[order[1]];
  const half = size[order[0]] - radius;
  return { a: add(center, axis, -half), b: add(center, axis, half), radius };
}
