/** A slice of a volume, as it is shown. */
export interface ShownSlice {
  /** Which, from 0, along the first axis; undefined for a picture. */
  slice?: number;
  /** Rows, columns. */
  shape: readonly [number, number];
  /** True labels of the slice. */
  truth: Uint8Array;
  /** Predicted labels of the slice. */
  prediction: Uint8Array;
}

/**
 * What a page shows of a case: a picture as it is, of a volume the slice with the most wrong voxels; of
 * equal masks the one with the most voxels of classes.
 *
 * @param masks The masks.
 * @param masks.shape Rows and columns, or slices, rows and columns.
 * @param labels The labels of classes.
 * @param ignore The labels that are left out.
 */
export function shownSlice(
  { truth, prediction, shape }: {
    truth: Uint8Array;
    prediction: Uint8Array;
    shape: readonly number[];
  },
  labels: readonly number[],
  ignore: readonly number[] = [],
): ShownSlice {
  const [rows, columns] = shape.slice(-2), pixels = rows * columns;
  if (shape.length === 2) return { shape: [rows, columns], truth, prediction };
  const isClass = new Uint8Array(256), isIgnored = new Uint8Array(256);
  for (const label of labels) isClass[label] = 1;
  for (const label of ignore) isIgnored[label] = 1;
  let slice = 0, most = -1;
  for (let z = 0; z < shape[0]; z++) {
    let wrong = 0, present = 0;
    for (let i = z * pixels; i < (z + 1) * pixels; i++) {
      if (isIgnored[truth[i]] === 1) continue;
      if (truth[i] !== prediction[i]) wrong++;
      present += isClass[truth[i]];
    }
    // a wrong voxel weighs more than all that are right
    const weight = wrong * (pixels + 1) + present;
    if (weight > most) [slice, most] = [z, weight];
  }
  const cut = (mask: Uint8Array): Uint8Array => mask.subarray(slice * pixels, (slice + 1) * pixels);
  return { slice, shape: [rows, columns], truth: cut(truth), prediction: cut(prediction) };
}
