import { gzipSync } from "node:zlib";
import type { Volume } from "./read_volume.ts";

/** Where a header says what is changed here: of version 1 (348 bytes) and 2 (540 bytes). */
const PLACES = {
  1: { dims: 40, datatype: 70, slope: 112, calibration: 124, wide: false },
  2: { dims: 16, datatype: 12, slope: 176, calibration: 192, wide: true },
} as const;

/**
 * Encodes labels as a NIfTI volume that lies as another one does: with its affine, spacing, unit and
 * extensions.
 *
 * @param labels A label per voxel, along x first, then y and z.
 * @param volume The volume that was labelled; its `head` is kept.
 * @param options How to encode.
 * @param options.gzip Whether to gzip it, as `.nii.gz`. @default {true}
 * @returns The file's content.
 * @throws {TypeError} If there isn't one label per voxel.
 */
export function encodeLabelVolume(
  labels: Uint8Array | Uint16Array,
  { shape, head }: Pick<Volume, "shape" | "head">,
  { gzip = true }: { gzip?: boolean } = {},
): Uint8Array {
  const [x, y, z] = shape;
  if (labels.length !== x * y * z) {
    throw new TypeError(
      `Cannot encode label volume: there must be one label per voxel, got ${labels.length} labels ` +
        `for ${shape.join("x")}`,
    );
  }
  const bits = labels instanceof Uint16Array ? 16 : 8, bytes = bits / 8;
  const file = new Uint8Array(head.length + labels.length * bytes);
  file.set(head);
  const view = new DataView(file.buffer), little = isLittle(view);
  describe(view, shape, { little, bits });
  if (bits === 8) file.set(labels, head.length);
  else labels.forEach((label, i) => view.setUint16(head.length + 2 * i, label, little));
  return gzip ? new Uint8Array(gzipSync(file)) : file;
}

/** The first number is the header's length. */
function isLittle(view: DataView): boolean {
  return [348, 540].includes(view.getInt32(0, true));
}

/** Writes what the voxels are into a header. */
function describe(
  view: DataView,
  shape: Volume["shape"],
  { little, bits }: { little: boolean; bits: 8 | 16 },
): void {
  const { dims, datatype, slope, calibration, wide } =
    PLACES[view.getInt32(0, little) === 348 ? 1 : 2];
  [3, ...shape, 1, 1, 1, 1].forEach((length, i) => {
    if (wide) view.setBigInt64(dims + 8 * i, BigInt(length), little);
    else view.setInt16(dims + 2 * i, length, little);
  });
  // NIfTI's codes of unsigned numbers of 8 and 16 bits
  view.setInt16(datatype, bits === 8 ? 2 : 512, little);
  view.setInt16(datatype + 2, bits, little);
  const set = (at: number, value: number): void =>
    wide ? view.setFloat64(at, value, little) : view.setFloat32(at, value, little);
  const step = wide ? 8 : 4;
  // slope and inter, then the range to be shown, which is the image's
  set(slope, 1);
  set(slope + step, 0);
  set(calibration, 0);
  set(calibration + step, 0);
}
