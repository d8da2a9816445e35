import { type Box, volume } from "./box.ts";
import { transform } from "./distance_transform.ts";
import { toLabels } from "./labels.ts";
import { type Grid, type Mask, toPair } from "./mask.ts";
import { findBox, type Runs } from "./runs.ts";
import { scan } from "./scan.ts";
import { toSpacing } from "./spacing.ts";

/** How boundary IoU is computed. */
export interface BoundaryIouOptions {
  /** The label to measure; without it, every voxel that isn't zero belongs to the mask. */
  label?: number;
  /** The size of a voxel along each axis of `shape`; 1 along all without it. */
  spacing?: readonly number[];
  /**
   * How far from the nearest voxel outside its mask a boundary voxel may be, in the unit of
   * `spacing`; at least the smallest spacing.
   */
  width: number;
}

/**
 * Boundary IoU: the intersection over union of the masks' boundaries, 0 to 1.
 *
 * A mask's boundary are its voxels with a voxel outside the mask, or outside the image, at most
 * `width` away, from centre to centre; with unit spacing and width 1 it is the surface. Cheng et
 * al., Boundary IoU, 2021, who erode by squares where this uses Euclidean distances and recommend
 * 2 % of the image's diagonal. Memory: 9 bytes a voxel of either mask's box.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options Width, label, spacing.
 * @returns Boundary IoU: 1 where both masks are empty, 0 where one is.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If an option is out of range.
 *
 * @example
 * ```ts
 * import { boundaryIou } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: new Array(25).fill(1), shape: [5, 5] };
 * const prediction = { data: truth.data.with(12, 0), shape: [5, 5] };
 * assert.equal(boundaryIou(truth, prediction, { width: 1 }), 16 / 20);
 * ```
 */
export function boundaryIou(truth: Mask, prediction: Mask, options: BoundaryIouOptions): number {
  const action = "boundary IoU";
  const pair = toPair(truth, prediction, action);
  const spacing = toSpacing(options?.spacing, pair.grid, action);
  const width = toWidth(options?.width, spacing);
  const { truth: [inTruth], prediction: [inPrediction] } = scan(
    pair,
    toLabels(options.label, action),
    true,
  );
  return compareBoundaries(inTruth, inPrediction, pair.grid, { spacing, width });
}

/**
 * Checks the width of a boundary.
 *
 * @param width The width.
 * @param spacing The size of a voxel along depth, height and width.
 * @returns The width.
 * @throws {TypeError} If it isn't a number.
 * @throws {RangeError} If it is smaller than a voxel: boundaries would be empty.
 */
export function toWidth(width: number | undefined, spacing: readonly number[]): number {
  if (typeof width !== "number") {
    throw new TypeError(`Cannot compute boundary IoU: width must be a number, got ${typeof width}`);
  }
  const least = Math.min(...spacing);
  if (!(width >= least && width < Infinity)) {
    throw new RangeError(
      `Cannot compute boundary IoU: width must be at least the smallest spacing, ${least}, ` +
        `and finite, got ${width}`,
    );
  }
  return width;
}

/**
 * Computes boundary IoU of one region.
 *
 * @param truth The region in the truth.
 * @param prediction The region in the prediction.
 * @param grid The axes.
 * @param options How to measure.
 * @param options.spacing The size of a voxel along depth, height and width.
 * @param options.width The width of the boundary.
 * @returns Boundary IoU.
 */
export function compareBoundaries(
  truth: Runs,
  prediction: Runs,
  grid: Grid,
  options: { spacing: readonly number[]; width: number },
): number {
  if (truth.count === 0 || prediction.count === 0) return truth.count === prediction.count ? 1 : 0;
  const a = findBoundary(truth, grid, options);
  const b = findBoundary(prediction, grid, options);
  const common = countCommon(a, b);
  return common / (a.count + b.count - common);
}

/** The boundary of one mask. */
interface Boundary {
  /** 1 for each voxel of the boundary, in raster order over the box. */
  marks: Uint8Array;
  /** How many there are. */
  count: number;
  /** The mask's box. */
  box: Box;
}

/** Marks the voxels of a region that are near to a voxel outside it. */
function findBoundary(
  runs: Runs,
  grid: Grid,
  { spacing, width }: { spacing: readonly number[]; width: number },
): Boundary {
  const box = findBox(runs, grid);
  const { inside, padded } = cutOut(runs, box, grid);
  const squares = new Float64Array(inside.length);
  transform(inside, { value: 0, equal: true }, padded, spacing, squares);
  const ring = grid.dimensions - 2;
  const marks = new Uint8Array(volume(box));
  const limit = width * width * (1 + 1e-9);
  let count = 0;
  let at = 0;
  forEachRow(box, (z, y) => {
    const from = ((z - box.minZ + ring) * padded.height + y - box.minY + 1) * padded.width + 1;
    for (let x = 0; x < padded.width - 2; x++, at++) {
      if (inside[from + x] === 0 || squares[from + x] > limit) continue;
      marks[at] = 1;
      count++;
    }
  });
  return { marks, count, box };
}

/** Cuts a region out, with a ring of background around it that stands for all that lies beyond. */
function cutOut(runs: Runs, box: Box, grid: Grid): { inside: Uint8Array; padded: Grid } {
  const ring = grid.dimensions - 2;
  const depth = box.maxZ - box.minZ + 1 + 2 * ring;
  const height = box.maxY - box.minY + 3;
  const width = box.maxX - box.minX + 3;
  const inside = new Uint8Array(depth * height * width);
  for (let k = 0; k < runs.count; k++) {
    const row = Math.floor(runs.bounds[2 * k] / grid.width);
    const z = Math.floor(row / grid.height) - box.minZ + ring;
    const y = row % grid.height - box.minY + 1;
    const offset = (z * height + y) * width + 1 - box.minX - row * grid.width;
    inside.fill(1, runs.bounds[2 * k] + offset, runs.bounds[2 * k + 1] + offset);
  }
  return { inside, padded: { ...grid, depth, height, width } };
}

/** Counts the voxels that two boundaries share. */
function countCommon(a: Boundary, b: Boundary): number {
  const minX = Math.max(a.box.minX, b.box.minX);
  const maxX = Math.min(a.box.maxX, b.box.maxX);
  let common = 0;
  forEachRow(intersect(a.box, b.box), (z, y) => {
    const aStart = rowStart(a.box, z, y);
    const bStart = rowStart(b.box, z, y);
    for (let x = minX; x <= maxX; x++) common += a.marks[aStart + x] & b.marks[bStart + x];
  });
  return common;
}

/** Where column 0 of a row would be among the voxels of a box. */
function rowStart(box: Box, z: number, y: number): number {
  const height = box.maxY - box.minY + 1;
  const width = box.maxX - box.minX + 1;
  return ((z - box.minZ) * height + y - box.minY) * width - box.minX;
}

/** The voxels that two boxes share. */
function intersect(a: Box, b: Box): Box {
  return {
    minZ: Math.max(a.minZ, b.minZ),
    maxZ: Math.min(a.maxZ, b.maxZ),
    minY: Math.max(a.minY, b.minY),
    maxY: Math.min(a.maxY, b.maxY),
    minX: Math.max(a.minX, b.minX),
    maxX: Math.min(a.maxX, b.maxX),
  };
}

/** Visits the rows of a box. */
function forEachRow(box: Box, visit: (z: number, y: number) => void): void {
  for (let z = box.minZ; z <= box.maxZ; z++) {
    for (let y = box.minY; y <= box.maxY; y++) visit(z, y);
  }
}
