import { type ImageFormat, readHeader } from "../images/image_header.ts";
import type { Color } from "../images/label_picture.ts";
import type { Raster } from "../images/raster.ts";
import { type ReadImageOptions, readRaster } from "../images/read_image.ts";
import { maskOf } from "./mask_of.ts";

/** A mask as it is stored: a value per pixel; which class it stands for is not yet known. */
export interface Mask {
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /**
   * The value of each pixel, shape [height, width]: a grey level, an index, a label; of RGB
   * `red * 65536 + green * 256 + blue`.
   */
  values: Uint8Array | Uint16Array | Uint32Array;
  /** Whether the values are colours. */
  isColor: boolean;
  /** The colours of an indexed mask, by index. */
  palette?: readonly Color[];
  /** The index of each value that occurs, where the file was an indexed PNG, read by its grey levels. */
  indices?: readonly (readonly [value: number, index: number])[];
  /**
   * Whether the file was a JPEG, whose coding blurs values: they are to be snapped by
   * {@linkcode snapMask} before they mean anything.
   */
  isLossy: boolean;
}

/**
 * Reads a mask from an image's file of any kind that {@linkcode readImage} reads, or a page of a TIFF, as
 * it is stored: an orientation in EXIF is not followed unless asked for.
 *
 * - One channel gives its values: 0 and 1, 0 and 255, labels of 8 or 16 bits, a PNG's or a GIF's indices.
 * - An indexed picture whose palette is all black, white and grey means the same as a grey one, and gives
 *   grey levels; where it has two, almost black is 0 and almost white 255. One that has colours gives
 *   its indices, and `palette`.
 * - Three equal channels are grey. Others are colours. Alpha is passed over, unless it alone tells the
 *   pixels apart: then it is the value.
 * - Floats and signed numbers must be whole, from 0 on.
 *
 * @param bytes The file's content.
 * @param options Which image, and how large it may be.
 * @returns The values.
 * @throws {TypeError} If the bytes are of another kind, damaged, cut short or too large, or the values are
 *   no labels.
 * @throws {RangeError} If there is no such page.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encode } from "fast-png";
 *
 * const red = new Uint8Array([255, 0, 0, 0, 0, 0]);
 * const mask = await readMask(encode({ width: 2, height: 1, data: red, channels: 3 }));
 * assert.deepEqual([[...mask.values], mask.isColor], [[0xff0000, 0], true]);
 * ```
 */
export async function readMask(bytes: Uint8Array, options: ReadImageOptions = {}): Promise<Mask> {
  const job = "decode mask";
  const raster = await readRaster(job, bytes, { orientation: "stored", ...options });
  const { format } = readHeader(job, bytes, options.page);
  const { indices, ...mask } = maskOf(raster, { isLossy: isLossy(format, raster) });
  // those of other files nobody reads
  return format === "PNG" && indices ? { ...mask, indices } : mask;
}

/** WebP and AVIF are mostly lossy, and don't say it in their headers; they have no indices or labels. */
function isLossy(format: ImageFormat, { color }: Raster): boolean {
  return format === "JPEG" || ((format === "WebP" || format === "AVIF") && color === "rgb");
}
