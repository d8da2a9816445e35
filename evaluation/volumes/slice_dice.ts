import type { LabelClass } from "../../core/mod.ts";
import type { VolumeMasks } from "./extent.ts";

/**
 * The Dice of slices, each by itself.
 *
 * @param volume The masks, the classes, and true values that are left out.
 * @param slices Which slices.
 * @param slices.axis The axis across them.
 * @param slices.indices Their indices.
 * @returns By class name a value per slice; null where neither mask has the class.
 */
export function diceOfSlices(
  volume: VolumeMasks & { classes: readonly LabelClass[]; ignore?: readonly number[] },
  { axis, indices }: { axis: number; indices: readonly number[] },
): Record<string, (number | null)[]> {
  const counts = indices.map((index) => countPairs(volume, axis, index));
  return Object.fromEntries(volume.classes.map(({ name, label, labels = [label] }) => {
    const isMember = new Uint8Array(256);
    for (const one of labels) isMember[one] = 1;
    return [name, counts.map((pairs) => diceOf(pairs, isMember, volume.ignore))];
  }));
}

/** How often each pair of labels occurs in a slice, by true label × 256 + predicted label. */
function countPairs(
  { truth, prediction, shape }: VolumeMasks,
  axis: number,
  index: number,
): Map<number, number> {
  const counts = new Uint32Array(65536);
  const start = shape.map((_, a) => a === axis ? index : 0);
  const end = shape.map((length, a) => a === axis ? index + 1 : length);
  for (let z = start[0]; z < end[0]; z++) {
    for (let y = start[1]; y < end[1]; y++) {
      const row = (z * shape[1] + y) * shape[2];
      for (let i = row + start[2]; i < row + end[2]; i++) counts[truth[i] << 8 | prediction[i]]++;
    }
  }
  const found = new Map<number, number>();
  for (let pair = 0; pair < counts.length; pair++) if (counts[pair]) found.set(pair, counts[pair]);
  return found;
}

function diceOf(
  pairs: ReadonlyMap<number, number>,
  isMember: Uint8Array,
  ignore: readonly number[] = [],
): number | null {
  let both = 0, all = 0;
  for (const [pair, count] of pairs) {
    if (ignore.includes(pair >> 8)) continue;
    const truth = isMember[pair >> 8], prediction = isMember[pair & 255];
    both += (truth & prediction) * count;
    all += (truth + prediction) * count;
  }
  return all === 0 ? null : 2 * both / all;
}
