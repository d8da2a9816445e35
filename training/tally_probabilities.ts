import { type ClassMaps, forEachBand, type OwnSize } from "../data/mod.ts";
import type { ProbabilityTally } from "../evaluation/mod.ts";

/**
 * Adds what a model says of an image, or of some of its rows, to a tally.
 *
 * @param tally The tally.
 * @param maps Each class's probabilities.
 * @param size The size that they are brought to.
 * @param masks The labels of these pixels.
 */
export function tallyProbabilities(
  tally: ProbabilityTally,
  maps: ClassMaps,
  size: OwnSize,
  { truth, prediction }: { truth: Uint8Array; prediction: Uint8Array },
): void {
  const classes = maps.values.length / (maps.shape[0] * maps.shape[1]);
  forEachBand(maps, size, classes, (planes, from) => {
    const to = from + planes.length / classes;
    const own = { truth: truth.subarray(from, to), prediction: prediction.subarray(from, to) };
    tally.add({ planes, ...own });
  });
}

/** Whether there are no other values than numbers: those of a model that diverged say nothing. */
export function areNumbers(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}
