/**
 * `deno task compare`: compares two runs, their settings and their figures, and builds their dashboard.
 * It trains nothing.
 *
 * @module
 */
import { parseFlags, runCommand, skippedLines, UsageError } from "../cli/mod.ts";
import { compareRuns } from "../evaluation/mod.ts";
import { casesIn, printComparison } from "./compare/print.ts";

const COMMAND = {
  name: "deno task compare",
  description:
    "Compares two runs case by case, the first before, the second after: their settings, the minimum, " +
    "quartiles and maximum of each class, and the change with its uncertainty. Builds the dashboard of both.",
  positionals: "BEFORE AFTER",
  flags: {
    out: { kind: "string", value: "DIR", default: "_site", help: "where the dashboard goes" },
  },
  examples: ["deno task compare runs/unet runs/mobilenetv2-long"],
} as const;

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { flags, positionals } = await parseFlags(Deno.args, COMMAND);
  if (positionals.length !== 2 || positionals[0] === positionals[1]) {
    throw new UsageError(
      `Expected two run folders, BEFORE AFTER, got ${positionals.join(" ") || "none"}`,
    );
  }
  const [before, after] = positionals;
  const out = flags.out.replace(/\/+$/, "");
  const comparison = await compareRuns(before, after);
  const names = `${comparison.before.name} to ${comparison.after.name}`;
  console.log(`${names}: ${casesIn(comparison)} measured in both`);
  printComparison(comparison, { withSettings: true });

  // the tables are printed before the site's libraries load
  const { buildSite, compareUrl } = await import("../site/mod.ts");
  const { runs: [later, earlier], leftOut } = await buildSite({
    runs: [before, after],
    out,
    inOrder: true,
  });
  for (const line of skippedLines([...leftOut.runs, ...leftOut.pictures])) console.error(line);
  console.log(`\nThe same with pictures: ${out}${compareUrl(earlier, later)}`);
}
