/**
 * `deno task reproduce`: trains the published presets one after the other, going on with what was
 * broken off, then sets them side by side, and the published figures beside ours.
 *
 * @module
 */
import { runCommand, skippedLines, stopSignal, table } from "../cli/mod.ts";
import {
  compareRuns,
  holdFolder,
  Incomparable,
  publishedBesideOurs,
  summaryTable,
} from "../evaluation/mod.ts";
import { makeFolder } from "../io/mod.ts";
import { picturesIn, printComparison } from "./compare/print.ts";
import {
  prepare,
  PUBLISHED,
  readReproduction,
  remaining,
  type Reproduced,
  restartFast,
  work,
} from "../training/mod.ts";

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { out, presets, fast } = await readReproduction(Deno.args);
  if (fast) await restartFast("reproduce", Deno.args);
  const signal = stopSignal();
  await makeFolder(out);
  using _held = await holdFolder(out);
  for (const preset of presets) await run(preset, signal);

  const { buildSite, REPRODUCTION_URL } = await import("../site/mod.ts");
  const folders = presets.map(({ folder }) => folder);
  const { leftOut } = await buildSite({ runs: folders, out: `${out}/site`, inOrder: true });
  for (const line of skippedLines([...leftOut.runs, ...leftOut.pictures])) console.error(line);
  for (const { preset, folder } of presets) {
    for (const { to, about } of PUBLISHED[preset]?.comparisons ?? []) {
      await compare(folder, `${out}/${to}`, about);
    }
  }
  await printPublished(folders[0]);
  console.log(`All of it with pictures: ${out}/site${REPRODUCTION_URL}`);
}

/** Trains and measures a preset, as far as that is not done yet. */
async function run(reproduced: Reproduced, signal: AbortSignal): Promise<void> {
  const { preset, folder } = reproduced;
  console.log(`\n${preset}`);
  const request = await remaining(reproduced, signal);
  if (request === undefined) return console.log(`done    ${folder}`);
  const job = await prepare(request, signal);
  const evaluation = await work(job);
  if (evaluation === undefined) {
    console.log("\nStopped. To go on, type the same command again");
    throw signal.reason;
  }
  const { head, rows } = summaryTable(evaluation);
  console.log(`\n${table(rows, { head })}`);
  if (job.run.warning !== undefined) console.error(`\nwarning: ${job.run.warning}`);
}

async function compare(before: string, after: string, about: string): Promise<void> {
  try {
    const comparison = await compareRuns(before, after);
    const names = `${comparison.before.name} to ${comparison.after.name}`;
    console.log(`\n${names}, ${about}: ${picturesIn(comparison)}`);
    printComparison(comparison);
  } catch (error) {
    // the other comparisons still have something to say
    if (!(error instanceof Incomparable)) throw error;
    console.log(`\n${error.message}`);
  }
}

/** The nine published values beside ours. */
async function printPublished(folder: string): Promise<void> {
  const { table: { head, rows }, note } = await publishedBesideOurs(folder);
  console.log(`Published Dice beside that of ${folder}\n\n${table(rows, { head })}\n\n${note}\n`);
}
