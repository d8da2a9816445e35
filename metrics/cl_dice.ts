import { LABEL_NAMES, type LabelOptions, toSelection } from "./labels.ts";
import { type Grid, type Mask, toPair } from "./mask.ts";
import { checkOptions } from "./options.ts";
import type { Runs } from "./runs.ts";
import { scan } from "./scan.ts";
import { skeletonOf } from "./skeleton.ts";

/**
 * Centreline Dice: how well two masks of vessels, roads or other thin things follow each other, 0
 * to 1.
 *
 * With S the skeleton of a mask, 2·p·s / (p + s), where p = |S(P) ∩ T| / |S(P)| and s = |S(T) ∩ P| /
 * |S(T)|. Shit et al., clDice: A Novel Topology-Preserving Loss Function for Tubular Structure
 * Segmentation, 2021, with skeletons as `skeleton` and scikit-image make them; a mask of which nothing
 * would be left, such as three voxels around a corner in a volume, is its own skeleton. 1 where both
 * masks are empty, 0 where only one is or a skeleton lies wholly outside the other mask. Time and
 * memory: those of `skeleton`, for both masks.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options The label, and the values to ignore.
 * @returns Centreline Dice.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If the masks contain only other labels.
 *
 * @example A line, and one that breaks off
 * ```ts
 * import { clDice } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 1, 1], shape: [1, 4] };
 * const prediction = { data: [1, 1, 0, 0], shape: [1, 4] };
 * assert.equal(clDice(truth, prediction), 2 / 3);
 * ```
 */
export function clDice(truth: Mask, prediction: Mask, options: LabelOptions = {}): number {
  const action = "clDice";
  checkOptions(options, LABEL_NAMES, action);
  const pair = toPair(truth, prediction, action);
  const { truth: [inTruth], prediction: [inPrediction] } = scan(
    pair,
    toSelection(options, action),
    true,
  );
  if (inTruth.count === 0 || inPrediction.count === 0) {
    return inTruth.count === inPrediction.count ? 1 : 0;
  }
  const precision = coveredPart(linesOf(inPrediction, pair.grid), inTruth);
  const recall = coveredPart(linesOf(inTruth, pair.grid), inPrediction);
  return precision + recall === 0 ? 0 : 2 * precision * recall / (precision + recall);
}

/** The skeleton of a region; the region itself where nothing is left of it. */
function linesOf(runs: Runs, grid: Grid): number[] {
  const indices = skeletonOf(runs, grid);
  if (indices.length > 0) return indices;
  for (let k = 0; k < 2 * runs.count; k += 2) {
    for (let i = runs.bounds[k]; i < runs.bounds[k + 1]; i++) indices.push(i);
  }
  return indices;
}

/** The part of voxels in raster order that lie in a region. */
function coveredPart(indices: readonly number[], { bounds, count }: Runs): number {
  let covered = 0;
  let run = 0;
  for (const index of indices) {
    while (run < count && bounds[2 * run + 1] <= index) run++;
    if (run < count && bounds[2 * run] <= index) covered++;
  }
  return covered / indices.length;
}
