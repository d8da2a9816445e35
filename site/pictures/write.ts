/** The pictures of a site: photographs as they are, drawn layers, the filmstrip. */
import { decodeLabelPng } from "../../io/mod.ts";
import type { Case } from "../../evaluation/mod.ts";
import type { SiteRun } from "../views/site_run.ts";
import { filmFrame } from "./filmstrip.ts";
import { overlaySvg } from "./overlay.ts";
import { caseShapes } from "./shapes.ts";
import { thumbnail } from "./thumbnail.ts";

/**
 * Writes all pictures of a run, one case after the other, so that memory stays flat.
 *
 * @param run The run.
 * @param out The site's folder.
 * @throws {Error} When a picture that `evaluation.json` names is broken; the text names the file.
 */
export async function writeRunPictures(run: SiteRun, out: string): Promise<void> {
  await Deno.mkdir(`${out}${run.base}pictures`, { recursive: true });
  for (const c of run.classes) {
    await Deno.mkdir(`${out}${run.outlineFolder(c)}`, { recursive: true });
  }
  for (const one of run.cases) await writeCasePictures(run, one, out);
  await writeFilmstrip(run, out);
  await writeFiles(run, out);
}

async function writeCasePictures(run: SiteRun, one: Case, out: string): Promise<void> {
  const { image, truth, prediction } = one.pictures ?? {};
  const source = (path: string) => `${run.folder.path}/${path}`;
  if (image) await copy(source(image), `${out}${run.photographUrl(one.id)}`);
  if (!truth && !prediction) return;
  const layers = {
    truth: truth ? await readLabels(source(truth)) : undefined,
    prediction: prediction ? await readLabels(source(prediction)) : undefined,
  };
  const { width, height } = (layers.truth ?? layers.prediction)!;
  if (
    layers.prediction && (layers.prediction.width !== width || layers.prediction.height !== height)
  ) {
    throw new Error(
      `Cannot draw ${source(prediction!)}: truth and prediction must have the same size, got ` +
        `${width}x${height} and ${layers.prediction.width}x${layers.prediction.height}`,
    );
  }
  const classes = run.classes.map(({ label, colors, backdrop }) => ({
    label,
    backdrop,
    photo: colors.photo,
  }));
  const input = {
    truth: layers.truth?.labels,
    prediction: layers.prediction?.labels,
    width,
    height,
    classes,
  };
  const shapes = caseShapes(input);
  await Deno.writeTextFile(`${out}${run.overlayUrl(one.id)}`, overlaySvg(input, shapes));
  for (const c of run.classes) {
    const small = thumbnail(shapes[c.index], { width, height }, c.colors.photo);
    await Deno.writeFile(`${out}${run.outlineUrl(one.id, c)}`, small);
  }
}

/** Predictions after each epoch, and as epoch 0 the truth, with the ground behind left transparent. */
async function writeFilmstrip(run: SiteRun, out: string): Promise<void> {
  const { epochPictures, path } = run.folder;
  if (!epochPictures.length) return;
  await Deno.mkdir(`${out}${run.base}epochs`, { recursive: true });
  for (const { id, epoch, path: file } of epochPictures) {
    const frame = filmFrame(await readLabels(`${path}/${file}`), run.classes);
    await Deno.writeFile(`${out}${run.epochUrl(id, epoch)}`, frame);
  }
  for (const [id, { image, truth }] of run.film) {
    if (image) await copy(`${path}/${image}`, `${out}${run.filmPhotographUrl(id)}`);
    if (!truth) continue;
    const frame = filmFrame(await readLabels(`${path}/${truth}`), run.classes);
    await Deno.writeFile(`${out}${run.epochUrl(id, 0)}`, frame);
  }
}

async function readLabels(path: string) {
  try {
    return decodeLabelPng(await Deno.readFile(path));
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}

async function copy(from: string, to: string): Promise<void> {
  try {
    await Deno.copyFile(from, to);
    // a copy of a read-only file must still be replaced by the next build
    await Deno.chmod(to, 0o644).catch(() => {});
  } catch (error) {
    throw new Error(`Cannot copy ${from}: ${(error as Error).message}`, { cause: error });
  }
}

/** The run's own files, for who wants to compute with them. */
async function writeFiles({ folder, base }: SiteRun, out: string): Promise<void> {
  const to = (name: string) => `${out}${base}${name}`;
  if (folder.run) await copy(`${folder.path}/run.json`, to("run.json"));
  if (folder.history.length) await copy(`${folder.path}/history.jsonl`, to("history.jsonl"));
  if (folder.evaluation && folder.run) {
    await copy(`${folder.path}/evaluation.json`, to("evaluation.json"));
  } else if (folder.evaluation) {
    // it may have been read from another program's file
    await Deno.writeTextFile(to("evaluation.json"), JSON.stringify(folder.evaluation));
  }
}
