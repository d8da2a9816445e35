import type { Box } from "./box.ts";
import { numberComponents } from "./components.ts";
import { errorBits } from "./errors/edges.ts";
import { listReach } from "./errors/reach.ts";
import { keepPieces, takeApart } from "./errors/parts.ts";
import { sortSide } from "./errors/side.ts";
import { MASK_NAMES, type MaskOptions, type Region, toParts } from "./labels.ts";
import { type Grid, type Mask, toPair } from "./mask.ts";
import { checkOptions, type Names, showNumber } from "./options.ts";
import { findBox, type Runs, unite } from "./runs.ts";
import { scan } from "./scan.ts";
import { toSpacing } from "./spacing.ts";

/** How wrong voxels are told apart. */
export interface ErrorKindsOptions extends MaskOptions {
  /** The labels or regions to look at, as `evaluate` takes them. */
  labels: readonly Region[];
  /** How near both outlines an edge error is, in the unit of `spacing`. */
  distance: number;
  /** The size of a voxel along each axis of `shape`; 1 along all without it. */
  spacing?: readonly number[];
}

/** Their names. */
const NAMES: Names<ErrorKindsOptions> = {
  labels: true,
  distance: true,
  spacing: true,
  ...MASK_NAMES,
};

/** The wrong voxels of a label by kind; all seven add up to FP + FN. */
export interface ErrorKinds {
  /** Near the outlines of both masks: the outline is a little off. */
  edge: number;
  /** In the prediction alone, beyond the edge of an object that was found. */
  spill: number;
  /** In the truth alone, a part of an object that was found. */
  lost: number;
  /** In the truth alone, inside an object that was found, and not reaching its outline. */
  hole: number;
  /** In a part of the prediction that has no voxel of the truth. */
  island: number;
  /** In an object of the truth that has no voxel of the prediction. */
  missed: number;
  /** Between parts that the prediction divides an object into, or between objects that it joins. */
  splitMerge: number;
}

/**
 * Tells the wrong voxels of each label apart: every one is of exactly one of seven kinds.
 *
 * Objects are the parts of a mask that touch across faces, edges or corners. The first that applies:
 * *missed*, *island*: the object has no voxel in common with the other mask. *Split or merge*: the
 * connected wrong region touches two predicted objects (if it is missing) or two true ones (if it is
 * extra), and the voxel lies within `distance` of two that were found, or isn't edge. *Hole*: the
 * missing region doesn't reach the truth's surface. *Edge*: both outlines are within `distance`: a
 * missing voxel has a voxel of the prediction and one outside the truth that near, an extra voxel has
 * one of the truth and one outside the prediction. The rest is *lost* or *spill*. For detection there
 * are such kinds in Nascimento and Marques, 2006 (splits, merges, failures, false alarms), and TIDE,
 * Bolya et al., 2020.
 *
 * Takes one pass over both label maps for all labels, then time in proportion to the runs of each label,
 * and to the 32-voxel words with errors times the rows within `distance`. Memory: 50 bytes per run and 2
 * bits per voxel of the masks' box.
 *
 * @param truth The true label map.
 * @param prediction The predicted label map, of the same shape.
 * @param options Labels, distance, spacing, ignored values.
 * @returns The counts of each label or region, in the order of `labels`.
 * @throws {TypeError} If a map or an option is malformed or unknown, or if the shapes differ.
 * @throws {RangeError} If the distance isn't positive and finite, or another option is out of range.
 *
 * @example An object that is one column too wide, and one that was missed
 * ```ts
 * import { errorKinds } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 0, 0, 1, 1, 1, 0, 0, 0], shape: [2, 5] };
 * const prediction = { data: [1, 1, 1, 0, 0, 1, 1, 1, 0, 0], shape: [2, 5] };
 * const [kinds] = errorKinds(truth, prediction, { labels: [1], distance: 1 });
 * assert.deepEqual([kinds.edge, kinds.missed, kinds.spill], [2, 1, 0]);
 * ```
 */
