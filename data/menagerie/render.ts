/** Renders animals and things by sphere tracing (John C. Hart, 1996), with light, fur and soft edges. */

import type { Canvas } from "./canvas.ts";
import { type Coat, colorPart } from "./coat.ts";
import {
  BALL,
  FUR,
  type Near,
  partDistance,
  sceneDistance,
  STRIDE,
  type View,
} from "./distance.ts";
import type { Noise } from "./noise.ts";
import { clamp, smoothstep } from "./numbers.ts";
import type { Color, Part } from "./parts.ts";
import type { Vector } from "./vector.ts";

/** Where light comes from. */
export interface Light {
  /** The direction to the sun or lamp: x right, y up, z towards the viewer; length 1. */
  direction: Vector;
  /** Its colour and strength. */
  sun: Color;
  /** The light from above. */
  sky: Color;
  /** The light the ground throws back. */
  ground: Color;
}

/** All that is rendered: the animal's parts first, then the things. */
export interface Stage {
  /** The parts, as described. */
  parts: readonly Part[];
  /** The same parts, packed in the picture's space: the middle of the picture is 0, y up. */
  packed: Float64Array;
  /** How many of them are the animal's. */
  animal: number;
  /** How the animal stands in the picture. */
  view: View;
  /** The animal's marks. */
  coat: Coat;
  /** The light. */
  light: Light;
}

const TILE = 8;

/**
 * Paints the stage on the canvas, and returns a mask: 1 where the animal is seen.
 */
export function render(canvas: Canvas, stage: Stage, noise: Noise): Uint8Array {
  const { size } = canvas, seen = new Uint8Array(size * size);
  const brush = new Surface(stage, noise, canvas);
  for (let row = 0; row < size; row += TILE) {
    for (let column = 0; column < size; column += TILE) {
      if (!brush.gather(column, row, TILE)) continue;
      for (let y = row; y < Math.min(row + TILE, size); y++) {
        for (let x = column; x < Math.min(column + TILE, size); x++) brush.pixel(x, y, seen);
      }
    }
  }
  return seen;
}

/** Traces and shades one pixel after the other, with room to work in that is used again. */
class Surface {
  #near: Near;
  #distances: Float64Array;
  #normal = new Float64Array(3);
  #color = new Float64Array(3);
  #own = new Float64Array(3);
  #spot = { u: 0, v: 0, w: 0, x: 0, y: 0, z: 0 };

  constructor(readonly stage: Stage, readonly noise: Noise, readonly canvas: Canvas) {
    this.#near = { offsets: new Int32Array(stage.parts.length), animal: 0, count: 0 };
    this.#distances = new Float64Array(stage.parts.length);
  }

  /** Finds the parts that may show in a tile; false where there are none. */
  gather(column: number, row: number, tile: number): boolean {
    const { packed, parts, animal } = this.stage, { pixel } = this.canvas, near = this.#near;
    const half = tile * pixel / 2;
    const cx = column * pixel + half - 0.5, cy = 0.5 - row * pixel - half;
    near.count = near.animal = 0;
    for (let i = 0; i < parts.length; i++) {
      const at = i * STRIDE;
      const reach = packed[at + BALL + 3] + packed[at + FUR] + packed[at + 19] / 2 + 2 * pixel;
      const dx = Math.max(Math.abs(packed[at + BALL] - cx) - half, 0);
      const dy = Math.max(Math.abs(packed[at + BALL + 1] - cy) - half, 0);
      if (dx * dx + dy * dy > reach * reach) continue;
      near.offsets[near.count++] = at;
      if (i < animal) near.animal = near.count;
    }
    return near.count > 0;
  }

