/**
 * `deno task reproduce`: trains the published presets one after the other, resuming what was
 * interrupted, tries what could make the published figures so low, tells by experiment which change
 * makes the last model better than the first, and compares all with the published figures.
 *
 * @module
 */
import { runCommand, stopSignal, table } from "../cli/mod.ts";
import {
  compareRuns,
  explanationTables,
  holdFolder,
  hypothesesTable,
  hypothesesVerdict,
  Incomparable,
  judgeHypotheses,
  publishedBesideOurs,
  readHypotheses,
  summaryTable,
} from "../evaluation/mod.ts";
import { makeFolder } from "../io/mod.ts";
import { casesIn, printComparison } from "./compare/print.ts";
import { printLeft } from "./print_site.ts";
import {
  explainRuns,
  planReproduction,
  PUBLISHED,
  type Question,
  readReproduction,
  type Reproduced,
  trainWhatIsLeft,
  tryHypotheses,
} from "../training/mod.ts";

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const asked = await readReproduction(Deno.args), { out } = asked;
  const signal = stopSignal();
  if (asked.hypotheses !== undefined) return await printHypotheses(asked.hypotheses, signal);
  await makeFolder(out);
  using _held = await holdFolder(out);
  const { presets, question } = await planReproduction(asked, signal);
  for (const preset of presets) await run(preset, signal);
  const measured = presets.filter(({ preset }) => PUBLISHED[preset]?.dice !== undefined);
  for (const { folder } of measured) {
    if (await readHypotheses(folder) === undefined) await tryHypotheses(folder, signal);
  }
  if (question !== undefined) await explain(question, signal);

  await buildPages(out, [
    ...presets.map(({ folder }) => folder),
    ...question === undefined ? [] : [question.out],
  ]);
  for (const { preset, folder } of presets) {
    for (const { to, about } of PUBLISHED[preset]?.comparisons ?? []) {
      await compare(folder, `${out}/${to}`, about);
    }
  }
  for (const one of measured) await printPublished(one);
  const { REPRODUCTION_URL } = await import("../site/mod.ts");
  console.log(`All of this with pictures: ${out}/site${REPRODUCTION_URL}`);
  signal.throwIfAborted();
}

/** Trains and evaluates a preset, unless that is done. */
async function run(reproduced: Reproduced, signal: AbortSignal): Promise<void> {
  console.log(`\n${reproduced.preset}`);
  const trained = await trainWhatIsLeft(reproduced, signal);
  if (trained === undefined) return;
  const { head, rows } = summaryTable(trained.evaluation);
  console.log(`\n${table(rows, { head })}`);
  for (const warning of trained.warnings) console.error(`\nwarning ${warning}`);
}

/** Trains what lies between the first and the last preset, and says what each change gives. */
async function explain(question: Question, signal: AbortSignal): Promise<void> {
  console.log("");
  await makeFolder(question.out);
  const { tables, verdict, limits } = explanationTables(await explainRuns(question, signal));
  for (const { head, rows } of tables) console.log(`\n${table(rows, { head })}`);
  console.log(`\n${[...verdict, ...limits].join("\n")}`);
}

async function buildPages(out: string, runs: string[]): Promise<void> {
  const { buildSite } = await import("../site/mod.ts");
  printLeft(await buildSite({ runs, out: `${out}/site`, inOrder: true }));
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

/** The published values beside ours, and what could make them so low. */
async function printPublished(
  { preset, folder }: Pick<Reproduced, "preset" | "folder">,
): Promise<void> {
  const { table: { head, rows }, note } = await publishedBesideOurs(folder);
  console.log(`Published Dice beside that of ${folder}\n\n${table(rows, { head })}\n\n${note}\n`);
  const published = PUBLISHED[preset]?.dice, hypotheses = await readHypotheses(folder);
  if (hypotheses === undefined || published === undefined) return;
  const judged = judgeHypotheses(hypotheses, published);
  const tried = hypothesesTable(judged, published);
  console.log("What could make the published values so low, tried on our own model\n");
  console.log(`${table(tried.rows, { head: tried.head })}\n\n${hypothesesVerdict(judged)}\n`);
}

/** Tries hypotheses on a run that is done, and nothing else. */
async function printHypotheses(folder: string, signal: AbortSignal): Promise<void> {
  // a run of another preset is refused before anything is predicted
  await publishedBesideOurs(folder);
  await tryHypotheses(folder, signal);
  await printPublished({ preset: "unet", folder });
}
