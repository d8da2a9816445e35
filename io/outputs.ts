import { basename, dirname, join, resolve } from "node:path";

/** A file or folder that a program reads, or is about to write. */
export interface Place {
  /** The path; an output need not exist yet. */
  path: string;
  /** What it is, for the message: `the images`. */
  what: string;
  /** Whether everything below it is read or written too. */
  whole?: boolean;
}

/**
 * Refuses to overwrite inputs. Call it before the first write, with everything that will be read and
 * written. Paths are compared as the disk sees them: symbolic links resolved, and ignoring case where
 * the disk does. No output may be an input or lie in one that is read `whole`; an output that is
 * written `whole` may contain no input.
 *
 * @param inputs What is read.
 * @param outputs What will be written.
 * @throws {Error} If an output overlaps an input; the text names both.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await assert.rejects(
 *   keepApart(
 *     [{ path: folder, what: "the run" }],
 *     [{ path: `${folder}/../${folder.split("/").at(-1)}`, what: "the pages" }],
 *   ),
 *   /Cannot write the pages to .*, the same place as the run \(/,
 * );
 * await Deno.remove(folder);
 * ```
 */
export async function keepApart(
  inputs: readonly Place[],
  outputs: readonly Place[],
): Promise<void> {
  const read = await Promise.all(inputs.map(locate));
  const written = await Promise.all(outputs.map(locate));
  const same = await firstMatch(read, written, ({ real }) => [real]);
  if (same) throw overlap(...same, "the same place as");
  const inside = await firstMatch(read.filter(isWhole), written, ({ real }) => foldersAbove(real));
  if (inside) throw overlap(...inside, "inside");
  const around = await firstMatch(written.filter(isWhole), read, ({ real }) => foldersAbove(real));
  if (around) throw overlap(around[1], around[0], "which contains");
}

/** A place as the disk sees it. */
interface Located {
  place: Place;
  /** The path behind symbolic links. */
  real: string;
  /** `real` as a disk compares it that ignores case and Unicode's spelling of accents. */
  key: string;
}

async function locate(place: Place): Promise<Located> {
  const real = await realPath(resolve(place.path));
  return { place, real, key: keyOf(real) };
}

/** The path behind symbolic links; what does not exist yet is added to what does. */
async function realPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) {
      throw error;
    }
    return dirname(path) === path ? path : join(await realPath(dirname(path)), basename(path));
  }
}

/**
 * A name as the least strict disk compares it.
 *
 * @param path A path or a file name.
 * @returns The same for all names that macOS or Windows may take for one.
 */
export function keyOf(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

function isWhole({ place }: Located): boolean {
  return place.whole === true;
}

/** The first of `others` of whose `paths` one is a place, with that place. */
async function firstMatch(
  places: readonly Located[],
  others: readonly Located[],
  paths: (other: Located) => readonly string[],
): Promise<[Located, Located] | undefined> {
  const byKey = new Map(places.map((place) => [place.key, place]));
  for (const other of others) {
    for (const path of paths(other)) {
      const place = byKey.get(keyOf(path));
      if (place && await isSame(place.real, path)) return [place, other];
    }
  }
}

function foldersAbove(path: string): string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...foldersAbove(above)];
}

/** Whether two paths that differ at most in case are one file on this disk. */
async function isSame(a: string, b: string): Promise<boolean> {
  if (a === b) return true;
  try {
    const [one, other] = await Promise.all([Deno.stat(a), Deno.stat(b)]);
    return one.dev === other.dev && one.ino === other.ino;
  } catch {
    // one of them doesn't exist: they differ
    return false;
  }
}

function overlap({ place: input }: Located, { place: output }: Located, how: string): Error {
  return new Error(
    `Cannot write ${output.what} to ${output.path}, ${how} ${input.what} (${input.path}), ` +
      "which would be overwritten; choose another place",
  );
}
