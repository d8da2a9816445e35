/**
 * `deno task merge`: puts the parts of an evaluation together that `deno task evaluate --shard` made, on
 * other machines perhaps.
 *
 * @module
 */
import { parseFlags, runCommand, table, UsageError } from "../cli/mod.ts";
import { counted, quote } from "../core/mod.ts";
import { printBesides } from "./evaluate/print_besides.ts";
import { meansTable, mergeShards, summaryTable } from "../evaluation/mod.ts";

const COMMAND = {
  name: "deno task merge",
  description:
    "Puts the parts of an evaluation together, as deno task evaluate --shard made them. All parts must " +
    "be done and measured in the same way.",
  positionals: "RUN …",
  flags: {
    out: { kind: "string", value: "DIR", help: "the run folder to write (required)" },
  },
  examples: ["deno task merge runs/part-* --out runs/whole"],
} as const;

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { flags: { out }, positionals } = await parseFlags(Deno.args, COMMAND);
  if (positionals.length === 0) {
    throw new UsageError("Expected the run folders of all parts, RUN …, got none");
  }
  if (out === undefined) throw new UsageError("--out DIR must be given; --help shows all flags");
  const figures = await mergeShards(positionals, out);
  for (const note of figures.notes) console.log(`note: ${note}`);
  const { head, rows } = summaryTable(figures), means = meansTable(figures);
  const cases = counted(figures.count, "case");
  console.log(`${table(rows, { head })}\n\n${table(means.rows, means)}`);
  for (const note of means.notes) console.log(`note: ${note}`);
  printBesides(figures);
  console.log(`\n${cases} of ${positionals.length} parts: ${out}`);
  console.log(`View the results: deno task site ${quote(out)}`);
}
