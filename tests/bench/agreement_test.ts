// docs/agreement.md is what its command makes of the tools' committed figures and of today's metrics.
import assert from "node:assert/strict";
import { agreementPage, type PeerFigures } from "../../bench/agreement_page.ts";
import { agreementPairs } from "../../bench/agreement_pairs.ts";

const read = (path: string): string =>
  Deno.readTextFileSync(new URL(`../../${path}`, import.meta.url));
const peers = (): PeerFigures => JSON.parse(read("tests/fixtures/agreement/peers.json"));

Deno.test("docs/agreement.md has the figures of today, and every difference has its reason", () => {
  assert.equal(read("docs/agreement.md"), agreementPage(agreementPairs(), peers()));
});

Deno.test("a difference that no reason gives is refused", () => {
  const figures = peers();
  figures.values.medpy["moved disc"].hd95 = 17;
  assert.throws(() => agreementPage(agreementPairs(), figures), /number of medpy, got 17/);
});
