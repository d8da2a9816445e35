/** Building a site: run folders in, a folder of pages out. */
import { Draft } from "./build/draft.ts";
import { checkPlace, earlierRuns } from "./build/place.ts";
import type { LeftOut } from "./pictures/write.ts";
import { buildAside } from "./build/staged.ts";
import { withExplanations } from "./runs/explanations.ts";
import { readRuns } from "./runs/read_runs.ts";

/** What a site is built from and where to. */
export interface SiteOptions {
  /** Run folders, folders of `deno task explain`, lone `evaluation.json` files, nnU-Net's `summary.json`, CSV files. */
  runs: string[];
  /** The folder to write to; what is there stays, files of the same name are replaced. */
  out: string;
  /** The site's root on its host, with slashes at both ends; `/` when left out. */
  base?: string;
  /** Takes each run for a later one than those before it in `runs`, whenever they were measured. */
  inOrder?: boolean;
  /** Whether a site of no run is built, too; otherwise it is an error where no run can be read. */
  mayBeEmpty?: boolean;
  /** Whether a run or a picture that can't be read ends the build; otherwise it is left out. */
  strict?: boolean;
}

/** What a build has to say. */
export interface SiteReport {
  /** The runs, newest first. */
  runs: {
    name: string;
    cases: number;
    page: string;
    /** The run's address, from the site's root. */
    base: string;
    /** Whether a program is training it now. */
    training: boolean;
    /** What of its files is damaged, and was left out. */
    problems: string[];
  }[];
  /** Runs that can't be read, and pictures that can't be shown: the site is without them. */
  leftOut: { runs: LeftOut[]; pictures: LeftOut[] };
  /** Folders of runs that an earlier build left in `out`, to which no page leads now. */
  earlier: string[];
  /** Which program rendered the pages. */
  builder: "lume" | "ventojs";
}

/**
 * Builds the site of some run folders: pictures first, one case after the other, then the pages by
 * Lume, or where Lume can't be reached by the same templates without it. All of it is written aside
 * and then moved to its place.
 *
 * @param options Run folders and the site's folder.
 * @returns The runs' pages, what was left out, and which program rendered them.
 * @throws {Error} When no run can be read, `strict` and one can't, or `out` is no place for a site;
 *   the text names the file.
 *
 * @example A folder that is no run
 * ```ts
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(buildSite({ runs: ["no/run"], out: "_site" }), /Cannot read the run folder/);
 * ```
 */
export async function buildSite(
  { runs: given, out, base = "/", inOrder, mayBeEmpty = false, strict = false }: SiteOptions,
): Promise<SiteReport> {
  const { runs: folders, explanations } = await withExplanations(given);
  await checkPlace(out, folders);
  const { runs, broken } = await readRuns(folders, { inOrder });
  const mayBeShown = mayBeEmpty || explanations.length > 0;
  if (broken.length && (strict || !runs.length && !mayBeShown)) throw broken[0].error;
  return await buildAside(out, async (aside) => {
    const draft = new Draft(aside, { base, broken, strict, explanations });
    await draft.draw(runs);
    const builder = await draft.render();
    if (!draft.runs.length && broken.length && !mayBeShown) throw broken[0].error;
    return {
      runs: draft.runs.map((run) => ({
        name: run.name,
        cases: run.cases.length,
        page: `${out}${run.base}index.html`,
        base: run.base,
        training: run.folder.writer === "alive",
        problems: run.folder.problems,
      })),
      leftOut: {
        runs: broken.map(({ folder, error }) => ({ file: folder, reason: error.message })),
        pictures: draft.leftOut,
      },
      earlier: await earlierRuns(out, runs.map((run) => run.base)),
      builder,
    };
  });
}
