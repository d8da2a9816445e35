/** Folders lie in each other at most so deep: a link that leads back must come to an end. */
const DEEPEST = 4;

/**
 * All run folders of a folder and of the folders in it, whether or not they can be read. What lies in a
 * run folder, as its members do, belongs to it.
 *
 * @param folder The folder of runs.
 * @returns Their paths, sorted; none if the folder doesn't exist.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(await findRuns("no/where"), []);
 * ```
 */
export async function findRuns(folder: string): Promise<string[]> {
  try {
    return (await runsIn(folder, DEEPEST)).sort();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return [];
  }
}

async function runsIn(folder: string, deepest: number): Promise<string[]> {
  const runs: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (await isRun(path)) runs.push(path);
    else if (!isFile && !name.startsWith(".") && deepest > 1 && await isFolder(path)) {
      runs.push(...await runsIn(path, deepest - 1));
    }
  }
  return runs;
}

async function isFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then((file) => file.isDirectory, () => false);
}

async function isRun(path: string): Promise<boolean> {
  for (const name of ["run.json", "evaluation.json"]) {
    // of any kind: one that can't be read is reported
    if (await Deno.lstat(`${path}/${name}`).then(() => true, () => false)) return true;
  }
  return false;
}
