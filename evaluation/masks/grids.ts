import type { LabelMap } from "../../io/mod.ts";

/** How a mask or an image lies. */
export type Grid = Pick<LabelMap, "shape" | "spacing" | "affine" | "lengths">;

/** So much of a voxel's shortest side may the corners of two grids be apart. */
const TOLERANCE = 0.1;

/**
 * Refuses two masks whose pixels don't lie on each other: of another shape or spacing, or of volumes that
 * lie elsewhere.
 *
 * @param truth The true mask.
 * @param prediction The predicted one.
 * @param who What they are called in the text.
 * @throws {RangeError} If they differ; the text has both grids.
 */
export function checkGrids(
  truth: Grid,
  prediction: Grid,
  who = "truth and prediction",
): void {
  const got = `got ${gridText(truth)} and ${gridText(prediction)}`;
  if (truth.shape.join() !== prediction.shape.join()) {
    const what = truth.shape.length === 3 || prediction.shape.length === 3 ? "grid" : "size";
    throw new RangeError(`${who} must have the same ${what}, ${got}`);
  }
  if ((truth.affine === undefined) !== (prediction.affine === undefined)) {
    throw new RangeError(
      `${who} must both say where they lie, or neither, ${got}`,
    );
  }
  if (distanceOf(truth, prediction) > TOLERANCE) {
    throw new RangeError(
      `${who} must have the same grid to a tenth of a voxel, ${got}`,
    );
  }
}

/** Whether the voxels of two volumes lie on each other, as far as both say where they lie. */
export function isSameGrid(one: Grid, other: Grid): boolean {
  if (one.shape.join() !== other.shape.join()) return false;
  if ((one.affine === undefined) !== (other.affine === undefined)) return true;
  return distanceOf(one, other) <= TOLERANCE;
}

/** Columns, rows and, of a volume, slices. */
function lengthsOf({ lengths, shape }: Grid): number[] {
  return lengths ?? shape.toReversed();
}

/** How far apart the corners of two grids of the same shape are at most, in voxels. */
function distanceOf(truth: Grid, prediction: Grid): number {
  const [steps, others] = [truth.spacing, prediction.spacing];
  if (steps === undefined || others === undefined) return 0;
  const shortest = Math.min(...steps);
  if (truth.affine === undefined || prediction.affine === undefined) {
    const stretch = steps.map((step, axis) => Math.abs(step - others[axis]) * truth.shape[axis]);
    return Math.max(...stretch) / shortest;
  }
  const lengths = lengthsOf(truth);
  // single slices of one shape may be cut along different axes
  if (lengths.join() !== lengthsOf(prediction).join()) return Infinity;
  // a grid is an affine map: no point between the corners is further away than one of them
  const change = truth.affine.map((row, r) =>
    row.map((value, c) => value - prediction.affine![r][c])
  );
  let furthest = 0;
  for (let corner = 0; corner < 8; corner++) {
    const at = lengths.map((length, axis) => corner >> axis & 1 ? length - 1 : 0);
    const moved = change.map((row) => at.reduce((sum, i, axis) => sum + row[axis] * i, row[3]));
    furthest = Math.max(furthest, Math.hypot(...moved));
  }
  return furthest / shortest;
}

/** `512x512x30 voxels of 0.5x0.5x3 mm from (-120, -98, 33.5) mm`, columns first. */
export function gridText(grid: Grid): string {
  const { spacing, affine } = grid, lengths = lengthsOf(grid), size = lengths.join("x");
  if (spacing === undefined) return size;
  const noun = lengths.length === 3 ? "voxels" : "pixels";
  // of a single slice, too, a step a length
  const own = affine === undefined
    ? spacing.toReversed()
    : lengths.map((_, axis) => Math.hypot(...affine.map((row) => row[axis])));
  const steps = own.map(rounded).join("x");
  const origin = affine && ` from (${affine.map((row) => rounded(row[3])).join(", ")}) mm`;
  const directions = affine && isOblique(affine)
    ? `, directions ${affine.map((row) => row.slice(0, 3).map(rounded).join(" ")).join("; ")}`
    : "";
  return `${size} ${noun} of ${steps} mm${origin ?? ""}${directions}`;
}

function isOblique(affine: readonly (readonly number[])[]): boolean {
  return affine.some((row, r) => row.slice(0, 3).some((v, c) => c !== r && Math.abs(v) > 1e-4));
}

function rounded(value: number): string {
  return String(Number(value.toFixed(3)));
}
