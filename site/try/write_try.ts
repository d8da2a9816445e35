/** What a run's page "Try your own image" loads when it is asked for: the model, the program, cases. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import {
  decodeLabelPng,
  exists,
  makeFolder,
  packModel,
  readImageHeader,
  readInside,
  writeFileAtOnce,
} from "../../io/mod.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { type ModelAbout, modelAbout } from "./model_about.ts";

/** The model of a run, as far as its page needs to know it. */
export type RunModel =
  & { folder: string }
  & ({ about: ModelAbout; bytes: number; bits: number; rest?: number } | {
    reason: "members" | "large";
  });

/** The most bytes of a model's script, as far as rounding can keep to it. */
export const MOST = 5e6;

/** The most bytes of a model that is offered at all. */
const LARGEST = 64 * 2 ** 20;

/** The most bytes of a `model.json`. */
const LONGEST = 8 * 2 ** 20;

/** The program's name on the site, and its file here, which `deno task build:page` makes. */
export const PROGRAM = "/assets/predict.js", SOURCE = new URL("program.js", import.meta.url);

/** How large it is. */
export const PROGRAM_BYTES = Deno.statSync(SOURCE).size;

/**
 * Writes a run's model, if it has one, and all that its page takes from the gallery.
 *
 * @param run The run, whose pictures are written.
 * @param out The site's folder.
 * @returns What the page says of the model; undefined where there is none.
 * @throws {TypeError} If the model is damaged; the text says how.
 */
export async function writeTry(run: SiteRun, out: string): Promise<RunModel | undefined> {
  const { path } = run.folder, { members } = run.folder.run ?? {}, folder = join(path, "model");
  if (members !== undefined && await exists(join(path, "members"))) {
    return { folder: join(path, "members"), reason: "members" };
  }
  if (!await exists(join(folder, "model.json"))) return undefined;
  const { size } = await Deno.stat(join(folder, "weights.bin"));
  if (size > LARGEST) return { folder, reason: "large" };
  const description = new TextDecoder().decode(
    await readInside(folder, "model.json", { most: LONGEST }),
  );
  const weights = await readInside(folder, "weights.bin", { most: LARGEST });
  const about = modelAbout(description, createHash("sha256").update(weights).digest("hex"));
  const { script, bits, rest } = packModel(description, weights, {
    name: "triptychModel",
    most: MOST,
  });
  await makeFolder(`${out}${run.base}try/cases`);
  writeFileAtOnce(`${out}${run.base}try/model.js`, script);
  if (rest) writeFileAtOnce(`${out}${run.base}try/rest.js`, rest);
  await writeCases(run, out);
  await makeFolder(`${out}/assets`);
  writeFileAtOnce(`${out}${PROGRAM}`, await Deno.readFile(SOURCE));
  return { folder, about, bytes: script.length, bits, rest: rest?.length };
}

/** The image of each case that has one, with its truth, for pages whose policy lets them load scripts alone. */
async function writeCases(run: SiteRun, out: string): Promise<void> {
  for (const { id, pictures = {} } of run.cases) {
    const url = run.photographUrl(id);
    if (!url || pictures.volume) continue;
    const image = await Deno.readFile(`${out}${url}`), { width, height } = readImageHeader(image);
    const truth = pictures.truth && await readInside(run.folder.path, pictures.truth);
    const size = truth && decodeLabelPng(truth);
    const isOfImage = size && size.width === width && size.height === height;
    const sent = {
      name: run.file(id),
      image: image.toBase64(),
      ...isOfImage && { truth: (truth as Uint8Array).toBase64() },
    };
    const text = `globalThis.triptychCase=${JSON.stringify(sent)};\n`;
    writeFileAtOnce(`${out}${run.tryCaseUrl(id)}`, text);
  }
}
