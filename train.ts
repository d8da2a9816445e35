/**
 * `deno task train`: trains a U-Net, measures it on photographs it has not seen, writes a run folder.
 *
 * @module
 */
import { runCommand, stopSignal, table } from "./cli/mod.ts";
import { summaryTable } from "./evaluation/mod.ts";
import { farewell, prepare, readRequest, restartFast, work } from "./training/mod.ts";

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const request = await readRequest(Deno.args);
  if (request.fast) await restartFast("train", Deno.args);
  const signal = stopSignal();
  const job = await prepare(request, signal);
  const { split, run } = job;
  const evaluation = await work(job);
  if (evaluation === undefined) {
    console.log(`\nStopped. To go on: deno task train --resume ${run.folder}`);
    throw signal.reason;
  }
  const { head, rows } = summaryTable(evaluation);
  console.log(`\n${table(rows, { head })}\n\n${farewell(split, run.folder)}`);
  if (run.warning !== undefined) console.error(`\nwarning: ${run.warning}`);
}
