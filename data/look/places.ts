/**
 * Where pictures lie in a folder, and how their names are built: what candidates for images and masks
 * are made of.
 *
 * @module
 */
import { isRater, isSequence, maskWords, PICTURE, splitOf } from "./words.ts";

/** Pictures whose paths are alike. */
export interface Place {
  /** Their folder as a pattern, `{split}/images`; `**` at its end where their folders differ. */
  folder: string;
  /** What all names end with after the id, `_mask`. */
  ending: string;
  /** What all names begin with before the id, `mask_`. */
  beginning: string;
  /** Their paths. */
  files: readonly PictureName[];
}

/** A picture's path, taken apart. */
export interface PictureName {
  /** Relative to the data folder. */
  path: string;
  /** The part of the set that a folder's name says. */
  split?: string;
  /** The name without its ending, with `{split}` for the split's name; behind a `**`, the folders too. */
  stem: string;
  /** `png`, `nii.gz`, in lower case. */
  extension: string;
}

/** More sibling folders than this aren't looked at one by one. */
const MOST_SIBLINGS = 4;

/** More words than this that names end or begin with are ids. */
const MOST_WORDS = 12;

/**
 * Groups pictures by the folder and by what their names have in common.
 *
 * @param files All paths of the data folder.
 * @param endings What their names end with, without the id.
 * @returns Each folder's pictures, and where names differ by a word before or after the id
 * (`1.png`, `1_mask.png`), these groups as well.
 */
export function findPlaces(files: readonly string[], endings = PICTURE): Place[] {
  const pictures = files.filter((file) => endings.test(file)).map((file) =>
    takeApart(file, endings)
  );
  const byFolder = Map.groupBy(pictures, ({ folder }) => folder);
  const folders = [...byFolder.keys()];
  const sets = [...silentSiblings(folders), ...cousins(folders)];
  const alone = [...byFolder].filter(([folder]) =>
    sets.every(({ owns }) => owns.size <= MOST_SIBLINGS || !owns.has(folder))
  );
  const joint = [...sets, ...silentTrees(folders)].map(({ pattern, owns }) => {
    const files = [...owns].flatMap(([folder, own]) =>
      byFolder.get(folder)!.map((name) => ({ ...name, stem: `${own}/${name.stem}` }))
    );
    return [pattern, files] as const;
  });
  return [...alone, ...joint]
    .flatMap(([folder, files]) => families({ folder, ending: "", beginning: "", files }));
}

function takeApart(path: string, endings: RegExp): PictureName & { folder: string } {
  const parts = path.split("/"), file = parts.pop()!;
  let split: string | undefined;
  const folder = parts.map((part) => {
    const found = split === undefined ? splitOf(part) : undefined;
    if (found === undefined) return part;
    split = found.split;
    return found.pattern;
  }).join("/");
  const [extension] = endings.exec(file)!, name = file.slice(0, -extension.length);
  const stem = split === undefined ? name : replaceWord(name, split);
  return { path, folder, split, stem, extension: extension.slice(1).toLowerCase() };
}

/** `21_training` in the folder `training` is `21_{split}`. */
function replaceWord(name: string, word: string): string {
  return name.split(/([_\-. ])/).map((part) => part === word ? "{split}" : part).join("");
}

/** Folders whose paths differ in what says nothing, such as the patient. */
interface Alike {
  /** Their paths with `**` or `{folder}` for it. */
  pattern: string;
  /** What each folder has in its place. */
  owns: Map<string, string>;
}

/** Folders side by side whose names say nothing, such as patients: `p1`, `p2`. */
function silentSiblings(folders: readonly string[]): Alike[] {
  return alike(folders, "**", (parts) => parts.length - 1);
}

/** Folders of one name in such folders: `p1/masks`, `p2/masks`. */
function cousins(folders: readonly string[]): Alike[] {
  return alike(folders, "{folder}", (parts) => parts.length - 2);
}

/** Folders in folders whose names say nothing, such as a patient's days: `p1/monday`, `p2/tuesday`. */
function silentTrees(folders: readonly string[]): Alike[] {
  const silent = folders.map((folder) => folder.split("/")).flatMap((parts) => {
    const place = parts.findLastIndex((name) => !isSilent(name)) + 1;
    return place < parts.length ? [{ parts, above: parts.slice(0, place).join("/") }] : [];
  });
  const trees = Map.groupBy(silent, ({ above }) => above);
  return trees.values().toArray().flatMap((tree) => {
    const [{ parts: first }] = tree;
    // what all have in common is no part of an id
    const odd = first.findIndex((name, i) => tree.some(({ parts }) => parts[i] !== name));
    if (odd < 0 || tree.every(({ parts }) => parts.length <= odd + 1)) return [];
    const pattern = [...first.slice(0, odd), "**"].join("/");
    const owns = tree.map(({ parts }) => [parts.join("/"), parts.slice(odd).join("/")] as const);
    return [{ pattern, owns: new Map(owns) }];
  });
}

function alike(
  folders: readonly string[],
  word: string,
  placeIn: (parts: string[]) => number,
): Alike[] {
  const silent = folders.flatMap((folder) => {
    const parts = folder.split("/"), place = placeIn(parts), own = parts[place] ?? "";
    return isSilent(own) ? [{ folder, own, pattern: parts.with(place, word).join("/") }] : [];
  });
  return Array.from(Map.groupBy(silent, ({ pattern }) => pattern), ([pattern, some]) => ({
    pattern,
    owns: new Map(some.map(({ folder, own }) => [folder, own])),
  })).filter(({ owns }) => owns.size > 1);
}

