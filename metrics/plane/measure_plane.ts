import { type Box, EMPTY_BOX } from "../box.ts";
import type { Grid } from "../mask.ts";
import { findBox, type Runs } from "../runs.ts";
import { kernels, reserve, type Running } from "./running.ts";

/** Distances between two outlines in a plane, in the kernels' memory: valid until the next call. */
export interface PlaneDistances {
  /** From each pixel of the truth's outline to the nearest of the prediction's, in raster order. */
  toPrediction: Float64Array;
  /** From each pixel of the prediction's outline to the nearest of the truth's, in raster order. */
  toTruth: Float64Array;
}

/** Planes of more pixels are left to others. */
const MOST_PIXELS = 2 ** 24;

/** As many steps or more are one number. */
const MOST_STEPS = 255;

/** Columns that a row of steps has beyond its last: what is asked of columns beside the box. */
const MARGIN = 8;

/** Columns that a search may look at for each pixel of the box; then a distance transform is faster. */
const LOOKUPS_A_PIXEL = 16;

/** Where the kernels find what they need: addresses and lengths in bytes. */
interface Layout {
  box: Box;
  rows: number;
  width: number;
  /** The squares of 0, 1, 2, … steps between columns; Infinity behind the last. */
  xSquares: number;
  /** The squares of 0 to 255 steps between rows; Infinity for 255. */
  ySquares: number;
  /** A row of bits, a bit per column, the last one 0. */
  stride: number;
  /** A region's bits, a row of zeros before and behind. */
  inside: number;
  /** The outlines' bits. */
  truth: number;
  prediction: number;
  /** A row of steps, a byte per column, and those of the margin. */
  pitch: number;
  /** Steps, a row of 255 before. */
  steps: number;
  /** A region's runs, and then distances. */
  lists: number;
}

/**
 * Measures the distances between the outlines of two regions of a plane, exactly: the steps to the
 * nearest outline pixel along each column, for 16 columns at a time, and then for each query the columns
 * beside it, nearest first, until none can be nearer; where pixels are 1 by 1, 16 of them at once.
 *
 * All ways to measure add the same products, so they give the same bits. Time grows with the pixels of
 * the box around both regions, and with the outlines times their distance. Memory: 1 byte and 3 bits per
 * pixel of that box, 8 bytes per outline pixel.
 *
 * @param truth The true region; not empty.
 * @param prediction The predicted one; not empty.
 * @param grid The axes of a plane.
 * @param options.spacing The size of a voxel along depth, height and width, which can be squared.
 * @param options.connectivity 1 or 2.
 * @returns The distances; nothing where the regions are so far apart that others measure faster, and
 * where WebAssembly may not run.
 */
export function measurePlane(
  truth: Runs,
  prediction: Runs,
  grid: Grid,
  { spacing, connectivity }: { spacing: readonly number[]; connectivity: number },
): PlaneDistances | undefined {
  const at = layOut(findBox(truth, grid), findBox(prediction, grid));
  const running = at.rows * at.width > MOST_PIXELS ? undefined : kernels();
  if (running === undefined) return undefined;
  const needed = at.lists + 8 * Math.max(truth.count, prediction.count);
  if (!reserve(running, needed)) return undefined;
  const truthCount = outline(truth, at.truth, at, running, grid, connectivity);
  const predictionCount = outline(prediction, at.prediction, at, running, grid, connectivity);
  const toPrediction = at.lists;
  const toTruth = toPrediction + 8 * even(truthCount);
  if (!reserve(running, toTruth + 8 * even(predictionCount))) return undefined;
  const { buffer } = running.memory;
  fillSquares(new Float64Array(buffer, at.xSquares, at.width + 1), spacing[2]);
  fillSquares(new Float64Array(buffer, at.ySquares, MOST_STEPS + 1), spacing[1]);
  const limit = at.rows > MOST_STEPS ? (MOST_STEPS * spacing[1]) ** 2 : Infinity;
  const how = { limit, isUnit: spacing[1] === 1 && spacing[2] === 1 };
  const isDone = search(at.truth, at.prediction, toPrediction, at, running, how) === truthCount &&
    search(at.prediction, at.truth, toTruth, at, running, how) === predictionCount;
  if (!isDone) return undefined;
  return {
    toPrediction: new Float64Array(buffer, toPrediction, truthCount),
    toTruth: new Float64Array(buffer, toTruth, predictionCount),
  };
}

/** Where what is as large as the box lies: in the order of the addresses. */
function layOut(a: Box, b: Box): Layout {
  const box = {
    ...EMPTY_BOX,
    minY: Math.min(a.minY, b.minY),
    maxY: Math.max(a.maxY, b.maxY),
    minX: Math.min(a.minX, b.minX),
    maxX: Math.max(a.maxX, b.maxX),
  };
  const rows = box.maxY - box.minY + 1;
  const width = box.maxX - box.minX + 1;
  const pitch = roundUp(width + MARGIN, 16);
  const stride = roundUp(pitch + 1, 64) / 8;
  const xSquares = 0;
  const ySquares = 8 * (width + 1);
  const inside = ySquares + 8 * (MOST_STEPS + 1) + stride;
  const truth = inside + (rows + 1) * stride;
  const prediction = truth + rows * stride;
  const steps = roundUp(prediction + rows * stride, 16) + pitch;
  const lists = steps + rows * pitch;
  return {
    ...{ box, rows, width, stride, pitch },
    ...{ xSquares, ySquares, inside, truth, prediction, steps, lists },
  };
}

/** Draws the outline of a region; returns how many pixels it has. */
function outline(
  { bounds, count }: Runs,
  surface: number,
  { box, rows, stride, inside, lists }: Layout,
  { kernels, memory }: Running,
  grid: Grid,
  connectivity: number,
): number {
  new Uint32Array(memory.buffer, lists, 2 * count).set(bounds.subarray(0, 2 * count));
  new Uint8Array(memory.buffer).fill(0, inside - stride, inside + (rows + 1) * stride);
  kernels.paint(lists, count, grid.width, box.minY, box.minX, inside, stride);
  return kernels.outline(inside, stride, rows, connectivity, surface);
}

/** Measures from one outline to the other; returns how many pixels were measured. */
function search(
  queries: number,
  sites: number,
  distances: number,
  { rows, width, stride, pitch, steps, xSquares, ySquares }: Layout,
  { kernels, memory }: Running,
  { limit, isUnit }: { limit: number; isUnit: boolean },
): number {
  new Uint8Array(memory.buffer).fill(MOST_STEPS, steps - pitch, steps);
  kernels.sweep(sites, stride, rows, steps, pitch);
  const done = kernels.search(
    ...[queries, stride, rows, steps, pitch, width, isUnit, xSquares, ySquares] as const,
    ...[limit, LOOKUPS_A_PIXEL * rows * width, distances] as const,
  );
  kernels.takeRoots(distances, done);
  return done;
}

/** Squares lengths, the last apart: it is as good as infinite. */
function fillSquares(squares: Float64Array, size: number): void {
  for (let k = 0; k < squares.length - 1; k++) squares[k] = (k * size) * (k * size);
  squares[squares.length - 1] = Infinity;
}

function even(count: number): number {
  return roundUp(count, 2);
}

function roundUp(count: number, multiple: number): number {
  return Math.ceil(count / multiple) * multiple;
}
