import { type ImageHeader, readHeader } from "./image_header.ts";

/** What a photograph's file says of it, before its pixels are decoded. */
export type PhotographHeader = Pick<ImageHeader, "format" | "width" | "height" | "orientation">;

/**
 * Reads a photograph's size and orientation without decoding its pixels.
 *
 * @param bytes The file's content.
 * @returns What it says.
 * @throws {TypeError} If the bytes are of another kind, or end before they say it.
 */
export function readPhotographHeader(bytes: Uint8Array): PhotographHeader {
  const { format, width, height, orientation } = readHeader("decode photograph", bytes);
  return { format, width, height, orientation };
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
