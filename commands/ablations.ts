/**
 * `deno task ablations [--preset best] [--data DIR] …`: trains a preset, then once per change of one of
 * its parts, all from the same seed, evaluates them on a quarter of the training set, never on the test
 * set, and prints a table in Markdown. If it is interrupted, the same command resumes it.
 *
 * @module
 */
import { runCommand, stopSignal } from "../cli/mod.ts";
import { ablationTable, holdFolder } from "../evaluation/mod.ts";
import { makeFolder } from "../io/mod.ts";
import { openEncoderWeights, readAblations, trainWhatIsLeft } from "../training/mod.ts";

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { out, base, runs } = await readAblations(Deno.args);
  const signal = stopSignal();
  // without its weights it would be another preset
  await openEncoderWeights(base, signal);
  await makeFolder(out);
  using _held = await holdFolder(out);
  for (const run of runs) {
    console.log(`\n${run.about}`);
    const trained = await trainWhatIsLeft(run, signal);
    for (const warning of trained?.warnings ?? []) console.error(`\nwarning: ${warning}`);
  }
  console.log(`\n${(await ablationTable(runs)).join("\n")}`);
}
