// What a run's pages say of its state, its data and its files, from run.json and the folder's lock.
import assert from "node:assert/strict";
import { holdRunFolder, readRun } from "../../evaluation/mod.ts";
import { provenance } from "../../site/views/provenance.ts";
import { runView } from "../../site/views/run.ts";
import { remarksOf, stateOf, stateWord } from "../../site/views/state.ts";
import { SiteRun } from "../../site/runs/site_run.ts";
import { epoch, writeOddRun } from "./odd_runs.ts";

const RUNNING = { status: "running", backend: "simd", settings: { epochs: 10 }, seconds: 61 };
const HISTORY = [epoch(1), epoch(2)];

Deno.test("only a run that is written to now is said to be training", async () => {
  await inFolder(async (folder) => {
    await writeOddRun(folder, {
      run: { ...RUNNING, startedAt: "2026-01-02T03:04:05Z" },
      history: HISTORY,
    });
    assert.equal(
      await stateIn(folder),
      "This run was still training when it was last written, after epoch 2 of 10 (61 s in, started on " +
        "2026-01-02). Whether it is still going is unknown.",
    );
    {
      using _held = await holdRunFolder(folder);
      assert.equal(await stateIn(folder), "This run is still training, after epoch 2 of 10.");
      assert.equal(stateWord(await siteRun(folder)), "running");
    }
    assert.equal(await stateIn(folder), "This run was interrupted, after epoch 2 of 10.");
    assert.equal(stateWord(await siteRun(folder)), "interrupted");
    const { verdict } = runView(await siteRun(folder));
    assert.match(plain(verdict.text), /^This run was interrupted, .* It has not been evaluated\.$/);
  });
});

Deno.test("a run that was stopped says why, and one without epochs none", async () => {
  await inFolder(async (folder) => {
    await writeOddRun(folder, { run: { ...RUNNING, status: "stopped", error: "no room left" } });
    assert.equal(
      await stateIn(folder),
      "This run was stopped, before its first epoch. Reason: no room left.",
    );
    await writeOddRun(folder, { run: { ...RUNNING, status: "stopped", settings: {} } });
    assert.equal(await stateIn(folder), "This run was stopped.");
    await writeOddRun(folder, { run: { ...RUNNING, status: "done" } });
    assert.equal(await stateIn(folder), undefined);
  });
});

Deno.test("notes of a run and damage of its files are shown, as text", async () => {
  await inFolder(async (folder) => {
    await writeOddRun(folder, {
      run: { ...RUNNING, notes: ["The loss <rose>.", 3] },
      history: [...HISTORY, epoch(5)],
    });
    await Deno.writeTextFile(`${folder}/history.jsonl`, "damaged\n", { append: true });
    const remarks = remarksOf(await siteRun(folder)).map(({ text }) => text);
    assert.ok(remarks.length >= 2, remarks.join("\n"));
    assert.match(remarks[0], /^history\.jsonl: /);
    assert.equal(remarks.at(-1), "The loss &lt;rose&gt;.");
    const { notes } = runView(await siteRun(folder));
    assert.deepEqual(notes.map(({ text }) => text), remarks);
  });
});

Deno.test("what is not known of the data is not said", async () => {
  const said = (data: Record<string, string[]>) =>
    dataIn({ train: [], validation: [], test: [], ...data });
  assert.equal(await said({}), "unknown");
  assert.equal(await said({ test: ["a"] }), "1 test image; what was trained on is unknown");
  assert.equal(
    await said({ test: ["a"], train: ["b", "c"] }),
    "2 training, 1 test images, no overlap",
  );
  assert.equal(
    await said({ test: ["a"], train: ["b"], validation: ["a"] }),
    "1 training, 1 validation, 1 test images; 1 test image also used to train or choose",
  );
});

Deno.test("sizes of pictures are one or a range, and ignored pixels are said", async () => {
  await inFolder(async (folder) => {
    const cases = [[[9, 1, 1]], [[9, 1, 1]]] as [number, number, number][][];
    await writeOddRun(folder, { cases, shapes: [[100, 100]] });
    assert.deepEqual((await factsIn(folder)).slice(0, 2), ["2 cases", "100 × 100 px"]);
    await writeOddRun(folder, {
      cases,
      shapes: [[300, 512], [64, 70]],
      more: { ignore: [0, 255] },
    });
    assert.deepEqual((await factsIn(folder)).slice(0, 3), [
      "2 cases",
      "70 × 64 and 512 × 300 px",
      "0.4 % of the pixels are ignored (0, 255) and in no figure",
    ]);
  });
});

async function factsIn(folder: string): Promise<string[]> {
  return runView(await siteRun(folder)).facts.map(({ text }) => plain(text));
}

async function dataIn(data: Record<string, string[]>): Promise<string | undefined> {
  return await inFolder(async (folder) => {
    await writeOddRun(folder, { run: { ...RUNNING, data } });
    return provenance(await siteRun(folder)).find(({ term }) => term === "Data")?.text.text;
  });
}

async function stateIn(folder: string): Promise<string | undefined> {
  const state = stateOf(await siteRun(folder));
  return state && plain(state.text);
}

async function siteRun(folder: string): Promise<SiteRun> {
  return new SiteRun(await readRun(folder), "run", "p0");
}

function plain(markup: string): string {
  return markup.replace(/<[^>]*>/g, "").replace(/\s+/g, " ");
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
