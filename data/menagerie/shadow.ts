/** The shadow that stands on the ground below animals and things, soft and dark at the feet. */

import type { Canvas } from "./canvas.ts";
import { AXIS_X, CENTER, ELLIPSOID, FLAT_LIMB, KIND, SIZE, STRIDE } from "./distance.ts";
import { clamp, smoothstep } from "./numbers.ts";
import type { Light } from "./surface.ts";
import { dot, type Vector } from "./vector.ts";

/** The ground: a point of it and its upward direction, in the picture's space. */
export interface Ground {
  /** A point on it. */
  point: Vector;
  /** Its upward direction. */
  up: Vector;
  /** Where it begins on the canvas, 0 (top) to 1. */
  horizon: number;
}

/**
 * Darkens the ground where parts stand between it and the light: each part throws the soft round
 * shadow of a ball, and another straight down where it nearly touches the ground.
 */
export function castShadows(
  canvas: Canvas,
  packed: Float64Array,
  { ground, light }: { ground: Ground; light: Light },
): void {
  const { size } = canvas, free = new Float32Array(size * size).fill(1);
  const { direction } = light, { up } = ground;
  const steep = Math.max(dot(direction, up), 0.25);
  for (let at = 0; at < packed.length; at += STRIDE) {
    for (const [center, radius] of balls(packed, at)) {
      const height = dot([
        center[0] - ground.point[0],
        center[1] - ground.point[1],
        center[2] - ground.point[2],
      ], up);
      const slide = height / steep;
      const below = (way: Vector, much: number): Vector => [
        center[0] - way[0] * much,
        center[1] - way[1] * much,
        center[2] - way[2] * much,
      ];
      const soft = clamp(height / radius - 0.8, 0, 6);
      dim(canvas, free, {
        center: below(direction, slide),
        radius: radius * (1 + soft * 0.12),
        ground,
      }, 0.5 / (1 + soft * 0.5));
      const touch = smoothstep(radius * 2.6, radius, height);
      dim(canvas, free, { center: below(up, height), radius: radius * 1.05, ground }, 0.5 * touch);
    }
  }
  for (let i = 0; i < free.length; i++) {
    if (free[i] === 1) continue;
    const much = 0.22 + 0.78 * free[i];
    for (let channel = 0; channel < 3; channel++) {
      // shadows keep some of the sky's blue
      canvas.light[i * 3 + channel] *= Math.min(much + 0.03 * channel * (1 - much), 1);
    }
  }
}

/** Balls that stand in for a part: one for an ellipsoid, three along a limb. */
function balls(packed: Float64Array, at: number): [Vector, number][] {
  const vector = (from: number): Vector => [packed[from], packed[from + 1], packed[from + 2]];
  const center = vector(at + CENTER), forward = vector(at + AXIS_X), [a, b, c] = vector(at + SIZE);
  if (packed[at + KIND] === ELLIPSOID) return [[center, (a + b + c) / 3]];
  const thin = packed[at + KIND] === FLAT_LIMB ? 0.7 : 1;
  return [0, 0.5, 1].map((t) => [
    [0, 1, 2].map((i) => center[i] + forward[i] * a * t) as unknown as Vector,
    (b + (c - b) * t) * thin,
  ]);
}

/** Dims one soft round patch of the ground. */
function dim(
  canvas: Canvas,
  free: Float32Array,
  { center, radius, ground: { point, up, horizon } }: {
    center: Vector;
    radius: number;
    ground: Ground;
  },
  much: number,
): void {
  if (much < 0.02) return;
  const { size, pixel } = canvas, reach = radius * 1.5, squash = reach * up[2] + pixel;
  const x0 = clamp(Math.floor((center[0] + 0.5 - reach) * size), 0, size);
  const x1 = clamp(Math.ceil((center[0] + 0.5 + reach) * size), 0, size);
  const top = Math.max(0.5 - center[1] - squash, horizon);
  const y0 = clamp(Math.floor(top * size), 0, size);
  const y1 = clamp(Math.ceil((0.5 - center[1] + squash) * size), 0, size);
  for (let row = y0; row < y1; row++) {
    const y = 0.5 - (row + 0.5) * pixel;
    const z = point[2] - (y - point[1]) * up[1] / up[2];
    const dy = y - center[1], dz = z - center[2];
    for (let column = x0; column < x1; column++) {
      const dx = (column + 0.5) * pixel - 0.5 - center[0];
      const far = (dx * dx + dy * dy + dz * dz) / (reach * reach);
      if (far < 1) free[row * size + column] *= 1 - much * (1 - far) * (1 - far);
    }
  }
}
