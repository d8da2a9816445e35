// Where a model is sure and wrong: the layer, the order, what pages say.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { decodeLabelPng } from "../../io/mod.ts";
import { uncertaintyPng } from "../../site/pictures/uncertainty.ts";
import { buildSite } from "../../site/site.ts";
import { galleryData } from "../../site/views/gallery_data.ts";
import { found } from "../evaluation/cases.ts";
import type { Any } from "./browser.ts";
import { makeRun } from "./make_run.ts";
import { siteRunOf } from "./site_run.ts";
import "../../site/assets/order.js";

Deno.test("the layer tells unknown, sure, unsure and surely wrong pixels apart", () => {
  const confidence = {
    labels: Uint8Array.of(0, 100, 100, 90, 89, 50, 20, 255),
    width: 4,
    height: 2,
  };
  const truth = Uint8Array.of(1, 1, 2, 2, 2, 1, 1, 9), prediction = new Uint8Array(8).fill(1);
  const drawn = (
    masks: Parameters<typeof uncertaintyPng>[1],
  ) => [...decodeLabelPng(uncertaintyPng(confidence, masks)).labels];
  assert.deepEqual(drawn({ truth, prediction, labels: [1, 2] }), [0, 1, 14, 14, 4, 13, 13, 1]);
  assert.deepEqual(drawn({ prediction, labels: [1, 2] }), [0, 1, 1, 3, 4, 13, 13, 1]);
});

Deno.test("cases are ordered and filtered by what is surely wrong, unknown ones last", () => {
  const scope = globalThis as Any, shares = [0.5, undefined, 2, 0];
  const cases = shares.map((percent, i) => ({
    ...found(`c${i}`, 0.5, 1),
    ...percent !== undefined && {
      confidence: {
        ...{ pixels: 1000, mean: 0.9, wrong: 100, sure: 900, auroc: 0.5, expectedDice: {} },
        surelyWrong: 10 * percent,
      },
    },
  }));
  const run = siteRunOf(cases), window: Any = {};
  new Function("window", galleryData(run, cases))(window);
  const data = window.triptych;
  const shown = (query: string) => {
    const state = scope.triptychState(data, new URLSearchParams(query));
    const rows = scope.triptychOrder(data, state);
    return [rows.map(([id]: string[]) => id).join(" "), scope.triptychHeading(data, state, "")];
  };
  assert.deepEqual(shown("order=sure"), ["c2 c0 c3 c1", "surely wrong first"]);
  assert.deepEqual(shown("order=sure&sure=0.1.."), ["c2 c0", "surely wrong first"]);
  assert.equal(shown("sure=..1")[0].split(" ").sort().join(" "), "c0 c3");
  const without = siteRunOf(cases.map(({ confidence: _, ...one }) => one));
  new Function("window", galleryData(without, without.cases))(window);
  assert.equal(scope.triptychState(window.triptych, new URLSearchParams("order=sure")).sure, false);
});

Deno.test("pages say how sure a model is where it is known, and nothing elsewhere", async () => {
  const folder = await Deno.makeTempDir(), site = `${folder}/_site`;
  try {
    await makeRun(`${folder}/sure`, { sure: true, cases: 6 });
    await makeRun(`${folder}/silent`, { cases: 6 });
    await buildSite({ runs: [`${folder}/sure`, `${folder}/silent`], out: site });
    const read = async (path: string) =>
      (parseHTML(await Deno.readTextFile(`${site}/runs/${path}`)) as Any).document;
    const page = await read("sure/index.html"), section = page.querySelector("#sure");
    assert.match(section.textContent, /at least 90\s% sure of, [\d.]+\s% are wrong; they are/);
    assert.equal(section.querySelectorAll("article").length, 3);
    assert.equal(section.querySelectorAll('img[src*="/uncertain/"]').length, 3);
    assert.match(page.querySelector("#calibration").textContent, /expected\s+calibration error/);
    const one = await read("sure/cases/case_1.html");
    assert.ok(one.querySelector('.layer.s4 img[src$="uncertain/case_1.png"]'));
    assert.match(one.body.textContent, /The model is \d+\s% sure of its labels on average/);
    assert.ok((await read("sure/cases/index.html")).querySelector('[name="order"][value="sure"]'));

    assert.equal((await read("silent/index.html")).querySelector("#sure"), null);
    assert.equal((await read("silent/cases/case_1.html")).querySelector(".s4"), null);
    const silent = await read("silent/cases/index.html");
    assert.equal(silent.querySelector('[value="sure"]'), null);
    await assert.rejects(Deno.stat(`${site}/runs/silent/uncertain`), Deno.errors.NotFound);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
