import { type Envelope, fitEnvelope, newEnvelope, readEnvelope } from "../envelope.ts";
import { float64, int32 } from "../scratch.ts";
import type { Problem } from "./problem.ts";
import type { Table } from "./table.ts";

/** The steps of a voxel whose row has no site. */
const NONE = -1;

/** A slice of squared distances to the sites of one slice, within that slice. */
interface Plane {
  /** The steps from each voxel of the sites' box to the nearest site in its row, row-major. */
  steps: Int32Array;
  /** The squares, row-major. */
  squares: Float64Array;
  /** The first row: of sites or queries, whichever comes first. */
  minY: number;
  /** The first column: the queries' first. */
  minX: number;
  /** Rows. */
  height: number;
  /** Columns. */
  width: number;
  /** Room for one column. */
  line: Float64Array;
  /** Room for its envelope. */
  envelope: Envelope;
}

/** The voxels that `transformSlices` would transform. */
export function sliceVoxels({ queries, sites }: Problem): number {
  const [a, b] = [queries.box, sites.box];
  const height = Math.max(a.maxY, b.maxY) - Math.min(a.minY, b.minY) + 1;
  return (b.maxZ - b.minZ + 1) * height * (a.maxX - a.minX + 1);
}

/**
 * Answers the queries from `first` on by the distance transform of each slice of sites, whatever the
 * distances.
 */
export function transformSlices(
  problem: Problem,
  table: Table,
  squares: Float64Array,
  first: number,
): void {
  const { minZ, maxZ } = problem.sites.box;
  const plane = newPlane(problem);
  squares.fill(Infinity, first, problem.queries.count);
  let site = 0;
  for (let slice = minZ; slice <= maxZ; slice++) {
    site = fillSlice(problem, slice, site, plane.steps);
    transformSlice(problem, table, plane);
    readSlice(problem, table, slice, plane, squares, first);
  }
}

/** Makes room for a slice. */
function newPlane({ queries, sites }: Problem): Plane {
  const [a, b] = [queries.box, sites.box];
  const minY = Math.min(a.minY, b.minY);
  const height = Math.max(a.maxY, b.maxY) - minY + 1;
  const width = a.maxX - a.minX + 1;
  return {
    steps: int32("steps", (b.maxY - b.minY + 1) * (b.maxX - b.minX + 1)),
    squares: float64("plane", height * width),
    minY,
    minX: a.minX,
    height,
    width,
    line: float64("line", height),
    envelope: newEnvelope(height),
  };
}

/** Fills the steps of a slice, from site `k` on; returns the first site of the next slice. */
function fillSlice(
  { sites: { box, indices, count }, grid }: Problem,
  slice: number,
  k: number,
  steps: Int32Array,
): number {
  const boxWidth = box.maxX - box.minX + 1;
  steps.fill(NONE, 0, (box.maxY - box.minY + 1) * boxWidth);
  const firstRow = slice * grid.height;
  while (k < count && indices[k] < (firstRow + grid.height) * grid.width) {
    const row = Math.floor(indices[k] / grid.width);
    const rowStart = row * grid.width + box.minX;
    k = fillRow(indices, k, count, rowStart, boxWidth, steps, row - firstRow - box.minY);
  }
  return k;
}

/** Fills one row of steps, from site `k` on; returns the first site of the next row. */
function fillRow(
  indices: Int32Array,
  k: number,
  count: number,
  rowStart: number,
  width: number,
  steps: Int32Array,
  row: number,
): number {
  const at = row * width;
  let x = indices[k++] - rowStart;
  // before the first site of the row, between each two, after the last
  for (let c = 0; c <= x; c++) steps[at + c] = x - c;
  while (k < count && indices[k] < rowStart + width) {
    const next = indices[k++] - rowStart;
    const middle = (x + next) >> 1;
    for (let c = x + 1; c <= middle; c++) steps[at + c] = c - x;
    for (let c = middle + 1; c <= next; c++) steps[at + c] = next - c;
    x = next;
  }
  for (let c = x + 1; c < width; c++) steps[at + c] = c - x;
  return k;
}

/** Fills the plane, column by column. */
function transformSlice(problem: Problem, table: Table, plane: Plane): void {
  const { sites: { box }, spacing } = problem;
  const { squares, height, width, line, envelope } = plane;
  const boxHeight = box.maxY - box.minY + 1;
  const boxWidth = box.maxX - box.minX + 1;
  const isExact = spacing.every(Number.isInteger);
  for (let column = 0; column < width; column++) {
    const x = column + plane.minX;
    const nearX = Math.min(Math.max(x, box.minX), box.maxX);
    const gap = Math.abs(x - nearX);
    line.fill(Infinity, 0, height);
    for (let k = 0; k < boxHeight; k++) {
      const steps = plane.steps[k * boxWidth + nearX - box.minX];
      if (steps !== NONE) line[k + box.minY - plane.minY] = table.x[gap + steps];
    }
    const parabolas = fitEnvelope(line, 0, height, spacing[1], envelope);
    readEnvelope(line, 0, height, spacing[1], envelope, parabolas, isExact);
    for (let k = 0; k < height; k++) squares[k * width + column] = line[k];
  }
}

/** Lowers the squares of the queries from `first` on to what the plane gives. */
function readSlice(
  problem: Problem,
  table: Table,
  slice: number,
  plane: Plane,
  squares: Float64Array,
  first: number,
): void {
  const { indices, count } = problem.queries;
  const { height, width } = problem.grid;
  let at = 0;
  let end = 0;
  let zSquare = 0;
  for (let q = first; q < count; q++) {
    const index = indices[q];
    if (index >= end) {
      const row = Math.floor(index / width);
      const z = Math.floor(row / height);
      zSquare = table.z[Math.abs(z - slice)];
      at = (row - z * height - plane.minY) * plane.width - plane.minX - row * width;
      end = (row + 1) * width;
    }
    if (zSquare >= squares[q]) continue;
    const square = plane.squares[at + index] + zSquare;
    if (square < squares[q]) squares[q] = square;
  }
}