export function errorKinds(
  truth: Mask,
  prediction: Mask,
  options: ErrorKindsOptions,
): ErrorKinds[] {
  const action = "kinds of errors";
  checkOptions(options, NAMES, action);
  const pair = toPair(truth, prediction, action);
  const spacing = toSpacing(options?.spacing, pair.grid, action);
  const distance = options?.distance;
  if (!(typeof distance === "number" && distance > 0 && distance < Infinity)) {
    throw new RangeError(
      `Cannot compute ${action}: distance must be positive and finite, got ${showNumber(distance)}`,
    );
  }
  const { selection, partsOf } = toParts(options.labels, options, action);
  const found = scan(pair, selection, true);
  const unitedOf = (runs: Runs[], parts: number[], name: string) =>
    unite(parts.map((part) => runs[part]), pair.grid, `${name} region`);
  return partsOf.map((parts) =>
    kindsOf(
      unitedOf(found.truth, parts, "truth"),
      unitedOf(found.prediction, parts, "prediction"),
      pair.grid,
      { distance, spacing },
    )
  );
}

/** Tells the wrong voxels of one region apart. */
function kindsOf(
  truth: Runs,
  prediction: Runs,
  grid: Grid,
  { distance, spacing }: { distance: number; spacing: readonly number[] },
): ErrorKinds {
  const { common, ofPrediction, lost, extra } = takeApart(truth, prediction);
  const none = { edge: 0, spill: 0, lost: 0, hole: 0, island: 0, missed: 0, splitMerge: 0 };
  if (lost.count + extra.count === 0) return none;
  const inTruth = numberComponents(truth, grid, grid.dimensions);
  const inPrediction = numberComponents(prediction, grid, grid.dimensions);
  const trueFound = new Uint8Array(inTruth.count + 1);
  const predictedFound = new Uint8Array(inPrediction.count + 1);
  for (let k = 0; k < common.count; k++) {
    trueFound[inTruth.numbers[common.of[k]]] = 1;
    predictedFound[inPrediction.numbers[ofPrediction[k]]] = 1;
  }
  const missed = keepPieces(lost, (run) => trueFound[inTruth.numbers[run]] === 1);
  const island = keepPieces(extra, (run) => predictedFound[inPrediction.numbers[run]] === 1);
  if (lost.count + extra.count === 0) return { ...none, missed, island };

  const box = around(findBox(truth, grid), findBox(prediction, grid));
  const near = { box, grid, reach: listReach(distance, spacing, box, grid) };
  const trueBits = errorBits(truth, box, grid, "truth");
  const predictedBits = errorBits(prediction, box, grid, "prediction");
  const missing = sortSide(lost, { ...near, own: trueBits, other: predictedBits }, true, {
    ...{ runs: prediction, numbers: inPrediction.numbers, isFound: predictedFound },
    ...{ common, ofCommon: (k) => ofPrediction[k] },
  });
  const tooMuch = sortSide(extra, { ...near, own: predictedBits, other: trueBits }, false, {
    ...{ runs: truth, numbers: inTruth.numbers, isFound: trueFound },
    ...{ common, ofCommon: (k) => common.of[k] },
  });
  return {
    edge: missing.edge + tooMuch.edge,
    spill: tooMuch.rest,
    lost: missing.rest,
    hole: missing.hole,
    island,
    missed,
    splitMerge: missing.joins + tooMuch.joins,
  };
}

/** The box of two boxes. */
function around(a: Box, b: Box): Box {
  return {
    minZ: Math.min(a.minZ, b.minZ),
    maxZ: Math.max(a.maxZ, b.maxZ),
    minY: Math.min(a.minY, b.minY),
    maxY: Math.max(a.maxY, b.maxY),
    minX: Math.min(a.minX, b.minX),
    maxX: Math.max(a.maxX, b.maxX),
  };
}
