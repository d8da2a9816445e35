/**
 * The files of an image and its mask, and their content.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { AnnotatedImage } from "../io/mod.ts";

/**
 * An image and its mask, or its masks where each class has one, as paths relative to the data folder;
 * or a slice of volumes.
 */
export interface PairFiles {
  /** What names them in figures. */
  id: string;
  /** The image; where its channels are in several files, all of them. */
  images: readonly string[];
  /** The masks; none where areas are given in their place. */
  masks: readonly string[];
  /** Whether each mask is of one object: together they are one mask, 1 on objects and 0 elsewhere. */
  objects?: boolean;
  /** Where the files are volumes or stacks of pages, which slice of them. */
  slice?: Slice;
  /** The areas that an annotation file gives in place of masks. */
  areas?: Areas;
}

/** A pair of a folder that was looked at. */
export interface FolderPair extends PairFiles {
  /** The part of the set that its path names. */
  split?: string;
}

/** A slice of a volume. */
export interface Slice {
  /** The axis it is cut across: 0, 1 or 2 for x, y and z; pages of a TIFF lie along z. */
  axis: number;
  /** Which, from 0. */
  index: number;
}

/** Areas in place of a mask: the value of the n-th class is n, of what has none 0, of crowds 255. */
export interface Areas {
  /** The file that gives them. */
  file: string;
  /** The areas. */
  image: AnnotatedImage;
  /** Which of two that overlap counts. */
  onTop: "smaller" | "later";
}

/** A file's content, or why it can't be read. */
export type Content = Uint8Array<ArrayBuffer> | string;

/** The content of a pair's files. */
export interface PairBytes {
  images: readonly Content[];
  masks: readonly Content[];
}

/**
 * Reads pairs' files. A worker has nothing to do meanwhile, and waiting for a promise would cost it as
 * much again. Slices of one volume follow each other: a file that the pair before had is not read again.
 *
 * @param folder The data folder.
 * @returns What reads a pair.
 */
export function pairReader(folder: string): (files: PairFiles) => PairBytes {
  let last = new Map<string, Content>();
  return ({ images, masks }) => {
    const own = new Map<string, Content>();
    for (const file of [...images, ...masks]) {
      own.set(file, last.get(file) ?? read(join(folder, file)));
    }
    last = own;
    const contents = (files: readonly string[]) => files.map((file) => own.get(file)!);
    return { images: contents(images), masks: contents(masks) };
  };
}

function read(path: string): Content {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Digests of contents that are in memory: a volume's file is hashed once, not with each slice. */
const digests = new WeakMap<Uint8Array, Uint8Array>();

/**
 * SHA-256 of a pair's names and contents; an unreadable file counts as empty here.
 *
 * @param files The files.
 * @param bytes Their content.
 */
export function hashPair(files: PairFiles, bytes: PairBytes): Uint8Array {
  const hash = createHash("sha256").update(JSON.stringify(files));
  for (const content of [...bytes.images, ...bytes.masks]) {
    hash.update(typeof content === "string" ? "" : digestOf(content));
  }
  return hash.digest();
}

function digestOf(content: Uint8Array): Uint8Array {
  const known = digests.get(content);
  if (known) return known;
  const digest = createHash("sha256").update(content).digest();
  digests.set(content, digest);
  return digest;
}
