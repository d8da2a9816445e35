import { mulberry32 } from "../../core/mod.ts";
import { TRIALS } from "../metrics/trials/mod.ts";
import type { CampaignOptions } from "./main.ts";

/**
 * Compares each measure with brute force on random pairs.
 *
 * @returns Whether none differed.
 */
export function runBruteForce(
  { count = 20_000, seed, only }: Pick<CampaignOptions, "count" | "seed" | "only">,
): Promise<boolean> {
  let differing = 0;
  for (const [name, compare] of Object.entries(TRIALS)) {
    if (only !== undefined && only !== name) continue;
    const random = mulberry32(seed);
    const start = performance.now();
    let mismatches = 0;
    for (let pair = 0; pair < count; pair++) {
      try {
        compare(random);
      } catch (error) {
        if (mismatches++ === 0) console.log(`${name}, pair ${pair}: ${(error as Error).message}`);
      }
    }
    differing += mismatches;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${name}: ${mismatches} mismatches in ${count} pairs, ${seconds} s`);
  }
  return Promise.resolve(differing === 0);
}
