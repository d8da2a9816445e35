/** The pictures of a site: photographs without what isn't picture, drawn layers, the filmstrip. */
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { caseShapes, overlaySvg, placeOf, specksOf } from "../../drawing/mod.ts";
import {
  decodeLabelPng,
  type LabelPicture,
  makeFolder,
  readInside,
  writeFileAtOnce,
} from "../../io/mod.ts";
import {
  type Case,
  type CasePictures,
  drawnSize,
  type VolumePictures,
} from "../../evaluation/mod.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { uncertaintyUrl } from "../runs/uncertainty.ts";
import { stretchOf } from "../runs/volume.ts";
import { brightnessOf } from "./brightness.ts";
import { cleanPhotograph } from "./clean.ts";
import { filmFrame } from "./filmstrip.ts";
import { pictureErrors } from "./picture_errors.ts";
import { stretched } from "./proportion.ts";
import { decoded, smallCopy } from "./small_photograph.ts";
import { thumbnail } from "./thumbnail.ts";
import { uncertaintyPng } from "./uncertainty.ts";
import { writeFilms } from "./write_films.ts";
import { drawVolume } from "./write_volume.ts";

/** A picture that a site leaves out. */
export interface LeftOut {
  /** The file. */
  file: string;
  /** Why, without the file's name. */
  reason: string;
}

/**
 * Writes all pictures of a run, one case after the other, so that memory stays flat. A picture that
 * is none, or isn't in the run folder, is left out: it is taken from its case, so that no page speaks
 * of it.
 *
 * @param run The run.
 * @param out The site's folder.
 * @returns What was left out.
 */
export async function writeRunPictures(run: SiteRun, out: string): Promise<LeftOut[]> {
  const source = new Source(run.folder.path);
  await makeFolders(run, out);
  for (const one of run.cases) {
    // a server that builds its site again answers in between
    await setImmediate();
    run.wrong.addVolume(one);
    if (one.pictures) one.pictures = await writeCasePictures(run, one, source, out);
  }
  await writeFilmstrip(run, source, out);
  await writeFilms(run, out, (path, reason) => source.leaveOut(path, reason));
  await writeFiles(run, out);
  return source.leftOut;
}

/** The run's folder, and those of the pictures that it may have. */
async function makeFolders(run: SiteRun, out: string): Promise<void> {
  await makeFolder(out + run.base);
  if (run.hasPictures) {
    await makeFolder(`${out}${run.base}pictures`);
    for (const c of run.classes) await makeFolder(`${out}${run.outlineFolder(c)}`);
  }
  if (run.cases.some(({ pictures }) => pictures?.confidence)) {
    await makeFolder(`${out}${run.base}uncertain`);
  }
}

