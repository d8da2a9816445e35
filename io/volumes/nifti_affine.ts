import type { NIFTI1, NIFTI2 } from "nifti-reader-js";

/**
 * Where a NIfTI volume lies: its sform, or else its qform, or else the sizes of its voxels alone, as
 * nibabel chooses. `nifti-reader-js` prefers the qform by the codes' order, and reads none of version 2.
 *
 * @param header The header, read.
 * @param head The header's bytes, since the reader may have replaced the sform.
 * @param version 1 or 2.
 * @returns From a voxel's indices to the scanner's coordinates: four rows of four.
 */
export function niftiAffine(
  header: NIFTI1 | NIFTI2,
  head: DataView,
  version: 1 | 2,
): number[][] {
  const rows = header.sform_code > 0
    ? sform(head, version, header.littleEndian)
    : header.qform_code > 0
    ? qform(header)
    : [0, 1, 2].map((row) => [0, 1, 2, 3].map((at) => at === row ? stepOf(header, row) : 0));
  return [...rows, [0, 0, 0, 1]];
}

/** The size of a voxel along an axis; 1 where the header says none. */
export function stepOf({ pixDims }: NIFTI1 | NIFTI2, axis: number): number {
  return Math.abs(pixDims[axis + 1]) || 1;
}

/** Three rows of four: floats from byte 280 of version 1, doubles from 400 of version 2. */
function sform(head: DataView, version: 1 | 2, little: boolean): number[][] {
  const value = (i: number): number =>
    version === 1 ? head.getFloat32(280 + 4 * i, little) : head.getFloat64(400 + 8 * i, little);
  return [0, 4, 8].map((start) => [0, 1, 2, 3].map((i) => value(start + i)));
}

/** A rotation by a quaternion: https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h, method 2. */
function qform(header: NIFTI1 | NIFTI2): number[][] {
  const { quatern_b: b, quatern_c: c, quatern_d: d, qoffset_x, qoffset_y, qoffset_z } = header;
  // half a turn, rounded to floats, may leave a little less than nothing
  const a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
  const rotation = [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c],
  ];
  const mirrored = header.pixDims[0] < 0 ? -1 : 1;
  const steps = [stepOf(header, 0), stepOf(header, 1), mirrored * stepOf(header, 2)];
  return rotation.map((row, r) => [
    ...row.map((value, axis) => value * steps[axis]),
    [qoffset_x, qoffset_y, qoffset_z][r],
  ]);
}
