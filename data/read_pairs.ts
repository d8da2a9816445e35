import type { Shape, Skipped } from "../core/mod.ts";
import { cacheFolder as systemCacheFolder, MAX_MEGAPIXELS } from "../io/mod.ts";
import type { DecodeOptions } from "./decode_pair.ts";
import type { PairFiles } from "./pair_files.ts";
import { decodePairs } from "./decode_pairs.ts";
import {
  contentKey,
  type FingerprintedPairs,
  packedPath,
  readPacked,
  writePacked,
} from "./decoded_cache.ts";
import { fingerprint } from "./fingerprint.ts";
import type { PairSource } from "./own_pairs.ts";
import { type PackedPairs, packPairs } from "./pack_pairs.ts";
import { cantBeUsed, nothingIn } from "./unusable.ts";
import { hashPairs } from "./hash_pairs.ts";

/** Options of reading a data folder. */
export interface ReadOptions {
  /** Pixels per side that images and masks are resized to, or rows and columns. */
  size: number | Shape;
  /** The most millions of pixels that an image or mask may have. @default {100} */
  maxMegapixels?: number;
  /** Throws if a file can't be used, instead of skipping it. @default {false} */
  strict?: boolean;
  /** Where the decoded set is kept for the next start. @default {the user's cache folder} */
  cacheFolder?: string;
  /** Called with the number of images decoded, and their total. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Decodes a folder's pairs, or takes them from the cache, where no file has changed.
 *
 * @param folder The data folder.
 * @param pairs Images with masks.
 * @param how How large they get, what masks mean, what is known to be unusable already, and the pairs'
 *   hashes where a look has made them.
 * @param options How to go about bad files.
 * @returns The images that can be used, and in `skipped` all files that can't.
 * @throws {Error} If no image can be used, or `strict` is set and a file can't be.
 */
export async function readPairs(
  folder: string,
  pairs: readonly PairFiles[],
  { unpaired, hashes, ...how }: Omit<DecodeOptions, "maxMegapixels"> & {
    unpaired: readonly Skipped[];
    hashes?: Uint8Array;
  },
  options: Omit<ReadOptions, "size">,
): Promise<FingerprintedPairs & { source: PairSource }> {
  const { maxMegapixels = MAX_MEGAPIXELS, strict = false } = options;
  const set = await readOrDecode(folder, pairs, { ...how, maxMegapixels }, { ...options, hashes });
  return withSource(set, { folder, pairs, ...how, unpaired, maxMegapixels, strict });
}

/**
 * Decodes a folder's pairs at their own size into a file, or takes that of an earlier start, where no
 * file has changed. What is in memory doesn't grow with the set.
 *
 * @param folder The data folder.
 * @param pairs Images with masks.
 * @param how What pixels become, what masks mean, the classes' labels, and what is known to be unusable.
 * @param options How to go about bad files.
 * @returns The images that can be used, and in `skipped` all files that can't.
 * @throws {Error} If no image can be used, `strict` is set and a file can't be, or the file can't be
 *   written.
 */
export async function readPairsAtOwnSize(
  folder: string,
  pairs: readonly PairFiles[],
  { unpaired, hashes, labels, ...given }: Pick<DecodeOptions, "format" | "meaning"> & {
    unpaired: readonly Skipped[];
    hashes?: Uint8Array;
    labels: readonly number[];
  },
  { maxMegapixels = MAX_MEGAPIXELS, strict = false, ...options }: Omit<ReadOptions, "size">,
): Promise<PackedPairs & { source: PairSource }> {
  const { cacheFolder = systemCacheFolder(), onProgress = () => {} } = options;
  // no shape: each keeps its own
  const how = { ...given, shape: [0, 0], fit: "tile", maxMegapixels } as const;
  const set = await packPairs(packedPath(cacheFolder, folder), folder, pairs, {
    ...how,
    labels,
    hashes,
    onProgress: (done) => onProgress(done, pairs.length),
  });
  return withSource(set, { folder, pairs, ...how, unpaired, strict });
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
    contentKey(known ?? await hashPairs(folder, pairs), pairs, how);
  const packed = await readPacked(path, currentKey, how);
  if (packed) return packed;
  const report = (done: number): void => onProgress(done, pairs.length);
  const { decoded, hashes } = await decodePairs(folder, pairs, { ...how, onProgress: report });
  const set = { ...decoded, fingerprint: fingerprint(decoded) };
  try {
    await writePacked(path, contentKey(hashes, pairs, how), set);
  } catch (error) {
    // the set is decoded all the same; only the next start is slower
    console.warn(`note: the decoded images can't be kept in ${path}: ${error}`);
  }
  return set;
}
