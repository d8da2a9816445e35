/**
 * What is seen of an image and its masks: plain data, which workers send and the cache keeps.
 *
 * @module
 */
import type { Skipped } from "../../core/mod.ts";
import { type Color, countValues, type Mask } from "../../io/mod.ts";
import { decodeMasks, isAlike, sizeBeside, unlikeFirst, unlikeImage } from "../decode_files.ts";
import { type FolderPair, hashPair, type PairBytes, pairReader } from "../pair_files.ts";
import { countEdges, type EdgeCount } from "./blur.ts";
import { USUAL_IGNORE } from "./classes.ts";
import { pixelsOfPair, type SeenPixels } from "./pixels.ts";
import { linePixels } from "./tally.ts";

/** What is seen of an image and its masks, which have one size. */
export interface PairSeen extends SeenPixels {
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** The masks, in the order of their files. */
  masks: MaskSeen[];
}

/** What is seen of a mask. */
export interface MaskSeen {
  /** Each value and its pixels, in the order in which they first occur. */
  counts: [value: number, pixels: number][];
  /** Whether the values are colours. */
  isColor: boolean;
  /** Whether the file's coding blurs values. */
  isLossy: boolean;
  /** The colours of an indexed mask, by index. */
  palette?: readonly Color[];
  /** The index of each value, where the mask is an indexed PNG that was read by its grey levels. */
  indices?: Mask["indices"];
  /** How many pixels have the value that often lines borders, and how many of them are in lines. */
  lining: { inLines: number; pixels: number };
  /** Which values lie as those of smooth edges do; none where they can't be blurred. */
  edges: EdgeCount[];
}

/** What is looked at. */
export interface Observed {
  /** The data folder. */
  folder: string;
  /** All files of the set. */
  pairs: readonly FolderPair[];
  /** Keys of contents that were seen before. */
  known: ReadonlySet<string>;
  /** The most millions of pixels that a picture may have. */
  maxMegapixels: number;
}

/** What was seen of a pair. */
export interface PairReport {
  /** Its place among the pairs. */
  index: number;
  /** The key of its names and content. */
  key: string;
  /** What was seen, or what is wrong with which file; left out where the content is known. */
  seen?: PairSeen | Skipped;
}

/**
 * Looks at pairs whose content isn't known.
 *
 * @param observed The pairs.
 * @returns What looks at one of them.
 */
export function pairObserver(
  { folder, pairs, known, maxMegapixels }: Observed,
): (index: number) => Promise<PairReport> {
  const readPair = pairReader(folder);
  return async (index) => {
    const pair = pairs[index], bytes = readPair(pair);
    const key = hashPair(pair, bytes).toHex();
    return known.has(key)
      ? { index, key }
      : { index, key, seen: await observePair(pair, bytes, maxMegapixels) };
  };
}

/** Looks at an image and its masks, where they fit together. */
async function observePair(
  pair: FolderPair,
  bytes: PairBytes,
  maxMegapixels: number,
): Promise<PairSeen | Skipped> {
  const masks = await decodeMasks(pair, bytes, maxMegapixels);
  if ("reason" in masks) return masks;
  const [mask] = masks, odd = masks.findIndex((one) => !isAlike(one, mask));
  if (odd > 0) {
    return { file: pair.masks[odd], reason: unlikeFirst(masks[odd], mask, pair.masks[0]) };
  }
  for (const [i, content] of bytes.images.entries()) {
    const file = pair.images[i];
    if (typeof content === "string") return { file, reason: content };
    try {
      const size = await sizeBeside(content, mask, pair.slice);
      if (isAlike(size, mask)) continue;
      const reason = unlikeImage(mask, size);
      return { file: pair.masks[0] ?? pair.areas?.file ?? file, reason };
    } catch (error) {
      return { file, reason: (error as Error).message };
    }
  }
  const { width, height } = mask, seen = await pixelsOfPair(pair, bytes);
  return { width, height, ...seen, masks: masks.map(observeMask) };
}

function observeMask(mask: Mask): MaskSeen {
  const { isColor, isLossy, palette, indices } = mask;
  const lining = isColor || isLossy ? { inLines: 0, pixels: 0 } : linePixels(mask, USUAL_IGNORE);
  const counts = countValues(mask);
  const edges = isColor || isLossy || palette ? [] : countEdges(mask, counts.keys());
  return { counts: [...counts], isColor, isLossy, palette, indices, lining, edges };
}
