/**
 * `deno task train`: trains a U-Net, evaluates it on images it has not seen, writes a run folder.
 *
 * @module
 */
import { counted, quote } from "./core/mod.ts";
import { runCommand, stopSignal, table } from "./cli/mod.ts";
import {
  type Evaluation,
  learningCurveSentence,
  learningCurveTable,
  summaryTable,
} from "./evaluation/mod.ts";
import { farewell, openRun, readRequest, trainRun } from "./training/mod.ts";

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const request = await readRequest(Deno.args);
  const signal = stopSignal();
  const run = await openRun(request);
  const { trained, test, curves, split, folder } = await trainRun(run, signal);
  if (trained === undefined) {
    console.log(`\nStopped. To resume: deno task train --resume ${quote(folder)}`);
    throw signal.reason;
  }
  console.log(`\n${figuresOf(trained.evaluation)}\n`);
  if (test !== undefined) {
    const images = counted(test.cases.length, "test image");
    console.log(`The mean of all models on ${images}:\n\n${figuresOf(test)}\n`);
  }
  if (curves !== undefined) {
    const { head, rows } = learningCurveTable(curves);
    console.log(`${table(rows, { head })}\n\n${learningCurveSentence(curves.all)}\n`);
  }
  console.log(farewell(split, folder));
  for (const warning of trained.warnings) console.error(`\nwarning ${warning}`);
}

function figuresOf(evaluation: Evaluation): string {
  const { head, rows } = summaryTable(evaluation);
  return table(rows, { head });
}
