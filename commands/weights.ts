/**
 * `deno task weights`: lists the published weights of encoders, and downloads those that are named.
 *
 * @module
 */
import { parseFlags, runCommand, table, UsageError, withProgress } from "../cli/mod.ts";
import { exists } from "../io/mod.ts";
import { fetchWeights, type KnownWeights, knownWeights, weightsPath } from "../model/mod.ts";

const encoders = knownWeights.map(({ encoder }) => encoder).join(", ");

const COMMAND = {
  name: "deno task weights",
  description:
    "Lists the published weights of encoders. Named encoders' files are downloaded into\n" +
    "the cache folder, where deno task train finds them without a network.",
  positionals: "ENCODER …",
  flags: {},
  examples: ["deno task weights", "deno task weights mobilenetv2"],
} as const;

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { positionals } = await parseFlags(Deno.args, COMMAND);
  const chosen = positionals.map(knownOf);
  if (chosen.length === 0) return await list();
  for (const known of chosen) console.log(await fetchWithBar(known));
}

function knownOf(name: string): KnownWeights {
  const known = knownWeights.find(({ encoder }) => encoder === name);
  if (known === undefined) throw new UsageError(`Expected one of ${encoders}, got ${name}`);
  return known;
}

async function list(): Promise<void> {
  const rows = await Promise.all(knownWeights.map(async (known) => [
    known.encoder,
    known.description,
    `${known.sha256}…`,
    await exists(weightsPath(known)) ? weightsPath(known) : known.url,
  ]));
  console.log(table(rows, { head: ["encoder", "trained on", "SHA-256", "where"] }));
}

function fetchWithBar(known: KnownWeights): Promise<string> {
  return withProgress(
    { unit: "bytes", label: known.encoder },
    ({ onProgress }) => fetchWeights(known, { onProgress }),
  );
}