/** The pictures of a run folder, which may come from anywhere. */
class Source {
  readonly leftOut: LeftOut[] = [];
  readonly #named = new Set<string>();
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What is made of a picture; undefined, and noted, where there is none to make it of. */
  async take<Made>(
    path: string | undefined,
    make: (bytes: Uint8Array) => Made,
  ): Promise<Made | undefined> {
    if (path === undefined) return undefined;
    try {
      return make(await readInside(this.#folder, path));
    } catch (error) {
      const isMissing = error instanceof Deno.errors.NotFound;
      this.leaveOut(path, isMissing ? "it isn't there" : (error as Error).message);
    }
  }

  /** Notes a picture that is left out. */
  leaveOut(path: string, reason: string): void {
    const file = join(this.#folder, path);
    // the filmstrip shows some pictures again
    if (this.#named.has(file)) return;
    this.#named.add(file);
    this.leftOut.push({ file, reason: reason.replace(`Cannot read ${file}: `, "") });
  }
}

/** Writes what can be shown of a case, and returns the paths of that. */
async function writeCasePictures(
  run: SiteRun,
  one: Case,
  source: Source,
  out: string,
): Promise<CasePictures> {
  const pictures = one.pictures!;
  const image = await source.take(pictures.image, cleanPhotograph);
  if (image) {
    writeFileAtOnce(`${out}${run.photographUrl(one.id)}`, image);
    const photograph = await decoded(image), small = photograph && await smallCopy(photograph);
    // a slice says little of a volume
    if (photograph && !pictures.volume) run.brightness.set(one.id, brightnessOf(photograph));
    if (small) {
      if (run.small.size === 0) await makeFolder(`${out}${run.base}small`);
      run.small.add(one.id);
      writeFileAtOnce(`${out}${run.smallUrl(one.id)}`, small);
    }
  }
  const { truth, prediction } = await readMasks(pictures, source);
  const shown = {
    ...image && { image: pictures.image },
    ...truth && { truth: pictures.truth },
    ...prediction && { prediction: pictures.prediction },
  };
  if (!truth && !prediction) return shown;
  writeLayers(run, one, { truth, prediction }, out);
  const isKnown = await writeUncertainty(run, one, { truth, prediction, source }, out);
  const volume = await writeVolumePictures(run, one, source, out);
  const { confidence } = pictures;
  return { ...shown, ...isKnown && { confidence }, ...volume && { volume } };
}

/** Writes where the model is unsure; false where that isn't known. */
async function writeUncertainty(
  run: SiteRun,
  one: Case,
  { truth, prediction, source }: {
    truth?: LabelPicture;
    prediction?: LabelPicture;
    source: Source;
  },
  out: string,
): Promise<boolean> {
  const confidence = await readConfidence(one.pictures!, (truth ?? prediction)!, source);
  if (!confidence) return false;
  const labels = run.classes.filter((c) => !c.labels).map(({ label }) => label);
  const masks = { truth: truth?.labels, prediction: prediction?.labels, labels };
  const size = drawnSizeOf(one, confidence);
  writeFileAtOnce(`${out}${uncertaintyUrl(run, one.id)}`, uncertaintyPng(confidence, masks, size));
  return true;
}

/** How sure the model is of each pixel; undefined where that isn't known, or of another size than the masks. */
async function readConfidence(
  paths: CasePictures,
  masks: LabelPicture,
  source: Source,
): Promise<LabelPicture | undefined> {
  const confidence = await source.take(paths.confidence, decodeLabelPng), size = sizeOf(masks);
  if (!confidence || sizeOf(confidence) === size) return confidence;
  const reason = `it must have the masks' size, ${size}, got ${sizeOf(confidence)}`;
  source.leaveOut(paths.confidence!, reason);
}

/** A case's label pictures; a prediction of another size than the truth's is left out. */
async function readMasks(
  pictures: CasePictures,
  source: Source,
): Promise<{ truth?: LabelPicture; prediction?: LabelPicture }> {
  const truth = await source.take(pictures.truth, decodeLabelPng);
  const prediction = await source.take(pictures.prediction, decodeLabelPng);
  if (!truth || !prediction || sizeOf(truth) === sizeOf(prediction)) return { truth, prediction };
  source.leaveOut(
    pictures.prediction!,
    `it must have the truth's size, ${sizeOf(truth)}, got ${sizeOf(prediction)}`,
  );
  return { truth };
}

function writeLayers(
  run: SiteRun,
  one: Case,
  { truth, prediction }: { truth?: LabelPicture; prediction?: LabelPicture },
  out: string,
): void {
  const labels = (truth ?? prediction)!, size = drawnSizeOf(one, labels);
  const input = {
    truth: truth?.labels,
    prediction: prediction?.labels,
    width: labels.width,
    height: labels.height,
    classes: run.drawnClasses,
  };
  if (truth && prediction) {
    const masks = { ...labels, truth: truth.labels, prediction: prediction.labels };
    run.wrong.add(one, masks);
    one.errors ??= pictureErrors(run, one, masks);
  }
  const shapes = stretched(caseShapes(input), stretchOf(labels, size));
  run.places.set(one.id, shapes.map((shape) => placeOf(shape, size)));
  const specks = shapes.map((shape) => specksOf(shape, size).length > 0);
  if (specks.includes(true)) run.specks.set(one.id, specks);
  writeFileAtOnce(`${out}${run.overlayUrl(one.id)}`, overlaySvg({ ...input, ...size }, shapes));
  for (const c of run.classes) {
    const small = thumbnail(shapes[c.index], size, c.colors.photo);
    writeFileAtOnce(`${out}${run.outlineUrl(one.id, c)}`, small);
  }
}

/** Pixels of a picture are square; those of a volume's plane may not be. */
function drawnSizeOf(
  { spacing, pictures }: Case,
  { width, height }: LabelPicture,
): { width: number; height: number } {
  if (pictures?.volume === undefined) return { width, height };
  const whole = { rows: [0, height], columns: [0, width] } as const;
  const [rows, columns] = drawnSize(spacing, pictures.volume.axis, whole, 1024);
  return { width: columns, height: rows };
}

async function writeVolumePictures(
  run: SiteRun,
  one: Case,
  source: Source,
  out: string,
): Promise<VolumePictures | undefined> {
  const volume = one.pictures!.volume;
  if (volume === undefined) return undefined;
  const made = await drawVolume(run, one, volume, async (paths) => {
    const { truth, prediction } = await readMasks(paths, source), labels = truth ?? prediction;
    if (labels === undefined) return undefined;
    const image = await source.take(paths.image, cleanPhotograph);
    const confidence = await readConfidence(paths, labels, source);
    const { width, height } = labels;
    return {
      labels: { truth: truth?.labels, prediction: prediction?.labels, width, height },
      image,
      confidence,
    };
  });
  if (made === undefined) return undefined;
  await makeFolder(`${out}${run.base}volumes`);
  for (const [url, content] of made.files) writeFileAtOnce(out + url, content);
  return made.volume;
}

function sizeOf({ width, height }: LabelPicture): string {
  return `${width}x${height}`;
}

/** Predictions after each epoch, and as epoch 0 the truth, with the ground behind left transparent. */
async function writeFilmstrip(run: SiteRun, source: Source, out: string): Promise<void> {
  const { folder } = run;
  if (!folder.epochPictures.length) return;
  await makeFolder(`${out}${run.base}epochs`);
  const frameOf = (bytes: Uint8Array) => filmFrame(decodeLabelPng(bytes), run.classes);
  const shown = new Set<unknown>();
  for (const picture of folder.epochPictures) {
    const frame = await source.take(picture.path, frameOf);
    if (!frame) continue;
    writeFileAtOnce(`${out}${run.epochUrl(picture.id, picture.epoch)}`, frame);
    shown.add(picture);
  }
  folder.epochPictures = folder.epochPictures.filter((picture) => shown.has(picture));
  for (const [id, pictures] of run.film) {
    const image = await source.take(pictures.image, cleanPhotograph);
    if (image) writeFileAtOnce(`${out}${run.filmPhotographUrl(id)}`, image);
    else delete pictures.image;
    const frame = await source.take(pictures.truth, frameOf);
    if (frame) writeFileAtOnce(`${out}${run.epochUrl(id, 0)}`, frame);
    else delete pictures.truth;
  }
}

/** The run's own files, for who wants to compute with them. */
async function writeFiles({ folder, base }: SiteRun, out: string): Promise<void> {
  const copy = async (name: string) =>
    writeFileAtOnce(`${out}${base}${name}`, await readInside(folder.path, name));
  if (folder.run) await copy("run.json");
  if (folder.history.length) await copy("history.jsonl");
  if (folder.evaluation && folder.run) await copy("evaluation.json");
  else if (folder.evaluation) {
    // it may have been read from another program's file
    writeFileAtOnce(`${out}${base}evaluation.json`, JSON.stringify(folder.evaluation));
  }
}
