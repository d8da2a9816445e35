import { decodeGif, readGif } from "./gif.ts";
import { decodeJpeg, encodeWithCodec, loadJpegCodec } from "./jpeg_codec.ts";
import { readJpegHeader } from "./jpeg_header.ts";
import { damaged, readPhotographHeader } from "./photograph_header.ts";
import { checkPictureSize, MAX_MEGAPIXELS } from "./picture_size.ts";
import { decodePngPhotograph } from "./png_photograph.ts";
import type { Raster } from "./raster.ts";
import { turnUpright } from "./turn.ts";

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
   * The most millions of pixels; a file whose header says more is refused before it is decoded.
   * @default {100}
   */
  maxMegapixels?: number;
}

/**
 * Decodes a photograph by its content, whatever its file is called: JPEG, PNG, or the first frame of
 * a GIF. Alpha channels and colour keys are dropped, as Pillow's `convert("RGB")` does, not
 * composited.
 *
 * Decoding JPEGs needs `--allow-read`.
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
  const header = readPhotographHeader(bytes);
  checkPictureSize("decode photograph", header, maxMegapixels);
  if (header.format === "JPEG") {
    refuseUnsupported(readJpegHeader(bytes).unsupported);
    await loadPhotographCodec();
  }
  try {
    const stored = await DECODERS[header.format](bytes);
    return orientation === "stored" ? stored : turnUpright(stored, header.orientation);
  } catch (cause) {
    throw damaged(bytes, header.format, cause);
  }
}

const DECODERS = {
  JPEG: async (bytes: Uint8Array) => rgbOf(await decodeJpeg(bytes)),
  PNG: decodePngPhotograph,
  GIF: (bytes: Uint8Array) => decodeGif(bytes, readGif(bytes)),
};

function refuseUnsupported(coding?: string): void {
  if (coding === undefined) return;
  throw new TypeError(
    `Cannot decode photograph: it is a JPEG of ${coding}, which is not supported; ` +
      "convert it to PNG or plain JPEG",
  );
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

/** A grey raster's levels in three channels. */
function rgbOf({ data, width, height, channels }: Raster): Photograph {
  if (channels === 3) return { data: data as Uint8Array, width, height };
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) rgb.fill(data[i], 3 * i, 3 * i + 3);
  return { data: rgb, width, height };
}
