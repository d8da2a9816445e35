/** Predictions through the epochs: a script per case for its page, and pictures of what was forgotten. */
import { deflateSync } from "node:zlib";
import {
  decodeLabelPng,
  type LabelPicture,
  readInside,
  resizeLabels,
  writeFileAtOnce,
} from "../../io/mod.ts";
import type { Case, FilmPicture } from "../../evaluation/mod.ts";
import { Films, filmUrl, mostForgotten } from "../runs/films.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { ink } from "./filmstrip.ts";
import { indexedPng, type Ink } from "./indexed_png.ts";

/** How opaque a class is over a photograph, 0 to 255. */
const TINT = 150;

/**
 * Writes the films of a run's cases, one case after the other.
 *
 * @param run The run; knows its films from then on.
 * @param out The site's folder.
 * @param leaveOut Told what can't be read.
 */
export async function writeFilms(
  run: SiteRun,
  out: string,
  leaveOut: (path: string, reason: string) => void,
): Promise<void> {
  using films = await Films.open(run);
  if (films === undefined) return;
  await Deno.mkdir(`${out}${run.base}film`, { recursive: true });
  const forgotten = Map.groupBy(mostForgotten(run, films), ({ one }) => one);
  for (const one of run.cases) {
    const size = sizeOf(one);
    if (size === undefined) continue;
    const frames = await films.framesOf(one, size);
    if (frames.length === 0) continue;
    const truth = await truthOf(run, one, frames[0]);
    writeFileAtOnce(`${out}${filmUrl(run, one.id)}`, scriptOf(run, films, { one, frames, truth }));
    films.drawn.add(one.id);
    for (const lost of forgotten.get(one) ?? []) {
      const shown = [lost.best.epoch, lost.last.epoch].map((epoch) =>
        frames.find((frame) => frame.epoch === epoch)
      );
      if (!shown.every((frame) => frame !== undefined)) continue;
      for (const frame of shown) {
        writeFileAtOnce(`${out}${filmUrl(run, one.id, frame.epoch)}`, tinted(frame, lost.c));
      }
      films.forgotten.push(lost);
    }
  }
  films.forgotten.sort((a, b) => b.drop - a.drop);
  for (const [path, reason] of films.problems) leaveOut(path, reason);
  if (films.drawn.size > 0) run.films = films;
}

/** The size of a case's pictures, which have two axes; a volume's film can't lie over its planes. */
function sizeOf({ shape, pictures }: Case): { width: number; height: number } | undefined {
  if (shape.length !== 2 || pictures?.volume || !pictures?.image) return undefined;
  return { width: shape[1], height: shape[0] };
}

/** The truth at the size of a frame; undefined where it can't be read, which its own picture has told. */
async function truthOf(
  run: SiteRun,
  { pictures }: Case,
  { width, height }: FilmPicture,
): Promise<LabelPicture | undefined> {
  if (pictures?.truth === undefined) return undefined;
  try {
    const truth = decodeLabelPng(await readInside(run.folder.path, pictures.truth));
    return resizeLabels(truth, width, height);
  } catch {
    return undefined;
  }
}

/** A classic script that hands the page its frames, the truth first: `file://` has no fetch. */
function scriptOf(
  run: SiteRun,
  films: Films,
  { one, frames, truth }: { one: Case; frames: FilmPicture[]; truth?: LabelPicture },
): string {
  const [{ width, height }] = frames, all = truth ? [truth, ...frames] : frames;
  const labels = new Uint8Array(all.length * width * height);
  all.forEach((frame, i) => labels.set(frame.labels, i * width * height));
  const epochs = films.epochsOf(one), places = frames.map(({ epoch }) => epochs.indexOf(epoch));
  const data = {
    epochs: frames.map(({ epoch }) => epoch),
    width,
    height,
    size: one.shape.toReversed(),
    hasTruth: truth !== undefined,
    classes: run.classes.map((c) => {
      const dice = films.diceOf(one, c);
      return {
        labels: c.labels ?? [c.label],
        color: c.colors.photo,
        isBackdrop: c.backdrop,
        dice: places.map((i) => Number.isFinite(dice[i]) ? Number(dice[i].toFixed(3)) : null),
      };
    }),
    // frames of one case are alike, so deflated together they take less
    frames: new Uint8Array(deflateSync(labels)).toBase64(),
  };
  return `globalThis.triptychFilm = ${JSON.stringify(data)};\n`;
}

/** One class of a frame in its colour, to lie over the photograph. */
function tinted(frame: LabelPicture, { label, labels = [label], colors }: SiteClass): Uint8Array {
  const highest = frame.labels.reduce((a, b) => Math.max(a, b), Math.max(...labels));
  const palette = new Array<Ink>(highest + 1).fill([0, 0, 0, 0]);
  for (const own of labels) palette[own] = ink(colors.photo, TINT);
  return indexedPng(frame, palette);
}
