/**
 * A MetaImage of bytes, the simplest file of a volume that has a spacing and directions.
 *
 * @param voxels The voxels, the last axis fastest.
 * @param shape Slices, rows, columns.
 * @param spacing Millimetres along each of these.
 */
export function metaImage(
  voxels: Uint8Array,
  shape: readonly number[],
  spacing: readonly number[],
): Uint8Array {
  const header = "ObjectType = Image\nNDims = 3\nBinaryData = True\nCompressedData = False\n" +
    "TransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 0 0 0\n" +
    `ElementSpacing = ${spacing.toReversed().join(" ")}\n` +
    `DimSize = ${shape.toReversed().join(" ")}\n` +
    "ElementType = MET_UCHAR\nElementDataFile = LOCAL\n";
  return new Uint8Array([...new TextEncoder().encode(header), ...voxels]);
}
