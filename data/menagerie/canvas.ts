/** A picture in the making: light per pixel as numbers, and brushes for flat shapes. */

import { clamp } from "./numbers.ts";
import type { Color } from "./parts.ts";

/**
 * A square picture of linear light (a colour's square, so that its root shows it on a screen),
 * red, green and blue for each pixel, row by row. Places on it run from 0 to 1, y downwards.
 */
export class Canvas {
  /** Red, green and blue of each pixel, shape [size, size, 3]. */
  readonly light: Float32Array;
  /** The width of a pixel. */
  readonly pixel: number;
  /** Where the animal is seen (1); what is painted over it takes it away. */
  seen: Uint8Array;

  /** An empty (black) picture of `size` pixels per side. */
  constructor(readonly size: number) {
    this.light = new Float32Array(size * size * 3);
    this.seen = new Uint8Array(size * size);
    this.pixel = 1 / size;
  }

  /** Lays colour over a pixel: `cover` 0 leaves it, 1 hides it. */
  blend(index: number, color: Color, cover: number): void {
    const { light } = this, at = index * 3;
    if (cover >= 0.5) this.seen[index] = 0;
    light[at] += (color[0] * color[0] - light[at]) * cover;
    light[at + 1] += (color[1] * color[1] - light[at + 1]) * cover;
    light[at + 2] += (color[2] * color[2] - light[at + 2]) * cover;
  }

  /**
   * Fills a shape given by its signed distance within a box [left, top, right, bottom]; its edge is
   * `soft` wide at the least a pixel.
   */
  fill(
    box: readonly [number, number, number, number],
    shape: (x: number, y: number) => number,
    brush: { color: Color | ((x: number, y: number) => Color); cover?: number; soft?: number },
  ): void {
    const { size, pixel } = this, { color, cover = 1 } = brush;
    const soft = Math.max(brush.soft ?? 0, pixel);
    const x0 = clamp(Math.floor((box[0] - soft) * size), 0, size);
    const x1 = clamp(Math.ceil((box[2] + soft) * size), 0, size);
    const y0 = clamp(Math.floor((box[1] - soft) * size), 0, size);
    const y1 = clamp(Math.ceil((box[3] + soft) * size), 0, size);
    for (let row = y0; row < y1; row++) {
      for (let column = x0; column < x1; column++) {
        const x = (column + 0.5) * pixel, y = (row + 0.5) * pixel;
        const inside = clamp(0.5 - shape(x, y) / soft, 0, 1);
        if (inside === 0) continue;
        const paint = typeof color === "function" ? color(x, y) : color;
        this.blend(row * size + column, paint, inside * cover);
      }
    }
  }

  /** A disc; `soft` 1 fades it from its centre. */
  disc(
    [x, y]: readonly [number, number],
    radius: number,
    brush: { color: Color; cover?: number; soft?: number },
  ): void {
    const soft = (brush.soft ?? 0) * radius, r = radius - soft / 2;
    const shape = (px: number, py: number) =>
      Math.sqrt((px - x) * (px - x) + (py - y) * (py - y)) - r;
    this.fill([x - radius, y - radius, x + radius, y + radius], shape, { ...brush, soft });
  }

  /** A rectangle [left, top, right, bottom] with round corners. */
  box(
    [left, top, right, bottom]: readonly [number, number, number, number],
    round: number,
    brush: {
      color: Color | ((x: number, y: number) => Color);
      cover?: number;
      soft?: number;
    },
  ): void {
    const cx = (left + right) / 2, cy = (top + bottom) / 2;
    const w = (right - left) / 2 - round, h = (bottom - top) / 2 - round;
    this.fill([left, top, right, bottom], (x, y) => {
      const dx = Math.max(Math.abs(x - cx) - w, 0), dy = Math.max(Math.abs(y - cy) - h, 0);
      const within = Math.min(Math.max(Math.abs(x - cx) - w, Math.abs(y - cy) - h), 0);
      return Math.sqrt(dx * dx + dy * dy) + within - round;
    }, brush);
  }

  /** A blade or branch from `a` to `b` that tapers from the first width to the second. */
  blade(
    [a, b]: readonly [readonly [number, number], readonly [number, number]],
    [first, second]: readonly [number, number],
    brush: { color: Color; cover?: number; soft?: number },
  ): void {
    const dx = b[0] - a[0], dy = b[1] - a[1], square = dx * dx + dy * dy + 1e-12;
    const wide = Math.max(first, second);
    this.fill(
      [
        Math.min(a[0], b[0]) - wide,
        Math.min(a[1], b[1]) - wide,
        Math.max(a[0], b[0]) + wide,
        Math.max(a[1], b[1]) + wide,
      ],
      (x, y) => {
        const t = clamp(((x - a[0]) * dx + (y - a[1]) * dy) / square, 0, 1);
        const ex = x - a[0] - t * dx, ey = y - a[1] - t * dy;
        return Math.sqrt(ex * ex + ey * ey) - (first + (second - first) * t) / 2;
      },
      brush,
    );
  }

