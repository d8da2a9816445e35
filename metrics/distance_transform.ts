import { type Envelope, fitEnvelope, newEnvelope, readEnvelope } from "./envelope.ts";
import { LABEL_NAMES, type LabelOptions, toSelection } from "./labels.ts";
import { type Grid, type Mask, toSingle, type Values } from "./mask.ts";
import { checkOptions, type Names, show } from "./options.ts";
import type { Runs } from "./runs.ts";
import { toDistances, toScale, toSquares } from "./scale.ts";
import { scan } from "./scan.ts";
import { toSpacing } from "./spacing.ts";

/** How a distance transform is computed. */
export interface DistanceTransformOptions extends LabelOptions {
  /** The size of a voxel along each axis of `shape`; 1 along all without it. */
  spacing?: readonly number[];
  /** Whether to leave the distances squared. @default {false} */
  squared?: boolean;
  /** Whether to return the nearest feature of each voxel too. @default {false} */
  indices?: boolean;
}

/** Their names. */
const NAMES: Names<DistanceTransformOptions> = {
  ...LABEL_NAMES,
  spacing: true,
  squared: true,
  indices: true,
};

/** The result of a distance transform. */
export interface DistanceMap {
  /** The distance of each voxel in raster order, in the unit of `spacing`, or its square. */
  data: Float64Array;
  /** The shape of the mask. */
  shape: readonly number[];
  /** The flat index of a nearest feature for each voxel, where asked for; -1 without features. */
  indices?: Int32Array;
}

/**
 * Measures the Euclidean distance from each voxel to the nearest voxel of a mask, exactly.
 *
 * The voxels of the mask have the distance 0; scipy's `distance_transform_edt` and seung-lab's
 * `edt` measure the other way round, from the mask to its background. In each slice one sweep down
 * and up the columns, then lower envelopes of parabolas along the rows, and across the slices
 * (Felzenszwalb and Huttenlocher 2012). Memory: the result, 8 bytes per voxel, and 4 more with
 * `indices`.
 *
 * @param mask The mask, in 2 or 3 dimensions.
 * @param options Spacing, label, ignored values, and what else to return.
 * @returns The distances; +Infinity everywhere where the mask is empty.
 * @throws {TypeError} If the mask or an option is malformed.
 * @throws {RangeError} If a spacing isn't positive and finite, or the mask contains other labels only.
 *
 * @example The distance to a single pixel
 * ```ts
 * import { distanceTransform } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const mask = { data: [1, 0, 0, 0, 0, 0], shape: [2, 3] };
 * const { data } = distanceTransform(mask, { squared: true });
 * assert.deepEqual([...data], [0, 1, 4, 1, 2, 5]);
 * ```
 */
export function distanceTransform(
  mask: Mask,
  options: DistanceTransformOptions = {},
): DistanceMap {
  const action = "the distance transform";
  checkOptions(options, NAMES, action);
  const pair = toSingle(mask, action);
  const { grid, truth: values } = pair;
  const scale = toScale(toSpacing(options.spacing, grid, action));
  const { squared = false, indices: hasIndices = false } = options;
  checkSwitches({ squared, indices: hasIndices }, action);
  const selection = toSelection(options, action);
  const [labels] = selection.regions ?? [];
  // what is ignored is another label than the one asked for, but no zero
  const isPainted = labels === undefined ? selection.ignore !== undefined : labels.length > 1;
  const { truth: [runs] } = scan(pair, selection, isPainted);
  const features = isPainted ? paint(runs, values.length) : values;
  const region = isPainted || labels === undefined
    ? { value: 0, equal: false }
    : { value: labels[0], equal: true };
  const data = new Float64Array(values.length);
  const indices = hasIndices ? new Int32Array(values.length).fill(-1) : undefined;
  transform(features, region, grid, scale.spacing, data, indices);
  if (squared) toSquares(scale, data);
  else toDistances(scale, data, data.length);
  return { data, shape: [...mask.shape], ...(indices && { indices }) };
}

/** Checks the options that are on or off. */
function checkSwitches(switches: Record<string, boolean>, action: string): void {
  for (const [name, value] of Object.entries(switches)) {
    if (typeof value === "boolean") continue;
    throw new TypeError(
      `Cannot compute ${action}: ${name} must be true or false, got ${show(value)}`,
    );
  }
}

/** Paints a region with 1. */
function paint({ bounds, count }: Runs, voxels: number): Uint8Array {
  const inside = new Uint8Array(voxels);
  for (let k = 0; k < 2 * count; k += 2) inside.fill(1, bounds[k], bounds[k + 1]);
  return inside;
}

/** How many lines across the slices are transformed at a time: what a slice has side by side. */
const LINES_AT_ONCE = 32;

/** Which voxels are features: those with `value` when `equal`, those without it when not. */
interface Region {
  /** The value compared with. */
  value: number;
  /** Whether a feature has the value, or any other one. */
  equal: boolean;
}

