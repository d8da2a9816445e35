/**
 * All run folders of a folder, whether or not they can be read.
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
  const runs: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      const path = `${folder}/${name}`;
      if (await isRun(path)) runs.push(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return runs.sort();
}

async function isRun(path: string): Promise<boolean> {
  for (const name of ["run.json", "evaluation.json"]) {
    // of any kind: one that can't be read is reported
    if (await Deno.lstat(`${path}/${name}`).then(() => true, () => false)) return true;
  }
  return false;
}
