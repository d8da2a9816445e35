/// <reference lib="dom" />
import { type Raster, readImage, readImageHeader } from "../io/mod.ts";

/** The most millions of pixels of an image here: a page has less memory than `deno task predict`. */
export const MAX_MEGAPIXELS = 25;

/** The most bytes of a file. */
const MAX_BYTES = 256 * 2 ** 20;

/** The kinds that browsers decode; all others our own decoders do, as in `deno task predict`. */
const BROWSERS = new Set(["JPEG", "WebP", "AVIF"]);

/**
 * Reads a file's bytes.
 *
 * @param file The file.
 * @throws {TypeError} If it is too large.
 */
export async function bytesOf(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > MAX_BYTES) {
    const megabytes = Math.round(file.size / 2 ** 20);
    throw new TypeError(
      `Cannot read the file: it must have at most ${MAX_BYTES / 2 ** 20} MB, got ${megabytes}`,
    );
  }
  return new Uint8Array(await file.arrayBuffer());
}

/**
 * Reads an image's samples. Of PNG, TIFF, BMP and GIF they are those that `deno task predict` reads; JPEG,
 * WebP and AVIF are the browser's, which may differ by a grey level here and there.
 *
 * @param bytes The file's content.
 * @throws {TypeError} If it is of another kind, damaged or too large.
 */
export async function readPicture(bytes: Uint8Array<ArrayBuffer>): Promise<Raster> {
  const header = readImageHeader(bytes), { format, width, height, channels, alpha } = header;
  if (!BROWSERS.has(format)) return await readImage(bytes, { maxMegapixels: MAX_MEGAPIXELS });
  if (width * height > MAX_MEGAPIXELS * 1e6) {
    throw new TypeError(
      `Cannot decode image: it must have at most ${MAX_MEGAPIXELS} million pixels, got ${width}x${height}`,
    );
  }
  const bitmap = await createImageBitmap(new Blob([bytes]), {
    colorSpaceConversion: "none",
    premultiplyAlpha: "none",
  }).catch(() => {
    throw new TypeError(`Cannot decode image: its ${bytes.length} bytes of ${format} are damaged`);
  });
  const picture = pixelsOf(bitmap, bitmap.width, bitmap.height);
  bitmap.close();
  return rasterOf(picture, channels === 1 ? 1 : alpha ? 4 : 3);
}

/** The pixels of what a canvas can draw, at a size. */
export function pixelsOf(source: CanvasImageSource, width: number, height: number): ImageData {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/**
 * A canvas's pixels as an image's samples.
 *
 * @param picture The pixels.
 * @param channels 1 for grey, of which all three colours are equal, 3 for RGB, 4 with alpha.
 */
export function rasterOf({ data: rgba, width, height }: ImageData, channels: 1 | 3 | 4): Raster {
  const data = new Uint8Array(width * height * channels);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    for (let c = 0; c < channels; c++) data[to++] = rgba[from + c];
  }
  const color = channels === 1 ? "grey" : "rgb";
  return { width, height, channels, data, color, alpha: channels === 4, white: 255 };
}
