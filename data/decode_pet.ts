import { createHash } from "node:crypto";
import { join } from "node:path";
import {
  decodeLabelPng,
  decodePhotograph,
  type LabelPicture,
  orientationFor,
  type Photograph,
  readPhotographHeader,
  resizeLabels,
  resizePhotograph,
} from "../io/mod.ts";
import type { PetFiles } from "./pets_folder.ts";
import type { Shape, Skipped } from "../core/mod.ts";

/** A decoded photograph and trimap, resized. */
export interface DecodedPet {
  /** RGB, shape [rows, columns, 3]. */
  image: Uint8Array;
  /** Labels 1, 2, 3, shape [rows, columns]. */
  labels: Uint8Array;
  /** Whether EXIF's rotation was left out, since the trimap fits only without it. */
  asStored: boolean;
}

/** Options of {@linkcode decodePet}. */
export interface DecodePetOptions {
  /** How large the result is. */
  shape: Shape;
  /** The most millions of pixels that a file may have. */
  maxMegapixels: number;
}

/** The content of a pair's files, or why one can't be read. */
export interface PetBytes {
  photograph: Uint8Array<ArrayBuffer> | string;
  trimap: Uint8Array<ArrayBuffer> | string;
}

/**
 * Reads a pair's files. A worker has nothing to do meanwhile, and waiting for a promise would cost it as
 * much again.
 *
 * @param folder The data folder.
 * @param files The two files.
 */
export function readPet(folder: string, { photograph, trimap }: PetFiles): PetBytes {
  const read = (file: string): Uint8Array<ArrayBuffer> | string => {
    try {
      return Deno.readFileSync(join(folder, file));
    } catch (error) {
      return messageOf(error);
    }
  };
  return { photograph: read(photograph), trimap: read(trimap) };
}

/**
 * SHA-256 of a pair's names and contents; an unreadable file counts as empty here.
 *
 * @param files The two files.
 * @param bytes Their content.
 */
export function hashPet(files: PetFiles, bytes: PetBytes): Uint8Array {
  const hash = createHash("sha256");
  for (const file of ["photograph", "trimap"] as const) {
    const content = bytes[file];
    const known = typeof content === "string" ? new Uint8Array() : content;
    hash.update(`${files[file]} ${known.length}\n`).update(known);
  }
  return hash.digest();
}

/**
 * Decodes a photograph and its trimap and resizes both, or says what is wrong with the files. The
 * photograph is rotated as EXIF says, unless its trimap fits only the stored pixels.
 */
export async function decodePet(
  { photograph, trimap }: PetFiles,
  content: PetBytes,
  { shape: [rows, columns], maxMegapixels }: DecodePetOptions,
): Promise<DecodedPet | Skipped> {
  const bytes = content.photograph, mask = content.trimap;
  if (typeof bytes === "string") return { file: photograph, reason: bytes };
  const truth = typeof mask === "string"
    ? mask
    : await attempt(() => Promise.resolve(decodeLabelPng(mask, { maxMegapixels })));
  const image = await attempt(() => decodeBeside(bytes, truth, maxMegapixels));
  if (typeof image === "string") return { file: photograph, reason: image };
  if (typeof truth === "string") return { file: trimap, reason: truth };
  if (truth.width !== image.width || truth.height !== image.height) {
    const sizes = `${truth.width}x${truth.height}, the image ${image.width}x${image.height}`;
    return { file: trimap, reason: `trimap and image must have the same size, it has ${sizes}` };
  }
  const bad = firstBeyond(truth.labels);
  if (bad >= 0) {
    const place = `row ${Math.floor(bad / truth.width)}, column ${bad % truth.width}`;
    const reason = `a trimap must contain only 1, 2 and 3, got ${truth.labels[bad]} at ${place}`;
    return { file: trimap, reason };
  }
  return {
    image: resizePhotograph(image, columns, rows).data,
    labels: resizeLabels(truth, columns, rows).labels,
    asStored: image.asStored,
  };
}

/** Decodes a photograph in the orientation that fits its trimap, if that could be read. */
async function decodeBeside(
  bytes: Uint8Array,
  truth: LabelPicture | string,
  maxMegapixels: number,
): Promise<Photograph & { asStored: boolean }> {
  const header = readPhotographHeader(bytes);
  const orientation = typeof truth === "string" ? "upright" : orientationFor(header, truth);
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

/** The place of the first label that is no trimap's, or −1; a callback per pixel would take longer. */
function firstBeyond(labels: Uint8Array): number {
  for (let i = 0; i < labels.length; i++) if (labels[i] < 1 || labels[i] > 3) return i;
  return -1;
}
