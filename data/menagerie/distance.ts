/**
 * Signed distances from points to the parts of a scene, packed in one array.
 *
 * The formulas for ellipsoids, tapered limbs and smooth unions are Inigo Quilez's
 * (https://iquilezles.org/articles/distfunctions/, https://iquilezles.org/articles/smin/).
 */

import { bound, type Part } from "./parts.ts";
import { add, type Frame, place, type Vector } from "./vector.ts";

/** Numbers a packed part takes. */
export const STRIDE = 24;
/** Where a packed part's shape (0 ellipsoid, 1 limb, 2 flat limb) stands; then centre, axes, sizes. */
export const KIND = 0, CENTER = 1, AXES = 4, SIZE = 13;
const FLAT = 16, SLOPE = 17, BLEND = 19;
/** Where a packed part's fur length and bounding ball (x, y, z, radius) stand. */
export const FUR = 18, BALL = 20;

/** How the animal's space is turned, scaled and moved into the picture's. */
export interface View {
  /** The animal's axes in the picture's space: x right, y up, z towards the viewer. */
  frame: Frame;
  /** The picture's units in one unit of the animal; the picture is one unit wide. */
  scale: number;
  /** Where the animal's origin lies. */
  origin: Vector;
}

/** A point of the animal's space in the picture's. */
export function project(view: View, point: Vector): Vector {
  const turned = place(view.frame, point);
  return add(view.origin, turned, view.scale);
}

/** Packs parts into an array of numbers, in the picture's space. */
export function pack(parts: readonly Part[], view: View): Float64Array {
  const packed = new Float64Array(parts.length * STRIDE);
  parts.forEach((part, i) => {
    const { scale } = view, [a, b, c] = part.size;
    const axes = [part.frame.x, part.frame.y, part.frame.z].flatMap((v) => place(view.frame, v));
    const flat = part.kind === "limb" && part.flat !== 1;
    const slope = part.kind === "limb" ? (b - c) / a : 0;
    const ball = bound(part);
    const fur = (part.paint.fur ?? 0) * scale;
    packed.set([
      part.kind === "ellipsoid" ? 0 : flat ? 2 : 1,
      ...project(view, part.center),
      ...axes,
      a * scale,
      b * scale,
      c * scale,
      part.flat,
      slope,
      fur,
      part.blend * scale,
      ...project(view, ball.center),
      ball.radius * scale,
    ], i * STRIDE);
  });
  return packed;
}

/** The signed distance from a point to one packed part. */
export function partDistance(
  packed: Float64Array,
  at: number,
  x: number,
  y: number,
  z: number,
): number {
  const dx = x - packed[at + 1], dy = y - packed[at + 2], dz = z - packed[at + 3];
  const u = dx * packed[at + 4] + dy * packed[at + 5] + dz * packed[at + 6];
  const v = dx * packed[at + 7] + dy * packed[at + 8] + dz * packed[at + 9];
  const w = dx * packed[at + 10] + dy * packed[at + 11] + dz * packed[at + 12];
  const a = packed[at + SIZE], b = packed[at + 14], c = packed[at + 15];
  const kind = packed[at];
  if (kind === 0) {
    const p = u / a, q = v / b, r = w / c;
    const near = Math.sqrt(p * p + q * q + r * r);
    const p2 = p / a, q2 = q / b, r2 = r / c;
    const steep = Math.sqrt(p2 * p2 + q2 * q2 + r2 * r2);
    return steep === 0 ? -Math.min(a, b, c) : near * (near - 1) / steep;
  }
  const flat = packed[at + FLAT], s = w / flat;
  const slope = packed[at + SLOPE], rise = Math.sqrt(1 - slope * slope);
  const across = Math.sqrt(v * v + s * s);
  const along = rise * u - slope * across;
  let distance: number, gu: number, gq: number;
  if (along < 0) {
    const n = Math.sqrt(across * across + u * u) + 1e-12;
    distance = n - b;
    gu = u / n;
    gq = across / n;
  } else if (along > rise * a) {
    const du = u - a, n = Math.sqrt(across * across + du * du) + 1e-12;
    distance = n - c;
    gu = du / n;
    gq = across / n;
  } else {
    distance = across * rise + u * slope - b;
    gu = slope;
    gq = rise;
  }
  if (kind === 1) return distance;
  // a flattened limb's distance is divided by its gradient, which the flattening made steeper
  const spread = across > 1e-12 ? (v * v + s * s / (flat * flat)) / (across * across) : 1;
  return distance / Math.sqrt(gu * gu + gq * gq * spread);
}

/** The parts that matter somewhere, by their places in the packed array: animal first, then things. */
export interface Near {
  /** Offsets of packed parts. */
  offsets: Int32Array;
  /** How many of them are the animal's. */
  animal: number;
  /** How many there are in all. */
  count: number;
}

/**
 * The signed distance from a point to the nearest parts: the animal's grown together, things apart.
 * `tuft` (-1 to 1) moves the surface outwards by that much of each part's fur.
 */
export function sceneDistance(
  packed: Float64Array,
  near: Near,
  x: number,
  y: number,
  z: number,
  tuft: number,
): number {
  let animal = 1e9;
  const { offsets } = near;
  for (let i = 0; i < near.animal; i++) {
    const at = offsets[i];
    const d = partDistance(packed, at, x, y, z) - packed[at + FUR] * tuft;
    const blend = packed[at + BLEND];
    const h = blend - Math.abs(animal - d);
    animal = h > 0 ? Math.min(animal, d) - h * h / (4 * blend) : Math.min(animal, d);
  }
  let thing = 1e9;
  for (let i = near.animal; i < near.count; i++) {
    const at = offsets[i];
    thing = Math.min(thing, partDistance(packed, at, x, y, z) - packed[at + FUR] * tuft);
  }
  return Math.min(animal, thing);
}
