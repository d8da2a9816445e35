import type { Fit, Samples, Shape, Skipped } from "../core/mod.ts";
import { type DecodedFiles, decodeFiles, type Size } from "./decode_files.ts";
import { fitImage, fitLabels, type FitOptions } from "./fit.ts";
import { labelMask, type Meaning } from "./meaning.ts";
import type { PairBytes, PairFiles } from "./pair_files.ts";

/** A decoded image and its labels, in one shape. */
export interface DecodedPair {
  /** Rows and columns. */
  shape: Shape;
  /** Samples, shape [rows, columns, channels]. */
  image: Samples;
  /** Labels, shape [rows, columns]; 0 for pixels that count for nothing. */
  labels: Uint8Array;
  /** Whether the image is not turned as EXIF asks for, since its mask fits only so. */
  asStored: boolean;
}

/** How {@linkcode decodePair} decodes. */
export interface DecodeOptions extends Omit<FitOptions, "fit"> {
  /** Whether an image keeps its proportions, fills the shape, or keeps its own size. */
  fit: Fit;
  /** What the values in masks mean. */
  meaning: Meaning;
  /** The most millions of pixels that a file may have. */
  maxMegapixels: number;
}

/** Decodes an image and its mask and brings both to one shape, or says what is wrong with the files. */
export async function decodePair(
  files: PairFiles,
  bytes: PairBytes,
  { meaning, maxMegapixels, fit, ...how }: DecodeOptions,
): Promise<DecodedPair | Skipped> {
  const decoded = await decodeFiles(files, bytes, maxMegapixels);
  if ("reason" in decoded) return decoded;
  const { image, asStored } = decoded, { width, height } = image;
  const labels = labelsOf(files, decoded, meaning);
  if ("reason" in labels) return labels;
  const shape: Shape = fit === "tile" ? [height, width] : how.shape;
  const fitting = { ...how, shape, fit: fit === "tile" ? "squash" : fit } as const;
  try {
    const fitted = fitImage(image, fitting);
    return {
      shape,
      image: fitted,
      labels: fitLabels({ labels, width, height }, fitting),
      asStored,
    };
  } catch (error) {
    return { file: files.images[0], reason: (error as Error).message };
  }
}

/**
 * The labels of a pair at its own size, or what is wrong with a mask.
 *
 * @param files The files.
 * @param decoded The masks, and the image's size.
 * @param meaning What the values in masks mean.
 * @returns Labels, shape [rows, columns].
 */
export function labelsOf(
  files: PairFiles,
  { image: { width, height }, masks }: Pick<DecodedFiles, "masks"> & { image: Size },
  meaning: Meaning,
): Uint8Array | Skipped {
  const labels = new Uint8Array(width * height);
  for (const [place, mask] of masks.entries()) {
    const file = files.masks[place] ?? files.areas?.file ?? "";
    const reason = labelMask(mask, meaning, { file, labels });
    if (reason !== undefined) return { file, reason };
  }
  return labels;
}
