import { cacheFolder as systemCacheFolder, MAX_MEGAPIXELS } from "../io/mod.ts";
import type { DecodePetOptions } from "./decode_pet.ts";
import { decodePets } from "./decode_pets.ts";
import {
  contentKey,
  type FingerprintedPets,
  packedPath,
  readPacked,
  writePacked,
} from "./decoded_cache.ts";
import { fingerprint } from "./fingerprint.ts";
import { hashPets } from "./hash_pets.ts";
import { listPets, type PetFiles } from "./pets_folder.ts";
import { type Shape, shapeOf, shapeText, type Skipped } from "../core/mod.ts";
import { type Dataset, TRIMAP_CLASSES } from "./types.ts";

/** Options of {@linkcode readPets}. */
export interface PetsOptions {
  /** Pixels per side that photographs and trimaps are resized to, or rows and columns. */
  size: number | Shape;
  /** The most millions of pixels that a photograph or trimap may have. @default {100} */
  maxMegapixels?: number;
  /** Throws if a file can't be used, instead of skipping it. @default {false} */
  strict?: boolean;
  /** Where the decoded set is kept for the next start. @default {the user's cache folder} */
  cacheFolder?: string;
  /** Called with the number of photographs decoded, and their total. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Reads a folder in the layout of Oxford-IIIT Pet: photographs in `images/ID.jpg`, trimaps in
 * `annotations/trimaps/ID.png` (1 = foreground, 2 = background, 3 = border). If there is an
 * `annotations/list.txt`, only the ids in it are read. An id's group is what precedes its last
 * underscore. Photographs are rotated as EXIF says, unless their trimaps fit only the stored pixels.
 * They are resized with an antialiased filter, trimaps by nearest neighbour, all to one shape. The
 * decoded set is kept in a packed file, which is used until a file changes.
 *
 * Files that can't be used are skipped and named in `skipped`, as are photographs that the list leaves
 * out; `strict` throws only for the former.
 *
 * @param folder The data folder.
 * @param options The size, and what to do with bad files.
 * @returns The images, and the names of the files that can't be used.
 * @throws {RangeError} If the size is not of whole numbers of 1 or more.
 * @throws {Error} If the folder has another layout, contains no usable pair, or `strict` is set and a
 *   file can't be used.
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encode } from "fast-png";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.mkdir(`${folder}/images`);
 * await Deno.mkdir(`${folder}/annotations/trimaps`, { recursive: true });
 * // a single pixel of foreground; the content of a photograph decides, not its name
 * const pixel = encode({ width: 1, height: 1, channels: 1, data: new Uint8Array([1]) });
 * await Deno.writeFile(`${folder}/images/cat_1.jpg`, pixel);
 * await Deno.writeFile(`${folder}/annotations/trimaps/cat_1.png`, pixel);
 *
 * const pets = await readPets(folder, { size: 16, cacheFolder: folder });
 * assert.deepEqual([pets.ids, pets.groups], [["cat_1"], ["cat"]]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function readPets(folder: string, options: PetsOptions): Promise<Dataset> {
  const shape = shapeOf(options.size);
  const { maxMegapixels = MAX_MEGAPIXELS, strict = false, onProgress } = options;
  const { cacheFolder = systemCacheFolder() } = options;
  if (!shape.every((side) => Number.isInteger(side) && side >= 1)) {
    throw new RangeError(
      `Cannot read data folder ${folder}: size must be whole numbers of 1 or more, got ${
        shapeText(shape)
      }`,
    );
  }
  const { pairs, unpaired, unlisted } = await listPets(folder);
  const pets = await readOrDecode(folder, pairs, { shape, maxMegapixels, cacheFolder, onProgress });
  const unusable = [...unpaired, ...pets.skipped];
  if (pets.ids.length === 0) {
    throw new Error(`Cannot read data folder ${folder}: ${nothingIn(unusable)}`);
  }
  if (strict && unusable.length > 0) {
    throw new Error(`Cannot read data folder ${folder}: ${cantBeUsed(unusable)}`);
  }
  return {
    ...pets,
    name: folder,
    groups: pets.ids.map(groupOf),
    classes: TRIMAP_CLASSES,
    skipped: [...unusable, ...unlisted],
  };
}

/** Takes the decoded set from the cache, or decodes it and puts it there. */
async function readOrDecode(
  folder: string,
  pairs: PetFiles[],
  { cacheFolder, onProgress = () => {}, ...sizes }:
    & DecodePetOptions
    & Pick<PetsOptions, "onProgress">
    & { cacheFolder: string },
): Promise<FingerprintedPets> {
  const path = packedPath(cacheFolder, folder, sizes.shape);
  const currentKey = async (): Promise<string> =>
    contentKey(await hashPets(folder, pairs), pairs, sizes);
  const packed = await readPacked(path, currentKey, sizes.shape);
  if (packed) return packed;
  const report = (done: number): void => onProgress(done, pairs.length);
  const { pets: decoded, hashes } = await decodePets(folder, pairs, {
    ...sizes,
    onProgress: report,
  });
  const pets = { ...decoded, fingerprint: fingerprint(decoded) };
  try {
    await writePacked(path, contentKey(hashes, pairs, sizes), pets);
  } catch (error) {
    // the set is decoded all the same; only the next start is slower
    console.warn(`note: the decoded images can't be kept in ${path}: ${error}`);
  }
  return pets;
}

/** How many files can't be used, and what is wrong with the first. */
function cantBeUsed([first, ...others]: readonly Skipped[]): string {
  const count = others.length > 0 ? `${1 + others.length} files` : "1 file";
  return `${count} can't be used; the first: ${first.file}: ${first.reason}`;
}

function nothingIn(unusable: readonly Skipped[]): string {
  const reason = unusable.length > 0 ? `, ${cantBeUsed(unusable)}` : "";
  return `it contains no image with a trimap${reason}`;
}

/** The group of `american_bulldog_12` is `american_bulldog`. */
function groupOf(id: string): string {
  const end = id.lastIndexOf("_");
  return end < 0 ? id : id.slice(0, end);
}
