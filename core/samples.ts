import { counted } from "./words.ts";

/** The samples of images: bytes, or floats in the files' own units. */
export type Samples = Uint8Array | Float32Array;

/**
 * What the samples of images are: whole numbers from 0 to 255 or to 65535, whatever the files' white, or
 * floats, whose units are the files' own.
 */
export type Depth = 8 | 16 | "float";

/** What a pixel of an image is. */
export interface PixelFormat {
  /** Samples per pixel: 1 of grey, 3 of RGB, or any number. */
  channels: number;
  /** What its samples are; of 8 bits they are a `Uint8Array`, else a `Float32Array`. */
  depth: Depth;
}

/** Pixels of most images: red, green and blue, 0 to 255. */
export const RGB: PixelFormat = { channels: 3, depth: 8 };

/**
 * Pixel formats in words.
 *
 * @param format The format.
 * @returns `3 channels of 8 bits`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(pixelText({ channels: 1, depth: "float" }), "1 channel of floats");
 * ```
 */
export function pixelText({ channels, depth }: PixelFormat): string {
  return `${counted(channels, "channel")} of ${depth === "float" ? "floats" : `${depth} bits`}`;
}
