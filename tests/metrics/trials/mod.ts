/**
 * Comparisons of each measure with brute force on random pairs: a few hundred by
 * `trials_test.ts`, 20,000 by `deno task campaign brute-force`.
 *
 * @module
 */
import { AGREEMENT } from "./agreement.ts";
import { CALIBRATION } from "./calibration.ts";
import { INSTANCES } from "./instances.ts";
import { LESIONS } from "./lesions.ts";
import { REGION_TRIALS } from "./regions.ts";
import { TOPOLOGY } from "./topology.ts";
import type { Trial } from "./trial.ts";

/** The comparisons by the names of the measures. */
export const TRIALS: Record<string, Trial> = {
  ...REGION_TRIALS,
  ...AGREEMENT,
  ...INSTANCES,
  ...LESIONS,
  ...TOPOLOGY,
  ...CALIBRATION,
};