  /** Colours every pixel from row `top` (0 to 1) to `bottom`. */
  wash(
    top: number,
    bottom: number,
    color: (x: number, y: number) => Color,
    cover: (x: number, y: number) => number = () => 1,
  ): void {
    const { size, pixel } = this;
    const y0 = clamp(Math.floor(top * size), 0, size);
    const y1 = clamp(Math.ceil(bottom * size), 0, size);
    for (let row = y0; row < y1; row++) {
      for (let column = 0; column < size; column++) {
        const x = (column + 0.5) * pixel, y = (row + 0.5) * pixel;
        const much = cover(x, y);
        if (much > 0) this.blend(row * size + column, color(x, y), much);
      }
    }
  }

  /** Takes over a smaller picture, enlarged smoothly. */
  enlarge(small: Canvas): void {
    const { size, light } = this, last = small.size - 1, scale = small.size / size;
    for (let row = 0, at = 0; row < size; row++) {
      const y = clamp((row + 0.5) * scale - 0.5, 0, last), y0 = Math.min(Math.floor(y), last - 1);
      for (let column = 0; column < size; column++) {
        const x = clamp((column + 0.5) * scale - 0.5, 0, last);
        const x0 = Math.min(Math.floor(x), last - 1), u = x - x0, v = y - y0;
        let from = (y0 * small.size + x0) * 3;
        for (let channel = 0; channel < 3; channel++, from++, at++) {
          const below = from + small.size * 3;
          const left = small.light[from] * (1 - v) + small.light[below] * v;
          const right = small.light[from + 3] * (1 - v) + small.light[below + 3] * v;
          light[at] = left + (right - left) * u;
        }
      }
    }
  }

  /** The picture at half the size, four pixels averaged; the animal is seen where two of them see it. */
  halve(): Canvas {
    const half = new Canvas(this.size / 2), { light, seen, size } = this, row = size * 3;
    for (let i = 0; i < half.seen.length; i++) {
      const y = Math.floor(i / half.size), x = i - y * half.size;
      const from = (2 * y * size + 2 * x) * 3;
      for (let c = from; c < from + 3; c++) {
        half.light[i * 3 + c - from] =
          (light[c] + light[c + 3] + light[c + row] + light[c + row + 3]) / 4;
      }
      const at = 2 * y * size + 2 * x;
      half.seen[i] = seen[at] + seen[at + 1] + seen[at + size] + seen[at + size + 1] > 1 ? 1 : 0;
    }
    return half;
  }

  /** Softens the picture by a pixel, as a lens does: each takes a share of its four neighbours. */
  soften(share: number): this {
    const { size, light } = this, row = size * 3, last = light.length - row - 3;
    // the row above, as it was before it took its own share
    const above = light.slice(0, row);
    for (let i = row; i < last; i += row) {
      for (let k = 0, left0 = light[i], left1 = light[i + 1], left2 = light[i + 2]; k < row; k++) {
        const at = i + k, here = light[at];
        const around = left0 + light[at + 3] + above[k] + light[at + row];
        light[at] += share * (around - 4 * here);
        above[k] = here;
        left0 = left1;
        left1 = left2;
        left2 = here;
      }
    }
    return this;
  }

  /** Blurs the picture by two passes of a box `radius` wide each side, in each direction. */
  blur(radius: number): void {
    const reach = Math.floor(radius * this.size + 0.5);
    if (reach < 1) return;
    const { size } = this, line = new Float32Array(size + 2 * reach);
    for (let pass = 0; pass < 2; pass++) {
      for (let channel = 0; channel < 3; channel++) {
        for (let i = 0; i < size; i++) {
          smear(this.light, line, { start: i * size * 3 + channel, step: 3, reach });
          smear(this.light, line, { start: i * 3 + channel, step: size * 3, reach });
        }
      }
    }
  }
}

/** Averages one row or column over a window, repeating its ends. */
function smear(
  light: Float32Array,
  line: Float32Array,
  { start, step, reach }: { start: number; step: number; reach: number },
): void {
  const size = line.length - 2 * reach;
  // the line with its ends repeated
  for (let i = 0, at = start; i < size; i++, at += step) line[i + reach] = light[at];
  line.fill(line[reach], 0, reach);
  line.fill(line[reach + size - 1], reach + size);
  let sum = 0;
  const window = 2 * reach + 1, share = 1 / window;
  for (let i = 0; i < window - 1; i++) sum += line[i];
  for (let i = 0, at = start; i < size; i++, at += step) {
    sum += line[i + window - 1];
    light[at] = sum * share;
    sum -= line[i];
  }
}

/** The colour between two. */
export function tint(a: Color, b: Color, t: number): Color {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

/** A colour made brighter (over 1) or darker. */
export function shade(color: Color, times: number): Color {
  return [color[0] * times, color[1] * times, color[2] * times];
}

/** A colour from its six hexadecimal digits. */
export function hex(digits: string): Color {
  const n = parseInt(digits, 16);
  return [(n >> 16) / 255, ((n >> 8) & 255) / 255, (n & 255) / 255];
}
