import { MAX_MEGAPIXELS } from "./picture_size.ts";
import { readPng } from "./png.ts";
import { samplesOf } from "./png_samples.ts";

/** The rows of a PNG as its file has them, one sample per pixel. */
export interface PngRows {
  /** The deflated rows, each after a byte for its filter. */
  deflated: Uint8Array;
  /** Bits per sample. */
  depth: number;
  /** Whether they come in Adam7's passes. */
  interlaced: boolean;
}

/** A PNG whose samples are labels. */
export interface PngLabels {
  /** A label per pixel. */
  labels: Uint8Array;
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** The same, as the file has them. */
  rows: PngRows;
}

/**
 * Reads a PNG whose samples are labels as they are: an indexed one, or a grey one of 8 bits.
 *
 * @param bytes The file's content.
 * @param maxMegapixels The most millions of pixels.
 * @returns The labels; undefined for any other PNG, and for one that can't be read.
 */
export function readPngLabels(
  bytes: Uint8Array,
  maxMegapixels = MAX_MEGAPIXELS,
): PngLabels | undefined {
  try {
    const png = readPng(bytes), { width, height, depth, colorType, interlaced, deflated } = png;
    const isIndexed = colorType === 3 && png.palette.length > 0;
    if (!isIndexed && !(colorType === 0 && depth === 8)) return undefined;
    if (width * height === 0 || width * height > maxMegapixels * 1e6) return undefined;
    const labels = samplesOf(png) as Uint8Array;
    return { labels, width, height, rows: { deflated, depth, interlaced } };
  } catch {
    return undefined;
  }
}
