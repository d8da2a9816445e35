// The page of an explanation: why two runs differ.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import {
  cornerFigures,
  designOf,
  explainedFigures,
  type ExplainedRuns,
  readEvaluation,
  writeExplanation,
  writeResults,
} from "../../evaluation/mod.ts";
import { buildSite } from "../../site/site.ts";
import { type Any, assertLooksRight, withoutBrowser } from "./browser.ts";

const SIZE = 24, CASES = 8;
const CLASSES = [
  { label: 1, name: "cat", color: "#e07a3f" },
  { label: 2, name: "ground", color: "#3f6fb5" },
];

const FACTORS = [{ id: "epochs", title: "epochs" }, { id: "lr", title: "<b>learning rate</b>" }];

Deno.test("why two runs differ has a page: verdict, steps, tables, pictures, limits", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "triptych-explained-" }), out = `${folder}/site`;
  try {
    await writeExperiment(folder);
    await buildSite({ runs: [folder], out });
    const page = read(`${out}/explained/index.html`);
    await t.step("what a factor gives, and that another gives nothing", () => {
      assert.match(page.querySelector("h1").textContent, /What makes b differ from a\?/);
      const verdict = page.querySelector(".verdict").textContent;
      assert.match(verdict, /^Epochs gives \+0\.\d+ of \+0\.\d+; <b>learning rate<\/b>: nothing/);
      assert.equal(page.querySelectorAll("h1 b, .verdict b").length, 0);
    });
    await t.step("a chart a class and metric, the ends' figures in its text alternative", () => {
      const charts = [...page.querySelectorAll("#steps figure .wide svg")];
      assert.equal(charts.length, 6);
      assert.match(
        charts[0].getAttribute("aria-label"),
        /a 0\.\d+, epochs \+0\.\d+.* and b 1\.000$/,
      );
    });
    await t.step("each corner has a row, each change its pictures, which are there", async () => {
      assert.equal(page.querySelectorAll("#corners tbody tr").length, 4);
      const images = [...page.querySelectorAll("#changes img")];
      assert.ok(images.length > 8, `${images.length} images`);
      for (const image of images) {
        const source = image.getAttribute("src").replace(/#.*/, "");
        await Deno.stat(new URL(source, `file://${out}/explained/`));
      }
      assert.match(page.querySelector("#limits").textContent, /one at a time/);
    });
    await t.step("the first page leads there", () => {
      const links = [...read(`${out}/index.html`).querySelectorAll("a")];
      const link = links.find((a: Any) => a.getAttribute("href") === "./explained/index.html");
      assert.equal(link?.textContent, "Why b differs from a");
    });
    await t.step({
      name: "no page is wider than its window, and axe finds nothing",
      ignore: withoutBrowser(),
      fn: () => assertLooksRight(`file://${out}/explained/index.html`, "#steps svg:visible"),
    });
    await t.step("without its run folders it has names in place of pictures", async () => {
      await Deno.remove(`${folder}/runs`, { recursive: true });
      await buildSite({ runs: [folder], out: `${folder}/alone` });
      const alone = read(`${folder}/alone/explained/index.html`);
      assert.equal(alone.querySelectorAll("#changes img").length, 0);
      assert.match(alone.querySelector("#changes").textContent, /Most changed: /);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Four corners of three seeds: epochs make discs that fit, the rate nothing. */
async function writeExperiment(folder: string): Promise<void> {
  const design = designOf(FACTORS), names = ["a", "b", "a + epochs", "a + lr"];
  const measured = [];
  for (const [c, { factors }] of design.corners.entries()) {
    const seeds = [];
    for (const seed of [0, 1, 2]) {
      const run = `${folder}/runs/${c}-${seed}`, isGood = factors.includes("epochs");
      await writeResults(run, {
        ...{ shape: [SIZE, SIZE], classes: CLASSES },
        images: new Uint8Array(CASES * SIZE ** 2 * 3).fill(90),
        truths: discs((k) => 6 + k % 3),
        predictions: discs((k) => isGood ? 6 + k % 3 : 3 + k % 3 + (k + seed) % 2),
      });
      const { cases, values } = cornerFigures(await readEvaluation(`${run}/evaluation.json`));
      seeds.push({ cases, values, seed });
    }
    measured.push(seeds);
  }
  const keys = names.map((_, c) => String(c).repeat(10)), { cases } = measured[0][0];
  const figures = measured.map((seeds, c) =>
    seeds.map(({ values, seed }) => ({
      ...{ schema: "triptych/corner-figures@1" as const, key: keys[c], settings: {} },
      ...{ seconds: 60, values, seed },
    }))
  );
  const explained: ExplainedRuns = {
    schema: "triptych/explanation@1",
    createdAt: "2026-11-30T00:00:00Z",
    ...{ names: ["a", "b"], cases, seeds: 3, scale: 1 },
    factors: FACTORS.map((one) => ({ ...one, settings: [{ name: one.id, from: 1, to: 2 }] })),
    corners: design.corners.map(({ factors }, c) => ({
      ...{ key: keys[c], name: names[c], factors, seeds: [0, 1, 2], seconds: 60 },
      runs: [0, 1, 2].map((seed) => `runs/${c}-${seed}`),
    })),
    ...explainedFigures({ cases, figures, design }),
  };
  await writeExplanation(folder, explained);
}

/** A disc of a radius in each case. */
function discs(radiusOf: (k: number) => number): Uint8Array {
  return Uint8Array.from({ length: CASES * SIZE ** 2 }, (_, i) => {
    const [k, at] = [Math.floor(i / SIZE ** 2), i % SIZE ** 2];
    return Math.hypot(at % SIZE - 11, Math.floor(at / SIZE) - 11) < radiusOf(k) ? 1 : 2;
  });
}

function read(path: string): Any {
  return (parseHTML(Deno.readTextFileSync(path)) as Any).document;
}