  /** Traces one pixel's ray and paints what it meets. */
  pixel(column: number, row: number, seen: Uint8Array): void {
    const { stage: { packed }, canvas: { pixel, size } } = this, near = this.#near;
    const x = (column + 0.5) * pixel - 0.5, y = 0.5 - (row + 0.5) * pixel;
    // the ray enters the foremost ball of a part and leaves the hindmost
    let z = -1e9, end = 1e9;
    for (let i = 0; i < near.count; i++) {
      const at = near.offsets[i] + BALL;
      const reach = packed[at + 3] + packed[at + FUR - BALL] + packed[at + 19 - BALL] / 2 +
        2 * pixel;
      const dx = packed[at] - x, dy = packed[at + 1] - y;
      const depth = reach * reach - dx * dx - dy * dy;
      if (depth < 0) continue;
      const half = Math.sqrt(depth);
      z = Math.max(z, packed[at + 2] + half);
      end = Math.min(end, packed[at + 2] - half);
    }
    if (z < end) return;
    const tuft = this.#tuft(x, y);
    let least = 1e9, best = z;
    for (let step = 0; step < 40 && z > end; step++) {
      const d = sceneDistance(packed, near, x, y, z, tuft);
      if (d < least) {
        least = d;
        best = z;
      }
      if (d < 0.12 * pixel) break;
      z -= d * 0.9;
    }
    const cover = least < 0.12 * pixel ? 1 : clamp(1 - least / pixel, 0, 1);
    if (cover === 0) return;
    const owner = this.#paint(x, y, best, tuft);
    const index = row * size + column, color = this.#color, { light } = this.canvas;
    for (let c = 0; c < 3; c++) {
      light[index * 3 + c] += (color[c] - light[index * 3 + c]) * cover;
    }
    if (owner < this.stage.animal && cover >= 0.5) seen[index] = 1;
  }

