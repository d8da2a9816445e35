/** A place in mm that grows to the patient's right, front and top: NIfTI's. */
export const RAS = [1, 1, 1] as const;
/** One that grows to the left, the back and the top: DICOM's and ITK's. */
export const LPS = [-1, -1, 1] as const;

/**
 * The affine of a volume: from indices x, y, z to mm towards the patient's right, front and top.
 *
 * @param vectors For each axis, the step from one voxel to the next.
 * @param origin The place of the first voxel.
 * @param signs How each coordinate grows against right, front and top.
 * @returns Three rows of four.
 */
export function affineOf(
  vectors: readonly (readonly number[])[],
  origin: readonly number[],
  signs: readonly number[],
): number[][] {
  return signs.map((sign, row) =>
    [...vectors.map((vector) => vector[row]), origin[row]].map((value) => sign * value)
  );
}

/** Labels with their place: x fastest, then y and z. */
export interface Placed {
  /** A label per voxel. */
  labels: Uint8Array;
  /** The lengths along x, y and z. */
  lengths: readonly number[];
  /** From indices to mm, three rows of four. */
  affine: readonly (readonly number[])[];
}

/**
 * Brings a volume to one orientation: x grows to the patient's right, y to the front, z to the top, as
 * nearly as its axes can. Voxels keep their places; nothing is interpolated.
 *
 * @param volume The volume.
 * @returns The same, turned and mirrored; the very same where it lies so already.
 */
export function toCanonical(volume: Placed): Placed {
  const { labels, lengths, affine } = volume, { axes, flips } = orientationOf(affine);
  if (axes.every((axis, row) => axis === row) && !flips.includes(true)) return volume;
  const turned = affine.map((row) => [
    ...axes.map((axis, i) => flips[i] ? -row[axis] : row[axis]),
    axes.reduce(
      (sum, axis, i) => sum + (flips[i] ? row[axis] * (lengths[axis] - 1) : 0),
      row[3],
    ),
  ]);
  return {
    labels: reordered(labels, lengths, axes, flips),
    lengths: axes.map((axis) => lengths[axis]),
    affine: turned,
  };
}

/** Whether each axis of a volume leads somewhere. */
export function isRegular(affine: readonly (readonly number[])[]): boolean {
  return affine.flat().every(Number.isFinite) &&
    [0, 1, 2].every((axis) => Math.hypot(...affine.map((row) => row[axis])) > 0);
}

/** Which axis of a volume comes nearest to right, front and top, and which of these it runs against. */
export function orientationOf(
  affine: readonly (readonly number[])[],
): { axes: number[]; flips: boolean[] } {
  const axes = nearestAxes(affine);
  return { axes, flips: axes.map((axis, row) => affine[row][axis] < 0) };
}

/**
 * Values with their axes in another order, and some of them reversed.
 *
 * @param labels The values, the first axis fastest.
 * @param lengths The length of each axis, two or three.
 * @param axes For each axis of the result, which axis it was.
 * @param flips Which axes of the result are reversed.
 * @returns A copy.
 */
export function reordered<Values extends Uint8Array | Float32Array>(
  labels: Values,
  lengths: readonly number[],
  axes: readonly number[],
  flips: readonly boolean[],
): Values {
  const steps = lengths.map((_, axis) => lengths.slice(0, axis).reduce((a, b) => a * b, 1));
  const [nx, ny, nz = 1] = axes.map((axis) => lengths[axis]);
  const [dx, dy, dz = 0] = axes.map((axis, i) => flips[i] ? -steps[axis] : steps[axis]);
  const start = axes.reduce(
    (sum, axis, i) => sum + (flips[i] ? steps[axis] * (lengths[axis] - 1) : 0),
    0,
  );
  const result = labels.slice() as Values;
  for (let z = 0, to = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0, from = start + z * dz + y * dy; x < nx; x++, from += dx) {
        result[to++] = labels[from];
      }
    }
  }
  return result;
}

/** The order of axes that is nearest to right, front and top, all taken together. */
function nearestAxes(affine: readonly (readonly number[])[]): number[] {
  const cosine = (row: number, axis: number): number =>
    Math.abs(affine[row][axis]) / Math.hypot(...affine.map((values) => values[axis]));
  const fit = (order: readonly number[]): number =>
    order.reduce((sum, axis, row) => sum + cosine(row, axis), 0);
  return ORDERS.map((order) => [...order]).reduce((best, order) =>
    fit(order) > fit(best) + 1e-9 ? order : best
  );
}

const ORDERS = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] as const;
