import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Shape, Skipped } from "../core/mod.ts";
import {
  decodePhotograph,
  type Mask,
  orientationFor,
  type Photograph,
  readMask,
  readPhotographHeader,
} from "../io/mod.ts";
import { fitImage, fitLabels } from "./fit.ts";
import { type Meaning, meaningOf } from "./meaning.ts";

/** An image and its mask, or its masks where each class has one, as paths relative to the data folder. */
export interface PairFiles {
  /** What names them in figures. */
  id: string;
  /** The image. */
  image: string;
  /** The masks. */
  masks: readonly string[];
}

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

/** The content of a pair's files, or why one can't be read. */
export interface PairBytes {
  image: Uint8Array<ArrayBuffer> | string;
  masks: readonly (Uint8Array<ArrayBuffer> | string)[];
}

/**
 * Reads a pair's files. A worker has nothing to do meanwhile, and waiting for a promise would cost it as
 * much again.
 *
 * @param folder The data folder.
 * @param files The files.
 */
export function readPair(folder: string, { image, masks }: PairFiles): PairBytes {
  const read = (file: string): Uint8Array<ArrayBuffer> | string => {
    try {
      return Deno.readFileSync(join(folder, file));
    } catch (error) {
      return messageOf(error);
    }
  };
  return { image: read(image), masks: masks.map(read) };
}

/**
 * SHA-256 of a pair's names and contents; an unreadable file counts as empty here.
 *
 * @param files The files.
 * @param bytes Their content.
 */
export function hashPair({ image, masks }: PairFiles, bytes: PairBytes): Uint8Array {
  const hash = createHash("sha256");
  const contents = [bytes.image, ...bytes.masks];
  for (const [i, file] of [image, ...masks].entries()) {
    const content = contents[i];
    const known = typeof content === "string" ? new Uint8Array() : content;
    hash.update(`${file} ${known.length}\n`).update(known);
  }
  return hash.digest();
}

/**
 * Decodes an image and its mask and brings both to one shape, or says what is wrong with the files. The
 * image is rotated as EXIF says, unless its mask fits only the stored pixels.
 */
export async function decodePair(
  files: PairFiles,
  bytes: PairBytes,
  { shape, fit, meaning, maxMegapixels }: DecodeOptions,
): Promise<DecodedPair | Skipped> {
  const content = bytes.image;
  if (typeof content === "string") return { file: files.image, reason: content };
  const masks = await decodeMasks(files, bytes, maxMegapixels);
  const size = "reason" in masks ? undefined : masks[0];
  const image = await attempt(() => decodeBeside(content, size, maxMegapixels));
  if (typeof image === "string") return { file: files.image, reason: image };
  if ("reason" in masks) return masks;
  const { width, height } = image, labels = new Uint8Array(width * height);
  for (const [place, mask] of masks.entries()) {
    const file = files.masks[place];
    if (mask.width !== width || mask.height !== height) {
      const sizes = `${mask.width}x${mask.height}, the image ${width}x${height}`;
      return { file, reason: `mask and image must have the same size, it has ${sizes}` };
    }
    const reason = meaningOf(mask, meaning, { file, labels });
    if (reason !== undefined) return { file, reason };
  }
  return {
    image: fitImage(image, shape, fit),
    labels: fitLabels({ labels, width, height }, shape, fit),
    asStored: image.asStored,
  };
}

/** All masks of an image, or which can't be read. */
async function decodeMasks(
  { masks: files }: PairFiles,
  { masks }: PairBytes,
  maxMegapixels: number,
): Promise<Mask[] | Skipped> {
  const decoded: Mask[] = [];
  for (const [i, content] of masks.entries()) {
    const file = files[i];
    if (typeof content === "string") return { file, reason: content };
    const mask = await attempt(() => readMask(content, { maxMegapixels }));
    if (typeof mask === "string") return { file, reason: mask };
    decoded.push(mask);
  }
  return decoded;
}

/** Decodes an image as it lies over its mask, where that could be read. */
async function decodeBeside(
  bytes: Uint8Array,
  mask: { width: number; height: number } | undefined,
  maxMegapixels: number,
): Promise<Photograph & { asStored: boolean }> {
  const header = readPhotographHeader(bytes);
  const orientation = mask === undefined ? "upright" : orientationFor(header, mask);
  const photograph = await decodePhotograph(bytes, { orientation, maxMegapixels });
  return { ...photograph, asStored: orientation === "stored" };
}

/** The result, or the message of what was thrown. */
async function attempt<T>(job: () => Promise<T>): Promise<T | string> {
  try {
    return await job();
  } catch (error) {
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
