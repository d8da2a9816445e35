/**
 * What the masks of a set hold, and which of its files can be used.
 *
 * @module
 */
import { setImmediate } from "node:timers/promises";
import type { Skipped } from "../../core/mod.ts";
import type { Mask } from "../../io/mod.ts";
import { decodeMasks, sizeBeside } from "../decode_files.ts";
import { type FolderPair, type PairBytes, pairReader } from "../pair_files.ts";
import type { MaskContents } from "./classes.ts";
import { USUAL_IGNORE } from "./classes.ts";
import { peaksOf } from "./peaks.ts";
import { linePixels, MOST_BLURRED, Tally, type ValueTally } from "./tally.ts";

/** What a set's masks hold. */
export interface MaskSurvey extends MaskContents {
  /** Images with masks that can be read and have one size. */
  pairs: FolderPair[];
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
  pairs: readonly FolderPair[],
  { maxMegapixels, onProgress, signal }: {
    maxMegapixels: number;
    onProgress?: (done: number, total: number) => void;
    signal?: AbortSignal;
  },
): Promise<MaskSurvey> {
  const contents = new Contents(), sizes = new Map<string, number>(), skipped: Skipped[] = [];
  const usable: FolderPair[] = [], readPair = pairReader(folder);
  for (const [done, pair] of pairs.entries()) {
    // Ctrl-C is heard between two images
    await setImmediate();
    signal?.throwIfAborted();
    onProgress?.(done, pairs.length);
    const masks = await masksOf(pair, readPair(pair), maxMegapixels);
    if ("reason" in masks) {
      skipped.push(masks);
      continue;
    }
    usable.push(pair);
    for (const mask of masks) contents.add(mask);
    const size = `${masks[0].width}x${masks[0].height}`;
    sizes.set(size, (sizes.get(size) ?? 0) + 1);
  }
  onProgress?.(pairs.length, pairs.length);
  return {
    ...contents.result(),
    pairs: usable,
    sizes: [...sizes].sort((a, b) => b[1] - a[1]),
    skipped,
  };
}

/** What masks hold, added up. */
class Contents {
  readonly #plain = new Tally(MOST_BLURRED);
  readonly #colored = new Tally(MOST_BLURRED);
  readonly #lining = { inLines: 0, pixels: 0 };
  #palette: MaskContents["palette"];
  #isLossy = false;

  add(mask: Mask): void {
    this.#isLossy ||= mask.isLossy;
    this.#palette ??= mask.palette;
    (mask.isColor ? this.#colored : this.#plain).add(mask);
    if (mask.isColor || mask.isLossy) return;
    const { inLines, pixels } = linePixels(mask, USUAL_IGNORE);
    this.#lining.inLines += inLines;
    this.#lining.pixels += pixels;
  }

  result(): MaskContents & Pick<MaskSurvey, "warnings"> {
    const colored = this.#colored.values(), isColor = colored.length > 0;
    // a mask without a colour, such as an empty one, is grey among coloured ones
    const plain = this.#plain.values()
      .map((one) => isColor ? { ...one, value: one.value * 0x010101 } : one);
    const all = added([...colored, ...plain]);
    const { inLines, pixels } = this.#lining;
    const isLining = pixels > 0 && inLines >= LINING * pixels && all.length > 2;
    const { peaks, doubtful } = this.#isLossy ? peaksOf(all, isColor) : { peaks: all, doubtful: 0 };
    return {
      tallies: peaks,
      isColor,
      palette: this.#palette,
      lining: isLining && !isColor ? USUAL_IGNORE : undefined,
      warnings: this.#isLossy
        ? [
          "masks are JPEGs, which blur values: each pixel is snapped to the nearest of " +
          `${peaks.length}; ${(100 * doubtful).toFixed(1)} % lie between two`,
        ]
        : [],
    };
  }
}

/** Tallies of one value are one. */
function added(tallies: readonly ValueTally[]): ValueTally[] {
  const groups = Map.groupBy(tallies, ({ value }) => value);
  return Array.from(groups, ([value, own]) => ({
    value,
    pixels: own.reduce((sum, { pixels }) => sum + pixels, 0),
    images: own.reduce((sum, { images }) => sum + images, 0),
  })).sort((a, b) => a.value - b.value);
}

/** The masks of an image, where they and the image fit together. */
async function masksOf(
  pair: FolderPair,
  bytes: PairBytes,
  maxMegapixels: number,
): Promise<Mask[] | Skipped> {
  const masks = await decodeMasks(pair, bytes, maxMegapixels);
  if ("reason" in masks) return masks;
  const [mask] = masks;
  for (const [i, content] of bytes.images.entries()) {
    const file = pair.images[i];
    if (typeof content === "string") return { file, reason: content };
    try {
      const { width, height } = await sizeBeside(content, mask, pair.slice);
      if (width === mask.width && height === mask.height) continue;
      const sizes = `${mask.width}x${mask.height}, the image ${width}x${height}`;
      const reason = `mask and image must have one size: it has ${sizes}`;
      return { file: pair.masks[0] ?? pair.areas?.file ?? file, reason };
    } catch (error) {
      return { file, reason: (error as Error).message };
    }
  }
  return masks;
}
