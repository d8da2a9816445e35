import { join } from "node:path";
import { quote } from "../core/mod.ts";
import { exists } from "../io/mod.ts";
import { compile, ensembleOf, loadModel, type Predictor } from "../model/mod.ts";

/**
 * Opens the model of a run, or the members of one that trained several.
 *
 * @param run The run folder.
 * @returns What predicts: of members the mean of their probabilities.
 * @throws {Error} If a model can't be read, or a member isn't trained yet.
 */
export async function openModels(run: string): Promise<Predictor> {
  const networks = [];
  for (const folder of await modelFolders(run)) networks.push(compile(await loadModel(folder)));
  return ensembleOf(networks);
}

/**
 * The folders of the models that predict together.
 *
 * @param run The run folder.
 * @returns One, or those of the members.
 * @throws {Error} If a member isn't trained yet.
 */
export async function modelFolders(run: string): Promise<string[]> {
  if (!await exists(run)) {
    throw new Error(
      `Cannot load a model: there is no folder ${run}; it must be one that deno task train has written`,
    );
  }
  const { members: count, status, curve } = await readRecord(run);
  if (count === undefined) return [join(run, "model")];
  if (status !== "done") {
    throw new Error(
      `Cannot predict by the mean of ${run}: all of its ${count} members must be trained; ` +
        `to go on: deno task train --resume ${quote(run)}; to predict by one alone: --model ` +
        quote(`${run}/members/1`),
    );
  }
  // of a learning curve only what has learned from all images
  return Array.from({ length: count }, (_, i) => i)
    .filter((i) => (curve?.[i] ?? 1) === 1)
    .map((i) => join(run, "members", String(i + 1), "model"));
}

/** What `run.json` says of members; nothing where there is none, or it can't be read. */
async function readRecord(
  run: string,
): Promise<{ members?: number; status?: unknown; curve?: number[] }> {
  const path = join(run, "run.json");
  if (!await exists(path)) return {};
  try {
    const { members, status, curve } = JSON.parse(await Deno.readTextFile(path));
    if (!Number.isSafeInteger(members) || members < 2) return {};
    return { members, status, curve: Array.isArray(curve) ? curve : undefined };
  } catch {
    return {};
  }
}
