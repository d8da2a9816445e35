import type { ErrorKinds, Mask } from "@triptych/metrics";
import { places, surfaceOf } from "./brute_force.ts";

type Place = number[];

/** The kinds of errors by their definitions, comparing all pairs of voxels. */
export function bruteErrorKinds(
  truth: Mask,
  prediction: Mask,
  distance: number,
  spacing: readonly number[],
): ErrorKinds {
  const all = places(truth.shape), at = (mask: Mask) => (i: number) => Boolean(mask.data[i]);
  const inTruth = at(truth), inPrediction = at(prediction);
  const apart = (i: number, j: number) =>
    Math.sqrt(all[i].reduce((sum, p, axis) => sum + ((p - all[j][axis]) * spacing[axis]) ** 2, 0));
  const isNear = (i: number, is: (j: number) => boolean) =>
    all.some((_, j) => is(j) && apart(i, j) <= distance * (1 + 1e-9));
  // beyond the image all is outside
  const isNearOutside = (i: number, is: (j: number) => boolean) =>
    isNear(i, (j) => !is(j)) ||
    all[i].some((p, axis) =>
      Math.min(p + 1, truth.shape[axis] - p) * spacing[axis] <= distance * (1 + 1e-9)
    );
  const isWrong = (is: (i: number) => boolean, other: (i: number) => boolean) => (i: number) =>
    is(i) && !other(i);
  const surface = new Set(surfaceOf(truth).map(String));

  const kinds = { edge: 0, spill: 0, lost: 0, hole: 0, island: 0, missed: 0, splitMerge: 0 };
  const sort = (own: (i: number) => boolean, other: (i: number) => boolean, isMissing: boolean) => {
    const owns = numbered(all, own), others = numbered(all, other);
    const found = (numbers: number[]) =>
      new Set(numbers.filter((_, i) => inTruth(i) && inPrediction(i)));
    const ownFound = found(owns), otherFound = found(others);
    const wrong = isWrong(own, other);
    const regions = numbered(all, (i) => wrong(i) && ownFound.has(owns[i]));
    for (const i of all.keys()) {
      if (!wrong(i)) continue;
      if (!ownFound.has(owns[i])) {
        kinds[isMissing ? "missed" : "island"]++;
        continue;
      }
      const region = [...all.keys()].filter((j) => regions[j] === regions[i]);
      const touched = new Set(
        [...all.keys()].filter((j) =>
          own(j) && other(j) && region.some((k) => touches(all[k], all[j]))
        ).map((j) => others[j]),
      );
      const isEdge = isNear(i, other) && isNearOutside(i, own);
      if (touched.size > 1) {
        const near = new Set(
          [...all.keys()].filter((j) =>
            otherFound.has(others[j]) && apart(i, j) <= distance * (1 + 1e-9)
          ).map((j) => others[j]),
        );
        kinds[near.size > 1 || !isEdge ? "splitMerge" : "edge"]++;
      } else if (isMissing && !region.some((j) => surface.has(String(all[j])))) kinds.hole++;
      else if (isEdge) kinds.edge++;
      else kinds[isMissing ? "lost" : "spill"]++;
    }
  };
  sort(inTruth, inPrediction, true);
  sort(inPrediction, inTruth, false);
  return kinds;
}

/** Numbers the parts that touch across faces, edges or corners, from 1; 0 is outside. */
function numbered(all: Place[], is: (i: number) => boolean): number[] {
  const numbers = all.map(() => 0);
  let count = 0;
  for (const i of all.keys()) {
    if (!is(i) || numbers[i] > 0) continue;
    count++;
    for (const left = [i]; left.length > 0;) {
      const j = left.pop()!;
      if (numbers[j] > 0) continue;
      numbers[j] = count;
      for (const k of all.keys()) if (is(k) && touches(all[j], all[k])) left.push(k);
    }
  }
  return numbers;
}

function touches(a: Place, b: Place): boolean {
  return a.every((p, axis) => Math.abs(p - b[axis]) <= 1);
}
