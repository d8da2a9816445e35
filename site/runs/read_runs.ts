/** Reading what a site is built from. */
import {
  type CasePictures,
  namedApart,
  readHypotheses,
  readRun,
  readSource,
  type RunFolder,
  type TriedHypotheses,
  withTruthHashes,
} from "../../evaluation/mod.ts";
import { pageNames } from "./page_names.ts";
import { SiteRun } from "./site_run.ts";

/** A run that can't be read or shown. */
export interface BrokenRun {
  /** The folder, as it was given. */
  folder: string;
  /** Why. */
  error: Error;
}

/**
 * Reads run folders, and gives each an address and its colours.
 *
 * @param folders Run folders, lone `evaluation.json` files, nnU-Net's `summary.json`, CSV files.
 * @param options How they are put in order.
 * @param options.inOrder Whether each is later than those before it, whenever it was measured.
 * @returns The runs, newest first, and those that can't be read.
 */
export async function readRuns(
  folders: string[],
  options: { inOrder?: boolean },
): Promise<{ runs: SiteRun[]; broken: BrokenRun[] }> {
  const read: RunFolder[] = [], broken: BrokenRun[] = [];
  for (const folder of folders) {
    try {
      read.push(await readSource(folder));
    } catch (error) {
      broken.push({ folder, error: error as Error });
    }
  }
  return { runs: await siteRuns(read, options), broken };
}

/** Run folders, newest first, or in their order reversed; each gets an address and its colours. */
async function siteRuns(
  folders: RunFolder[],
  { inOrder = false }: { inOrder?: boolean },
): Promise<SiteRun[]> {
  const read = namedApart(await withTruthHashes(folders));
  if (inOrder) read.reverse();
  else read.sort((a, b) => dateOf(b) - dateOf(a));
  const slugs = pageNames(read.map((run) => run.name));
  const palettes = new Map<string, string>();
  const films = await Promise.all(read.map(filmPictures));
  const members = await Promise.all(read.map(readMembers));
  const hypotheses = await Promise.all(read.map(hypothesesOf));
  return read.map((run, i) => {
    const colors = (run.evaluation?.classes ?? []).map((c) => c.color).join();
    const palette = palettes.get(colors) ?? `p${palettes.size}`;
    palettes.set(colors, palette);
    const site = new SiteRun(run, slugs[i], palette, films[i]);
    const partOf = (part: RunFolder) => new SiteRun(part, slugs[i], palette);
    site.members = members[i].members.map(partOf);
    site.beside = members[i].beside && partOf(members[i].beside);
    site.hypotheses = hypotheses[i];
    return site;
  });
}

/** What of several models there is, up to the first that has not begun or can't be read. */
async function readMembers(
  { path, run, problems }: RunFolder,
): Promise<{ members: RunFolder[]; beside?: RunFolder }> {
  const { members: count = 0 } = run ?? {}, members: RunFolder[] = [];
  const readPart = async (part: string): Promise<RunFolder | undefined> => {
    try {
      const isThere = await Deno.stat(`${path}/${part}`).then(() => true, () => false);
      return isThere ? await readRun(`${path}/${part}`) : undefined;
    } catch (error) {
      problems.push(`${part}: ${(error as Error).message}`);
    }
  };
  while (members.length < count) {
    const member = await readPart(`members/${members.length + 1}`);
    if (member === undefined) break;
    members.push(member);
  }
  return { members, beside: count > 0 ? await readPart("test") : undefined };
}

/** What was tried on a run that repeats published figures. */
async function hypothesesOf(
  { path, run, problems }: RunFolder,
): Promise<TriedHypotheses | undefined> {
  if (run?.published?.dice === undefined) return undefined;
  try {
    return await readHypotheses(path);
  } catch (error) {
    problems.push((error as Error).message);
  }
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
  for (const { id, path } of run.epochPictures) {
    if (film.has(id)) continue;
    const base = path.replace(/^epochs/, "pictures").replace(/\.\d+\.png$/, "");
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
