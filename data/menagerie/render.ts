/** Renders animals and things by sphere tracing (John C. Hart, 1996), with soft edges. */

import type { Canvas } from "./canvas.ts";
import {
  BLEND,
  CAPSULE,
  END,
  follow,
  FUR,
  HURRY,
  LAST,
  LEAST,
  MARGIN,
  type Near,
  newRay,
  nobody,
  STRIDE,
  TOUCH,
  TUFT,
  X,
  Y,
  Z,
} from "./distance.ts";
import type { Noise } from "./noise.ts";
import { clamp } from "./numbers.ts";
import { type Stage, Surface } from "./surface.ts";

/** Pixels per side of the blocks that share a list of parts, and of squares whose rays set out together. */
const BLOCK = 16, SQUARE = 4;

/** Paints the stage on the canvas, where the animal is then marked as seen. */
export function render(canvas: Canvas, stage: Stage, noise: Noise): void {
  const { size } = canvas;
  const tracer = new Tracer(canvas, stage, noise);
  for (let row = 0; row < size; row += SQUARE) {
    for (let column = 0; column < size; column += SQUARE) {
      if (!tracer.enter(column, row)) continue;
      for (let y = row; y < Math.min(row + SQUARE, size); y++) {
        for (let x = column; x < Math.min(column + SQUARE, size); x++) tracer.pixel(x, y);
      }
    }
  }
}

/** Follows rays straight away from the viewer, a square of them together as far as they can. */
class Tracer {
  #surface: Surface;
  #all: Near;
  #blocks: Near[];
  #square: Near;
  #near: Near;
  #ray = newRay();
  #from = 0;

  constructor(readonly canvas: Canvas, readonly stage: Stage, readonly noise: Noise) {
    const { parts: { length }, animal } = stage, { size, pixel } = canvas;
    this.#surface = new Surface(stage, noise, pixel);
    this.#square = nobody(length);
    this.#near = nobody(length);
    this.#all = { ...nobody(length), count: length, animal };
    for (let i = 0; i < length; i++) this.#all.offsets[i] = i * STRIDE;
    const side = Math.ceil(size / BLOCK), half = BLOCK * pixel / 2;
    this.#blocks = Array.from({ length: side * side }, (_, i) => {
      const block = nobody(length), row = Math.floor(i / side), column = i - row * side;
      const x = column * BLOCK * pixel + half - 0.5, y = 0.5 - row * BLOCK * pixel - half;
      this.#select(this.#all, block, { x, y, wide: half * 1.415 });
      return block;
    });
  }

  /** Sets a ray out over a square as far as all its rays go freely; false where they meet nothing. */
  enter(column: number, row: number): boolean {
    const { stage: { packed }, canvas: { pixel, size } } = this, square = this.#square;
    const half = SQUARE * pixel / 2, wide = half * 1.415, ray = this.#ray;
    const x = column * pixel + half - 0.5, y = 0.5 - row * pixel - half;
    const block = Math.floor(row / BLOCK) * Math.ceil(size / BLOCK) + Math.floor(column / BLOCK);
    if (!this.#select(this.#blocks[block], square, { x, y, wide })) return false;
    let fur = 0;
    for (let i = 0; i < square.count; i++) fur = Math.max(fur, packed[square.offsets[i] + FUR]);
    ray[X] = x;
    ray[Y] = y;
    ray[TUFT] = ray[HURRY] = 0;
    ray[TOUCH] = 0.5 * pixel;
    // its middle ray keeps so far from everything that its neighbours are safe as well
    ray[MARGIN] = wide + pixel + fur;
    follow(packed, square, ray, 40);
    this.#from = ray[Z];
    return this.#from > ray[END];
  }

  /** Traces one pixel's ray and paints what it meets. */
  pixel(column: number, row: number): void {
    const { stage: { packed, animal, view, coat }, canvas: { pixel, size, light, seen }, noise } =
      this;
    const x = (column + 0.5) * pixel - 0.5, y = 0.5 - (row + 0.5) * pixel;
    const near = this.#near, ray = this.#ray, touch = 0.3 * pixel;
    if (!this.#select(this.#square, near, { x, y, wide: 0 })) return;
    ray[X] = x;
    ray[Y] = y;
    ray[Z] = Math.min(ray[Z], this.#from);
    // tufts of fur move the outline to and fro
    const tufts = (coat.tufts ?? 21) / view.scale;
    ray[TUFT] = 2 * noise.at((0.8 * x + 0.6 * y) * tufts, (0.8 * y - 0.6 * x) * tufts) - 1;
    ray[TOUCH] = touch;
    ray[HURRY] = 6 * pixel;
    ray[MARGIN] = 0;
    follow(packed, near, ray, 64);
    // a ray that passes within a pixel is covered in part, which softens the outline
    const cover = ray[LEAST] < touch ? 1 : clamp(1 - ray[LEAST] * size, 0, 1);
    if (cover === 0) return;
    if (ray[LAST] === 0) follow(packed, near, ray, 1);
    const owner = this.#surface.shine(near, ray);
    const index = row * size + column, { color } = this.#surface;
    for (let c = 0; c < 3; c++) {
      light[index * 3 + c] += (color[c] - light[index * 3 + c]) * cover;
    }
    if (cover >= 0.5) seen[index] = owner < animal ? 1 : 0;
  }

  /**
   * Selects the parts that may change what is seen within `wide` of a place, and leaves in the ray
   * where they begin and end; false where none of them can be seen there.
   */
  #select(
    from: Near,
    to: Near,
    { x, y, wide }: { x: number; y: number; wide: number },
  ): boolean {
    const { stage: { packed }, canvas: { pixel } } = this, ray = this.#ray;
    let first = -1e9, last = 1e9, seen = false;
    to.count = to.animal = 0;
    for (let i = 0; i < from.count; i++) {
      const at = from.offsets[i], hull = at + CAPSULE, blend = packed[at + BLEND];
      const ax = x - packed[hull], ay = y - packed[hull + 1];
      const bx = packed[hull + 3] - packed[hull], by = packed[hull + 4] - packed[hull + 1];
      let t = (ax * bx + ay * by) / (bx * bx + by * by + 1e-12);
      t = t < 0 ? 0 : t > 1 ? 1 : t;
      const dx = ax - t * bx, dy = ay - t * by, square = dx * dx + dy * dy;
      const outline = packed[hull + 6] + packed[at + FUR] + 1.1 * pixel + wide;
      const reach = outline + 0.6 * blend;
      if (square > reach * reach) continue;
      // where parts grow together they bulge by a third of their blend at most
      const bulge = outline + 0.35 * blend;
      if (square < bulge * bulge) seen = true;
      first = Math.max(first, packed[hull + 2] + reach, packed[hull + 5] + reach);
      last = Math.min(last, packed[hull + 2] - reach, packed[hull + 5] - reach);
      to.offsets[to.count++] = at;
      if (i < from.animal) to.animal = to.count;
    }
    ray[Z] = first;
    ray[END] = last;
    return seen;
  }
}
