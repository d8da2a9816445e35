/** What a site can be built from: a run folder, a lone evaluation, another program's figures. */
import { checkEvaluation, type Evaluation, readRun, type RunFolder } from "../../evaluation/mod.ts";
import { evaluationOfCsv } from "./csv.ts";
import type { Origin } from "./figures.ts";
import { evaluationOfNnunet, isNnunetSummary } from "./nnunet.ts";

/**
 * Reads a run folder, an `evaluation.json` on its own, nnU-Net's `summary.json`, or a CSV with a row
 * a case and class.
 *
 * @param path The folder or file.
 * @returns The run; one that is no folder has no settings and no history.
 * @throws {Error} When there is nothing of these kinds, or it is broken; the text names the file.
 */
export async function readSource(path: string): Promise<RunFolder> {
  const file = await Deno.stat(path).catch(() => undefined);
  if (!file?.isFile) return await readRun(path);
  const text = await Deno.readTextFile(path);
  const [, folder, stem] = /^(?:(.*)\/)?([^/]+?)\.\w+$/.exec(await Deno.realPath(path)) ?? [];
  const name = ["evaluation", "summary"].includes(stem) ? folder.replace(/^.*\//, "") : stem;
  try {
    const evaluation = await withPictures(
      evaluationOf(text, path, { name, createdAt: file.mtime ?? new Date(0) }),
      folder,
    );
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

function evaluationOf(text: string, path: string, origin: Origin): Evaluation {
  if (path.endsWith(".csv")) return evaluationOfCsv(text, origin);
  // Python writes NaN and Infinity into JSON, where neither is allowed
  const json = JSON.parse(text.replace(/(?<=[:[,]\s*)-?(NaN|Infinity)(?=\s*[,}\]])/g, "null"));
  return isNnunetSummary(json) ? evaluationOfNnunet(json, origin) : checkEvaluation(json);
}

/** A lone file may have lost its pictures: then its cases have none. */
async function withPictures(evaluation: Evaluation, folder: string): Promise<Evaluation> {
  const path = Object.values(evaluation.cases[0]?.pictures ?? {})[0];
  if (!path) return evaluation;
  const there = await Deno.stat(`${folder}/${path}`).then((file) => file.isFile, () => false);
  if (there) return evaluation;
  return { ...evaluation, cases: evaluation.cases.map(({ pictures: _, ...one }) => one) };
}
