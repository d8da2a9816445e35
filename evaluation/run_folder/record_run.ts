import type { Run } from "./run.ts";
import { reserveRun } from "./reserved_run.ts";
import { writeRun } from "./run_file.ts";

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
  const ended = (status: Run["status"], fields: Partial<Run>): Run => {
    const seconds = run.seconds + (performance.now() - startedAt) / 1000;
    return { ...run, ...fields, status, seconds };
  };
  // the work may fill the disk
  await using reserved = await reserveRun(folder, run);
  await writeRun(folder, { ...run, status: "running" });
  try {
    const result = await work();
    await writeRun(folder, ended("done", known(result)));
    return result;
  } catch (error) {
    const why = signal?.aborted ? {} : { error: (error as Error).message };
    // the first error is the one to report
    await reserved.write(ended("stopped", why)).catch(() => {});
    throw error;
  }
}
