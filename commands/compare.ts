/**
 * `deno task compare`: compares two runs, their settings and their figures, or ranks several, and builds their
 * dashboard. It trains nothing.
 *
 * @module
 */
import { folderOf, parseFlags, runCommand, UsageError } from "../cli/mod.ts";
import { compareModels, compareRuns } from "../evaluation/mod.ts";
import { exists } from "../io/mod.ts";
import { printLeft } from "./print_site.ts";
import { casesIn, printComparison, printRanking } from "./compare/print.ts";

const COMMAND = {
  name: "deno task compare",
  description:
    "Compares two runs case by case, the first before, the second after: their settings, the minimum, " +
    "quartiles and maximum of each class, and the change with its uncertainty. Of more than two, the first is " +
    "the baseline: ranks them by their mean rank over cases, and says which can't be told apart; runs that differ in " +
    "their seed alone are one model. Builds the dashboard of all.",
  positionals: "BEFORE AFTER …",
  flags: {
    out: { kind: "string", value: "DIR", default: "_site", help: "where the dashboard goes" },
  },
  examples: [
    "deno task compare runs/unet runs/mobilenetv2-long",
    "deno task compare runs/unet runs/mobilenetv2 runs/mobilenetv3",
  ],
} as const;

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { flags, positionals } = await parseFlags(Deno.args, COMMAND);
  if (positionals.length < 2 || new Set(positionals).size < positionals.length) {
    throw new UsageError(
      `Expected two run folders, BEFORE AFTER, or more, got ${positionals.join(" ") || "none"}`,
    );
  }
  const [before, after, ...others] = positionals;
  if (others.length === 0) {
    const comparison = await compareRuns(before, after);
    const names = `${comparison.before.name} to ${comparison.after.name}`;
    console.log(`${names}: ${casesIn(comparison)} measured in both`);
    printComparison(comparison, { withSettings: true });
  } else printRanking(await compareModels(positionals));

  // the tables are printed before the site's libraries load
  const { buildSite, compareUrl, rankingUrl } = await import("../site/mod.ts");
  const out = folderOf(flags.out);
  const report = await buildSite({ runs: positionals, out, inOrder: true }), { runs } = report;
  printLeft(report);
  // runs that share few cases have no ranking of their own on the site
  const ranking = await exists(`${out}${rankingUrl(0)}`) ? rankingUrl(0) : "/index.html";
  const page = runs.length > 2 ? ranking : compareUrl(runs[1], runs[0]);
  console.log(`\nThe same with pictures: ${out}${page}`);
}
