import { type Orientation, orientationOf } from "./exif.ts";
import { readGif } from "./gif.ts";
import { readJpegHeader } from "./jpeg_header.ts";
import { describeContent, pictureFormat } from "./picture_format.ts";
import { readPng } from "./png.ts";

/** What a photograph's file says of it, before its pixels are decoded. */
export interface PhotographHeader {
  /** The kind of file, by its content. */
  format: "JPEG" | "PNG" | "GIF";
  /** Pixels per row, as stored. */
  width: number;
  /** Rows, as stored. */
  height: number;
  /** EXIF's orientation, 1 to 8: from 5 on the photograph is `height` wide when it lies upright. */
  orientation: Orientation;
}

/**
 * Reads a photograph's size and orientation without decoding its pixels.
 *
 * @param bytes The file's content.
 * @returns What it says.
 * @throws {TypeError} If the bytes are of another kind, or end before they say it.
 */
export function readPhotographHeader(bytes: Uint8Array): PhotographHeader {
  const format = formatOf(bytes);
  try {
    return { format, ...READERS[format](bytes) };
  } catch (cause) {
    throw damaged(bytes, format, cause);
  }
}

/**
 * Whether a photograph's mask fits it upright, or only as it is stored: many masks were drawn on pixels
 * that nobody had rotated. Where both fit, it is upright.
 *
 * @param header Of the photograph.
 * @param picture The size of the mask, which may be a smaller or larger copy.
 * @returns The `orientation` to ask {@linkcode decodePhotograph} for.
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const header = { format: "JPEG", width: 60, height: 40, orientation: 6 } as const;
 * assert.equal(orientationFor(header, { width: 40, height: 60 }), "upright");
 * assert.equal(orientationFor(header, { width: 60, height: 40 }), "stored");
 * assert.equal(orientationFor(header, { width: 50, height: 50 }), "upright");
 * ```
 */
export function orientationFor(
  { width, height, orientation }: PhotographHeader,
  picture: { width: number; height: number },
): "upright" | "stored" {
  if (orientation < 5) return "upright";
  const stored = { width, height }, upright = { width: height, height: width };
  for (const fits of [isSame, isScaled]) {
    if (fits(upright, picture)) return "upright";
    if (fits(stored, picture)) return "stored";
  }
  return "upright";
}

interface Size {
  width: number;
  height: number;
}

function isSame(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

/** Whether one is a copy of the other at another scale, its sides rounded. */
function isScaled(a: Size, b: Size): boolean {
  const [small, large] = a.width < b.width ? [a, b] : [b, a];
  return Math.abs((large.height * small.width) / large.width - small.height) <= 1;
}

const READERS = {
  JPEG: (bytes: Uint8Array) => {
    const { width, height, orientation } = readJpegHeader(bytes);
    return { width, height, orientation };
  },
  PNG: (bytes: Uint8Array) => {
    const { width, height, exif } = readPng(bytes);
    return { width, height, orientation: exif ? orientationOf(exif) : 1 as const };
  },
  GIF: (bytes: Uint8Array) => {
    const { width, height } = readGif(bytes);
    return { width, height, orientation: 1 as const };
  },
};

/**
 * The error for a file that begins as it should but can't be read.
 *
 * @param bytes The file's content.
 * @param format The kind of file.
 * @param cause What went wrong.
 */
export function damaged(bytes: Uint8Array, format: string, cause: unknown): TypeError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TypeError(
    `Cannot decode photograph: its ${bytes.length} bytes of ${format} are damaged or cut short ` +
      `(${reason})`,
    { cause },
  );
}

/** The kind of a photograph's file, by its first bytes. */
function formatOf(bytes: Uint8Array): PhotographHeader["format"] {
  const format = pictureFormat(bytes);
  if (format === "JPEG" || format === "PNG" || format === "GIF") return format;
  const advice = format ? ", which is not supported; convert it to PNG or JPEG" : "";
  throw new TypeError(
    "Cannot decode photograph: it must be JPEG, PNG or GIF by its content, " +
      `got ${describeContent(bytes)}${advice}`,
  );
}
