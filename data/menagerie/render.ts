/** Renders animals and things by sphere tracing (John C. Hart, 1996), with soft edges. */

import type { Canvas } from "./canvas.ts";
import { BLEND, CAPSULE, FUR, type Near, nobody, sceneDistance, STRIDE } from "./distance.ts";
import type { Noise } from "./noise.ts";
import { clamp } from "./numbers.ts";
import { type Stage, Surface } from "./surface.ts";

/** Pixels a side of the squares whose rays set out together. */
const TILE = 4;

/** Paints the stage on the canvas, and returns a mask: 1 where the animal is seen. */
export function render(canvas: Canvas, stage: Stage, noise: Noise): Uint8Array {
  const { size } = canvas, seen = new Uint8Array(size * size);
  const tracer = new Tracer(canvas, stage, noise);
  for (let row = 0; row < size; row += TILE) {
    for (let column = 0; column < size; column += TILE) {
      if (!tracer.enter(column, row)) continue;
      for (let y = row; y < Math.min(row + TILE, size); y++) {
        for (let x = column; x < Math.min(column + TILE, size); x++) tracer.pixel(x, y, seen);
      }
    }
  }
  return seen;
}

/** Follows rays straight away from the viewer, a square of them together as far as they can. */
class Tracer {
  #surface: Surface;
  #reach: Float64Array;
  #near: Near;
  #point = { x: 0, y: 0, z: 0, tuft: 0, distance: 0 };
  #from = 0;
  #to = 0;

  constructor(readonly canvas: Canvas, readonly stage: Stage, readonly noise: Noise) {
    const { packed, parts: { length } } = stage;
    this.#surface = new Surface(stage, noise, canvas.pixel);
    this.#near = nobody(length);
    // how far from the line in its capsule a part may change what is seen
    this.#reach = Float64Array.from({ length }, (_, i) => {
      const at = i * STRIDE;
      return packed[at + CAPSULE + 6] + packed[at + FUR] + 0.6 * packed[at + BLEND] +
        2 * canvas.pixel;
    });
  }

  /** Finds the parts near a square, and how far all its rays go freely; false where they meet none. */
  enter(column: number, row: number): boolean {
    const { stage: { packed, parts, animal }, canvas: { pixel } } = this, near = this.#near;
    const half = TILE * pixel / 2, wide = half * 1.415;
    const x = column * pixel + half - 0.5, y = 0.5 - row * pixel - half;
    let from = -1e9, to = 1e9, fur = 0;
    near.count = near.animal = 0;
    for (let i = 0; i < parts.length; i++) {
      const at = i * STRIDE, reach = this.#reach[i] + wide, end = at + CAPSULE;
      const ax = x - packed[end], ay = y - packed[end + 1];
      const bx = packed[end + 3] - packed[end], by = packed[end + 4] - packed[end + 1];
      const t = clamp((ax * bx + ay * by) / (bx * bx + by * by + 1e-12), 0, 1);
      const dx = ax - t * bx, dy = ay - t * by;
      if (dx * dx + dy * dy > reach * reach) continue;
      from = Math.max(from, packed[end + 2] + reach, packed[end + 5] + reach);
      to = Math.min(to, packed[end + 2] - reach, packed[end + 5] - reach);
      fur = Math.max(fur, packed[at + FUR]);
      near.offsets[near.count++] = at;
      if (i < animal) near.animal = near.count;
    }
    this.#to = to;
    // the square's middle ray keeps so far from everything that its neighbours are safe as well
    const margin = wide + pixel + fur;
    for (this.#from = from; this.#from > to;) {
      const free = sceneDistance(packed, near, x, y, this.#from, 0) - margin;
      if (free < 0.5 * pixel) return true;
      this.#from -= free * 0.95;
    }
    return false;
  }

  /** Traces one pixel's ray and paints what it meets. */
  pixel(column: number, row: number, seen: Uint8Array): void {
    const { stage: { packed, animal, view, coat }, canvas: { pixel, size, light }, noise } = this;
    const x = (column + 0.5) * pixel - 0.5, y = 0.5 - (row + 0.5) * pixel, near = this.#near;
    // tufts of fur move the outline to and fro
    const f = (coat.tufts ?? 21) / view.scale,
      tuft = 2 * noise.at((0.8 * x + 0.6 * y) * f, (0.8 * y - 0.6 * x) * f) - 1;
    const touch = 0.2 * pixel;
    let z = this.#from, least = 1e9, best = z, before = 1e9, stride = 0;
    for (let step = 0; step < 32 && z > this.#to; step++) {
      const d = sceneDistance(packed, near, x, y, z, tuft);
      if (d < least) {
        least = d;
        best = z;
      }
      if (d < touch) break;
      // near a surface seen aslant the distance shrinks slowly: go on at the rate it shrank
      const rate = stride > 0 && d < 4 * pixel ? clamp((before - d) / stride, 0.3, 1) : 1;
      stride = d / rate * 0.95;
      before = d;
      z -= stride;
    }
    // a ray that passes within a pixel is covered in part, which softens the outline
    const cover = least < touch ? 1 : clamp(1 - least / pixel, 0, 1);
    if (cover === 0) return;
    const point = this.#point;
    point.x = x;
    point.y = y;
    point.z = best;
    point.tuft = tuft;
    point.distance = best === z ? least : sceneDistance(packed, near, x, y, best, tuft);
    const owner = this.#surface.shine(near, point);
    const index = row * size + column, { color } = this.#surface;
    for (let c = 0; c < 3; c++) {
      light[index * 3 + c] += (color[c] - light[index * 3 + c]) * cover;
    }
    if (owner < animal && cover >= 0.5) seen[index] = 1;
  }
}
