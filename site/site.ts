/** Building a site: run folders in, a folder of pages out. */
import { type CasePictures, fileName, type RunFolder } from "../evaluation/mod.ts";
import { buildWithVento } from "./builder.ts";
import { buildWithLume } from "./lume.ts";
import { readSource } from "./import/source.ts";
import { fileNames } from "./links.ts";
import { writeRunPictures } from "./pictures/write.ts";
import { SiteRun } from "./views/site_run.ts";

/** What a site is built from and where to. */
export interface SiteOptions {
  /** Run folders, lone `evaluation.json` files, nnU-Net's `summary.json`, CSV files. */
  runs: string[];
  /** The folder to write to; what is there stays, files of the same name are replaced. */
  out: string;
  /** The site's root on its host, with slashes at both ends; `/` when left out. */
  base?: string;
  /** Takes each run for a later one than those before it in `runs`, whenever they were measured. */
  inOrder?: boolean;
}

/** What a build has to say. */
export interface SiteReport {
  /** The runs, newest first. */
  runs: { name: string; cases: number; page: string }[];
  /** Which program rendered the pages. */
  builder: "lume" | "ventojs";
  /** Whether a run goes on. */
  training: boolean;
}

/**
 * Builds the site of some run folders: pictures first, one case after the other, then the pages by
 * Lume, or where Lume can't be reached by the same templates without it.
 *
 * @param options Run folders and the site's folder.
 * @returns The runs' pages, and which program rendered them.
 * @throws {Error} When a folder holds no run, or a file in it is broken; the text names it.
 *
 * @example A folder that is no run
 * ```ts
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(buildSite({ runs: ["no/run"], out: "_site" }), /Cannot read the run folder/);
 * ```
 */
export async function buildSite(
  { runs: folders, out, base = "/", inOrder }: SiteOptions,
): Promise<SiteReport> {
  const runs = await readSiteRuns(folders, { inOrder });
  for (const run of runs) await writeRunPictures(run, out);
  const byLume = await buildWithLume(runs, out, base);
  if (!byLume) await buildWithVento(runs, out, base);
  return {
    runs: runs.map((run) => ({
      name: run.name,
      cases: run.cases.length,
      page: `${out}${run.base}index.html`,
    })),
    training: runs.some((run) => run.folder.run?.status === "running"),
    builder: byLume ? "lume" : "ventojs",
  };
}

/**
 * Reads run folders, newest first, and gives each an address and its colours.
 *
 * @param folders Paths of run folders.
 * @param options Whether the last one is the newest, whatever their dates.
 * @throws {Error} When a folder holds no run, or a file in it is broken; the text names it.
 */
export async function readSiteRuns(
  folders: string[],
  { inOrder = false }: { inOrder?: boolean } = {},
): Promise<SiteRun[]> {
  const read: RunFolder[] = [];
  for (const folder of folders) read.push(await readSource(folder));
  if (inOrder) read.reverse();
  else read.sort((a, b) => dateOf(b) - dateOf(a));
  const slugs = fileNames(read.map((run) => run.name));
  const palettes = new Map<string, string>();
  const films = await Promise.all(read.map(filmPictures));
  return read.map((run, i) => {
    const colors = (run.evaluation?.classes ?? []).map((c) => c.color).join();
    const palette = palettes.get(colors) ?? `p${palettes.size}`;
    palettes.set(colors, palette);
    return new SiteRun(run, slugs[i], palette, films[i]);
  });
}

/** When a run was measured; one that was not yet comes first. */
function dateOf({ evaluation }: RunFolder): number {
  return evaluation ? Date.parse(evaluation.createdAt) || 0 : Infinity;
}

/**
 * Photographs and truths of the cases that are drawn after each epoch: those of the evaluation, or
 * where they are of the validation part, files of the same naming in `pictures/`.
 */
async function filmPictures(run: RunFolder): Promise<Map<string, CasePictures>> {
  const cases = new Map(run.evaluation?.cases.map((one) => [one.id, one.pictures]));
  const film = new Map<string, CasePictures>();
  for (const { id } of run.epochPictures) {
    if (film.has(id)) continue;
    const base = `pictures/${fileName(id)}`;
    const image = cases.get(id)?.image ?? await existing(run.path, `${base}.jpg`);
    const truth = cases.get(id)?.truth ?? await existing(run.path, `${base}.truth.png`);
    film.set(id, { image, truth });
  }
  return film;
}

async function existing(folder: string, path: string): Promise<string | undefined> {
  const there = await Deno.stat(`${folder}/${path}`).then((file) => file.isFile, () => false);
  return there ? path : undefined;
}
