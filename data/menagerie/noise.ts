/** Value noise: smooth random fields for fur, grass, clouds and walls. */

import type { Random } from "./random.ts";

const SIDE = 64;

/** A smooth random field over the plane, 0 to 1, repeating every 64 units. */
export class Noise {
  #lattice = new Float32Array(SIDE * SIDE);

  /** Draws the field's values from `random`. */
  constructor(random: Random) {
    for (let i = 0; i < this.#lattice.length; i++) this.#lattice[i] = random.between(0, 1);
  }

  /** The field at a point: lattice values, smoothly interpolated. */
  at(x: number, y: number): number {
    const fx = Math.floor(x), fy = Math.floor(y);
    const u = x - fx, v = y - fy;
    const s = u * u * (3 - 2 * u), t = v * v * (3 - 2 * v);
    const x0 = fx & 63, x1 = (fx + 1) & 63, y0 = (fy & 63) << 6, y1 = ((fy + 1) & 63) << 6;
    const lattice = this.#lattice;
    const top = lattice[y0 + x0] + (lattice[y0 + x1] - lattice[y0 + x0]) * s;
    const bottom = lattice[y1 + x0] + (lattice[y1 + x1] - lattice[y1 + x0]) * s;
    return top + (bottom - top) * t;
  }

  /** Three octaves of the field, 0 to 1 around one half: clouds, dirt, foliage. */
  cloud(x: number, y: number): number {
    return 0.55 * this.at(x, y) + 0.28 * this.at(x * 2.03 + 17, y * 2.03 + 5) +
      0.17 * this.at(x * 4.1 + 31, y * 4.1 + 47);
  }

  /** How near the point is to one of the scattered dots, 0 (far) to 1 (at its centre). */
  dots(x: number, y: number): number {
    const fx = Math.floor(x), fy = Math.floor(y);
    const lattice = this.#lattice;
    let nearest = 1;
    for (let j = fy - 1; j <= fy + 1; j++) {
      for (let i = fx - 1; i <= fx + 1; i++) {
        const cell = ((j & 63) << 6) + (i & 63);
        const dx = i + 0.15 + 0.7 * lattice[cell] - x;
        const dy = j + 0.15 + 0.7 * lattice[(cell + 1367) & 4095] - y;
        nearest = Math.min(nearest, dx * dx + dy * dy);
      }
    }
    return 1 - Math.sqrt(nearest);
  }
}
