import type { Scan } from "./scan.ts";

/** How many voxels truth and prediction share, and how many they don't. */
export interface Counts {
  /** Voxels in truth and prediction. */
  tp: number;
  /** Voxels in the prediction alone. */
  fp: number;
  /** Voxels in the truth alone. */
  fn: number;
  /** Voxels in neither; ignored ones are in none of the four. */
  tn: number;
  /** Voxels that were ignored, where `ignore` was given. */
  ignored?: number;
}

/** One label's counts from the joint ones. */
export function countsOf({ slots, counts, voxels, ignored }: Scan, slot: number): Counts {
  const { side, ignored: out } = slots;
  let inTruth = 0;
  let inPrediction = 0;
  for (let other = 0; other < side; other++) {
    inTruth += counts[slot * side + other];
    if (other !== out) inPrediction += counts[other * side + slot];
  }
  const tp = counts[slot * side + slot];
  const fp = inPrediction - tp;
  const fn = inTruth - tp;
  const tn = voxels - (ignored ?? 0) - tp - fp - fn;
  return { tp, fp, fn, tn, ...(ignored === undefined ? {} : { ignored }) };
}
