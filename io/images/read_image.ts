import { decodeBmp } from "./bmp.ts";
import { decodeGif, readGif } from "./gif.ts";
import { damaged, type ImageFormat, type ImageHeader, readHeader } from "./image_header.ts";
import { decodeJpeg, loadJpegCodec } from "./jpeg_codec.ts";
import { readJpegHeader } from "./jpeg_header.ts";
import { checkPictureSize, MAX_MEGAPIXELS } from "./picture_size.ts";
import { decodePng } from "./png_raster.ts";
import type { Raster } from "./raster.ts";
import { decodeTiff } from "./tiff/decode.ts";
import { readTiff } from "./tiff/structure.ts";
import { turnUpright } from "./turn.ts";
import { decodeAvif, decodeWebp, loadWebCodec } from "./web_codecs.ts";

/** How {@linkcode readImage} reads. */
export interface ReadImageOptions {
  /**
   * `upright` turns the pixels as EXIF says, so that they lie as viewers show them; `stored` leaves
   * them as the file has them.
   * @default {"upright"}
   */
  orientation?: "upright" | "stored";
  /**
   * The most pixels, in millions; a file whose header says more is refused before it is decoded.
   * @default {100}
   */
  maxMegapixels?: number;
  /** Which image of a TIFF that has several, from 0. @default {0} */
  page?: number;
}

/**
 * Reads an image's samples as its file has them: JPEG, PNG, the first frame of a GIF, WebP, BMP, AVIF, or
 * a page of a TIFF, known by its content, whatever its file is called. Nothing is scaled: all 16 bits
 * are kept, and indices stay indices, so that it also reads masks. Volumes are read by
 * {@linkcode readVolume}.
 *
 * JPEG, WebP and AVIF are decoded by WebAssembly, loaded when the first such file comes, from where Deno
 * has put the package: that needs `--allow-read`.
 *
 * @param bytes The file's content. An array that was a TIFF must not become another one: its directories
 *   are read once.
 * @param options Which image, whether to turn it, and how large it may be.
 * @returns The samples and what they mean.
 * @throws {TypeError} If the bytes are of another kind, damaged or cut short, or too large.
 * @throws {RangeError} If there is no such page.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encode } from "fast-png";
 *
 * const png = encode({ width: 2, height: 1, data: new Uint16Array([7, 65535]), depth: 16, channels: 1 });
 * const { data, channels, color, white } = await readImage(png);
 * assert.deepEqual([[...data], channels, color, white], [[7, 65535], 1, "grey", 65535]);
 * ```
 */
export async function readImage(
  bytes: Uint8Array,
  options: ReadImageOptions = {},
): Promise<Raster> {
  return await readRaster("decode image", bytes, options);
}

/**
 * {@linkcode readImage} for a job that messages name.
 *
 * @param job What can't be done then: `decode image`.
 * @param bytes The file's content.
 * @param options As there.
 */
export async function readRaster(
  job: string,
  bytes: Uint8Array,
  { orientation = "upright", maxMegapixels = MAX_MEGAPIXELS, page = 0 }: ReadImageOptions,
): Promise<Raster> {
  const header = readHeader(job, bytes, page), { format } = header;
  checkPictureSize(job, header, maxMegapixels);
  if (format === "JPEG") refuseUnsupported(job, readJpegHeader(bytes).unsupported);
  await LOADERS[format]?.();
  try {
    const stored = await DECODERS[format](bytes, header, { page, maxMegapixels });
    return orientation === "stored" ? stored : turnUpright(stored, header.orientation);
  } catch (cause) {
    throw damaged(job, bytes, format, cause);
  }
}

/** A codec that can't be loaded is no fault of the file. */
const LOADERS: Partial<Record<ImageFormat, () => Promise<unknown>>> = {
  JPEG: loadJpegCodec,
  WebP: () => loadWebCodec("WebP"),
  AVIF: () => loadWebCodec("AVIF"),
};

type Decoder = (
  bytes: Uint8Array,
  header: ImageHeader,
  options: { page: number; maxMegapixels: number },
) => Raster | Promise<Raster>;

const DECODERS: Record<ImageFormat, Decoder> = {
  JPEG: decodeJpeg,
  PNG: decodePng,
  GIF: (bytes) => decodeGif(bytes, readGif(bytes)),
  WebP: (bytes, { alpha }) => decodeWebp(bytes, alpha),
  BMP: decodeBmp,
  AVIF: (bytes, { bits, alpha }) => decodeAvif(bytes, bits, alpha),
  TIFF: (bytes, _, { page, maxMegapixels }) =>
    decodeTiff(bytes, readTiff(bytes)[page], maxMegapixels),
};

function refuseUnsupported(job: string, coding?: string): void {
  if (coding === undefined) return;
  throw new TypeError(
    `Cannot ${job}: it is a JPEG of ${coding}, which is not supported; ` +
      "convert it to PNG or plain JPEG",
  );
}
