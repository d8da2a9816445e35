/** Outlines of masks as SVG paths: marching squares at ½ on a mask of zeros and ones. */

/** The outline of one mask. */
export interface Contour {
  /**
   * SVG path data in half pixels (a pixel is 2 × 2), for `fill-rule="evenodd"`; empty for an empty
   * mask. Where the mask meets the picture's frame the path runs on outside of it, so that a stroke
   * there is clipped and no edge is drawn that the mask does not have.
   */
  path: string;
  /** Pixels in the mask. */
  area: number;
  /** Length of the outline in pixels. */
  length: number;
}

/** How far outside the frame, in half pixels, a path runs: more than half the widest stroke. */
const OUTSIDE = 40;

/**
 * Traces the outline of a mask.
 *
 * @param mask One byte a pixel, row by row; what is not 0 belongs to the mask.
 * @param width Pixels in a row.
 * @param height Rows.
 */
export function contour(mask: Uint8Array, width: number, height: number): Contour {
  const w = width + 4;
  const { grid, area } = padded(mask, width, height);
  const next = segments(grid, w, height + 4);
  let path = "", length = 0;
  const points: number[] = [];
  for (let start = 0; start < next.length; start++) {
    if (next[start] < 0) continue;
    // follow the ring, erasing it as we go
    points.length = 0;
    for (let at = start; next[at] >= 0;) {
      points.push(at);
      const to = next[at];
      next[at] = -1;
      at = to;
    }
    const ring = new Ring(width, height);
    for (const point of points) ring.add(...position(point, w));
    path += ring.path();
    length += ring.length / 2;
  }
  return { path, area, length };
}

/** The mask with its rim repeated once and a ring of zeros around, as zeros and ones. */
function padded(mask: Uint8Array, width: number, height: number) {
  const w = width + 4, grid = new Uint8Array(w * (height + 4));
  let area = 0;
  for (let y = -1; y <= height; y++) {
    const row = Math.min(height - 1, Math.max(0, y)) * width;
    for (let x = -1; x <= width; x++) {
      const inside = mask[row + Math.min(width - 1, Math.max(0, x))] ? 1 : 0;
      grid[(y + 2) * w + x + 2] = inside;
      if (inside && x >= 0 && y >= 0 && x < width && y < height) area++;
    }
  }
  return { grid, area };
}

/**
 * For each midpoint between two neighbouring pixels the next one on its outline, or -1. The midpoint
 * right of pixel p is 2p, the one below it 2p + 1; the mask lies on the right of each step, so that
 * every midpoint has at most one successor.
 */
function segments(grid: Uint8Array, w: number, h: number): Int32Array {
  const next = new Int32Array(2 * w * h).fill(-1);
  for (let y = 0; y + 1 < h; y++) {
    for (let x = 0; x + 1 < w; x++) {
      const p = y * w + x;
      const a = grid[p], b = grid[p + 1], c = grid[p + w + 1], d = grid[p + w];
      if (a === b && b === c && c === d) continue;
      const top = 2 * p, left = 2 * p + 1, right = 2 * (p + 1) + 1, bottom = 2 * (p + w);
      // the corners a b / d c; a step enters where the mask begins clockwise and leaves where it ends
      if (a && c && !b && !d) {
        next[left] = bottom;
        next[right] = top;
        continue;
      }
      if (b && d && !a && !c) {
        next[top] = left;
        next[bottom] = right;
        continue;
      }
      const enter = !a && b ? top : !b && c ? right : !c && d ? bottom : left;
      const leave = a && !b ? top : b && !c ? right : c && !d ? bottom : left;
      next[enter] = leave;
    }
  }
  return next;
}

/** Column and row of a midpoint in half pixels of the picture. */
function position(point: number, w: number): [number, number] {
  const p = point >> 1, x = 2 * ((p % w) - 2) + 1, y = 2 * (Math.floor(p / w) - 2) + 1;
  return point & 1 ? [x, y + 1] : [x + 1, y];
}

/** A closed line that forgets points in the middle of a straight stretch. */
class Ring {
  #xs: number[] = [];
  #ys: number[] = [];
  #right: number;
  #bottom: number;
  length = 0;

  constructor(width: number, height: number) {
    this.#right = 2 * width;
    this.#bottom = 2 * height;
  }

  add(x: number, y: number): void {
    x = x < 0 ? -OUTSIDE : x > this.#right ? this.#right + OUTSIDE : x;
    y = y < 0 ? -OUTSIDE : y > this.#bottom ? this.#bottom + OUTSIDE : y;
    const n = this.#xs.length;
    if (n && this.#xs[n - 1] === x && this.#ys[n - 1] === y) return;
    if (n) this.#measure(this.#xs[n - 1], this.#ys[n - 1], x, y);
    if (n > 1 && this.#straight(n, x, y)) {
      this.#xs[n - 1] = x;
      this.#ys[n - 1] = y;
    } else {
      this.#xs.push(x);
      this.#ys.push(y);
    }
  }

  path(): string {
    const { length } = this.#xs;
    if (length < 3) return "";
    let path = `M${this.#xs[0]} ${this.#ys[0]}l`;
    for (let i = 1; i < length; i++) {
      const dx = this.#xs[i] - this.#xs[i - 1], dy = this.#ys[i] - this.#ys[i - 1];
      path += (i > 1 && dx >= 0 ? " " : "") + dx + (dy >= 0 ? " " : "") + dy;
    }
    return path + "z";
  }

  #straight(n: number, x: number, y: number): boolean {
    const ax = this.#xs[n - 1] - this.#xs[n - 2], ay = this.#ys[n - 1] - this.#ys[n - 2];
    return ax * (y - this.#ys[n - 1]) === ay * (x - this.#xs[n - 1]);
  }

  #measure(x0: number, y0: number, x1: number, y1: number): void {
    // what lies outside the frame is no outline
    if (Math.min(x0, x1) < 0 || Math.max(x0, x1) > this.#right) return;
    if (Math.min(y0, y1) < 0 || Math.max(y0, y1) > this.#bottom) return;
    this.length += Math.hypot(x1 - x0, y1 - y0);
  }
}
