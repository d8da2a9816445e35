import { decodeLabelPng, type LabelPicture, openInside } from "../../io/mod.ts";
import { FILM, type FilmHead, filmName, FRAME_SIDE, frameOf } from "./film.ts";
import { linesOf, readAt } from "./lines.ts";

/** Of more epochs, so many are read, spread over all. */
const MOST_EPOCHS = 200;

/** The most millions of pixels that a frame may have. */
const MEGAPIXELS = 4 * FRAME_SIDE ** 2 / 1e6;

/** A prediction for a case after an epoch. */
export interface FilmPicture extends LabelPicture {
  /** The epoch, 1 for the first. */
  epoch: number;
}

/** The films of a run folder, of an untrusted folder too. */
export interface Film extends Disposable {
  /** The epochs, ascending. */
  readonly epochs: readonly number[];
  /** What can't be read and was left out, the first of each file by its path. */
  readonly problems: ReadonlyMap<string, string>;
  /** Whether there is a frame of a case. */
  has(id: string): boolean;
  /** The Dice of a class in a case after each of the epochs; NaN where there is none. */
  diceOf(id: string, place: number): number[];
  /**
   * The frames of a case, all of one size, without padding.
   *
   * @param id The case.
   * @param size Its own width and height.
   */
  framesOf(id: string, size: { width: number; height: number }): Promise<FilmPicture[]>;
}

/** A file of frames: where the line of each case stands. */
interface Reel {
  epoch: number;
  path: string;
  fit: FilmHead["fit"];
  file: Deno.FsFile;
  lines: Map<string, { at: number; length: number; dice: Float32Array }>;
}

/**
 * Opens the predictions through the epochs that a run folder has. What is in memory grows with cases and
 * epochs, by the Dice and the place of each frame; the frames stay on the disk.
 *
 * @param folder The run folder.
 * @param ids The cases; frames of others are left out.
 * @param classes The names of the classes whose Dice is wanted.
 * @returns Undefined if the folder has none.
 */
export async function openFilm(
  folder: string,
  ids: Iterable<string>,
  classes: readonly string[],
): Promise<Film | undefined> {
  const epochs = await epochsIn(folder);
  if (epochs.length === 0) return undefined;
  const known = new Set(ids), reels: Reel[] = [], problems = new Map<string, string>();
  for (const epoch of spread(epochs)) {
    const path = `epochs/${filmName(epoch)}`;
    try {
      reels.push(await readReel(folder, { path, epoch }, { known, classes }, problems));
    } catch (error) {
      problems.set(path, (error as Error).message);
    }
  }
  return filmOf(reels, problems);
}

function filmOf(reels: Reel[], problems: Map<string, string>): Film {
  return {
    epochs: reels.map(({ epoch }) => epoch),
    problems,
    has: (id) => reels.some(({ lines }) => lines.has(id)),
    diceOf: (id, place) => reels.map(({ lines }) => lines.get(id)?.dice[place] ?? NaN),
    async framesOf(id, size) {
      const pictures: FilmPicture[] = [];
      for (const { epoch, path, file, fit, lines } of reels) {
        const where = lines.get(id);
        if (where === undefined) continue;
        try {
          const frame = decodeFrame(await readAt(file, where));
          pictures.push({ epoch, ...frameOf(frame, fit, size) });
        } catch (error) {
          if (!problems.has(path)) problems.set(path, `${id}: ${(error as Error).message}`);
        }
      }
      const last = pictures.at(-1);
      return pictures.filter((one) => one.width === last!.width && one.height === last!.height);
    },
    [Symbol.dispose]: () => reels.forEach(({ file }) => file.close()),
  };
}

/** The epochs of which there are frames. */
async function epochsIn(folder: string): Promise<number[]> {
  const epochs: number[] = [];
  try {
    for await (const { name } of Deno.readDir(`${folder}/epochs`)) {
      const number = /^film\.(\d{3,9})\.jsonl$/.exec(name)?.[1];
      if (number !== undefined && filmName(Number(number)) === name) epochs.push(Number(number));
    }
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (!(error instanceof NotFound || error instanceof NotADirectory)) throw error;
  }
  return epochs.sort((a, b) => a - b);
}

function spread(epochs: number[]): number[] {
  if (epochs.length <= MOST_EPOCHS) return epochs;
  const step = (epochs.length - 1) / (MOST_EPOCHS - 1);
  return Array.from({ length: MOST_EPOCHS }, (_, i) => epochs[Math.round(i * step)]);
}

/** Reads where each case's line stands, and its Dice. */
async function readReel(
  folder: string,
  { path, epoch }: Pick<Reel, "path" | "epoch">,
  { known, classes }: { known: ReadonlySet<string>; classes: readonly string[] },
  problems: Map<string, string>,
): Promise<Reel> {
  const file = await openInside(folder, path);
  let places: number[] | undefined, fit: FilmHead["fit"], number = 0, damaged = 0;
  const lines: Reel["lines"] = new Map();
  try {
    for await (const { text, at, length } of linesOf(file)) {
      number++;
      const value = parsed(text);
      if (number === 1) {
        const head = headOf(value, epoch);
        places = classes.map((name) => head.classes.indexOf(name));
        fit = head.fit;
        continue;
      }
      const frame = frameIn(value);
      if (frame === undefined) damaged = damaged || number;
      else if (known.has(frame.id)) {
        const dice = Float32Array.from(places!, (place) => frame.dice[place] ?? NaN);
        lines.set(frame.id, { at, length, dice });
      }
    }
    if (number === 0) throw new TypeError("it must begin with a line about its epoch, got nothing");
  } catch (error) {
    file.close();
    throw error;
  }
  if (damaged > 0) problems.set(path, `line ${damaged} can't be read`);
  return { epoch, path, fit, file, lines };
}

function headOf(value: unknown, epoch: number): FilmHead {
  const { film, epoch: own, classes, fit } = (value ?? {}) as Record<string, unknown>;
  if (film !== FILM || own !== epoch || !isList(classes, (name) => typeof name === "string")) {
    throw new TypeError(`its first line must have film ${FILM}, epoch ${epoch} and its classes`);
  }
  return { epoch, classes: classes as string[], ...fit === "pad" && { fit } };
}

function frameIn(value: unknown): { id: string; dice: (number | null)[] } | undefined {
  const { id, dice, png } = (value ?? {}) as Record<string, unknown>;
  const isDice = (one: unknown) => one === null || typeof one === "number" && one >= 0 && one <= 1;
  if (typeof id !== "string" || typeof png !== "string" || !isList(dice, isDice)) return undefined;
  return { id, dice: dice as (number | null)[] };
}

function decodeFrame(text: string): LabelPicture {
  const { png } = parsed(text) as { png: string };
  return decodeLabelPng(Uint8Array.fromBase64(png), { maxMegapixels: MEGAPIXELS });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isList(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}