/**
 * Fills in squared distances to a region, and on demand its nearest voxels.
 *
 * @param values The mask's values.
 * @param region Which of them are features.
 * @param grid The axes.
 * @param spacing The size of a voxel along depth, height and width.
 * @param squares Receives the squared distances.
 * @param indices Receives the nearest features, where wanted; -1 everywhere beforehand.
 */
export function transform(
  values: Values,
  region: Region,
  grid: Grid,
  spacing: readonly number[],
  squares: Float64Array,
  indices?: Int32Array,
): void {
  const { depth, height, width } = grid;
  const plane = height * width;
  const isExact = spacing.every(Number.isInteger);
  const isFlat = grid.dimensions === 2;
  const row = newLine(width, indices !== undefined);
  for (let start = 0; start < depth * plane; start += plane) {
    sweep(values, region, squares, width, start, start + plane, spacing[1], indices);
    for (let at = start; at < start + plane; at += width) {
      lower(squares, at, width, spacing[2], isExact, row, indices?.subarray(at, at + width));
    }
  }
  if (isFlat) return;
  const across = newLine(depth, indices !== undefined);
  const block = new Float64Array(LINES_AT_ONCE * depth);
  const features = indices && new Int32Array(LINES_AT_ONCE * depth);
  for (let first = 0; first < plane; first += LINES_AT_ONCE) {
    const count = Math.min(LINES_AT_ONCE, plane - first);
    turn(squares, first, plane, 1, block, 0, 1, depth, depth, count);
    if (features) turn(indices, first, plane, 1, features, 0, 1, depth, depth, count);
    for (let k = 0; k < count; k++) {
      const own = features?.subarray(k * depth, (k + 1) * depth);
      lower(block, k * depth, depth, spacing[0], isExact, across, own);
    }
    turn(block, 0, 1, depth, squares, first, plane, 1, depth, count);
    if (features) turn(features, 0, 1, depth, indices, first, plane, 1, depth, count);
  }
}

/** Copies a block of numbers, `length` of them from each of `count` lines, from one order to another. */
function turn<T extends Float64Array | Int32Array>(
  from: T,
  fromStart: number,
  fromStride: number,
  fromLine: number,
  to: T,
  toStart: number,
  toStride: number,
  toLine: number,
  length: number,
  count: number,
): void {
  for (let k = 0; k < length; k++) {
    let i = fromStart + k * fromStride;
    let j = toStart + k * toStride;
    for (let n = 0; n < count; n++, i += fromLine, j += toLine) to[j] = from[i];
  }
}

/** Measures along columns: steps down, steps up, squared behind the second sweep. */
function sweep(
  values: Values,
  region: Region,
  squares: Float64Array,
  stride: number,
  start: number,
  end: number,
  spacing: number,
  indices?: Int32Array,
): void {
  const { value, equal } = region;
  for (let i = start; i < start + stride; i++) {
    const isFeature = (values[i] === value) === equal;
    squares[i] = isFeature ? 0 : Infinity;
    if (indices !== undefined && isFeature) indices[i] = i;
  }
  for (let i = start + stride; i < end; i++) {
    const isFeature = (values[i] === value) === equal;
    squares[i] = isFeature ? 0 : squares[i - stride] + 1;
    if (indices !== undefined) indices[i] = isFeature ? i : indices[i - stride];
  }
  for (let i = end - 1 - stride; i >= start; i--) {
    const steps = squares[i + stride];
    if (steps + 1 < squares[i]) {
      squares[i] = steps + 1;
      if (indices !== undefined) indices[i] = indices[i + stride];
    }
    squares[i + stride] = (steps * spacing) * (steps * spacing);
  }
  for (let i = start; i < start + stride; i++) {
    squares[i] = (squares[i] * spacing) * (squares[i] * spacing);
  }
}

/** Room for one line of voxels. */
interface Line {
  /** The parabolas. */
  envelope: Envelope;
  /** The place in the line that each voxel's feature came from, and the features before. */
  sources?: { places: Int32Array; indices: Int32Array };
}

/** Makes room for a line. */
function newLine(length: number, hasIndices: boolean): Line {
  const line = { envelope: newEnvelope(length) };
  if (!hasIndices) return line;
  return { ...line, sources: { places: new Int32Array(length), indices: new Int32Array(length) } };
}

/** Lowers a line of squared distances to the envelope of its parabolas; its features come along. */
function lower(
  squares: Float64Array,
  at: number,
  length: number,
  spacing: number,
  isExact: boolean,
  { envelope, sources }: Line,
  indices?: Int32Array,
): void {
  const count = fitEnvelope(squares, at, length, spacing, envelope);
  readEnvelope(squares, at, length, spacing, envelope, count, isExact, sources?.places);
  if (sources === undefined || indices === undefined) return;
  sources.indices.set(indices);
  for (let k = 0; k < length; k++) {
    indices[k] = sources.places[k] < 0 ? -1 : sources.indices[sources.places[k]];
  }
}
