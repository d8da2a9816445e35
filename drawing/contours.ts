/** Outlines of masks as SVG paths: marching squares at ½ on a mask of zeros and ones. */
import type { Edges } from "./edges.ts";

/** The outline of one mask. */
export interface Contour {
  /**
   * SVG path data in half pixels (a pixel is 2 × 2), for `fill-rule="evenodd"`; empty for an empty
   * mask. Where the mask meets the picture's frame the path runs on outside of it, so that a stroke
   * there is clipped and no edge is drawn that the mask does not have.
   */
  path: string;
  /** The rings of that path, each the x and y of its points, one after the other, in half pixels. */
  rings: number[][];
  /** Pixels in the mask. */
  area: number;
  /** Length of the outline in pixels. */
  length: number;
}

/** How far outside the frame, in half pixels, a path runs: more than half the widest stroke. */
const OUTSIDE = 40;

/** The midpoints of a cell's sides: which one an outline enters and leaves it by. */
const TOP = 0, RIGHT = 1, BOTTOM = 2, LEFT = 3;

/**
 * By a cell's corners in the mask, a bit each, clockwise from the upper left: the side by which the
 * outline comes and the one by which it goes, the mask on its right. Two diagonal pixels count as joined.
 */
const STEPS: readonly (readonly [from: number, to: number])[][] = Array.from(
  { length: 16 },
  (_, corners) => {
    const [a, b, c, d] = [1, 2, 4, 8].map((bit) => (corners & bit) > 0);
    if (a === b && b === c && c === d) return [];
    if (a === c && b === d) {
      return a ? [[LEFT, BOTTOM], [RIGHT, TOP]] : [[TOP, LEFT], [BOTTOM, RIGHT]];
    }
    // going around clockwise a step enters where the mask begins and leaves where it ends
    const enter = !a && b ? TOP : !b && c ? RIGHT : !c && d ? BOTTOM : LEFT;
    return [[enter, a && !b ? TOP : b && !c ? RIGHT : c && !d ? BOTTOM : LEFT]];
  },
);

/**
 * Traces the outline of a mask.
 *
 * @param edges The cells that it may run through.
 * @param corners Of each cell, which corners are in the mask: a bit each, clockwise from the upper left.
 * @param area Pixels in the mask.
 */
export function contour(edges: Edges, corners: Uint8Array, area: number): Contour {
  const { width: w, height: h } = edges;
  if (next.length < 2 * w * h) next = new Int32Array(2 * w * h).fill(-1);
  const rings: number[][] = [];
  let length = 0;
  for (const start of link(edges, corners)) {
    if (next[start] < 0) continue;
    // follow the ring, erasing it as we go, so that the scratch is clean for the next mask
    const ring = new Ring(w - 4, h - 4);
    for (let at = start; next[at] >= 0;) {
      ring.add(columnOf(at, w), rowOf(at, w));
      const to = next[at];
      next[at] = -1;
      at = to;
    }
    ring.close();
    // fewer than three points are no ring
    if (ring.points.length >= 6) rings.push(ring.points);
    length += ring.length / 2;
  }
  return { path: pathOf(rings), rings, area, length };
}

/**
 * Path data of rings, steps from point to point.
 *
 * @param rings The rings, each the x and y of its points, one after the other.
 */
export function pathOf(rings: readonly number[][]): string {
  let path = "";
  for (const points of rings) {
    path += `M${points[0]} ${points[1]}l`;
    for (let i = 2; i < points.length; i += 2) {
      const dx = points[i] - points[i - 2], dy = points[i + 1] - points[i - 1];
      path += (i > 2 && dx >= 0 ? " " : "") + dx + (dy >= 0 ? " " : "") + dy;
    }
    path += "z";
  }
  return path;
}

// scratch that grows with the largest picture: a site has a dozen outlines a case
let next = new Int32Array(0);

/**
 * Writes for each midpoint between two neighbouring pixels the next one on its outline. The midpoint
 * right of pixel p is 2p, the one below it 2p + 1; every midpoint has at most one successor.
 *
 * @returns All midpoints that have a successor.
 */
function link({ cells, width }: Edges, corners: Uint8Array): number[] {
  const starts: number[] = [], sides = [0, 3, 2 * width, 1];
  for (let i = 0; i < cells.length; i++) {
    const steps = STEPS[corners[i]], at = 2 * cells[i];
    for (let k = 0; k < steps.length; k++) {
      const [from, to] = steps[k], start = at + sides[from];
      next[start] = at + sides[to];
      starts.push(start);
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
  readonly points: number[] = [];
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
    const { points } = this, n = points.length;
    if (n > 0) {
      const lastX = points[n - 2], lastY = points[n - 1];
      if (lastX === x && lastY === y) return;
      this.#measure(lastX, lastY, x, y);
    }
    if (n > 2 && this.#straight(n, x, y)) {
      points[n - 2] = x;
      points[n - 1] = y;
    } else points.push(x, y);
  }

  /** Measures the way back to the first point; no other may be added. */
  close(): void {
    const { points } = this, n = points.length;
    this.#measure(points[n - 2], points[n - 1], points[0], points[1]);
  }

  #straight(n: number, x: number, y: number): boolean {
    const { points } = this, lastX = points[n - 2], lastY = points[n - 1];
    return (lastX - points[n - 4]) * (y - lastY) === (lastY - points[n - 3]) * (x - lastX);
  }

  #measure(x0: number, y0: number, x1: number, y1: number): void {
    // what lies outside the frame is no outline
    if (Math.min(x0, x1) < 0 || Math.max(x0, x1) > this.#right) return;
    if (Math.min(y0, y1) < 0 || Math.max(y0, y1) > this.#bottom) return;
    // Math.hypot takes ten times as long
    this.length += Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);
  }
}
