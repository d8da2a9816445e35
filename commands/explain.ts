/**
 * `deno task explain A B`: tells by experiment why two trainings differ. It trains what lies between them,
 * resuming what was interrupted, and says what each setting gives, beside what chance makes.
 *
 * @module
 */
import { runCommand, stopSignal, table } from "../cli/mod.ts";
import {
  awaitFolder,
  explanationTables,
  readExplanation,
  writeExplanationPage,
} from "../evaluation/mod.ts";
import { makeFolder } from "../io/mod.ts";
import { explainRuns, readQuestion } from "../training/mod.ts";
import { printLeft } from "./print_site.ts";

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const question = await readQuestion(Deno.args), { out, minutes } = question;
  const stop = stopSignal();
  await makeFolder(out);
  const signal = minutes === undefined ? stop : AbortSignal.any([stop, timeout(minutes)]);
  const explained = await explainRuns(question, signal);
  const { tables, verdict, notes, limits } = explanationTables(explained);
  for (const { head, rows } of tables) console.log(`\n${table(rows, { head })}`);
  console.log(`\n${[...verdict, ...notes, ...limits].join("\n")}`);

  using _held = await awaitFolder(out);
  // another process that shares the experiment may know more by now
  await writeExplanationPage(out, await readExplanation(out) ?? explained);

  // the tables are printed before the site's libraries load
  const { buildSite } = await import("../site/mod.ts");
  printLeft(await buildSite({ runs: [out], out: `${out}/site`, inOrder: true }));
  console.log(`\nThe same with pictures: ${out}/site/explained/index.html`);
  stop.throwIfAborted();
}

function timeout(minutes: number): AbortSignal {
  return minutes === 0 ? AbortSignal.abort() : AbortSignal.timeout(60_000 * minutes);
}
