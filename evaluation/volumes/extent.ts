import type { LabelClass } from "../../core/mod.ts";

/** The masks of a volume. */
export interface VolumeMasks {
  /** True labels, the last axis of `shape` fastest. */
  truth: Uint8Array;
  /** Predicted labels, in the same order. */
  prediction: Uint8Array;
  /** Slices, rows, columns. */
  shape: readonly number[];
  /** The size of a voxel along each axis of `shape`. */
  spacing: readonly number[];
}

/** A box of voxels, for each axis the first index and the one after the last. */
export type VoxelBox = [start: number, end: number][];

/** Where a volume's classes and errors lie. */
export interface VolumeExtent {
  /** The classes in either mask, and what is wrong; undefined where there is nothing. */
  objects?: VoxelBox;
  /** The wrong voxels; undefined where there are none. */
  wrong?: VoxelBox;
  /** How many wrong voxels each slice across an axis has. */
  wrongIn: Uint32Array;
}

/** What a pair of labels is, bit by bit. */
export const OBJECT = 1, WRONG = 2;

/**
 * What each pair of labels is: of a class in either mask, and wrong if the two differ. The class
 * `background` is ground, on which errors count and which is no object.
 *
 * @param classes The classes.
 * @param ignore True values that are left out.
 * @returns A table by true label × 256 + predicted label.
 */
export function pairKinds(
  classes: readonly LabelClass[],
  ignore: readonly number[] = [],
): Uint8Array {
  const labelsOf = ({ label, labels = [label] }: LabelClass): readonly number[] => labels;
  const measured = new Set(classes.flatMap(labelsOf));
  const objects = new Set(classes.filter(({ name }) => name !== "background").flatMap(labelsOf));
  const kinds = new Uint8Array(65536);
  for (let truth = 0; truth < 256; truth++) {
    if (ignore.includes(truth)) continue;
    for (let prediction = 0; prediction < 256; prediction++) {
      const has = (labels: Set<number>): boolean => labels.has(truth) || labels.has(prediction);
      const isWrong = truth !== prediction && has(measured);
      kinds[truth << 8 | prediction] = (isWrong ? WRONG : 0) | (has(objects) ? OBJECT : 0);
    }
  }
  return kinds;
}

/**
 * Finds where a volume's classes and errors lie, in one pass.
 *
 * @param masks The masks.
 * @param kinds What each pair of labels is, from {@linkcode pairKinds}.
 * @param axis Slices are across this axis.
 */
export function extentOf(
  { truth, prediction, shape }: VolumeMasks,
  kinds: Uint8Array,
  axis: number,
): VolumeExtent {
  const [slices, rows, columns] = shape;
  const wrongIn = new Uint32Array(shape[axis]);
  const found = { objects: new Box(), wrong: new Box() };
  for (let z = 0, i = 0; z < slices; z++) {
    for (let y = 0; y < rows; y++) {
      let wrong = 0, first = -1, last = -1, firstWrong = -1, lastWrong = -1;
      for (let x = 0; x < columns; x++, i++) {
        const kind = kinds[truth[i] << 8 | prediction[i]];
        if (kind === 0) continue;
        last = x;
        if (first < 0) first = x;
        if (kind < WRONG) continue;
        wrong++;
        lastWrong = x;
        if (firstWrong < 0) firstWrong = x;
        if (axis === 2) wrongIn[x]++;
      }
      if (axis < 2) wrongIn[axis === 0 ? z : y] += wrong;
      if (last >= 0) found.objects.add(z, y, first, last);
      if (wrong > 0) found.wrong.add(z, y, firstWrong, lastWrong);
    }
  }
  return { objects: found.objects.voxels, wrong: found.wrong.voxels, wrongIn };
}

/** A box that grows by stretches of rows. */
class Box {
  voxels: VoxelBox | undefined;

  add(z: number, y: number, first: number, last: number): void {
    const stretch: VoxelBox = [[z, z + 1], [y, y + 1], [first, last + 1]];
    this.voxels = this.voxels?.map(([start, end], axis) => [
      Math.min(start, stretch[axis][0]),
      Math.max(end, stretch[axis][1]),
    ]) ?? stretch;
  }
}
