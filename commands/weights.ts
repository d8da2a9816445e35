/**
 * `deno task weights`: lists the published weights of encoders, and downloads those that are named.
 *
 * @module
 */
import { parseFlags, runCommand, table, UsageError, withProgress } from "../cli/mod.ts";
import { exists } from "../io/mod.ts";
import { ENCODERS, fetchWeights, type PublishedWeights, weightsPath } from "../model/mod.ts";

/** The published files by encoder. */
const PUBLISHED = new Map<string, PublishedWeights>(
  Object.entries(ENCODERS).flatMap(([encoder, { pretrained }]) =>
    pretrained?.published ? [[encoder, pretrained.published]] : []
  ),
);

const COMMAND = {
  name: "deno task weights",
  description:
    "Lists the published weights of encoders. With names, downloads these files into the\n" +
    "cache folder, where deno task train finds them offline.",
  positionals: "[ENCODER …]",
  flags: {},
  examples: ["deno task weights", "deno task weights mobilenetv2"],
} as const;

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { positionals } = await parseFlags(Deno.args, COMMAND);
  if (positionals.length === 0) return await list();
  const unknown = positionals.find((encoder) => !PUBLISHED.has(encoder));
  if (unknown !== undefined) {
    throw new UsageError(`Expected one of ${[...PUBLISHED.keys()].join(", ")}, got ${unknown}`);
  }
  for (const encoder of positionals) console.log(await fetchWithBar(encoder));
}

async function list(): Promise<void> {
  const rows = await Promise.all([...PUBLISHED].map(async ([encoder, published]) => [
    encoder,
    published.description,
    `${published.sha256}…`,
    await exists(weightsPath(published)) ? weightsPath(published) : published.url,
  ]));
  console.log(table(rows, { head: ["encoder", "trained on", "SHA-256", "where"] }));
}

function fetchWithBar(encoder: string): Promise<string> {
  return withProgress(
    { unit: "bytes", label: encoder },
    ({ onProgress }) => fetchWeights(PUBLISHED.get(encoder)!, { onProgress }),
  );
}
