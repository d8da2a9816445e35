import { RGB, shapeOf } from "../core/mod.ts";
import type { Meaning } from "./meaning.ts";
import { listPets } from "./pets_folder.ts";
import { checkShape, type ReadOptions, readPairs, type RoomOptions } from "./read_pairs.ts";
import { type AnyDataset, type Dataset, type FolderDataset, TRIMAP_CLASSES } from "./types.ts";

/** Trimaps contain the labels themselves. */
const TRIMAPS: Meaning = { labels: TRIMAP_CLASSES.map(({ label }) => [label, label]) };

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
export async function readPets(folder: string, options: ReadOptions): Promise<Dataset> {
  // as it has no limit, it is in memory
  return await openPets(folder, options) as Dataset;
}

/**
 * The same, read from a file if it is larger than the memory that it may take.
 *
 * @param folder The data folder.
 * @param options As of {@linkcode readPets}, and how much memory the set may take.
 */
export async function openPets(
  folder: string,
  options: ReadOptions & RoomOptions,
): Promise<AnyDataset> {
  const shape = shapeOf(options.size);
  checkShape(folder, shape);
  const { pairs, unpaired, unlisted } = await listPets(folder);
  const labels = TRIMAP_CLASSES.map(({ label }) => label);
  const how = { shape, fit: "squash", format: RGB, meaning: TRIMAPS, labels, unpaired } as const;
  const set = await readPairs(folder, pairs, how, options);
  const source = { ...set.source, isPets: true };
  const data: FolderDataset = {
    ...set,
    source,
    name: folder,
    groups: set.ids.map(groupOf),
    classes: TRIMAP_CLASSES,
    skipped: [...set.skipped, ...unlisted],
  };
  return data;
}

/** The group of `american_bulldog_12` is `american_bulldog`. */
function groupOf(id: string): string {
  const end = id.lastIndexOf("_");
  return end < 0 ? id : id.slice(0, end);
}
