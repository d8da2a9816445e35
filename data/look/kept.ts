/**
 * What was seen of a folder's images and masks, kept for the next look.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import { type Color, makeFolder, sweepStaleParts, writeFileAtomic } from "../../io/mod.ts";
import type { MaskSeen, PairSeen } from "./observe.ts";

/** Raise it when what is seen or how masks are read changes, so that older files are replaced. */
const VERSION = 6;

/** Masks of more values are photographs: they would fill the disk, and are looked at each time. */
const MOST_VALUES = 4096;

/** What the file holds; palettes, which are mostly the same, are told apart by their places. */
interface File {
  version: number;
  maxMegapixels: number;
  palettes: (readonly Color[])[];
  pairs: Record<string, Omit<PairSeen, "masks"> & { masks: FileMask[] }>;
}

type FileMask = Omit<MaskSeen, "palette"> & { palette?: number };

/**
 * What was seen of a folder's pairs, by the hash of their names and contents, so that a file that has
 * changed is looked at again, whatever its date. One file per folder, which holds what the last look saw;
 * one that is damaged, or of another version, counts as missing.
 */
export class Kept {
  readonly #before: Map<string, PairSeen>;
  readonly #now = new Map<string, PairSeen>();

  private constructor(
    readonly path: string | undefined,
    readonly maxMegapixels: number,
    before = new Map<string, PairSeen>(),
  ) {
    this.#before = before;
  }

  /**
   * Reads what was kept.
   *
   * @param cacheFolder The cache; left out, nothing is kept.
   * @param folder The data folder.
   * @param maxMegapixels The look's limit: under another one other files would be refused.
   */
  static async open(
    cacheFolder: string | undefined,
    folder: string,
    maxMegapixels: number,
  ): Promise<Kept> {
    if (cacheFolder === undefined) return new Kept(undefined, maxMegapixels);
    const place = createHash("sha256").update(resolve(folder)).digest("hex").slice(0, 16);
    const path = join(cacheFolder, "looks", `${place}.json`);
    try {
      return new Kept(path, maxMegapixels, parse(await Deno.readTextFile(path), maxMegapixels));
    } catch {
      // whatever is wrong, the folder is looked at again and the file replaced
      return new Kept(path, maxMegapixels);
    }
  }

  /** The keys of what was kept. */
  keys(): Set<string> {
    return new Set(this.#before.keys());
  }

  /** What was kept of a pair. */
  get(key: string): PairSeen | undefined {
    return this.#before.get(key);
  }

  /** Keeps what is seen now. */
  add(key: string, seen: PairSeen): void {
    if (seen.masks.every(({ counts }) => counts.length <= MOST_VALUES)) this.#now.set(key, seen);
  }

  /** Writes what was seen now, if that differs from what was kept. */
  async write(): Promise<void> {
    const { path } = this;
    const isSame = this.#now.size === this.#before.size &&
      this.#now.keys().every((key) => this.#before.has(key));
    if (path === undefined || isSame) return;
    try {
      await makeFolder(dirname(path));
      await sweepStaleParts(dirname(path));
      await writeFileAtomic(path, format(this.#now, this.maxMegapixels));
    } catch (error) {
      // it was looked at all the same; only the next look is slower
      console.warn(`note: what was seen can't be kept in ${path}: ${error}`);
    }
  }
}

/** A file's text: the hash of its JSON, and its JSON. */
function format(pairs: ReadonlyMap<string, PairSeen>, maxMegapixels: number): string {
  const palettes = new Map<string, number>();
  const placeOf = (palette: readonly Color[]): number => {
    const text = JSON.stringify(palette);
    if (!palettes.has(text)) palettes.set(text, palettes.size);
    return palettes.get(text)!;
  };
  const entries = Array.from(pairs, ([key, seen]) => {
    const masks = seen.masks.map(({ palette, ...mask }): FileMask => ({
      ...mask,
      palette: palette && placeOf(palette),
    }));
    return [key, { ...seen, masks }];
  });
  const json = JSON.stringify(
    {
      version: VERSION,
      maxMegapixels,
      pairs: Object.fromEntries(entries),
      palettes: Array.from(palettes.keys(), (text) => JSON.parse(text)),
    } satisfies File,
  );
  return `${sha256(json)}\n${json}`;
}

/** @throws {Error} If it is damaged, or says what no look has seen. */
function parse(text: string, maxMegapixels: number): Map<string, PairSeen> {
  const json = text.slice(65);
  if (text.slice(0, 65) !== `${sha256(json)}\n`) throw new Error("it is damaged");
  const file: File = JSON.parse(json);
  if (file.version !== VERSION || file.maxMegapixels !== maxMegapixels) {
    throw new Error("it is old");
  }
  const pairs = Object.entries(file.pairs).map(([key, seen]): [string, PairSeen] => {
    const masks = seen.masks.map(({ palette, ...mask }): MaskSeen => ({
      ...mask,
      ...palette !== undefined && { palette: file.palettes[palette] },
    }));
    const pair = { ...seen, masks };
    if (!isSeen(pair)) throw new Error("it holds what can't be seen");
    return [key, pair];
  });
  return new Map(pairs);
}

/** Whether it is what a look can see: each of its pixels has a value. */
function isSeen({ width, height, pixels: { channels, depth }, alpha, masks }: PairSeen): boolean {
  return masks.length > 0 && typeof alpha === "boolean" && areCounts([channels], 1) &&
    [8, 16, "float"].includes(depth) &&
    masks.every(({ counts, isColor, isLossy, palette, lining, edges }) =>
      typeof isColor === "boolean" && typeof isLossy === "boolean" &&
      (palette === undefined || palette.every((color) => areCounts(color, 3))) &&
      counts.every((count) => areCounts(count, 2)) &&
      edges.every((edge) => areCounts(edge, 3)) &&
      areCounts([width, height, lining.inLines, lining.pixels], 4) &&
      counts.reduce((sum, [, pixels]) => sum + pixels, 0) === width * height
    );
}

function areCounts(numbers: readonly number[], length: number): boolean {
  return numbers.length === length && numbers.every((one) => Number.isInteger(one) && one >= 0);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
