import { writeRun } from "./run_file.ts";
import type { Run } from "./types.ts";

/**
 * Does the work of a run between two writings of `run.json`: the first says that it is running, the
 * second how it ended, whatever happens.
 *
 * @param folder The run folder, which is held.
 * @param run What `run.json` says.
 * @param work What fills the folder.
 * @param signal What may interrupt it: its reason is no error of the run.
 * @returns What `work` returns.
 * @throws {Error} What `work` throws.
 */
export async function recordRun<Result>(
  folder: string,
  run: Run,
  work: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const startedAt = performance.now();
  const end = async (status: Run["status"], fields: Partial<Run> = {}): Promise<void> => {
    const seconds = (performance.now() - startedAt) / 1000;
    await writeRun(folder, { ...run, ...fields, status, seconds });
  };
  await writeRun(folder, { ...run, status: "running" });
  try {
    const result = await work();
    await end("done");
    return result;
  } catch (error) {
    const why = signal?.aborted ? {} : { error: (error as Error).message };
    await end("stopped", why).catch(async () => {
      // the disk is full: pictures without figures, which the next attempt clears, make room
      await Deno.remove(`${folder}/pictures`, { recursive: true });
      await end("stopped", why);
    }).catch(() => {}); // the first error is the one to report
    throw error;
  }
}
