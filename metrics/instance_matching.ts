import { assign } from "./assignment.ts";
import type { Overlap } from "./instance_overlaps.ts";

/** Two instances that may be matched. */
export interface Candidate extends Overlap {
  /** How well they agree, above 0. */
  score: number;
}

/** Takes the best pair, then the best of those left; of equals the first of the truth. */
export function matchGreedily(candidates: readonly Candidate[]): Candidate[] {
  const takenTruth = new Set<number>();
  const takenPrediction = new Set<number>();
  return candidates.toSorted((a, b) => b.score - a.score).filter(({ truth, prediction }) => {
    if (takenTruth.has(truth) || takenPrediction.has(prediction)) return false;
    takenTruth.add(truth);
    takenPrediction.add(prediction);
    return true;
  });
}

/** Takes the pairs whose scores have the largest sum. */
export function matchOptimally(
  candidates: readonly Candidate[],
  truthCount: number,
  predictionCount: number,
): Candidate[] {
  const columnOf = assign({
    rows: candidates.map(({ truth }) => truth),
    columns: candidates.map(({ prediction }) => prediction),
    gains: candidates.map(({ score }) => score),
    rowCount: truthCount,
    columnCount: predictionCount,
  });
  return candidates.filter(({ truth, prediction }) => columnOf[truth] === prediction);
}
