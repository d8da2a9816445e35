import { readAvifHeader } from "./avif_header.ts";
import { readBmp } from "./bmp.ts";
import { type Orientation, orientationOf } from "./exif.ts";
import { readGif } from "./gif.ts";
import { readJpegHeader } from "./jpeg_header.ts";
import { describeContent, pictureFormat } from "./picture_format.ts";
import { readPng } from "./png.ts";
import { pngChannels } from "./png_raster.ts";
import type { Raster } from "./raster.ts";
import { tiffChannels } from "./tiff/decode.ts";
import { readTiff } from "./tiff/structure.ts";
import { readWebpHeader } from "./webp_header.ts";

/** The kinds of image file that are read. */
export type ImageFormat = "JPEG" | "PNG" | "GIF" | "WebP" | "BMP" | "AVIF" | "TIFF";

/** What an image's file says of it, before its pixels are decoded. */
export interface ImageHeader extends Pick<Raster, "channels" | "color" | "alpha"> {
  /** The kind of file, by its content. */
  format: ImageFormat;
  /** Pixels per row, as stored. */
  width: number;
  /** Rows, as stored. */
  height: number;
  /** Bits per sample, as stored: 1, 2, 4, 8, 10, 12, 16, 32 or 64. */
  bits: number;
  /** Whether its samples are floats, or whole numbers that are signed or longer than 16 bits. */
  float?: boolean;
  /** Whether it is CMYK, which is read as RGB. */
  cmyk?: boolean;
  /** EXIF's orientation, 1 to 8: from 5 on the image is `height` wide when upright. */
  orientation: Orientation;
  /** How many images the file holds: a TIFF's pages; 1 of every other kind, of which the first is read. */
  pages: number;
}

/**
 * Reads an image's size, kind and orientation without decoding its pixels.
 *
 * @param bytes The file's content.
 * @param options Which image.
 * @param options.page Which image of a TIFF that has several, from 0. @default {0}
 * @returns What it says.
 * @throws {TypeError} If the bytes are of another kind, or end before they say it.
 * @throws {RangeError} If there is no such page.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encode } from "fast-png";
 *
 * const png = encode({ width: 2, height: 1, data: new Uint16Array([7, 65535]), depth: 16, channels: 1 });
 * const { format, width, height, color, bits } = readImageHeader(png);
 * assert.deepEqual([format, width, height, color, bits], ["PNG", 2, 1, "grey", 16]);
 * ```
 */
export function readImageHeader(
  bytes: Uint8Array,
  { page = 0 }: { page?: number } = {},
): ImageHeader {
  return readHeader("decode image", bytes, page);
}

/**
 * {@linkcode readImageHeader} for a job that messages name.
 *
 * @param job What can't be done then: `decode image`.
 * @param bytes The file's content.
 * @param page Which image.
 */
export function readHeader(job: string, bytes: Uint8Array, page = 0): ImageHeader {
  const format = formatOf(job, bytes);
  let header: Said;
  try {
    header = READERS[format](bytes, page);
  } catch (cause) {
    throw damaged(job, bytes, format, cause);
  }
  const { pages = 1 } = header;
  if (Number.isInteger(page) && page >= 0 && page < pages) {
    return { format, orientation: 1, pages, ...header };
  }
  throw new RangeError(
    `Cannot ${job}: page must be a whole number below the file's ${pages}, got ${page}`,
  );
}

type Said =
  & Omit<ImageHeader, "format" | "orientation" | "pages">
  & Partial<Pick<ImageHeader, "orientation" | "pages">>;

const INDEXED = { channels: 1, color: "indexed", alpha: false } as const;

const READERS: Record<ImageFormat, (bytes: Uint8Array, page: number) => Said> = {
  JPEG(bytes) {
    const { width, height, channels, orientation } = readJpegHeader(bytes);
    const color = channels === 1 ? "grey" : "rgb";
    return {
      width,
      height,
      bits: 8,
      channels: channels === 1 ? 1 : 3,
      color,
      alpha: false,
      ...channels === 4 && { cmyk: true },
      orientation,
    };
  },
  PNG(bytes) {
    const { width, height, depth: bits, colorType, exif } = readPng(bytes);
    const orientation = exif ? orientationOf(exif) : 1;
    return { width, height, bits, ...pngChannels(colorType), orientation };
  },
  GIF(bytes) {
    const { width, height } = readGif(bytes);
    return { width, height, bits: 8, ...INDEXED };
  },
  WebP(bytes) {
    const { width, height, alpha, orientation } = readWebpHeader(bytes);
    return { width, height, bits: 8, channels: alpha ? 4 : 3, color: "rgb", alpha, orientation };
  },
  BMP(bytes) {
    const { width, height, bits, masks } = readBmp(bytes);
    if (bits <= 8) return { width, height, bits, ...INDEXED };
    const alpha = masks.length === 4 && masks[3] !== 0;
    return { width, height, bits: 8, channels: alpha ? 4 : 3, color: "rgb", alpha };
  },
  AVIF(bytes) {
    const { width, height, bits, alpha } = readAvifHeader(bytes);
    return { width, height, bits, channels: alpha ? 4 : 3, color: "rgb", alpha };
  },
  TIFF(bytes, page) {
    const pages = readTiff(bytes), at = pages[page] ?? pages[0];
    const { width, height, bits, sampleFormat, orientation } = at;
    const float = sampleFormat !== 1 || bits > 16;
    const turned = orientation >= 1 && orientation <= 8 ? orientation as Orientation : 1;
    const own = { orientation: turned, pages: pages.length };
    return { width, height, bits, ...float && { float }, ...tiffChannels(at), ...own };
  },
};

/**
 * The error for a file that begins as it should but can't be read.
 *
 * @param job What can't be done.
 * @param bytes The file's content.
 * @param format The kind of file.
 * @param cause What went wrong.
 */
export function damaged(
  job: string,
  bytes: Uint8Array,
  format: string,
  cause: unknown,
): TypeError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const fault = /not supported/.test(reason) ? "can't be read" : "are damaged or cut short";
  return new TypeError(
    `Cannot ${job}: its ${bytes.length} bytes of ${format} ${fault} (${reason})`,
    {
      cause,
    },
  );
}

/** The kind of an image's file, by its first bytes. */
function formatOf(job: string, bytes: Uint8Array): ImageFormat {
  const format = pictureFormat(bytes);
  if (format !== undefined && Object.hasOwn(READERS, format)) return format as ImageFormat;
  const advice = format ? ", which is not supported; convert it to PNG or JPEG" : "";
  throw new TypeError(
    `Cannot ${job}: it must be JPEG, PNG, GIF, WebP, BMP, AVIF or TIFF by its content, ` +
      `got ${describeContent(bytes)}${advice}`,
  );
}
