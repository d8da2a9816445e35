import { join } from "node:path";
import { compareCodePoints } from "../core/mod.ts";
import { listFolder } from "../io/mod.ts";
import type { Skipped } from "../core/mod.ts";
import type { PairFiles } from "./pair_files.ts";
import { linesOf } from "./look/lines.ts";

/** What a data folder contains. */
export interface PetsFolder {
  /** Photographs that have a trimap, by id in code-point order. */
  pairs: PairFiles[];
  /** Photographs without trimap and trimaps without photograph. */
  unpaired: Skipped[];
  /** Photographs that the folder's list leaves out. */
  unlisted: Skipped[];
}

const IMAGES = "images", TRIMAPS = "annotations/trimaps", LIST = "annotations/list.txt";

/** Endings of pictures that are read, by the folder they are in. */
const READ = { [IMAGES]: /\.(jpe?g|png|gif)$/i, [TRIMAPS]: /\.png$/i };

/** Endings of pictures of any kind; decoding says which of them can't be read. */
const PICTURE = /\.(jpe?g|png|gif|tiff?|bmp|webp|avif|heic|jp2)$/i;

/**
 * Lists a folder in the layout of Oxford-IIIT Pet. If it has `annotations/list.txt`, the ids in it make
 * up the set, as in the official release; otherwise all photographs do. Names match however Unicode
 * spells their accents, which macOS's zip decomposes. The release's stray `._*` and `.mat` files are
 * ignored.
 *
 * @param folder The data folder.
 * @returns The pairs, and what is left over.
 * @throws {Error} If there is no such folder, it has no `images/` or `annotations/trimaps/`, or two
 *   photographs have the same id.
 */
export async function listPets(folder: string): Promise<PetsFolder> {
  await checkFolder(folder);
  const photographs = await filesByKey(folder, IMAGES);
  const trimaps = await filesByKey(folder, TRIMAPS);
  const listed = await readList(folder);
  const found: PetsFolder = { pairs: [], unpaired: [], unlisted: [] };
  // of several spellings, the photograph's becomes the id
  const ids = new Map([...listed ?? [], ...stemsOf(trimaps), ...stemsOf(photographs)]);
  for (const id of [...ids.values()].sort(compareCodePoints)) {
    const key = keyOf(id), photograph = photographs.get(key), trimap = trimaps.get(key);
    const file = photograph ?? trimap ?? `${IMAGES}/${id}.jpg`;
    if (listed && !listed.has(key)) {
      found.unlisted.push({ file, reason: `not in ${LIST}` });
    } else if (photograph && trimap) {
      found.pairs.push({ id, images: [photograph], masks: [trimap] });
    } else {
      found.unpaired.push({ file, reason: missing(photograph, trimap) });
    }
  }
  return found;
}

/** The key of a name: the same for every spelling of its accents. */
function keyOf(name: string): string {
  return name.normalize("NFC");
}

/** A picture's name without folder and ending. */
function stemOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(PICTURE, "");
}

function stemsOf(files: Map<string, string>): [key: string, stem: string][] {
  return Array.from(files, ([key, file]) => [key, stemOf(file)]);
}

/** The pictures of a subfolder by their keys; of several formats, one that can be read. */
async function filesByKey(folder: string, sub: keyof typeof READ): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of (await namesIn(folder, sub)).sort()) {
    if (!PICTURE.test(name)) continue;
    const key = keyOf(stemOf(name)), file = `${sub}/${name}`, other = files.get(key);
    const isRead = READ[sub].test(file), otherIsRead = other && READ[sub].test(other);
    if (isRead && otherIsRead) {
      throw new Error(
        `Cannot read data folder ${folder}: an id must have one file, got ${other} and ${file}`,
      );
    }
    if (!other || isRead) files.set(key, file);
  }
  return files;
}

async function checkFolder(folder: string): Promise<void> {
  const found = await Deno.stat(folder).catch((cause) => {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new Error(`Cannot read data folder ${folder}: there is no such folder`, { cause });
  });
  if (!found.isDirectory) {
    throw new Error(`Cannot read data folder ${folder}: it must be a folder, and is a file`);
  }
}

/** What a subfolder contains, but for pipes, which would never end. */
async function namesIn(folder: string, sub: string): Promise<string[]> {
  try {
    const { files, folders } = await listFolder(join(folder, sub));
    return [...files, ...folders];
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors, { cause } = error as Error;
    if (!(cause instanceof NotFound || cause instanceof NotADirectory)) throw error;
    throw new Error(
      `Cannot read data folder ${folder}: it must contain ${IMAGES}/ and ${TRIMAPS}/, ` +
        `as Oxford-IIIT Pet does, got no ${sub}/`,
      { cause },
    );
  }
}

/** The ids of list.txt by their keys: the first word of each line that isn't a comment. */
async function readList(folder: string): Promise<Map<string, string> | undefined> {
  let text: string;
  try {
    text = await Deno.readTextFile(join(folder, LIST));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const ids = linesOf(text).map((line) => line.split(/\s+/, 1)[0]);
  return new Map(ids.map((id) => [keyOf(id), id]));
}

/** Why a file is left over, without its name, so that equal reasons are listed once. */
function missing(photograph?: string, trimap?: string): string {
  if (photograph) return `image without trimap in ${TRIMAPS}/`;
  if (trimap) return `trimap without image in ${IMAGES}/`;
  return `in ${LIST}, but there is neither image nor trimap`;
}
