// Runs of very many epochs: pages that don't grow with them.
import assert from "node:assert/strict";
import { everyNth, stepOf } from "../../site/charts/thin.ts";
import { buildSite } from "../../site/site.ts";
import { writeOddRun } from "./odd_runs.ts";

Deno.test("everyNth() keeps the last, and what is asked for", () => {
  assert.deepEqual([stepOf(1000), stepOf(1001), stepOf(60_000)], [1, 2, 60]);
  assert.deepEqual([stepOf(37, 40), stepOf(100, 40)], [1, 3]);
  const list = Array.from({ length: 10 }, (_, i) => i);
  assert.deepEqual(everyNth(list, 1), list);
  assert.deepEqual(everyNth(list, 4, (one) => one === 5), [0, 4, 5, 8, 9]);
});

Deno.test("a run of 70,000 epochs has a page of 1 MB at most, with its last epoch", async () => {
  const folder = await Deno.makeTempDir({ prefix: "triptych-long-" });
  try {
    await writeOddRun(`${folder}/run`, { run: { status: "done" } });
    const lines = Array.from({ length: 70_000 }, (_, i) =>
      JSON.stringify({
        epoch: i + 1,
        trainLoss: 1 / (i + 1),
        validationLoss: 2 / (i + 1),
        dice: {},
        learningRate: 1e-3,
        seconds: 1,
        imagesPerSecond: 10,
      }));
    await Deno.writeTextFile(`${folder}/run/history.jsonl`, lines.join("\n") + "\n");
    const { runs } = await buildSite({ runs: [`${folder}/run`], out: `${folder}/_site` });
    assert.deepEqual(runs[0].problems, []);
    const page = await Deno.readTextFile(`${folder}/_site/runs/run/index.html`);
    assert.ok(page.length < 1e6, `it has ${page.length} bytes`);
    assert.match(page, /Epoch, one in 70</);
    assert.match(page, />70000</);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
