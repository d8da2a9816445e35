/**
 * Which images a list of train or test means.
 *
 * @module
 */
import type { FolderPair } from "../pair_files.ts";

/**
 * Finds the images that a list names: by id, id of the volume or path, with or without ending, and with
 * more or fewer folders before it.
 *
 * @param pairs The images.
 * @returns What finds those of a list, by its names.
 */
export function listFinder(
  pairs: readonly FolderPair[],
): (names: readonly string[]) => Set<FolderPair> {
  const known = Map.groupBy(
    pairs.flatMap((pair) => [...spellingsOf(pair)].map((spelling) => ({ spelling, pair }))),
    ({ spelling }) => spelling,
  );
  const find = (name: string): readonly FolderPair[] =>
    (known.get(`/${name}`) ?? known.get(name) ?? []).map(({ pair }) => pair);
  const findAll = (names: readonly string[], ends: (name: string) => string[]) =>
    new Set(names.flatMap((name) => {
      const spellings = [name, name.replace(ENDING, "")].flatMap(ends);
      return spellings.map(find).find(({ length }) => length > 0) ?? [];
    }));
  return (names) => {
    const own = names.map((name) => name.replaceAll("\\", "/").replace(/^\.?\//, ""));
    // patients may have images of equal names, so that a folder that is said counts
    const found = findAll(own, (name) => name.includes("/") ? endsOf(name).slice(0, -1) : [name]);
    // unless it is of another machine
    return found.size > 0 ? found : findAll(own, (name) => endsOf(name).slice(-1));
  };
}

/** An ending of a file; the last part of an id like `1.2.840` looks the same, so names are tried with it first. */
const ENDING = /\.(nii\.gz|\w{2,4})$/i;

/** All that a list may call an image; a slash first where nothing is left out before it. */
function spellingsOf({ id, images, slice }: FolderPair): Set<string> {
  const whole = [id, ...images, ...images.map((image) => image.replace(ENDING, ""))];
  // of a volume all slices are meant
  if (slice) whole.push(id.replace(/_[xyz]\d+$/, ""));
  return new Set(whole.flatMap((name) => [`/${name}`, ...endsOf(name)]));
}

/** `a/b/c`, `b/c` and `c` of `a/b/c`. */
function endsOf(name: string): string[] {
  const parts = name.split("/");
  return parts.map((_, i) => parts.slice(i).join("/"));
}
