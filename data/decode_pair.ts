import type { Shape, Skipped } from "../core/mod.ts";
import { rgbOf } from "../io/mod.ts";
import { decodeFiles } from "./decode_files.ts";
import { fitImage, fitLabels } from "./fit.ts";
import { type Meaning, meaningOf } from "./meaning.ts";
import type { PairBytes, PairFiles } from "./pair_files.ts";

/** A decoded image and its labels, in one shape. */
export interface DecodedPair {
  /** RGB, shape [rows, columns, 3]. */
  image: Uint8Array;
  /** Labels, shape [rows, columns]; 0 for pixels that count for nothing. */
  labels: Uint8Array;
  /** Whether the image is not turned as EXIF asks for, since its mask fits only so. */
  asStored: boolean;
}

/** How {@linkcode decodePair} decodes. */
export interface DecodeOptions {
  /** How large the result is. */
  shape: Shape;
  /** Whether images keep their proportions, with padding, or fill the shape. */
  fit: "pad" | "squash";
  /** What the values in masks mean. */
  meaning: Meaning;
  /** The most millions of pixels that a file may have. */
  maxMegapixels: number;
}

/** Decodes an image and its mask and brings both to one shape, or says what is wrong with the files. */
export async function decodePair(
  files: PairFiles,
  bytes: PairBytes,
  { shape, fit, meaning, maxMegapixels }: DecodeOptions,
): Promise<DecodedPair | Skipped> {
  const decoded = await decodeFiles(files, bytes, maxMegapixels);
  if ("reason" in decoded) return decoded;
  const { image, masks, asStored } = decoded, { width, height } = image;
  const labels = new Uint8Array(width * height);
  for (const [place, mask] of masks.entries()) {
    const file = files.masks[place] ?? files.areas?.file ?? "";
    const reason = meaningOf(mask, meaning, { file, labels });
    if (reason !== undefined) return { file, reason };
  }
  return {
    image: fitImage(rgbOf(image), shape, fit),
    labels: fitLabels({ labels, width, height }, shape, fit),
    asStored,
  };
}
