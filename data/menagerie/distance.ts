/**
 * Signed distances from points to the parts of a scene, packed in one array.
 *
 * The formulas for ellipsoids, tapered limbs and smooth unions are Inigo Quilez's
 * (https://iquilezles.org/articles/distfunctions/, https://iquilezles.org/articles/smin/).
 */

import { bound, type Part } from "./parts.ts";
import { add, type Frame, place, type Vector } from "./vector.ts";

/** How many numbers a packed part takes. */
export const STRIDE = 29;
/** Where in a packed part its kind, its centre or root, its axes, its size and its fur stand. */
export const KIND = 0, CENTER = 1, AXIS_X = 4, AXIS_Y = 7, AXIS_Z = 10, SIZE = 13, FUR = 19;
/** Where its blend stands, the capsule that contains it (two ends and a radius), its foremost z. */
export const BLEND = 20, CAPSULE = 21, FRONT = 28;
/** Where its factors stand: 1 / radii of an ellipsoid; 1 / flat, sine and cosine of a limb's taper. */
const FACTORS = 16;
/** The kinds of packed parts. */
export const ELLIPSOID = 0, LIMB = 1, FLAT_LIMB = 2;

/** How the animal's space is turned, scaled and moved into the picture's. */
export interface View {
  /** The animal's axes in the picture's space: x right, y up, z towards the viewer. */
  frame: Frame;
  /** The picture's units in one unit of the animal; the picture is one unit wide. */
  scale: number;
  /** Where the animal's origin lies. */
  origin: Vector;
}

/** Packs parts into an array of numbers, in the picture's space. */
export function pack(parts: readonly Part[], view: View): Float64Array {
  const packed = new Float64Array(parts.length * STRIDE), { scale } = view;
  const project = (point: Vector): Vector => add(view.origin, place(view.frame, point), scale);
  parts.forEach((part, i) => {
    const [a, b, c] = part.size, hull = bound(part), ellipsoid = part.kind === "ellipsoid";
    const slope = ellipsoid ? 0 : (b - c) / a;
    packed.set([
      ellipsoid ? ELLIPSOID : part.flat === 1 ? LIMB : FLAT_LIMB,
      ...project(part.center),
      ...place(view.frame, part.frame.x),
      ...place(view.frame, part.frame.y),
      ...place(view.frame, part.frame.z),
      a * scale,
      b * scale,
      c * scale,
      ...(ellipsoid
        ? [1 / (a * scale), 1 / (b * scale), 1 / (c * scale)]
        : [1 / part.flat, slope, Math.sqrt(1 - slope * slope)]),
      (part.paint.fur ?? 0) * scale,
      part.blend * scale,
      ...project(hull.a),
      ...project(hull.b),
      hull.radius * scale,
      Math.max(project(hull.a)[2], project(hull.b)[2]) +
      (hull.radius + (part.paint.fur ?? 0)) * scale,
    ], i * STRIDE);
  });
  return packed;
}

/** The parts near a ray: the animal's first, then things. */
export interface Near {
  /** Where each part begins in the packed array. */
  offsets: Int32Array;
  /** How far each part was from the last point measured; those far behind count as 1e9. */
  distances: Float64Array;
  /** Where the last ray met z = 0, along each part's axes. */
  local: Float64Array;
  /** How many parts there are. */
  count: number;
  /** How many of them are the animal's. */
  animal: number;
}

/** Room for as many parts as there are in all. */
export function nobody(most: number): Near {
  return {
    offsets: new Int32Array(most),
    distances: new Float64Array(most),
    local: new Float64Array(most * 3),
    count: 0,
    animal: 0,
  };
}

/**
 * A ray away from the viewer: where it is, how far fur stands out there (-1 to 1), where it ends,
 * how near to a surface it stops, below which distance it hurries, how far it keeps off everything;
 * then what was found: the least distance, 1 where that was the last one measured, and the last one.
 */
export type Ray = Float64Array;
/** Where in a ray its numbers stand. */
export const X = 0, Y = 1, Z = 2, TUFT = 3, END = 4, TOUCH = 5, HURRY = 6, MARGIN = 7, LEAST = 8;
/** Where in a ray it stands whether the least distance was the last one measured. */
export const LAST = 9;
/** Where in a ray the last distance measured stands. */
const DISTANCE = 10;

/** A ray at nowhere. */
export function newRay(): Ray {
  return new Float64Array(11);
}

/**
 * Follows a ray for so many steps, each as long as the signed distance to the nearest parts (the
 * animal's grown together, things apart), and leaves it where it came nearest to them, or with a
 * margin where it last kept off. One step measures the distance where the ray is.
 */
