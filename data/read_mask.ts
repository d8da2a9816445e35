import { decodeLabelPng } from "../io/mod.ts";

/** A mask as its file has it, row by row; shape [height, width]. */
export interface MaskValues {
  /** A label per pixel, or `0xrrggbb` where the mask is coloured. */
  values: Uint8Array | Uint16Array | Uint32Array;
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** Whether the values are colours. */
  isColored: boolean;
  /** The colours of an indexed picture, `0xrrggbb` by value. */
  palette?: Uint32Array;
}

/**
 * Reads a mask's file.
 *
 * @throws {TypeError} If it is no mask, or damaged.
 */
export async function readMask(path: string, maxMegapixels: number): Promise<MaskValues> {
  return await decodeMask(await Deno.readFile(path), maxMegapixels);
}

/**
 * Decodes a mask.
 *
 * @param bytes The file's content.
 * @param maxMegapixels The most millions of pixels that it may have.
 * @throws {TypeError} If it is no mask, or damaged.
 */
export function decodeMask(bytes: Uint8Array, maxMegapixels: number): Promise<MaskValues> {
  const { labels, width, height } = decodeLabelPng(bytes, { maxMegapixels });
  return Promise.resolve({ values: labels, width, height, isColored: false });
}
