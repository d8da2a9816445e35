/**
 * `deno task reproduce`: trains the published presets one after the other, resuming what was
 * interrupted, then compares them with each other and with the published figures.
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
import { casesIn, printComparison } from "./compare/print.ts";
import { PUBLISHED, readReproduction, type Reproduced, trainWhatIsLeft } from "../training/mod.ts";

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { out, presets } = await readReproduction(Deno.args);
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
  console.log(`All of this with pictures: ${out}/site${REPRODUCTION_URL}`);
}

/** Trains and evaluates a preset, unless that is done. */
async function run(reproduced: Reproduced, signal: AbortSignal): Promise<void> {
  console.log(`\n${reproduced.preset}`);
  const trained = await trainWhatIsLeft(reproduced, signal);
  if (trained === undefined) return;
  const { head, rows } = summaryTable(trained.evaluation);
  console.log(`\n${table(rows, { head })}`);
  for (const warning of trained.warnings) console.error(`\nwarning: ${warning}`);
}

async function compare(before: string, after: string, about: string): Promise<void> {
  try {
    const comparison = await compareRuns(before, after);
    const names = `${comparison.before.name} to ${comparison.after.name}`;
    console.log(`\n${names}, ${about}: ${casesIn(comparison)}`);
    printComparison(comparison);
  } catch (error) {
    // the other comparisons can still be made
    if (!(error instanceof Incomparable)) throw error;
    console.log(`\n${error.message}`);
  }
}

/** The nine published values beside ours. */
async function printPublished(folder: string): Promise<void> {
  const { table: { head, rows }, note } = await publishedBesideOurs(folder);
  console.log(`Published Dice beside that of ${folder}\n\n${table(rows, { head })}\n\n${note}\n`);
}
