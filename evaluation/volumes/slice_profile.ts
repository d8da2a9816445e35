import type { LabelClass } from "../../core/mod.ts";
import type { SliceCounts } from "../run_folder/evaluation.ts";
import type { VolumeMasks } from "./extent.ts";

/**
 * The voxels of each class slice by slice, in one pass: time grows with voxels, and with slices times pairs of
 * labels.
 *
 * @param volume The masks, the classes, and true values that are left out.
 * @param axis The axis across the slices.
 * @returns By class name, those slices where any mask has the class and all between them; a class that is in
 * neither mask is left out.
 */
export function sliceProfile(
  volume: VolumeMasks & { classes: readonly LabelClass[]; ignore?: readonly number[] },
  axis: number,
): Record<string, SliceCounts> {
  const { classes, shape } = volume, slices = shape[axis];
  const members = classes.map(({ label, labels = [label] }) => {
    const isMember = new Uint8Array(256);
    for (const one of labels) isMember[one] = 1;
    return isMember;
  });
  const counts = members.map(() => [0, 0, 0].map(() => new Uint32Array(slices)));
  for (const [pair, voxels] of pairsInSlices(volume, members, axis)) {
    members.forEach((isMember, k) => {
      const isTrue = isMember[pair >> 8], isPredicted = isMember[pair & 255];
      if ((isTrue | isPredicted) === 0) return;
      const [truth, missed, invented] = counts[k];
      for (let i = 0; i < slices; i++) {
        truth[i] += isTrue * voxels[i];
        missed[i] += (isTrue & ~isPredicted) * voxels[i];
        invented[i] += (isPredicted & ~isTrue) * voxels[i];
      }
    });
  }
  return Object.fromEntries(classes.flatMap(({ name }, k) => {
    const [truth, missed, invented] = counts[k];
    const isEmpty = (i: number): boolean => truth[i] + invented[i] === 0;
    let start = 0, end = slices;
    while (start < end && isEmpty(start)) start++;
    while (end > start && isEmpty(end - 1)) end--;
    if (start === end) return [];
    const [inTruth, notFound, beside] = [truth, missed, invented].map((all) => [
      ...all.subarray(start, end),
    ]);
    return [[name, { start, truth: inTruth, missed: notFound, invented: beside }]];
  }));
}

/** In how many voxels of each slice each pair of labels lies that any class has, by truth × 256 + prediction. */
function pairsInSlices(
  { truth, prediction, shape, ignore = [] }: VolumeMasks & { ignore?: readonly number[] },
  members: readonly Uint8Array[],
  axis: number,
): Map<number, Uint32Array> {
  const isMeasured = (label: number): boolean => members.some((one) => one[label] === 1);
  const counted = Uint8Array.from({ length: 65536 }, (_, pair) =>
    Number(
      !ignore.includes(pair >> 8) && (isMeasured(pair >> 8) || isMeasured(pair & 255)),
    ));
  const found = new Map<number, Uint32Array>(), [slices, rows, columns] = shape;
  const place = [0, 0, 0];
  let last = -1, counts: Uint32Array = new Uint32Array(0);
  for (let z = 0, i = 0; z < slices; z++) {
    place[0] = z;
    for (let y = 0; y < rows; y++) {
      place[1] = y;
      for (let x = 0; x < columns; x++, i++) {
        const pair = truth[i] << 8 | prediction[i];
        if (counted[pair] === 0) continue;
        // neighbours are mostly alike
        if (pair !== last) {
          counts = found.get(pair) ?? new Uint32Array(shape[axis]);
          found.set(last = pair, counts);
        }
        counts[axis === 2 ? x : place[axis]]++;
      }
    }
  }
  return found;
}

/**
 * The Dice of a class in a slice, by itself.
 *
 * @param counts The class's voxels; none where it is in neither mask.
 * @param index The slice.
 * @returns Null where neither mask has the class there.
 */
export function diceInSlice(counts: SliceCounts | undefined, index: number): number | null {
  if (counts === undefined) return null;
  const at = index - counts.start;
  const [truth, missed, invented] = [counts.truth, counts.missed, counts.invented].map((all) =>
    all[at] ?? 0
  );
  const all = 2 * truth - missed + invented;
  return all === 0 ? null : 2 * (truth - missed) / all;
}
