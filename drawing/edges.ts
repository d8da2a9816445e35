/** Where the labels of a case change: the cells that the outlines of all its classes run through. */

/** The labels of a case. */
export interface CaseLabels {
  /** Truth labels, row by row; left out where there is none. */
  truth?: Uint8Array;
  /** Predicted labels, row by row; left out where there is none. */
  prediction?: Uint8Array;
  /** Pixels in a row. */
  width: number;
  /** Rows. */
  height: number;
}

/**
 * A cell lies between four neighbouring pixels of a grid: the picture, its rim repeated once, and a ring
 * of what is outside of it. A pair is a pixel's label in the truth and, {@linkcode PREDICTION} bits
 * further left, in the prediction. The next call for a picture reuses all of this.
 */
export interface Edges {
  /** The place of each cell's upper left pixel in the grid, row by row. */
  cells: Int32Array;
  /** The pairs at each cell's corners, clockwise from the upper left: four a cell. */
  corners: Int32Array;
  /** Pixels in a row of the grid. */
  width: number;
  /** Rows of the grid. */
  height: number;
  /** The pairs that occur in the picture, each with the number of its pixels. */
  pairs: [pair: number, pixels: number][];
}

/** What is outside of the picture is of this label, which no pixel has. */
export const OUTSIDE = 256;

/** How many bits a label takes in a pair. */
export const PREDICTION = 9;

// scratch that grows with the largest picture
let grid = new Int32Array(0);
let cells = new Int32Array(1024);
let corners = new Int32Array(4 * 1024);
const counts = new Int32Array(1 << (2 * PREDICTION));

/**
 * Finds the cells whose corners are not all of one pair.
 *
 * @param labels Labels, at least one of the two, and size.
 */
export function edgesOf(labels: CaseLabels): Edges {
  const width = labels.width + 4, height = labels.height + 4;
  if (grid.length < width * height) grid = new Int32Array(width * height);
  const pairs = fill(labels, width);
  const count = find(width, height);
  return {
    cells: cells.subarray(0, count),
    corners: corners.subarray(0, 4 * count),
    width,
    height,
    pairs,
  };
}

/** Writes the grid; returns the pairs that occur. */
function fill({ truth, prediction, width, height }: CaseLabels, w: number): Edges["pairs"] {
  const first = (truth ?? prediction)!, second = prediction ?? first;
  const outside = OUTSIDE | OUTSIDE << PREDICTION, present: number[] = [];
  grid.fill(outside, 0, w * (height + 4));
  for (let y = 0; y < height; y++) {
    const row = (y + 2) * w + 2, from = y * width;
    for (let x = 0; x < width; x++) {
      const pair = first[from + x] | second[from + x] << PREDICTION;
      grid[row + x] = pair;
      if (counts[pair]++ === 0) present.push(pair);
    }
    grid[row - 1] = grid[row];
    grid[row + width] = grid[row + width - 1];
  }
  grid.copyWithin(w, 2 * w, 3 * w);
  grid.copyWithin((height + 2) * w, (height + 1) * w, (height + 2) * w);
  return present.map((pair) => {
    const pixels = counts[pair];
    counts[pair] = 0;
    return [pair, pixels];
  });
}

/** Finds the cells; returns how many there are. */
function find(w: number, h: number): number {
  let count = 0;
  for (let y = 0; y + 1 < h; y++) {
    if (cells.length < count + w) grow(count + w);
    // the corners a b / d c of a cell, sliding to the right
    let a = grid[y * w], d = grid[y * w + w];
    for (let x = 0, at = y * w; x + 1 < w; x++, at++) {
      const b = grid[at + 1], c = grid[at + w + 1];
      if (a !== b || b !== c || c !== d) {
        cells[count] = at;
        corners[4 * count] = a;
        corners[4 * count + 1] = b;
        corners[4 * count + 2] = c;
        corners[4 * count + 3] = d;
        count++;
      }
      a = b;
      d = c;
    }
  }
  return count;
}

function grow(least: number): void {
  const [oldCells, oldCorners] = [cells, corners], length = Math.max(least, 2 * cells.length);
  cells = new Int32Array(length);
  corners = new Int32Array(4 * length);
  cells.set(oldCells);
  corners.set(oldCorners);
}
