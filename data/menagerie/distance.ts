/**
 * Signed distances from points to the parts of a scene, packed in one array.
 *
 * The formulas for ellipsoids, tapered limbs and smooth unions are Inigo Quilez's
 * (https://iquilezles.org/articles/distfunctions/, https://iquilezles.org/articles/smin/).
 */

import { bound, type Part } from "./parts.ts";
import { add, type Frame, place, type Vector } from "./vector.ts";

/**
 * Numbers a packed part takes: its shape (0 ellipsoid, 1 limb, 2 flat limb), its centre or root, its
 * axes, its size, three factors (an ellipsoid's 1 / radii; a limb's 1 / flat and the sine and cosine
 * of its taper), its fur, its blend, and the capsule that holds it (both ends,
 * radius, foremost z with fur).
 */
export const STRIDE = 29;
/** Where in a packed part its axes, size, fur, blend and capsule stand. */
export const AXES = 4, SIZE = 13, FUR = 19, BLEND = 20, CAPSULE = 21;
const THIN = 16;

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
      ellipsoid ? 0 : part.flat === 1 ? 1 : 2,
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
 * then what was found: the least distance, and 1 where that was the last one measured.
 */
export type Ray = Float64Array;
/** Where in a ray its numbers stand. */
export const X = 0, Y = 1, Z = 2, TUFT = 3, END = 4, TOUCH = 5, HURRY = 6, MARGIN = 7, LEAST = 8;
/** Where in a ray it stands whether the least distance was the last one measured. */
export const LAST = 9;

/** A ray at nowhere. */
export function newRay(): Ray {
  return new Float64Array(10);
}

/**
 * Follows a ray for so many steps, each as long as the signed distance to the nearest parts (the
 * animal's grown together, things apart), and leaves it where it came nearest to them, or with a
 * margin where it last kept off. One step measures the distance where the ray is. All this is one
 * function on typed arrays: numbers handed to and from smaller ones would be allocated millions of
 * times.
 */
export function follow(packed: Float64Array, near: Near, ray: Ray, steps: number): void {
  const { offsets, distances, local, count, animal } = near;
  const x = ray[X], y = ray[Y], tuft = ray[TUFT], end = ray[END], touch = ray[TOUCH];
  const hurry = ray[HURRY], margin = ray[MARGIN];
  let z = ray[Z], closest = 1e9, least = 1e9, best = z, before = 1e9, stride = 0, last = 0;
  // where the ray meets z = 0, along each part's axes
  for (let i = 0; i < count; i++) {
    const at = offsets[i];
    const dx = x - packed[at + 1], dy = y - packed[at + 2], dz = packed[at + 3];
    local[i * 3] = dx * packed[at + 4] + dy * packed[at + 5] - dz * packed[at + 6];
    local[i * 3 + 1] = dx * packed[at + 7] + dy * packed[at + 8] - dz * packed[at + 9];
    local[i * 3 + 2] = dx * packed[at + 10] + dy * packed[at + 11] - dz * packed[at + 12];
  }
  for (let step = 0; step < steps; step++) {
    let nearest = 1e9, thing = 1e9;
    for (let i = 0; i < count; i++) {
      const at = offsets[i], behind = z - packed[at + CAPSULE + 7];
      // most parts lie further behind than the nearest one and change nothing
      if (behind > nearest + packed[at + BLEND]) {
        distances[i] = 1e9;
        continue;
      }
      const u = local[i * 3] + z * packed[at + 6];
      const v = local[i * 3 + 1] + z * packed[at + 9];
      const w = local[i * 3 + 2] + z * packed[at + 12];
      const kind = packed[at];
      let d: number;
      if (kind === 0) {
        const p = u * packed[at + THIN],
          q = v * packed[at + THIN + 1],
          r = w * packed[at + THIN + 2];
        const p2 = p * packed[at + THIN],
          q2 = q * packed[at + THIN + 1],
          r2 = r * packed[at + THIN + 2];
        const reach = Math.sqrt(p * p + q * q + r * r);
        // the smallest number keeps the very centre from dividing by zero
        d = reach * (reach - 1) / Math.sqrt(p2 * p2 + q2 * q2 + r2 * r2 + 1e-24);
      } else {
        const a = packed[at + SIZE], thin = packed[at + THIN], s = w * thin;
        const slope = packed[at + THIN + 1], rise = packed[at + THIN + 2];
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
        if (kind === 2) {
          // a flattened limb's distance is divided by its gradient, which the flattening made steeper
          const steep = thin * s;
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
    const distance = (nearest < thing ? nearest : thing) - margin;
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
    // near a surface seen aslant the distance shrinks slowly: go on at the rate it shrank, and
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
