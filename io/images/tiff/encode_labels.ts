import { deflateSync } from "node:zlib";

/** Pages of labels, to be written. */
export interface LabelPages {
  /** A label per pixel, shape [pages, height, width]. */
  labels: Uint8Array;
  /** Pixels per row. */
  width: number;
  /** Rows of a page. */
  height: number;
}

/** TIFF's numbers of 16 and 32 bits, by their type. */
const SHORT = 3, LONG = 4;

/** Entries of a page's directory, and its bytes: their count, 12 per entry, the next page's place. */
const ENTRIES = 9, DIRECTORY = 2 + 12 * ENTRIES + 4;

/**
 * Encodes labels as a TIFF of a page per slice: grey, a pixel's level is its label, deflated.
 *
 * @param pages The labels.
 * @returns The file's content.
 */
export function encodeLabelTiff({ labels, width, height }: LabelPages): Uint8Array {
  const pixels = width * height, header = 8;
  const strips = Array.from(
    { length: labels.length / pixels },
    (_, page) => deflateSync(labels.subarray(page * pixels, (page + 1) * pixels), { level: 4 }),
  );
  // the standard wants even places
  const sizes = strips.map(({ length }) => DIRECTORY + length + length % 2);
  const file = new Uint8Array(sizes.reduce((sum, size) => sum + size, header));
  const view = new DataView(file.buffer);
  file.set([0x49, 0x49, 42, 0, header]);
  let at = header;
  for (const [page, strip] of strips.entries()) {
    const entries = [
      [256, LONG, width],
      [257, LONG, height],
      [258, SHORT, 8],
      // deflate, and 0 is black
      [259, SHORT, 8],
      [262, SHORT, 1],
      [273, LONG, at + DIRECTORY],
      [277, SHORT, 1],
      [278, LONG, height],
      [279, LONG, strip.length],
    ];
    view.setUint16(at, ENTRIES, true);
    for (const [i, [tag, type, value]] of entries.entries()) {
      const entry = at + 2 + 12 * i;
      view.setUint16(entry, tag, true);
      view.setUint16(entry + 2, type, true);
      view.setUint32(entry + 4, 1, true);
      // of 32 bits a number of 16 has the lower half, which comes first
      view.setUint32(entry + 8, value, true);
    }
    const next = page + 1 < strips.length ? at + sizes[page] : 0;
    view.setUint32(at + DIRECTORY - 4, next, true);
    file.set(strip, at + DIRECTORY);
    at += sizes[page];
  }
  return file;
}
