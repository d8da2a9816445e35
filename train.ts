/**
 * `deno task train`: trains a U-Net, evaluates it on images it has not seen, writes a run folder.
 *
 * @module
 */
import { runCommand, stopSignal, table } from "./cli/mod.ts";
import { summaryTable } from "./evaluation/mod.ts";
import { farewell, openRun, prepare, readRequest, work } from "./training/mod.ts";

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const request = await readRequest(Deno.args);
  const signal = stopSignal();
  const run = await openRun(request);
  const job = await prepare(run, signal);
  const trained = await work(job);
  const { split, writer: { run: folder } } = job;
  if (trained === undefined) {
    console.log(`\nStopped. To resume: deno task train --resume ${folder}`);
    throw signal.reason;
  }
  const { head, rows } = summaryTable(trained.evaluation);
  console.log(`\n${table(rows, { head })}\n\n${farewell(split, folder)}`);
  for (const warning of trained.warnings) console.error(`\nwarning: ${warning}`);
}
