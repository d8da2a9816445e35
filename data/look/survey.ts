/**
 * What the masks of a set hold, and which of its files can be used.
 *
 * @module
 */
import { listed, type Skipped } from "../../core/mod.ts";
import type { FolderPair } from "../pair_files.ts";
import { blurOf, type EdgeCount } from "./blur.ts";
import { type MaskContents, shortened, USUAL_IGNORE } from "./classes.ts";
import { type Indices, joined } from "./indices.ts";
import { Kept } from "./kept.ts";
import type { MaskSeen, PairReport } from "./observe.ts";
import { observePairs } from "./observe_pairs.ts";
import { type DecidedPixels, decidePixels, type SeenPixels } from "./pixels.ts";
import { peaksOf } from "./peaks.ts";
import { MOST_BLURRED, Tally, type ValueTally } from "./tally.ts";

/** What a set's masks hold. */
export interface MaskSurvey extends MaskContents, DecidedPixels {
  /** Images with masks that can be read and have one size. */
  pairs: FolderPair[];
  /** SHA-256 of each pair's names and content, shape [pairs, 32]. */
  hashes: Uint8Array;
  /** How many images have which size, `480x360`, the commonest first. */
  sizes: [size: string, count: number][];
  /** Files that can't be used. */
  skipped: Skipped[];
  /** The index of each value, where all masks are indexed PNGs that were read by their grey levels. */
  indices?: Indices;
  /** Whether masks are JPEGs, whose values are snapped. */
  isLossy: boolean;
  /** Whether smooth edges blur the values of masks in lossless files, which are then snapped, too. */
  isBlurred: boolean;
  /** What looks wrong, in sentences. */
  warnings: string[];
}

/** The share of a value's pixels in lines, above which it only lines borders. */
const LINING = 0.9;

/** A share of pixels between two values of JPEG masks that more than the borders of areas has. */
const MUCH = 0.03;

/** How {@linkcode surveyMasks} looks. */
export interface SurveyOptions {
  /** How many channels images are to have; left out, as many as most have. */
  channels?: number;
  /** The most millions of pixels that a picture may have. */
  maxMegapixels: number;
  /** Where what is seen is kept for the next look; left out, it isn't kept. */
  cacheFolder?: string;
  /** Called with how many images were looked at, of how many. */
  onProgress?: (done: number, total: number) => void;
  /** Stops the look when it is raised. */
  signal?: AbortSignal;
}

/**
 * Looks at all masks of a set on all cores; at those only that have changed where what was seen is kept.
 *
 * @param folder The data folder.
 * @param pairs Images with masks.
 * @param options How to look.
 * @returns What they hold.
 */
export async function surveyMasks(
  folder: string,
  pairs: readonly FolderPair[],
  { channels, maxMegapixels, cacheFolder, onProgress, signal }: SurveyOptions,
): Promise<MaskSurvey> {
  const contents = new Contents(), sizes = new Map<string, number>(), skipped: Skipped[] = [];
  const pixels: SeenPixels[] = [];
  const usable: FolderPair[] = [],
    keys: string[] = [],
    kept = await Kept.open(cacheFolder, folder, maxMegapixels);
  const add = ({ index, key, seen = kept.get(key)! }: PairReport): void => {
    onProgress?.(index, pairs.length);
    if ("reason" in seen) {
      skipped.push(seen);
      return;
    }
    kept.add(key, seen);
    usable.push(pairs[index]);
    keys.push(key);
    pixels.push(seen);
    for (const mask of seen.masks) contents.add(mask);
    const size = `${seen.width}x${seen.height}`;
    sizes.set(size, (sizes.get(size) ?? 0) + 1);
  };
  await observePairs({ folder, pairs, known: kept.keys(), maxMegapixels }, add, signal);
  onProgress?.(pairs.length, pairs.length);
  await kept.write();
  return {
    ...contents.result(),
    ...decidePixels(pixels, channels),
    pairs: usable,
    hashes: Uint8Array.fromHex(keys.join("")),
    sizes: [...sizes].sort((a, b) => b[1] - a[1]),
    skipped,
  };
}

/** What masks hold, added up. */
class Contents {
  readonly #plain = new Tally(MOST_BLURRED);
  readonly #colored = new Tally(MOST_BLURRED);
  readonly #lining = { inLines: 0, pixels: 0 };
  readonly #edges = new Map<number, EdgeCount>();
  #palette: MaskContents["palette"];
  #indices: Indices | undefined = new Map();
  #isLossy = false;

  add({ counts, isColor, isLossy, palette, indices, lining, edges }: MaskSeen): void {
    this.#isLossy ||= isLossy;
    this.#palette ??= palette;
    this.#indices = joined(this.#indices, indices);
    (isColor ? this.#colored : this.#plain).addCounts(counts);
    this.#lining.inLines += lining.inLines;
    this.#lining.pixels += lining.pixels;
    for (const [value, thin, mixed] of edges) {
      const [, allThin, allMixed] = this.#edges.get(value) ?? [value, 0, 0];
      this.#edges.set(value, [value, allThin + thin, allMixed + mixed]);
    }
  }

  result(): MaskContents & Pick<MaskSurvey, "indices" | "isLossy" | "isBlurred" | "warnings"> {
    const colored = this.#colored.values(), isColor = colored.length > 0;
    // a mask without a colour, such as an empty one, is grey among coloured ones
    const plain = this.#plain.values()
      .map((one) => isColor ? { ...one, value: one.value * 0x010101 } : one);
    const all = added([...colored, ...plain]);
    const blur = isColor || this.#isLossy || this.#palette
      ? undefined
      : blurOf(all, [...this.#edges.values()]);
    const { peaks, doubtful } = blur ??
      (this.#isLossy ? peaksOf(all, isColor) : { peaks: all, doubtful: 0 });
    const { inLines, pixels } = this.#lining;
    const isLining = pixels > 0 && inLines >= LINING * pixels && peaks.length > 2;
    const split = `${(100 * doubtful).toFixed(1)} % lie between two` +
      (doubtful > MUCH
        ? `, which is a lot: if a class was missed, name it with --classes "${
          isColor ? "#ff0000" : "128"
        }=NAME,…"`
        : "");
    return {
      tallies: peaks,
      isColor,
      isLossy: this.#isLossy,
      isBlurred: blur !== undefined,
      palette: this.#palette,
      indices: this.#indices,
      lining: isLining && !isColor ? USUAL_IGNORE : undefined,
      warnings: [
        ...this.#isLossy
          ? [
            "masks are JPEGs, which blur values: each pixel is snapped to the nearest of " +
            `${peaks.length}; ${split}`,
          ]
          : [],
        ...blur ? [`${blurText(blur, all.length)}; ${split}`] : [],
      ],
    };
  }
}

/** Why masks are snapped, and to what. */
function blurText(
  { peaks, between }: NonNullable<ReturnType<typeof blurOf>>,
  values: number,
): string {
  const areas = listed(shortened(peaks.map(({ value }) => String(value))));
  const others = values - peaks.length, share = (100 * between).toFixed(1);
  return `masks are blurred, as by resizing: ${areas} fill areas; ${others} other values, ${share} % of ` +
    `the pixels, lie only on edges between them; each pixel is snapped to the nearest of ${peaks.length}, or ` +
    "of those that --classes names";
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
