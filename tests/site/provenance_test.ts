// What a run's page says of where its figures come from.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { provenance } from "../../site/views/provenance.ts";
import { SiteRun } from "../../site/runs/site_run.ts";

Deno.test("the provenance says over how many photographs batch norms took their statistics", async () => {
  const said = await saidOf({ settings: { batch: 16, microBatch: 4 } });
  assert.match(said.get("Batch norm")!, /micro-batches of 4 images, .* taken over 4 at a time/s);
  assert.equal((await saidOf({ settings: { batch: 16 } })).get("Batch norm"), undefined);
  assert.equal((await saidOf({ settings: { microBatch: 0 } })).get("Batch norm"), undefined);
});

Deno.test("the provenance names the initial weights, whatever of them is said, as text", async () => {
  const weights = { name: "<b>mobilenet</b>", sha256: "d5b0", source: "https://host/w.pth" };
  assert.equal(
    (await saidOf({ weights })).get("Initial weights"),
    "&lt;b&gt;mobilenet&lt;/b&gt;, from https://host/w.pth, SHA-256 <code>d5b0</code>",
  );
  assert.equal((await saidOf({ weights: { name: "w" } })).get("Initial weights"), "w");
  assert.equal((await saidOf({ weights: "random" })).get("Initial weights"), "random");
  for (const nothing of [undefined, null, {}, "", 3]) {
    assert.equal((await saidOf({ weights: nothing })).get("Initial weights"), undefined);
  }
});

Deno.test("the provenance says what was planned, and why, as text", async () => {
  const said = await saidOf({ settings: { size: 64 }, plan: { size: "images are <small>" } });
  assert.equal(said.get("Plan"), "size 64: images are &lt;small&gt;");
  assert.equal((await saidOf({ settings: { size: 64 } })).get("Plan"), undefined);
});

/** The provenance of a run folder with such a `run.json`, by term. */
async function saidOf(run: Record<string, unknown>): Promise<Map<string, string>> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/run.json`, JSON.stringify({ backend: "cpu", ...run }));
    const entries = provenance(new SiteRun(await readRun(folder), "run", "p0"));
    return new Map(entries.map(({ term, text }) => [term, text.text]));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
