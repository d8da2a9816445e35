import { type PixelFormat, pixelsOf, type Shape, type Skipped } from "../core/mod.ts";
import { cacheFolder as systemCacheFolder, MAX_MEGAPIXELS } from "../io/mod.ts";
import type { DecodeOptions } from "./decode_pair.ts";
import type { PairFiles } from "./pair_files.ts";
import { decodePairs } from "./decode_pairs.ts";
import {
  contentKey,
  decodedFolder,
  type FingerprintedPairs,
  packedPath,
  readPacked,
  streamedPlace,
  writePacked,
} from "./decoded_cache.ts";
import { fingerprint } from "./fingerprint.ts";
import type { PairSource } from "./own_pairs.ts";
import { layoutOf } from "./pack.ts";
import type { PackedSet } from "./pack_file.ts";
import { packPairs } from "./pack_pairs.ts";
import type { PackedDataset } from "./types.ts";
import { cantBeUsed, nothingIn } from "./unusable.ts";
import { hashPairs } from "./hash_pairs.ts";

/** Options of reading a data folder. */
export interface ReadOptions {
  /** Pixels per side that images and masks are resized to, or rows and columns. */
  size: number | Shape;
  /** The most pixels that an image or mask may have, in millions. @default {100} */
  maxMegapixels?: number;
  /** Throws if a file can't be used, instead of skipping it. @default {false} */
  strict?: boolean;
  /** Where the decoded set is kept for the next start. @default {the user's cache folder} */
  cacheFolder?: string;
  /** Called with the number of images decoded, and their total. */
  onProgress?: (done: number, total: number) => void;
}

/** Options of reading a set that may be larger than memory. */
export interface RoomOptions {
  /** The most bytes that images may take in memory; a larger set is read from a file. @default {Infinity} */
  memory?: number;
  /** Called beforehand with what the decoded set takes. */
  onSize?: (size: DecodedSize) => void;
}

/** What decoded images and labels take. */
export interface DecodedSize {
  /** In memory, or read one after the other. */
  bytes: number;
  /** The folder of the file that they are read from, where they don't lie in memory, and how long it is. */
  file?: { folder: string; bytes: number };
}

/** Images that are read from a file. */
type StreamedSet = PackedSet & Pick<PackedDataset, "shape" | "channels" | "depth">;

/** How pairs are decoded, and what is known of them. */
interface KnownPairs extends Omit<DecodeOptions, "maxMegapixels"> {
  /** The classes' labels. */
  labels: readonly number[];
  /** What can't be used. */
  unpaired: readonly Skipped[];
  /** The pairs' hashes, where a look has made them. */
  hashes?: Uint8Array;
}

/**
 * Decodes a folder's pairs to one shape, or takes them from the cache, where no file has changed: into
 * memory, or, if that is more than it may take, into a file that they are read from.
 *
 * @param folder The data folder.
 * @param pairs Images with masks.
 * @param how How they are decoded.
 * @param options How to go about bad files.
 * @returns The images that can be used, and in `skipped` all files that can't.
 * @throws {Error} If no image can be used, or `strict` is set and a file can't be.
 */
export async function readPairs(
  folder: string,
  pairs: readonly PairFiles[],
  { unpaired, hashes, labels, ...how }: KnownPairs,
  options: Omit<ReadOptions, "size"> & RoomOptions,
): Promise<(FingerprintedPairs | StreamedSet & { inPieces: false }) & { source: PairSource }> {
  const { maxMegapixels = MAX_MEGAPIXELS, strict = false, memory = Infinity } = options;
  const about = { folder, pairs, ...how, unpaired, maxMegapixels, strict };
  const bytes = pairs.length * bytesOfPair(how.format, how.shape);
  if (bytes > memory) {
    const set = await streamPairs(folder, pairs, { ...how, labels, hashes }, options);
    return withSource({ ...set, inPieces: false as const }, about);
  }
  options.onSize?.({ bytes });
  const set = await readOrDecode(folder, pairs, { ...how, maxMegapixels }, { ...options, hashes });
  return withSource(set, about);
}

/** Bytes that a decoded image of a shape takes with its labels. */
function bytesOfPair({ channels, depth }: PixelFormat, shape: Shape): number {
  return pixelsOf(shape) * (channels * (depth === 8 ? 1 : 4) + 1);
}

/**
 * Decodes a folder's pairs at their own size into a file, or takes that of an earlier start, where no
 * file has changed. What is in memory doesn't grow with the set.
 *
 * @param folder The data folder.
 * @param pairs Images with masks.
 * @param how What pixels become, what masks mean, and the images' sizes.
 * @param options How to go about bad files.
 * @returns The images that can be used, and in `skipped` all files that can't.
 * @throws {Error} If no image can be used, `strict` is set and a file can't be, or the file can't be
 *   written.
 */
