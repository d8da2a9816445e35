/**
 * Writes docs/agreement.md: ten pairs of masks, measured by Triptych and by other tools, with the reason for
 * each difference.
 *
 *     python3 -m venv venv
 *     venv/bin/pip install MedPy==0.5.2 monai==1.6.1 torch==2.15.0 panoptica==2.1.7 SimpleITK==2.5.7 \
 *       pandas scikit-image
 *     git clone https://github.com/google-deepmind/surface-distance          # commit 1f805ce
 *     git clone https://github.com/Project-MONAI/MetricsReloaded             # commit cb38dfc
 *     deno task bench:agreement [--python venv/bin/python surface-distance MetricsReloaded]
 *
 * Without `--python` the tools' figures are those that are committed.
 */
import { parseArgs } from "node:util";
import { agreementPage, type PeerFigures } from "./agreement_page.ts";
import { agreementPairs, type Pair } from "./agreement_pairs.ts";

const PEERS = new URL("../tests/fixtures/agreement/peers.json", import.meta.url);
const PAGE = new URL("../docs/agreement.md", import.meta.url);

/** Asks the tools. */
async function askPeers(python: string, sources: readonly string[]): Promise<PeerFigures> {
  const script = new URL("../tests/fixtures/agreement/peers.py", import.meta.url).pathname;
  const child = new Deno.Command(python, {
    args: [script, ...sources],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(
    new TextEncoder().encode(JSON.stringify({ pairs: agreementPairs().map(sent) })),
  );
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error(`Cannot ask the tools: ${python} must run ${script}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

function sent({ truth, prediction, about: _, ...rest }: Pair): Record<string, unknown> {
  const digits = (mask: Pair["truth"]): string => Array.from(mask.data as Uint8Array).join("");
  const masks = { truth: digits(truth), prediction: digits(prediction) };
  return { ...rest, ...masks, shape: truth.shape };
}

const { values: { python }, positionals } = parseArgs({
  args: Deno.args,
  options: { python: { type: "string" } },
  allowPositionals: true,
});
if (python !== undefined) {
  const figures = await askPeers(python, positionals);
  await Deno.writeTextFile(PEERS, JSON.stringify(figures, null, 1) + "\n");
}
const figures: PeerFigures = JSON.parse(await Deno.readTextFile(PEERS));
await Deno.writeTextFile(PAGE, agreementPage(agreementPairs(), figures));
