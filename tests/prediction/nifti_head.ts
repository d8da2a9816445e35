/**
 * The head of a NIfTI file of bytes, without an affine of its own.
 *
 * @param shape Voxels along x, y and z.
 * @param spacing Their distances.
 */
export function niftiHead(shape: readonly number[], spacing: readonly number[]): Uint8Array {
  const head = new Uint8Array(352), view = new DataView(head.buffer);
  view.setInt32(0, 348, true);
  [3, ...shape, 1, 1, 1, 1].forEach((length, i) => view.setInt16(40 + 2 * i, length, true));
  view.setInt16(70, 2, true);
  view.setInt16(72, 8, true);
  [1, ...spacing].forEach((step, i) => view.setFloat32(76 + 4 * i, step, true));
  view.setFloat32(108, 352, true);
  head.set(new TextEncoder().encode("n+1"), 344);
  return head;
}
