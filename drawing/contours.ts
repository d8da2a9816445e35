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
  const w = width + 4, h = height + 4;
  reserve(w * h);
  const area = pad(mask, width, height);
  let path = "", length = 0;
  for (const start of link(w, h)) {
    if (next[start] < 0) continue;
    // follow the ring, erasing it as we go, so that the scratch is clean for the next mask
    const ring = new Ring(width, height);
    for (let at = start; next[at] >= 0;) {
      ring.add(columnOf(at, w), rowOf(at, w));
      const to = next[at];
      next[at] = -1;
      at = to;
    }
    path += ring.path();
    length += ring.length / 2;
  }
  return { path, area, length };
}

// scratch that grows with the largest picture: a site has a dozen outlines a case
let grid = new Uint8Array(0);
let next = new Int32Array(0);

function reserve(cells: number): void {
  if (grid.length >= cells) return;
  grid = new Uint8Array(cells);
  next = new Int32Array(2 * cells).fill(-1);
}

/** Copies the mask into the grid, its rim repeated once and a ring of zeros around; counts its pixels. */
function pad(mask: Uint8Array, width: number, height: number): number {
  const w = width + 4;
  let area = 0;
  grid.fill(0, 0, w * (height + 4));
  for (let y = 0; y < height; y++) {
    const row = (y + 2) * w + 2, from = y * width;
    for (let x = 0; x < width; x++) {
      if (mask[from + x] === 0) continue;
      grid[row + x] = 1;
      area++;
    }
    grid[row - 1] = grid[row];
    grid[row + width] = grid[row + width - 1];
  }
  grid.copyWithin(w, 2 * w, 3 * w);
  grid.copyWithin((height + 2) * w, (height + 1) * w, (height + 2) * w);
  return area;
}

/**
 * Writes for each midpoint between two neighbouring pixels the next one on its outline. The midpoint
 * right of pixel p is 2p, the one below it 2p + 1; the mask lies on the right of each step, so that
 * every midpoint has at most one successor.
 *
 * @returns All midpoints that have a successor.
 */
function link(w: number, h: number): number[] {
  const starts: number[] = [];
  for (let y = 0; y + 1 < h; y++) {
    // the corners a b / d c of a cell, sliding to the right
    let a = grid[y * w], d = grid[y * w + w];
    for (let x = 0; x + 1 < w; x++) {
      const p = y * w + x, b = grid[p + 1], c = grid[p + w + 1];
      if (a !== b || b !== c || c !== d) {
        const top = 2 * p, left = top + 1, right = top + 3, bottom = top + 2 * w;
        if (a === c && b === d) {
          // two diagonal pixels count as joined
          next[a ? left : top] = a ? bottom : left;
          next[a ? right : bottom] = a ? top : right;
          starts.push(a ? left : top, a ? right : bottom);
        } else {
          // going around clockwise a step enters where the mask begins and leaves where it ends
          const enter = !a && b ? top : !b && c ? right : !c && d ? bottom : left;
          next[enter] = a && !b ? top : b && !c ? right : c && !d ? bottom : left;
          starts.push(enter);
        }
      }
      a = b;
      d = c;
    }
  }
  return starts;
}

/** The column of a midpoint, in half pixels of the picture. */
function columnOf(point: number, w: number): number {
  return 2 * (((point >> 1) % w) - 2) + (point & 1 ? 1 : 2);
}

/** The row of a midpoint, in half pixels of the picture. */
function rowOf(point: number, w: number): number {
  return 2 * (Math.floor((point >> 1) / w) - 2) + (point & 1 ? 2 : 1);
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
