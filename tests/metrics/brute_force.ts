import type { Mask } from "@triptych/metrics";

/** A voxel's place along each axis. */
type Place = number[];

/** All places of a shape, in raster order. */
export function places(shape: readonly number[]): Place[] {
  return shape.reduce<Place[]>(
    (found, length) => found.flatMap((place) => Array.from({ length }, (_, k) => [...place, k])),
    [[]],
  );
}

/** Whether a place is in the mask; outside the image nothing is. */
function isInside(mask: Mask, place: Place): boolean {
  const isWithin = place.every((p, axis) => p >= 0 && p < mask.shape[axis]);
  return isWithin &&
    Boolean(mask.data[place.reduce((at, p, axis) => at * mask.shape[axis] + p, 0)]);
}

/** The surface voxels, by definition: inside, with a neighbour outside. */
export function surfaceOf(mask: Mask, connectivity = 1): Place[] {
  const offsets = places(mask.shape.map(() => 3)).map((place) => place.map((p) => p - 1))
    .filter((offset) => {
      const axes = offset.filter((step) => step !== 0).length;
      return axes > 0 && axes <= connectivity;
    });
  return places(mask.shape).filter((place) =>
    isInside(mask, place) &&
    offsets.some((offset) => !isInside(mask, place.map((p, axis) => p + offset[axis])))
  );
}

/** The squared distance between two places, squares added from the last axis to the first. */
function square(a: Place, b: Place, spacing: readonly number[]): number {
  return a.reduceRight((sum, p, axis) => {
    const length = (p - b[axis]) * spacing[axis];
    return sum + length * length;
  }, 0);
}

/** The distance from each place to the nearest of others, comparing all pairs. */
export function distancesBetween(from: Place[], to: Place[], spacing: readonly number[]): number[] {
  return from.map((a) => Math.sqrt(Math.min(...to.map((b) => square(a, b, spacing)))));
}

/** Both directed lists of surface distances. */
export function bruteDistances(
  truth: Mask,
  prediction: Mask,
  spacing: readonly number[] = truth.shape.map(() => 1),
  connectivity = 1,
): [number[], number[]] {
  const a = surfaceOf(truth, connectivity);
  const b = surfaceOf(prediction, connectivity);
  return [distancesBetween(a, b, spacing), distancesBetween(b, a, spacing)];
}

/** A percentile, linear between ranks. */
export function brutePercentile(values: number[], percentage: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = percentage / 100 * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]];
  return low + (high - low) * (rank - Math.floor(rank));
}
