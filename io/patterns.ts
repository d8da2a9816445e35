/**
 * Patterns of paths, as `triptych.json` has them: which files of a folder are images, which are masks,
 * and which belong together.
 *
 * @module
 */
import { compareCodePoints } from "../core/mod.ts";

/** What a path says of itself, by a pattern. */
export interface PathParts {
  /** What the pattern's `*`, `**` or `{id}` stands for: the same in an image's path and in its mask's. */
  id: string;
  /** What `{split}` stands for. */
  split?: string;
  /** What `{class}` stands for, where each class has a mask of its own. */
  class?: string;
  /** What `{channel}` stands for, where each channel of an image has a file of its own. */
  channel?: string;
  /** What `{object}` stands for, where each object of an image has a mask of its own. */
  object?: string;
}

/** An image's path with its mask's; with one file per channel or one mask per class, all of them. */
export interface FilePair extends PathParts {
  /** The image, relative to the data folder, or one per channel in the order of the channels' names. */
  images: string[];
  /** The mask, or one per class or object in the order of their names. */
  masks: string[];
}

/** What two patterns find in a folder. */
export interface Pairing {
  /** Images with their masks, in the order of the splits' names and the ids. */
  pairs: FilePair[];
  /** Images without a mask. */
  images: string[];
  /** Masks without an image. */
  masks: string[];
}

/** Placeholders and what they match; braces hold alternatives: `*.{jpg,png}`. */
const PLACEHOLDERS: Record<string, { name: keyof PathParts | "folder"; matches: string }> = {
  "**": { name: "id", matches: ".+" },
  "*": { name: "id", matches: "[^/]+" },
  "{id}": { name: "id", matches: ".+" },
  "{split}": { name: "split", matches: "[^/]+?" },
  "{class}": { name: "class", matches: "[^/]+" },
  "{channel}": { name: "channel", matches: "[^/]+" },
  "{object}": { name: "object", matches: "[^/]+" },
  "{folder}": { name: "folder", matches: "[^/]+" },
};

/**
 * Compiles a pattern.
 *
 * @param pattern A path with `/` between folders. `*` or `{id}` is what names an image, `**` the same
 * across folders; `{folder}` is a folder that an image and its mask have in common, such as a patient's:
 * ids begin with it. `{split}` is the part of the set, `{class}` a class, `{channel}` a channel, `{object}`
 * an object; `{jpg,png}` are alternatives. A placeholder that occurs twice means the same both times.
 * @returns What a path says of itself; undefined for a path that the pattern doesn't match.
 * @throws {TypeError} If the pattern names no id.
 */
export function compilePattern(pattern: string): (path: string) => PathParts | undefined {
  const parts = pattern.normalize("NFC").split(/(\*\*|\*|\{[^{}]*\})/).filter((part) =>
    part !== ""
  );
  const seen = new Set<string>();
  const source = parts.map((part) => {
    if (!Object.hasOwn(PLACEHOLDERS, part)) return alternatives(part);
    const { name, matches } = PLACEHOLDERS[part];
    // the split's name may stand in a file's name, too
    if (seen.has(name)) return `\\k<${name}>`;
    seen.add(name);
    return `(?<${name}>${matches})`;
  });
  if (!seen.has("id")) {
    throw new TypeError(
      `Cannot use the pattern ${pattern}: it must have a *, ** or {id}, got none`,
    );
  }
  const regExp = new RegExp(`^${source.join("")}$`, "i");
  return (path) => {
    const groups = regExp.exec(path.normalize("NFC"))?.groups;
    if (groups === undefined) return undefined;
    const { folder, id, ...parts } = groups;
    return { ...parts, id: folder === undefined ? id : `${folder}/${id}` };
  };
}

/** `{jpg,png}` as a regular expression, other text as it stands. */
function alternatives(part: string): string {
  if (!/^\{.*\}$/.test(part)) return RegExp.escape(part);
  return `(?:${part.slice(1, -1).split(",").map(RegExp.escape).join("|")})`;
}

/**
 * Finds images and masks that belong together: where id and split are the same. A file that both
 * patterns match is a mask: `*.png` also matches `a_mask.png`.
 *
 * @param files Paths relative to the data folder.
 * @param images The images' pattern.
 * @param masks The masks' pattern.
 * @param options How to pair.
 * @param options.unmasked Whether images without a mask are pairs, too. @default {false}
 * @returns The pairs, and what has no partner.
 * @throws {TypeError} If a pattern can't be used.
 * @throws {Error} If two images have one id.
 */
export function pairFiles(
  files: readonly string[],
  images: string,
  masks: string,
  { unmasked = false }: { unmasked?: boolean } = {},
): Pairing {
  const ofImage = compilePattern(images), ofMask = compilePattern(masks);
  const masksByKey = new Map<string, string[]>();
  const pairs = new Map<string, FilePair>();
  for (const file of files) {
    const mask = ofMask(file);
    if (mask) {
      const key = keyOf(mask, masks);
      masksByKey.set(key, [...masksByKey.get(key) ?? [], file]);
      continue;
    }
    const image = ofImage(file);
    if (!image) continue;
    const key = keyOf(image, masks), other = pairs.get(key);
    if (other === undefined) pairs.set(key, { ...image, images: [file], masks: [] });
    else if (image.channel !== undefined) other.images.push(file);
    else {
      throw new Error(
        "Cannot pair images with masks: an id must have one image, " +
          `got ${other.images[0]} and ${file}`,
      );
    }
  }
  const alone: string[] = [], paired: FilePair[] = [];
  for (const [key, pair] of pairs) {
    const own = masksByKey.get(key);
    masksByKey.delete(key);
    pair.images.sort(compareCodePoints);
    if (own === undefined && !unmasked) alone.push(...pair.images);
    else paired.push({ ...pair, masks: own?.sort(compareCodePoints) ?? [] });
  }
  const order = (a: FilePair, b: FilePair) =>
    compareCodePoints(a.split ?? "", b.split ?? "") || compareCodePoints(a.id, b.id);
  return {
    pairs: withOwnIds(paired.sort(order)),
    images: alone,
    masks: [...masksByKey.values()].flat(),
  };
}

/** Where two parts of the set have an id in common, ids begin with the part's name. */
function withOwnIds(pairs: FilePair[]): FilePair[] {
  if (new Set(pairs.map(({ id }) => id)).size === pairs.length) return pairs;
  return pairs.map((pair) => ({ ...pair, id: `${pair.split}/${pair.id}` }));
}

/** Splits are told apart only where the masks' paths tell them apart. */
function keyOf({ id, split }: PathParts, masks: string): string {
  return masks.includes("{split}") ? `${split}\n${id}` : id;
}