  /** How far fur stands out at a place of the picture, -1 to 1. */
  #tuft(x: number, y: number): number {
    const f = 14 / this.stage.view.scale;
    return this.noise.at(x * f, y * f) + this.noise.at(y * f * 2.3, x * f * 2.3) - 1;
  }

  /** Leaves the light a surface point sends to the viewer in `#color`; returns the part it is of. */
  #paint(x: number, y: number, z: number, tuft: number): number {
    const { stage: { packed, light, parts, view }, canvas: { pixel } } = this;
    const near = this.#near, n = this.#normal;
    const e = pixel * 0.7;
    // the gradient by a tetrahedron of four samples
    const a = sceneDistance(packed, near, x + e, y - e, z - e, tuft);
    const b = sceneDistance(packed, near, x - e, y - e, z + e, tuft);
    const c = sceneDistance(packed, near, x - e, y + e, z - e, tuft);
    const d = sceneDistance(packed, near, x + e, y + e, z + e, tuft);
    n[0] = a - b - c + d;
    n[1] = -a - b + c + d;
    n[2] = -a + b - c + d;
    let norm = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]) + 1e-12;
    const owner = this.#colour(x, y, z, tuft);
    const paint = parts[owner].paint, furry = (paint.fur ?? 0) > 0;
    // strands: light and dark along the part, and the surface bent across them
    let strand = 0;
    if (furry) {
      const at = owner * STRIDE;
      let sx = packed[at + 4], sy = packed[at + 5];
      const s = Math.sqrt(sx * sx + sy * sy) + 1e-9;
      if (s < 0.2) [sx, sy] = [0, s];
      const f = 9 / view.scale, g = 38 / view.scale;
      strand = this.noise.at(
        (x * sx + y * sy) / s * f,
        (y * sx - x * sy) / s * g,
      ) - 0.5;
      n[0] -= strand * 0.5 * norm * sy / s;
      n[1] += strand * 0.5 * norm * sx / s;
      norm = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]) + 1e-12;
    }
    n[0] /= norm;
    n[1] /= norm;
    n[2] /= norm;
    const [lx, ly, lz] = light.direction;
    const facing = n[0] * lx + n[1] * ly + n[2] * lz;
    const sun = furry ? clamp(facing * 0.8 + 0.2, 0, 1) : clamp(facing, 0, 1);
    // open sky above the point: how much free room there is along the normal
    const h = 0.05 * Math.max(view.scale, 0.3) + pixel;
    const near1 = sceneDistance(packed, near, x + n[0] * h, y + n[1] * h, z + n[2] * h, 0) / h;
    const open = 0.35 + 0.65 * clamp(near1, 0, 1);
    const up = 0.5 + 0.5 * n[1];
    const rim = (1 - clamp(n[2], 0, 1)) * (1 - clamp(n[2], 0, 1));
    const floor = 0.7 + 0.3 * smoothstep(0, 0.3, this.#spot.y);
    const tone = 1 + strand * 0.5;
    const color = this.#color, gloss = paint.gloss ?? 0;
    const half = Math.sqrt(lx * lx + ly * ly + (lz + 1) * (lz + 1));
    const shine = clamp((n[0] * lx + n[1] * ly + n[2] * (lz + 1)) / half, 0, 1);
    const spark = gloss > 0 ? gloss * smoothstep(0.9, 0.98, shine) : 0;
    for (let i = 0; i < 3; i++) {
      const ambient = (light.ground[i] + (light.sky[i] - light.ground[i]) * up) * open * floor;
      const direct = light.sun[i] * sun * (0.4 + 0.6 * open);
      const albedo = color[i] * color[i] * tone;
      color[i] = albedo * (ambient + direct) + light.sky[i] * rim * 0.12 * open + spark * 0.9;
    }
    return owner;
  }

  /** Leaves a surface point's own colour in `#color`, soft parts mixed; returns the nearest part. */
  #colour(x: number, y: number, z: number, tuft: number): number {
    const { packed, parts, view, coat, animal } = this.stage, near = this.#near;
    let least = 1e9, owner = 0;
    for (let i = 0; i < near.count; i++) {
      const at = near.offsets[i];
      const d = partDistance(packed, at, x, y, z) - packed[at + FUR] * tuft;
      this.#distances[i] = d;
      if (d < least) {
        least = d;
        owner = at / STRIDE;
      }
    }
    const px = (x - view.origin[0]) / view.scale;
    const py = (y - view.origin[1]) / view.scale;
    const pz = (z - view.origin[2]) / view.scale;
    const { frame: { x: fx, y: fy, z: fz } } = view, spot = this.#spot;
    spot.x = px * fx[0] + py * fx[1] + pz * fx[2];
    spot.y = px * fy[0] + py * fy[1] + pz * fy[2];
    spot.z = px * fz[0] + py * fz[1] + pz * fz[2];
    const color = this.#color, own = this.#own;
    const hard = owner >= animal || packed[owner * STRIDE + 19] === 0;
    let sum = 0;
    color.fill(0);
    for (let i = 0; i < near.count; i++) {
      const at = near.offsets[i], index = at / STRIDE, band = 0.35 * packed[at + 19];
      const lag = hard ? (index === owner ? 0 : 1) : this.#distances[i] - least;
      const weight = hard ? 1 - lag : index >= animal ? 0 : clamp(1 - lag / (band + 1e-6), 0, 1);
      if (weight === 0) continue;
      const dx = x - packed[at + 1], dy = y - packed[at + 2], dz = z - packed[at + 3];
      const scale = index < animal ? view.scale : 1;
      spot.u = (dx * packed[at + 4] + dy * packed[at + 5] + dz * packed[at + 6]) / scale;
      spot.v = (dx * packed[at + 7] + dy * packed[at + 8] + dz * packed[at + 9]) / scale;
      spot.w = (dx * packed[at + 10] + dy * packed[at + 11] + dz * packed[at + 12]) / scale;
      colorPart(parts[index], coat, this.noise, spot, own);
      for (let c = 0; c < 3; c++) color[c] += own[c] * weight;
      sum += weight;
    }
    for (let c = 0; c < 3; c++) color[c] /= sum;
    return owner;
  }
}
