/** How a photograph's stored pixels must be turned to lie upright: EXIF's tag 0x0112, 1 to 8. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

// tags and types of TIFF 6.0, which EXIF's block is laid out as
const ORIENTATION = 0x0112, SHORT = 3, LONG = 4, ENTRY_BYTES = 12;

/**
 * The orientation in a block of EXIF data. Damaged data, or data that points outside the block, is
 * ignored, as viewers do: the pixels are then taken as stored.
 *
 * @param exif The block, from its byte order mark (`II` or `MM`) on.
 * @returns 1 to 8; 1 if there is none.
 */
export function orientationOf(exif: Uint8Array): Orientation {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  if (view.byteLength < 8) return 1;
  const mark = view.getUint16(0);
  if (mark !== 0x4949 && mark !== 0x4d4d) return 1;
  const little = mark === 0x4949;
  if (view.getUint16(2, little) !== 42) return 1;
  const start = view.getUint32(4, little);
  if (start + 2 > view.byteLength) return 1;
  const count = view.getUint16(start, little);
  for (let i = 0; i < count; i++) {
    const at = start + 2 + i * ENTRY_BYTES;
    if (at + ENTRY_BYTES > view.byteLength) return 1;
    if (view.getUint16(at, little) !== ORIENTATION) continue;
    const type = view.getUint16(at + 2, little);
    const value = type === SHORT
      ? view.getUint16(at + 8, little)
      : type === LONG
      ? view.getUint32(at + 8, little)
      : 1;
    return value >= 1 && value <= 8 ? value as Orientation : 1;
  }
  return 1;
}
