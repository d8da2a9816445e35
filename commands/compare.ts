/**
 * `deno task compare`: sets two runs side by side, what was set differently and what came of it, and
 * builds their dashboard. It trains nothing.
 *
 * @module
 */
import { parseFlags, runCommand, skippedLines, table, UsageError } from "../cli/mod.ts";
import { buildSite, compareRuns, type TextTable } from "../site/mod.ts";

const COMMAND = {
  name: "deno task compare",
  description:
    "Compares two runs picture by picture, the first before, the second after: their settings, least, " +
    "quartiles and greatest of each class, and the change with its uncertainty. Builds the dashboard of both.",
  positionals: "BEFORE AFTER",
  flags: {
    out: { kind: "string", value: "DIR", default: "_site", help: "where the dashboard goes" },
  },
  examples: ["deno task compare runs/unet runs/mobilenetv2-long"],
} as const;

async function main(): Promise<void> {
  const { flags, positionals } = await parseFlags(Deno.args, COMMAND);
  if (positionals.length !== 2 || positionals[0] === positionals[1]) {
    throw new UsageError(
      `Expected two run folders, BEFORE AFTER, got ${positionals.join(" ") || "none"}`,
    );
  }
  const [before, after] = positionals;
  const out = flags.out.replace(/\/+$/, "");
  const { names, pictures, settings, quartiles, changes, limits, notes, url } = await compareRuns(
    before,
    after,
  );
  console.log(
    `${names[0]} to ${names[1]}: ${pictures} ${
      pictures === 1 ? "picture" : "pictures"
    } measured in both`,
  );
  for (const limit of limits) console.log(limit);
  console.log();
  for (const each of [settings, quartiles, changes]) print(each);
  for (const note of notes) console.log(note);

  const { leftOut } = await buildSite({ runs: [before, after], out, inOrder: true });
  for (const line of skippedLines([...leftOut.runs, ...leftOut.pictures])) console.error(line);
  console.log(`\nThe same with pictures: ${out}${url}`);
}

function print({ head, rows }: TextTable): void {
  console.log(`${table(rows, { head })}\n`);
}

await runCommand(main);
