/**
 * The folder in which a run that is done is trained on: `longer/` in its own. Until the longer training is
 * done, nothing else in the run's folder changes; then its files take the place of the run's.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { removeHypotheses } from "../evaluation/mod.ts";
import { exists, makeFolder, writing } from "../io/mod.ts";

/** The folder's name. */
export const LONGER = "longer";

/** Where a run is trained on. */
export function longerFolder(run: string): string {
  return join(run, LONGER);
}

/** Whether a run is being trained on, or was when its training was stopped. */
export function isLonger(run: string): Promise<boolean> {
  // it is written when all else is there
  return exists(join(longerFolder(run), "run.json"));
}

/** Makes the folder, with the model to be improved on; what an earlier start left there is removed. */
export async function makeLonger(run: string): Promise<string> {
  const folder = longerFolder(run);
  await removeLonger(run);
  await makeFolder(join(folder, "model"));
  for (const name of ["model.json", "weights.bin"]) {
    const path = join(folder, "model", name);
    await writing(path, () => Deno.copyFile(join(run, "model", name), path));
  }
  return folder;
}

/** Removes the folder, if it is there. */
export async function removeLonger(run: string): Promise<void> {
  const folder = longerFolder(run);
  if (await exists(folder)) await writing(folder, () => Deno.remove(folder, { recursive: true }));
}

/**
 * Moves all files of the longer training, which is done, to the run's. It may be killed and done again:
 * `run.json` comes last, and without it there is nothing left to move.
 */
export async function takePlace(run: string): Promise<void> {
  const folder = longerFolder(run), all = await filesBelow(folder);
  const inOrder = [...all.filter((name) => name !== "run.json"), "run.json"];
  await removeHypotheses(run);
  for (const name of inOrder) {
    const path = join(run, name);
    await makeFolder(dirname(path));
    await writing(path, () => Deno.rename(join(folder, name), path));
  }
  await removeLonger(run);
}

async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (name.startsWith(".")) continue;
    if (!isDirectory) found.push(name);
    else for (const below of await filesBelow(join(folder, name))) found.push(join(name, below));
  }
  return found;
}