export function follow(packed: Float64Array, near: Near, ray: Ray, steps: number): void {
  const end = ray[END], touch = ray[TOUCH], hurry = ray[HURRY], margin = ray[MARGIN];
  let z = ray[Z], closest = 1e9, least = 1e9, best = z, before = 1e9, stride = 0, last = 0;
  align(packed, near, ray);
  for (let step = 0; step < steps; step++) {
    ray[Z] = z;
    measure(packed, near, ray);
    const distance = ray[DISTANCE] - margin;
    last = 0;
    if (distance < 0 && margin > 0) {
      // closer than it may come: the place before was the last that kept off
      z += stride;
      break;
    }
    const off = distance < 0 ? -distance : distance;
    if (off < closest) {
      closest = off;
      least = distance;
      best = z;
      last = 1;
    }
    if (off < touch || z < end) break;
    // near a surface seen aslant the distance shrinks slowly: continue at the rate it shrank, and
    // back again where that went through
    const rate = stride !== 0 && distance < hurry ? (before - distance) / stride : 1;
    stride = distance * 0.95 / (rate < 0.4 ? 0.4 : rate > 1 ? 1 : rate);
    before = distance;
    z -= stride;
  }
  ray[Z] = margin > 0 ? z : best;
  ray[LEAST] = least;
  ray[LAST] = last;
}

/** Leaves in `near.local` where the ray meets z = 0, along each part's axes. */
function align(packed: Float64Array, { offsets, local, count }: Near, ray: Ray): void {
  const x = ray[X], y = ray[Y];
  for (let i = 0; i < count; i++) {
    const at = offsets[i], a = at + AXIS_X, b = at + AXIS_Y, c = at + AXIS_Z;
    const dx = x - packed[at + CENTER], dy = y - packed[at + CENTER + 1];
    const dz = packed[at + CENTER + 2];
    local[i * 3] = dx * packed[a] + dy * packed[a + 1] - dz * packed[a + 2];
    local[i * 3 + 1] = dx * packed[b] + dy * packed[b + 1] - dz * packed[b + 2];
    local[i * 3 + 2] = dx * packed[c] + dy * packed[c + 1] - dz * packed[c + 2];
  }
}

/**
 * Leaves in the ray the signed distance from where it is, and each part's in `near.distances`. All
 * numbers go through typed arrays: those handed to and from functions would be allocated millions
 * of times.
 */
function measure(packed: Float64Array, near: Near, ray: Ray): void {
  const { offsets, distances, local, count, animal } = near;
  const z = ray[Z], tuft = ray[TUFT];
  let nearest = 1e9, thing = 1e9;
  for (let i = 0; i < count; i++) {
    const at = offsets[i], behind = z - packed[at + FRONT];
    // most parts lie further behind than the nearest one and change nothing
    if (behind > nearest + packed[at + BLEND]) {
      distances[i] = 1e9;
      continue;
    }
    const u = local[i * 3] + z * packed[at + AXIS_X + 2];
    const v = local[i * 3 + 1] + z * packed[at + AXIS_Y + 2];
    const w = local[i * 3 + 2] + z * packed[at + AXIS_Z + 2];
    const factor = packed[at + FACTORS];
    let d: number;
    if (packed[at + KIND] === ELLIPSOID) {
      const p = u * factor, q = v * packed[at + FACTORS + 1], r = w * packed[at + FACTORS + 2];
      const p2 = p * factor, q2 = q * packed[at + FACTORS + 1], r2 = r * packed[at + FACTORS + 2];
      const reach = Math.sqrt(p * p + q * q + r * r);
      // the smallest number keeps the very centre from dividing by zero
      d = reach * (reach - 1) / Math.sqrt(p2 * p2 + q2 * q2 + r2 * r2 + 1e-24);
    } else {
      const a = packed[at + SIZE], s = w * factor;
      const slope = packed[at + FACTORS + 1], rise = packed[at + FACTORS + 2];
      const square = v * v + s * s + 1e-24, across = Math.sqrt(square);
      const along = rise * u - slope * across;
      let gu = slope, gq = rise;
      if (along < 0 || along > rise * a) {
        const du = along < 0 ? u : u - a, n = Math.sqrt(square + du * du);
        d = n - packed[at + SIZE + (along < 0 ? 1 : 2)];
        gu = du / n;
        gq = across / n;
      } else {
        d = across * rise + u * slope - packed[at + SIZE + 1];
      }
      if (packed[at + KIND] === FLAT_LIMB) {
        // a flattened limb's distance is divided by its gradient, which the flattening made steeper
        const steep = factor * s;
        d /= Math.sqrt(gu * gu + gq * gq * (v * v + steep * steep) / square);
      }
    }
    d -= packed[at + FUR] * tuft;
    distances[i] = d;
    if (i >= animal) {
      if (d < thing) thing = d;
      continue;
    }
    const blend = packed[at + BLEND], h = blend - Math.abs(nearest - d);
    if (d < nearest) nearest = d;
    if (h > 0) nearest -= h * h / (4 * blend);
  }
  ray[DISTANCE] = nearest < thing ? nearest : thing;
}
