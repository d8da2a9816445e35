import { join } from "node:path";
import type { Skipped } from "./types.ts";

/** A photograph and its trimap, as paths relative to the data folder. */
export interface PetFiles {
  /** The file name without its extension. */
  id: string;
  /** `images/ID.jpg`. */
  photograph: string;
  /** `annotations/trimaps/ID.png`. */
  trimap: string;
}

/** What a data folder holds. */
export interface PetsFolder {
  /** Photographs that have a trimap, by id in code-point order. */
  pairs: PetFiles[];
  /** Photographs without trimap and trimaps without photograph. */
  unpaired: Skipped[];
  /** Photographs that the folder's own list leaves out. */
  unlisted: Skipped[];
}

const IMAGES = "images", TRIMAPS = "annotations/trimaps", LIST = "annotations/list.txt";

/**
 * Looks through a folder in the layout of Oxford-IIIT Pet. Where it has `annotations/list.txt`, the
 * ids there make up the set, as in the official release; otherwise all photographs do. The stray
 * `._*` and `.mat` files of the release are passed over.
 *
 * @param folder The data folder.
 * @returns What belongs together, and what is left over.
 * @throws {Error} When `images/` or `annotations/trimaps/` is not there, or two photographs have one
 *   id.
 */
export async function listPets(folder: string): Promise<PetsFolder> {
  const photographs = await filesById(folder, IMAGES, /\.(jpe?g|png|gif)$/i);
  const trimaps = await filesById(folder, TRIMAPS, /\.png$/i);
  const listed = await readList(folder);
  const found: PetsFolder = { pairs: [], unpaired: [], unlisted: [] };
  const ids = new Set([...photographs.keys(), ...trimaps.keys(), ...listed ?? []]);
  for (const id of inCodePointOrder(ids)) {
    const photograph = photographs.get(id), trimap = trimaps.get(id);
    const file = photograph ?? trimap ?? LIST;
    if (listed && !listed.has(id)) {
      found.unlisted.push({ file, reason: `not in ${LIST}` });
    } else if (photograph && trimap) {
      found.pairs.push({ id, photograph, trimap });
    } else {
      found.unpaired.push({ file, reason: missing(id, photograph, trimap) });
    }
  }
  return found;
}

/** The files of a subfolder by their name without extension. */
async function filesById(
  folder: string,
  sub: string,
  ending: RegExp,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of await namesIn(folder, sub)) {
    if (name.startsWith(".") || !ending.test(name)) continue;
    const id = name.replace(ending, ""), file = `${sub}/${name}`, other = files.get(id);
    if (other) {
      const [first, second] = [file, other].sort();
      throw new Error(
        `Cannot read data folder ${folder}: an id must have one file, got ${first} and ${second}`,
      );
    }
    files.set(id, file);
  }
  return files;
}

async function namesIn(folder: string, sub: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(join(folder, sub)))).map(({ name }) => name);
  } catch (cause) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (!(cause instanceof NotFound || cause instanceof NotADirectory)) throw cause;
    throw new Error(
      `Cannot read data folder ${folder}: it must hold ${IMAGES}/ and ${TRIMAPS}/, ` +
        `as Oxford-IIIT Pet does, found no ${sub}/`,
      { cause },
    );
  }
}

/** The ids of list.txt, the first word of each line that is no comment. */
async function readList(folder: string): Promise<Set<string> | undefined> {
  let text: string;
  try {
    text = await Deno.readTextFile(join(folder, LIST));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() && !line.startsWith("#"));
  return new Set(lines.map((line) => line.trim().split(/\s+/)[0]));
}

function missing(id: string, photograph?: string, trimap?: string): string {
  if (photograph) return `photograph without trimap: no ${TRIMAPS}/${id}.png`;
  if (trimap) return `trimap without photograph: no ${IMAGES}/${id}.jpg`;
  return `${id} is listed, but has neither photograph nor trimap`;
}

/** Sorted by code points, as Python does, and not by UTF-16 units, as `sort()` would. */
function inCodePointOrder(ids: Iterable<string>): string[] {
  return Array.from(ids).sort((a, b) => {
    const left = Array.from(a), right = Array.from(b);
    const at = left.findIndex((char, i) => char !== right[i]);
    if (at < 0) return left.length - right.length;
    return at < right.length ? left[at].codePointAt(0)! - right[at].codePointAt(0)! : 1;
  });
}
