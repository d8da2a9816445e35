// From the confusions and the doubtful truths of volumes to their cases.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { type Case, readEvaluation } from "../../evaluation/mod.ts";
import { labelClasses } from "../../core/mod.ts";
import { WrongPixels } from "../../site/runs/wrong_pixels.ts";
import { buildSite } from "../../site/site.ts";
import { folderTest } from "../evaluation/masks/evaluate_command.ts";
import { evaluateJob } from "../evaluation/masks/evaluate_job.ts";
import { type Block, plant } from "../evaluation/volumes/planted.ts";
import { type Any, launch, withoutBrowser } from "./browser.ts";
import { madeMasks, madeSite, SHAPE } from "./made_volume.ts";
import { metaImage } from "./meta_image.ts";

folderTest("evaluation.json has a volume's confusions, as counting them gives", async (folder) => {
  await madeSite(folder, {});
  const { cases: [one], confusion } = await readEvaluation(`${folder}/run/evaluation.json`);
  const { truth, prediction } = madeMasks(), counts = new Map<string, number>();
  // labels 1, 2 and 3 are the classes, 0 is none and comes last
  const place = (label: number) => label === 0 ? 3 : label - 1;
  truth.forEach((label, i) => {
    if (label === prediction[i]) return;
    const key = `${place(label)} ${place(prediction[i])}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  const expected = [...counts].map(([key, voxels]) => [...key.split(" ").map(Number), voxels]);
  assert.deepEqual([...one.confused!].sort(), expected.sort());
  assert.equal(one.confused!.find(([t, p]) => t === 1 && p === 0)![2], confusion[1][0]);
});

Deno.test("a volume's confusions count where they add up to its figures", () => {
  const classes = labelClasses("a", "b"), wrong = new WrongPixels(classes);
  const figures = { a: { tp: 5, fp: 1, fn: 2, tn: 2 }, b: { tp: 1, fp: 2, fn: 0, tn: 7 } };
  const one: Case = { id: "x", shape: [1, 2, 5], spacing: [1, 1, 1], classes: figures };
  wrong.addVolume(one);
  assert.equal(wrong.cases, 0);
  wrong.addVolume({ ...one, confused: [[0, 1, 2], [2, 0, 1]] });
  assert.deepEqual(Object.fromEntries(wrong.confusions), {
    "0-1": [{ id: "x", pixels: 2 }],
    "none-0": [{ id: "x", pixels: 1 }],
  });
  wrong.addVolume({ ...one, confused: [[0, 1, 3]] });
  wrong.addVolume({ ...one, confused: [[9, 1, 2], [2, 0, 1]] });
  // nothing of it has a place in a frame
  assert.deepEqual([wrong.cases, wrong.placed], [1, 0]);
});

Deno.test({
  name: "a cell of the matrix leads to the volumes with most voxels of that confusion",
  ignore: withoutBrowser(),
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "triptych-confused-" });
    const browser = await launch();
    try {
      const cases = await madeSite(folder, {}), page = await browser.newPage();
      await page.goto(`file://${cases}/../index.html`);
      const cell = page.locator('a[href$="truth=1&predicted=0&order=most"]').first();
      await page.goto(new URL(await cell.getAttribute("href"), page.url()).href);
      const heading = "1 case with label 2 called label 1, most voxels first";
      await page.locator("h1", { hasText: /called label 1, most voxels first/ }).waitFor();
      assert.match(await page.locator("h1").innerText(), /^1 cases? with label 2/, heading);
      // 3 slices of 9 rows and columns
      assert.match(await page.locator(".gallery li").innerText(), /243\svoxels/);
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Where both models see a part that the truth of the second case lacks, and where only the first has an error. */
const LACKING: Block = [[6, 9], [8, 18], [8, 18]], SPILL: Block = [[1, 2], [6, 9], [4, 9]];

folderTest(
  "a truth that models doubt in a volume is listed with the whole volume's Dice, and leads to the gallery",
  async (folder) => {
    const organ: Block = [[2, 12], [6, 36], [4, 40]];
    for (const [m, model] of ["one", "two"].entries()) {
      for (const id of ["a", "b"]) {
        const truth = new Uint8Array(SHAPE[0] * SHAPE[1] * SHAPE[2]), prediction = truth.slice();
        for (const mask of [truth, prediction]) plant(mask, SHAPE, organ, 1);
        plant(prediction, SHAPE, LACKING, 2);
        if (id === "a") plant(truth, SHAPE, LACKING, 2);
        // boxes of kept slices differ
        if (m === 0) plant(prediction, SHAPE, SPILL, 1);
        for (const [side, voxels] of Object.entries({ truth, prediction })) {
          await Deno.mkdir(`${folder}/${model}-${side}`, { recursive: true });
          await Deno.writeFile(
            `${folder}/${model}-${side}/${id}.mha`,
            metaImage(voxels, SHAPE, [3, 1, 1]),
          );
        }
      }
      const sources = {
        truth: `${folder}/${model}-truth`,
        prediction: `${folder}/${model}-prediction`,
      };
      await evaluateJob(sources, {
        out: `${folder}/${model}`,
        classes: labelClasses("organ", "tumour"),
      });
    }
    const out = `${folder}/site`;
    await buildSite({ runs: [`${folder}/one`, `${folder}/two`], out });
    const page = (parseHTML(await Deno.readTextFile(`${out}/truths/index.html`)) as Any).document;
    const panel = page.querySelector(".panel.c1");
    const text = panel.textContent.replace(/\s+/g, " ");
    assert.deepEqual([...panel.querySelectorAll("h2")].map((head: Any) => head.textContent), ["B"]);
    // both have the tumour, the truth has none
    assert.match(text, /score 1\.00 ?Dice of the two 1\.00/);
    assert.match(text, /Dice with the truth 0\.00/);
    assert.match(page.querySelector(".note").textContent, /scores are those of the whole/);
    const links = [...panel.querySelectorAll(".note a")].map((a: Any) => a.getAttribute("href"));
    assert.deepEqual(links.map((href: string) => href.replace(/^.*cases\//, "")).sort(), [
      "index.html#class=1&doubt=yes",
      "index.html#class=1&doubt=yes",
    ]);
    // the organ lacks what is called tumour: as much as it is smaller
    const [one] = (await readEvaluation(`${folder}/one/evaluation.json`)).cases.slice(1);
    assert.ok((one.classes.organ.dice as number) < 0.99);
    const data = await Deno.readTextFile(`${out}/runs/one/cases/data.js`);
    const row = JSON.parse(data.replace(/^window\.triptych = /, "").replace(/;\n$/, ""));
    const ids = row.doubted[1].map((at: number) => row.cases[at][0]);
    assert.deepEqual(ids, ["b"]);
  },
);
