import { encodeWithCodec, loadJpegCodec } from "./jpeg_codec.ts";
import { MAX_MEGAPIXELS } from "./picture_size.ts";
import { readRaster } from "./read_image.ts";
import { rgbOf } from "./rgb.ts";

/** A photograph: red, green and blue, 0 to 255, row by row; shape [height, width, 3]. */
export interface Photograph {
  /** The pixels, `height * width * 3` bytes. */
  data: Uint8Array;
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
}

/** How {@linkcode decodePhotograph} decodes. */
export interface DecodeOptions {
  /**
   * `upright` turns the pixels as EXIF says, as viewers do; `stored` leaves them as they are in the
   * file.
   * @default {"upright"}
   */
  orientation?: "upright" | "stored";
  /**
   * The most pixels, in millions; a file whose header says more is refused before it is decoded.
   * @default {100}
   */
  maxMegapixels?: number;
}

/**
 * Decodes a photograph by its content, whatever its file is called: any kind that {@linkcode readImage}
 * reads, in red, green and blue of 8 bits. Alpha channels and colour keys are dropped, as Pillow's
 * `convert("RGB")` does, not composited; of 16 bits the high byte is kept.
 *
 * Decoding JPEG, WebP and AVIF needs `--allow-read`.
 *
 * @param bytes The file's content.
 * @param options Whether to turn it, and how large it may be.
 * @returns The pixels and their size.
 * @throws {TypeError} If the bytes are of another kind, damaged or cut short, or too large.
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encode } from "fast-png";
 *
 * const png = encode({ width: 2, height: 1, data: new Uint8Array([255, 0, 0, 0, 0, 255]), channels: 3 });
 * const { width, height, data } = await decodePhotograph(png);
 * assert.deepEqual([width, height, ...data], [2, 1, 255, 0, 0, 0, 0, 255]);
 * ```
 */
export async function decodePhotograph(
  bytes: Uint8Array,
  { orientation = "upright", maxMegapixels = MAX_MEGAPIXELS }: DecodeOptions = {},
): Promise<Photograph> {
  const options = { orientation, maxMegapixels };
  return rgbOf(await readRaster("decode photograph", bytes, options));
}

/**
 * Encodes a photograph as JPEG.
 *
 * Needs `--allow-read`.
 *
 * @param photograph RGB, shape [height, width, 3].
 * @param options How to encode.
 * @param options.quality 1 (small) to 100 (good). @default {88}
 * @returns The file's content.
 * @throws {TypeError} If the data is not `height * width * 3` bytes long.
 * @throws {RangeError} If the quality is not a whole number from 1 to 100, or a side is longer than
 *   65,535 pixels.
 */
export async function encodeJpeg(
  photograph: Photograph,
  { quality = 88 }: { quality?: number } = {},
): Promise<Uint8Array> {
  checkPhotograph("encode JPEG", photograph);
  if (!Number.isInteger(quality) || quality < 1 || quality > 100) {
    throw new RangeError(
      `Cannot encode JPEG: quality must be a whole number from 1 to 100, got ${quality}`,
    );
  }
  if (photograph.width > LONGEST_SIDE || photograph.height > LONGEST_SIDE) {
    throw new RangeError(
      `Cannot encode JPEG: it must have at most ${LONGEST_SIDE} pixels per side, ` +
        `got ${photograph.width}x${photograph.height}`,
    );
  }
  await loadPhotographCodec();
  return encodeWithCodec(photograph, quality);
}

/** A JPEG's sides are numbers of 16 bits. */
const LONGEST_SIDE = 0xffff;

/**
 * Throws unless the pixels fit the photograph's width and height.
 *
 * @param job What could not be done, for the message: `encode JPEG`.
 * @param photograph The photograph to check.
 * @throws {TypeError} If the data is not `height * width * 3` bytes long.
 */
export function checkPhotograph(job: string, { data, width, height }: Photograph): void {
  if (data.length === width * height * 3 && data.length > 0) return;
  throw new TypeError(
    `Cannot ${job}: data must be width * height * 3 bytes, ` +
      `got ${data.length} bytes for ${width}x${height}`,
  );
}

/**
 * Loads the JPEG codec, so that a missing permission is not taken for a bad file. The first JPEG would
 * load it too.
 *
 * @throws {Error} If it can't be loaded; its cause says why.
 */
export async function loadPhotographCodec(): Promise<void> {
  await loadJpegCodec();
}
