/**
 * What the masks of a set hold, and which of its files can be used.
 *
 * @module
 */
import { join } from "node:path";
import { counted, type Skipped } from "../../core/mod.ts";
import { orientationFor, readPhotographHeader } from "../../io/mod.ts";
import type { MaskContents } from "./classes.ts";
import { USUAL_IGNORE } from "./classes.ts";
import type { FilePair } from "./patterns.ts";
import { readMask } from "../read_mask.ts";
import type { MaskValues } from "../read_mask.ts";
import { linePixels, Tally } from "./tally.ts";

/** What a set's masks hold. */
export interface MaskSurvey extends MaskContents {
  /** Images with masks that can be read and have one size. */
  pairs: FilePair[];
  /** How many images have which size, `480x360`, the commonest first. */
  sizes: [size: string, count: number][];
  /** Files that can't be used. */
  skipped: Skipped[];
  /** What looks wrong, in sentences. */
  warnings: string[];
}

/** The share of a value's pixels in lines, above which it only lines borders. */
const LINING = 0.9;

/**
 * Reads all masks of a set.
 *
 * @param folder The data folder.
 * @param pairs Images with masks.
 * @param options How large pictures may be, who hears of progress, and a signal to stop.
 * @returns What they hold.
 */
export async function surveyMasks(
  folder: string,
  pairs: readonly FilePair[],
  { maxMegapixels, onProgress, signal }: {
    maxMegapixels: number;
    onProgress?: (done: number, total: number) => void;
    signal?: AbortSignal;
  },
): Promise<MaskSurvey> {
  const tally = new Tally(), sizes = new Map<string, number>(), skipped: Skipped[] = [];
  const lining = { inLines: 0, pixels: 0 };
  const usable: FilePair[] = [];
  const kinds = { colored: 0, plain: 0 };
  let palette: Uint32Array | undefined, done = 0;
  for (const pair of pairs) {
    signal?.throwIfAborted();
    onProgress?.(done++, pairs.length);
    const masks = await readPair(folder, pair, maxMegapixels);
    if ("reason" in masks) {
      skipped.push(masks);
      continue;
    }
    usable.push(pair);
    for (const mask of masks) {
      tally.add(mask);
      kinds[mask.isColored ? "colored" : "plain"]++;
      palette ??= mask.palette;
      const { inLines, pixels } = mask.isColored ? lining : linePixels(mask, USUAL_IGNORE);
      if (!mask.isColored) {
        lining.inLines += inLines;
        lining.pixels += pixels;
      }
    }
    const size = `${masks[0].width}x${masks[0].height}`;
    sizes.set(size, (sizes.get(size) ?? 0) + 1);
  }
  onProgress?.(pairs.length, pairs.length);
  const lines = lining.pixels > 0 && lining.inLines >= LINING * lining.pixels;
  return {
    pairs: usable,
    tallies: tally.values(),
    isColored: kinds.colored > 0,
    palette,
    lining: lines && tally.values().length > 2 ? USUAL_IGNORE : undefined,
    sizes: [...sizes].sort((a, b) => b[1] - a[1]),
    skipped,
    warnings: kinds.colored > 0 && kinds.plain > 0
      ? [
        `${counted(kinds.plain, "mask")} hold labels and ${kinds.colored} colours: ` +
        "all must be of one kind",
      ]
      : [],
  };
}

/** The masks of an image, where they and the image fit together. */
async function readPair(
  folder: string,
  { image, masks }: FilePair,
  maxMegapixels: number,
): Promise<MaskValues[] | Skipped> {
  const read: MaskValues[] = [];
  for (const file of masks) {
    try {
      read.push(await readMask(join(folder, file), maxMegapixels));
    } catch (error) {
      return { file, reason: (error as Error).message };
    }
  }
  try {
    const header = readPhotographHeader(await Deno.readFile(join(folder, image)));
    const [mask] = read;
    const turned = orientationFor(header, mask) === "upright" && (header.orientation ?? 1) > 4;
    const [width, height] = turned ? [header.height, header.width] : [header.width, header.height];
    if (width === mask.width && height === mask.height) return read;
    const sizes = `${mask.width}x${mask.height}, the image ${width}x${height}`;
    return { file: masks[0], reason: `mask and image must have one size: it has ${sizes}` };
  } catch (error) {
    return { file: image, reason: (error as Error).message };
  }
}
