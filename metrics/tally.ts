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

/** The counts of a region, which is one or several slots, from the joint ones. */
export function countsOf(
  { slots, counts, voxels, ignored }: Scan,
  region: readonly number[],
): Counts {
  const { side, ignored: out } = slots;
  let inTruth = 0;
  let inPrediction = 0;
  let tp = 0;
  for (const slot of region) {
    for (let other = 0; other < side; other++) {
      inTruth += counts[slot * side + other];
      if (other !== out) inPrediction += counts[other * side + slot];
    }
    for (const other of region) tp += counts[slot * side + other];
  }
  const fp = inPrediction - tp;
  const fn = inTruth - tp;
  const tn = voxels - (ignored ?? 0) - tp - fp - fn;
  return { tp, fp, fn, tn, ...(ignored === undefined ? {} : { ignored }) };
}
