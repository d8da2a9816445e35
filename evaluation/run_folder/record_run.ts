import type { Run } from "./run.ts";
import { writeRun } from "./run_file.ts";
import { JOURNAL } from "./unfinished.ts";

/**
 * Runs work that fills a run folder, and records it: `run.json` says that the run is running, then how
 * it ended. An error caused by the signal isn't recorded.
 *
 * @param folder The run folder.
 * @param run What is run; its `seconds` are those of earlier attempts.
 * @param work Does it.
 * @param options How.
 * @param options.signal What may end it.
 * @param options.known What is known of the run once it is done.
 * @returns What `work` returns.
 */
export async function recordRun<Result>(
  folder: string,
  run: Run,
  work: () => Promise<Result>,
  { signal, known = () => ({}) }: {
    signal?: AbortSignal;
    known?: (result: Result) => Partial<Run>;
  } = {},
): Promise<Result> {
  const startedAt = performance.now();
  const end = async (status: Run["status"], fields: Partial<Run> = {}): Promise<void> => {
    const seconds = run.seconds + (performance.now() - startedAt) / 1000;
    await writeRun(folder, { ...run, ...fields, status, seconds });
  };
  await writeRun(folder, { ...run, status: "running" });
  try {
    const result = await work();
    await end("done", known(result));
    return result;
  } catch (error) {
    const why = signal?.aborted ? {} : { error: (error as Error).message };
    await end("stopped", why).catch(async () => {
      // the disk is full: pictures without figures, which the next attempt clears, make room
      await Deno.remove(`${folder}/${JOURNAL}`).catch(() => {});
      await Deno.remove(`${folder}/pictures`, { recursive: true });
      await end("stopped", why);
    }).catch(() => {}); // the first error is the one to report
    throw error;
  }
}
