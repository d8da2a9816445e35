import { encodeIndexedPng, indexedPngOf } from "./indexed_png.ts";
import { checkPictureSize, MAX_MEGAPIXELS } from "./picture_size.ts";
import { describeContent, pictureFormat } from "./picture_format.ts";
import { type PngHeader, readPng, readPngHeader } from "./png.ts";
import type { PngRows } from "./png_labels.ts";
import { samplesOf } from "./png_samples.ts";

/** A picture whose pixels are labels, row by row; shape [height, width]. */
export interface LabelPicture {
  /** One label per pixel, `height * width` bytes. */
  labels: Uint8Array;
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
}

/** Red, green and blue, 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/**
 * Decodes a PNG of labels: an indexed PNG gives its indices, not its colours, a greyscale one its
 * grey values; 1, 2, 4 or 8 bits per pixel.
 *
 * @param bytes The file's content.
 * @param options How large it may be.
 * @param options.maxMegapixels The most pixels, in millions; a file whose header says more is refused
 *   before it is decoded. 100 when left out.
 * @returns One label per pixel, and the size.
 * @throws {TypeError} If the bytes are no complete PNG, have colours instead of labels (RGB, alpha),
 *   16 bits per pixel, or too many pixels.
 */
export function decodeLabelPng(
  bytes: Uint8Array,
  { maxMegapixels = MAX_MEGAPIXELS }: { maxMegapixels?: number } = {},
): LabelPicture {
  if (pictureFormat(bytes) !== "PNG") {
    throw new TypeError(
      `Cannot decode label picture: not a PNG, got ${describeContent(bytes)}`,
    );
  }
  const header = unlessDamaged(() => readPngHeader(bytes));
  checkLabels(header);
  const { width, height } = header;
  checkPictureSize("decode label picture", { format: "PNG", width, height }, maxMegapixels);
  // checkLabels has refused 16 bits
  const labels = unlessDamaged(() => samplesOf(readPng(bytes))) as Uint8Array;
  return { labels, width, height };
}

/**
 * Encodes labels as an indexed PNG, value = label, with the fewest bits per pixel that the palette
 * allows.
 *
 * @param picture The labels, shape [height, width], each below the palette's length.
 * @param palette The colour of label 0, 1, 2, …; 1 to 256 colours.
 * @returns The file's content.
 * @throws {TypeError} If the labels are not `height * width` bytes long.
 * @throws {RangeError} If the palette has no colour for a label, or is empty, or too long.
 */
export function encodeLabelPng(picture: LabelPicture, palette: readonly Color[]): Uint8Array {
  const { labels, width, height } = picture;
  if (labels.length !== width * height || labels.length === 0) {
    throw new TypeError(
      "Cannot encode label picture: labels must be width * height bytes, " +
        `got ${labels.length} bytes for ${width}x${height}`,
    );
  }
  if (palette.length < 1 || palette.length > 256) {
    throw new RangeError(
      `Cannot encode label picture: palette must have 1 to 256 colours, got ${palette.length}`,
    );
  }
  let highest = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] > highest) highest = labels[i];
  if (highest >= palette.length) {
    throw new RangeError(
      `Cannot encode label picture: labels must be below the palette's ${palette.length} colours, ` +
        `got ${highest}`,
    );
  }
  const depth = palette.length <= 2 ? 1 : palette.length <= 4 ? 2 : palette.length <= 16 ? 4 : 8;
  return encodeIndexedPng(rowsOf(picture, depth), { ...picture, depth, palette });
}

/**
 * A PNG of the same labels in other colours: its rows stay as they are.
 *
 * @param rows The rows of a PNG of labels.
 * @param size Its width and height.
 * @param palette The colour of label 0, 1, 2, …, as many as the rows' depth allows at most.
 * @returns The file's content.
 */
export function recolorLabelPng(
  { deflated, depth, interlaced }: PngRows,
  size: { width: number; height: number },
  palette: readonly Color[],
): Uint8Array {
  return indexedPngOf(deflated, {
    ...size,
    depth,
    interlaced,
    palette: palette.slice(0, 2 ** depth),
  });
}

/** Refuses pictures without labels. */
function checkLabels({ colorType, depth }: PngHeader): void {
  if (colorType !== 0 && colorType !== 3) {
    throw new TypeError(
      "Cannot decode label picture: it must be indexed or greyscale, value = label, " +
        `got ${COLOR_TYPES[colorType]}`,
    );
  }
  if (depth > 8) {
    throw new TypeError(
      `Cannot decode label picture: it must have 1, 2, 4 or 8 bits per pixel, got ${depth}`,
    );
  }
}

const COLOR_TYPES: Record<number, string> = { 2: "RGB", 4: "grey with alpha", 6: "RGBA" };

/** The result of reading a PNG, or an error that says that the file is at fault. */
function unlessDamaged<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new TypeError(
      `Cannot decode label picture: the PNG is damaged or cut short, ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** Rows as PNG has them: a byte for the filter, 0 for none, then the labels, the first in high bits. */
function rowsOf({ labels, width, height }: LabelPicture, depth: 1 | 2 | 4 | 8): Uint8Array {
  const stride = 1 + Math.ceil((width * depth) / 8), mask = 8 / depth - 1;
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const from = y * width, to = y * stride + 1;
    if (depth === 8) {
      rows.set(labels.subarray(from, from + width), to);
      continue;
    }
    const perByte = mask === 7 ? 3 : mask === 3 ? 2 : 1;
    for (let x = 0; x < width; x++) {
      rows[to + (x >> perByte)] |= labels[from + x] << depth * (mask - (x & mask));
    }
  }
  return rows;
}
