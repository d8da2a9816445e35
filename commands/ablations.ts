/**
 * `deno task ablations [--preset best] [--data DIR] …`: trains a preset, then once per change of one of
 * its parts, all from the same seed, and evaluates them on a quarter of the training set; the test set is
 * never looked at. Interrupted, it resumes when it is typed again. It prints a table in Markdown.
 *
 * @module
 */
import { runCommand, stopSignal } from "../cli/mod.ts";
import { ablationTable, holdFolder } from "../evaluation/mod.ts";
import { makeFolder } from "../io/mod.ts";
import {
  openEncoderWeights,
  readAblations,
  restartFast,
  trainWhatIsLeft,
} from "../training/mod.ts";

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { out, base, runs, fast } = await readAblations(Deno.args);
  if (fast) await restartFast("ablations", Deno.args);
  const signal = stopSignal();
  // a preset without its weights would be another one
  await openEncoderWeights(base, signal);
  await makeFolder(out);
  using _held = await holdFolder(out);
  for (const run of runs) {
    console.log(`\n${run.about}`);
    const trained = await trainWhatIsLeft(run, signal);
    if (trained?.warning !== undefined) console.error(`\nwarning: ${trained.warning}`);
  }
  console.log(`\n${(await ablationTable(runs)).join("\n")}`);
}