/** Whether a folder's name is neither a role nor a part of the set. */
function isSilent(name: string): boolean {
  return name !== "" && maskWords(name) === 0 && !name.includes("{split}");
}

/** A place as it is and, where names differ by a word, each group by that word. */
function families(place: Place): Place[] {
  const byChannel = /(^|\/)images\{split\}$/i.test(place.folder) ? channels(place) : [];
  if (byChannel.length > 0) return byChannel;
  const byEnding = group(place, cutEnding);
  const byBeginning = group(place, cutBeginning);
  return [
    place,
    ...byEnding.map(({ word, files }) => ({ ...place, ending: word, files })),
    ...byBeginning.map(({ word, files }) => ({ ...place, beginning: word, files })),
    ...byNumber(place),
    ...byExtension(place),
  ];
}

/** Groups names by what stands before and after their number: `photo-1` and `1-mask`. */
function byNumber(place: Place): Place[] {
  const cuts = place.files.map((file) => {
    const [, beginning, stem, ending] = /^(\D*)(\d(?:.*\d)?)(\D*)$/.exec(file.stem) ?? [];
    return { beginning, ending, file: { ...file, stem } };
  });
  const groups = Map.groupBy(cuts, ({ beginning, ending }) => `${beginning}\n${ending}`);
  const isOdd = ([{ beginning, file }]: typeof cuts) =>
    file.stem === undefined || beginning.includes("/");
  if (groups.size < 2 || groups.size > MOST_WORDS || groups.values().some(isOdd)) return [];
  return Array.from(groups.values(), (own) => {
    const [{ beginning, ending }] = own;
    return { ...place, beginning, ending, files: own.map(({ file }) => file) };
  });
}

/** Groups names by their endings, where two differ by nothing else: `1.jpg` and `1.png`. */
function byExtension(place: Place): Place[] {
  const byStem = Map.groupBy(place.files, ({ split = "", stem }) => `${split}\n${stem}`);
  if (byStem.size === place.files.length) return [];
  const groups = Map.groupBy(place.files, ({ extension }) => extension);
  return Array.from(groups.values(), (files) => ({ ...place, files }));
}

/** A word that many names have, and the rest of a name. */
interface Cut {
  word: string;
  rest: string;
}

/** nnU-Net's images, whose channels are in several files: `a_0000` and `a_0001` are channels of `a`. */
function channels(place: Place): Place[] {
  const cuts = place.files.map((file) => ({ file, ...cutChannel(file.stem) }));
  if (new Set(cuts.map(({ word }) => word)).size < 2) return [];
  if (cuts.some(({ word }) => word === undefined)) return [];
  const files = cuts.map(({ file, rest }) => ({ ...file, stem: rest! }));
  return [{ ...place, ending: "_{channel}", files }];
}

/** Groups names by a word, where at least two names differ by nothing else. */
function group(
  { files }: Place,
  cut: (stem: string) => Cut | undefined,
): { word: string; files: PictureName[] }[] {
  const whole = (file: PictureName) => ({ file, word: "", rest: file.stem });
  const cuts = files.map((file) => ({ ...whole(file), ...cut(file.stem) }));
  const keyOf = (rest: string, { split = "" }: PictureName) => `${split}\n${rest}`;
  const stems = new Set(files.map((file) => keyOf(file.stem, file)));
  const byRest = Map.groupBy(cuts, ({ rest, file }) => keyOf(rest, file));
  const telling = cuts.map((one) => {
    const key = keyOf(one.rest, one.file);
    const tells = stems.has(key) || byRest.get(key)!.some(({ word }) => word !== one.word);
    return tells ? one : whole(one.file);
  });
  const byWord = Map.groupBy(telling, ({ word }) => word);
  if (byWord.size < 2 || byWord.size > MOST_WORDS) return [];
  return Array.from(byWord, ([word, members]) => ({
    word,
    files: members.map(({ file, rest }) => ({ ...file, stem: rest })),
  }));
}

/** `a_mask` is `a` and `_mask`; numbers are ids, but not those of raters (`_manual1`, `_1stHO`)
 * and of scans (`_t1`). */
function cutEnding(stem: string): Cut | undefined {
  const [, rest, word, letters] = /^(.+?)([_\-. /]+([^_\-. /]+))$/.exec(stem) ?? [];
  if (rest === undefined) return undefined;
  if (/\d/.test(letters) && !isRater(letters) && !isSequence(letters)) return undefined;
  return { rest, word };
}

/** nnU-Net's channels: `a_0000` is `a` and `_0000`. */
function cutChannel(stem: string): Cut | undefined {
  const [, rest, word] = /^(.+)(_\d{4})$/.exec(stem) ?? [];
  return rest === undefined ? undefined : { rest, word };
}

/** `mask_a` is `mask_` and `a`. */
function cutBeginning(stem: string): Cut | undefined {
  const [, word, rest] = /^([^_\-. /\d]+[_\-. ]+)(.+)$/.exec(stem) ?? [];
  return rest === undefined ? undefined : { word, rest };
}