export async function readPairsAtOwnSize(
  folder: string,
  pairs: readonly PairFiles[],
  { unpaired, hashes, labels, sizes, ...given }: Omit<KnownPairs, "shape" | "fit"> & {
    sizes: readonly Shape[];
  },
  options: Omit<ReadOptions, "size"> & RoomOptions,
): Promise<StreamedSet & { source: PairSource }> {
  const { maxMegapixels = MAX_MEGAPIXELS, strict = false } = options;
  // no shape: each keeps its own
  const how = { ...given, shape: [0, 0], fit: "tile" } as const;
  const set = await streamPairs(folder, pairs, { ...how, labels, hashes, sizes }, options);
  return withSource(set, { folder, pairs, ...how, maxMegapixels, unpaired, strict });
}

/** Decodes pairs into a file, of which it says beforehand how large it gets. */
async function streamPairs(
  folder: string,
  pairs: readonly PairFiles[],
  how: Omit<KnownPairs, "unpaired"> & { sizes?: readonly Shape[] },
  options: Omit<ReadOptions, "size"> & RoomOptions,
): Promise<StreamedSet> {
  const { maxMegapixels = MAX_MEGAPIXELS, cacheFolder = systemCacheFolder() } = options;
  const { sizes = pairs.map(() => how.shape), ...decoding } = how, { shape, format } = how;
  const sum = (bytesOf: (shape: Shape) => number) =>
    sizes.reduce((sum, shape) => sum + bytesOf(shape), 0);
  const place = streamedPlace(cacheFolder, folder, how.fit === "tile" ? undefined : shape);
  const bytes = sum((shape) => layoutOf(how, shape).length);
  options.onSize?.({
    bytes: sum((shape) => bytesOfPair(format, shape)),
    file: { folder: decodedFolder(cacheFolder), bytes },
  });
  const set = await packPairs(place, folder, pairs, {
    ...decoding,
    bytes,
    maxMegapixels,
    onProgress: (done) => options.onProgress?.(done, pairs.length),
  });
  return { ...set, shape, ...format };
}

/** Says where a set comes from; refuses one of which too little can be used. */
function withSource<Set extends { ids: readonly string[]; skipped: readonly Skipped[] }>(
  set: Set,
  { folder, pairs, unpaired, strict, ...how }: Omit<PairSource, "pairs"> & {
    pairs: readonly PairFiles[];
    unpaired: readonly Skipped[];
    strict: boolean;
  },
): Set & { source: PairSource } {
  const skipped = [...unpaired, ...set.skipped];
  if (set.ids.length === 0) {
    throw new Error(`Cannot read data folder ${folder}: ${nothingIn(skipped)}`);
  }
  if (strict && skipped.length > 0) {
    throw new Error(`Cannot read data folder ${folder}: ${cantBeUsed(skipped)}`);
  }
  const byId = new Map(pairs.map((pair) => [pair.id, pair]));
  const { fit, format, meaning, maxMegapixels } = how;
  const ownPairs = set.ids.map((id) => byId.get(id)!);
  const source = { folder, pairs: ownPairs, fit, format, meaning, maxMegapixels };
  return { ...set, skipped, source };
}

/**
 * Refuses a shape that no image can have.
 *
 * @throws {RangeError} If it isn't of whole numbers of 1 or more.
 */
export function checkShape(folder: string, shape: Shape): void {
  if (shape.every((side) => Number.isInteger(side) && side >= 1)) return;
  throw new RangeError(
    `Cannot read data folder ${folder}: size must be whole numbers of 1 or more, ` +
      `got ${[...new Set(shape)].join("x")}`,
  );
}

/** Takes the decoded set from the cache, or decodes it and puts it there. */
async function readOrDecode(
  folder: string,
  pairs: readonly PairFiles[],
  how: DecodeOptions,
  { hashes: known, cacheFolder = systemCacheFolder(), onProgress = () => {} }:
    & Omit<ReadOptions, "size">
    & { hashes?: Uint8Array },
): Promise<FingerprintedPairs> {
  const path = packedPath(cacheFolder, folder, how.shape);
  const currentKey = async (): Promise<string> =>
    contentKey(known ?? await hashPairs(folder, pairs), how);
  const packed = await readPacked(path, currentKey, how);
  if (packed) return packed;
  const report = (done: number): void => onProgress(done, pairs.length);
  const { decoded, hashes } = await decodePairs(folder, pairs, { ...how, onProgress: report });
  const set = { ...decoded, fingerprint: fingerprint(decoded) };
  try {
    await writePacked(path, contentKey(hashes, how), set);
  } catch (error) {
    // the set is decoded all the same; only the next start is slower
    console.warn(`note: the decoded images can't be kept in ${path}: ${error}`);
  }
  return set;
}
