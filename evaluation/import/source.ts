/** The sources of figures: a run folder, a lone evaluation, another program's figures. */
import { basename, dirname, extname } from "node:path";
import { readInside } from "../../io/mod.ts";
import type { Evaluation } from "../run_folder/evaluation.ts";
import { checkEvaluation } from "../run_folder/evaluation_file.ts";
import { readRun, type RunFolder } from "../run_folder/read_run.ts";
import { evaluationOfCsv } from "./csv.ts";
import type { Origin } from "./figures.ts";
import { evaluationOfNnunet } from "./nnunet.ts";
import { decodeText, parsePythonJson } from "./text.ts";

/**
 * Reads a run folder, an `evaluation.json` on its own, nnU-Net's `summary.json`, or a CSV with a row
 * per case and class.
 *
 * @param path The folder or file.
 * @returns The run; a file has no settings and no history.
 * @throws {Error} If there is nothing of these kinds, or it is broken; the text names the file.
 */
export async function readSource(path: string): Promise<RunFolder> {
  const file = await Deno.stat(path).catch(() => undefined);
  if (!file?.isFile) return await readRun(path);
  const real = await Deno.realPath(path), folder = dirname(real);
  const stem = basename(real, extname(real));
  const name = ["evaluation", "summary"].includes(stem) ? basename(folder) || stem : stem;
  try {
    const text = decodeText(await readInside(folder, basename(real)));
    const origin = { name, createdAt: file.mtime ?? new Date(0) };
    const evaluation = await withPictures(evaluationOf(text, extname(path), origin), folder);
    return {
      name,
      path: folder,
      run: null,
      history: [],
      evaluation,
      epochPictures: [],
      writer: "unknown",
      problems: [],
    };
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** An evaluation of ours or another program's; both pass the same check. */
function evaluationOf(text: string, ending: string, origin: Origin): Evaluation {
  if (isTable(text, ending)) {
    try {
      return checkEvaluation(evaluationOfCsv(text, origin));
    } catch (error) {
      // of another kind of file, what keeps it from being a table says nothing
      if (/^(\.(csv|tsv|tab|txt))?$/i.test(ending)) throw error;
      throw new TypeError(
        "it must be a run folder, evaluation.json, nnU-Net's summary.json or a CSV, and is none",
        { cause: error },
      );
    }
  }
  const json = parsePythonJson(text);
  return checkEvaluation(evaluationOfNnunet(json, origin) ?? json);
}

/** Whether a file is a table: by its ending, or otherwise by its first character. */
function isTable(text: string, ending: string): boolean {
  if (/^\.(csv|tsv|tab)$/i.test(ending)) return true;
  return !/^\.json$/i.test(ending) && !/^\s*[{[]/.test(text);
}

/** A lone file may have lost its pictures; its cases then have none. */
async function withPictures(evaluation: Evaluation, folder: string): Promise<Evaluation> {
  const path = Object.values(evaluation.cases[0]?.pictures ?? {})[0];
  if (!path) return evaluation;
  const there = await Deno.stat(`${folder}/${path}`).then((file) => file.isFile, () => false);
  if (there) return evaluation;
  return { ...evaluation, cases: evaluation.cases.map(({ pictures: _, ...one }) => one) };
}
