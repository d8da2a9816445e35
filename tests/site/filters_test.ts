// From a cell, a bar, a box or a row to its cases, and filters that combine and stay in the address.
import assert from "node:assert/strict";
import { type Evaluation, readEvaluation } from "../../evaluation/mod.ts";
import { decodeLabelPng } from "../../io/mod.ts";
import { WrongPixels } from "../../site/runs/wrong_pixels.ts";
import { buildSite } from "../../site/site.ts";
import { type Any, axeViolations, launch, withoutBrowser } from "./browser.ts";
import { makeRun } from "./make_run.ts";

const CASES = 20;

Deno.test("wrong pixels are counted by confusion and by place, where pictures add up to the figures", () => {
  const classes = [{ label: 1, name: "a", color: "#000" }, { label: 2, name: "b", color: "#111" }];
  const wrong = new WrongPixels(classes, [9]);
  const truth = Uint8Array.from([1, 1, 1, 2, 2, 0, 9, 1]);
  const prediction = Uint8Array.from([1, 2, 2, 2, 0, 1, 1, 1]);
  const figures = { a: { tp: 2, fp: 1, fn: 2, tn: 2 }, b: { tp: 1, fp: 2, fn: 1, tn: 3 } };
  const one = { id: "x", shape: [2, 4], spacing: [1, 1], classes: figures };
  wrong.add(one, { truth, prediction, width: 4, height: 2 });
  assert.deepEqual(Object.fromEntries(wrong.confusions), {
    "0-1": [{ id: "x", pixels: 2 }],
    "1-none": [{ id: "x", pixels: 1 }],
    "none-0": [{ id: "x", pixels: 1 }],
  });
  const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
  assert.equal(sum(wrong.pixels), 7);
  assert.deepEqual([sum(wrong.places(0)!.missed), sum(wrong.places(0)!.invented)], [2, 1]);
  // the second pixel of four lies at a quarter of the width
  assert.equal(wrong.places(0)!.missed[4], 1);

  const other = { ...one, id: "y", classes: { ...figures, b: { ...figures.b, fn: 2 } } };
  wrong.add(other, { truth, prediction, width: 4, height: 2 });
  assert.equal(wrong.cases, 1);
});

Deno.test({
  name:
    "cells, boxes, groups and sizes lead to their cases; filters combine, and the way follows them",
  ignore: withoutBrowser(),
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "triptych-filters-" }), out = `${folder}/site`;
    await makeRun(`${folder}/run`, { cases: CASES });
    await buildSite({ runs: [`${folder}/run`], out });
    const evaluation = await readEvaluation(`${folder}/run/evaluation.json`);
    const browser = await launch();
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    try {
      await t.step("a confusion's cell", () => cell(page, out, `${folder}/run`, evaluation));
      await t.step("the case's arrows follow, most pixels first", () => arrows(page));
      await t.step("a box, a group, a size", () => parts(page, out, evaluation));
      await t.step(
        "filters combine, are in the address, and chips remove them",
        () => combined(page, out, evaluation),
      );
      await t.step("an address that makes no sense filters nothing", async () => {
        const odd =
          "class=99&metric=x&dice=a..b&size=..&truth=7&predicted=none&order=most&length=1";
        await page.goto(`file://${out}/runs/run/cases/index.html?odd#${odd}`);
        await page.locator(".gallery li").nth(CASES - 1).waitFor();
        assert.equal(await page.locator("#chips").isVisible(), false);
      });
      await t.step(
        "axe finds nothing, on a phone in the dark either",
        () => accessible(browser, out),
      );
      await t.step(
        "without scripts the links lead to all cases",
        () => withoutScripts(browser, out),
      );
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

const names = (page: Any): Promise<string[]> => page.locator(".gallery .name").allInnerTexts();
const spoken = (id: string): string => id.replace("case_", "Case ");
const chips = (page: Any): Promise<string[]> => page.locator("#chips button").allInnerTexts();

async function cell(page: Any, out: string, run: string, { cases }: Evaluation): Promise<void> {
  const expected: [name: string, pixels: number][] = [];
  for (const { id, pictures } of cases) {
    const [truth, prediction] = await Promise.all(
      [pictures!.truth!, pictures!.prediction!].map(async (path) =>
        decodeLabelPng(await Deno.readFile(`${run}/${path}`)).labels
      ),
    );
    const pixels = truth.filter((label, i) => label === 3 && prediction[i] === 2).length;
    if (pixels > 0) expected.push([spoken(id), pixels]);
  }
  expected.sort(([, a], [, b]) => b - a);
  await page.goto(`file://${out}/runs/run/index.html`);
  await page.locator("#confusion .panel.x0 tbody tr").nth(2).locator("a").nth(1).click();
  await page.locator("#chips button").waitFor();
  assert.deepEqual(await chips(page), ["border called background ×"]);
  const amounts = (await page.locator(".gallery .line span").allInnerTexts()).map(parseFloat);
  assert.deepEqual(amounts, expected.map(([, pixels]) => pixels));
  assert.deepEqual((await names(page)).sort(), expected.map(([name]) => name).sort());
  assert.equal(
    await page.locator("h1").innerText(),
    `${expected.length} of ${CASES} cases with border called background, most pixels first`,
  );
}

async function arrows(page: Any): Promise<void> {
  const [, second] = await names(page), count = (await names(page)).length;
  await page.locator(".gallery a").first().click();
  const place = (at: number) =>
    page.locator("#place", {
      hasText: `${at} of ${count}: with border called background, most pixels first`,
    }).waitFor();
  await place(1);
  await page.keyboard.press("ArrowRight");
  await place(2);
  assert.equal(await page.locator("h1").innerText(), second);
}

async function parts(page: Any, out: string, { cases }: Evaluation): Promise<void> {
  const start = `file://${out}/runs/run/index.html`;
  const follow = async (link: string): Promise<string[]> => {
    await page.goto(start);
    await page.evaluate(`document.querySelectorAll("details").forEach((one) => one.open = true)`);
    await page.locator(link).first().click();
    await page.locator("#chips button").first().waitFor();
    return (await names(page)).sort();
  };
  const idsOf = (isIn: (one: Evaluation["cases"][number]) => boolean) =>
    cases.filter(isIn).map(({ id }) => spoken(id)).sort();
  const shownOfGroup = await follow(`#groups table a[href*="kind_1"]`);
  assert.deepEqual(shownOfGroup, idsOf(({ group }) => group === "kind_1"));
  const title = await page.locator("h1").innerText();
  assert.match(title, /^\d of 20 cases by Dice of foreground, worst first$/);

  const dice = cases.filter(({ classes: { foreground: f } }) => f.tp + f.fp + f.fn > 0)
    .map(({ classes }) => classes.foreground.dice!).sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (dice.length - 1), low = Math.floor(place);
    return dice[low] + (place - low) * ((dice[low + 1] ?? 0) - dice[low]);
  };
  assert.deepEqual(
    await follow(`#boxes .panel.x0 .chart a[href*="dice="]`),
    idsOf(({ classes: { foreground: f } }) => f.dice! >= at(0.25) && f.dice! <= at(0.75)),
  );
  const shown = await follow("#sizes table a");
  assert.ok(shown.length >= 4 && shown.length < CASES, shown.join());
}

async function combined(page: Any, out: string, { cases }: Evaluation): Promise<void> {
  await page.goto(`file://${out}/runs/run/cases/index.html`);
  await page.locator("select[name=kind]").selectOption("found");
  await page.locator("#from").fill("0.6");
  await page.locator("#to").fill("0.9");
  await page.locator("#add").click();
  await page.locator("#field").selectOption("size");
  await page.locator("#from").fill("4");
  await page.keyboard.press("Enter");
  const isShown = (from: number) => ({ classes: { foreground: f } }: Evaluation["cases"][number]) =>
    f.tp > 0 && f.dice! >= from && f.dice! <= 0.9 && (f.tp + f.fn) / 10.24 >= 4;
  const count = (from: number) => cases.filter(isShown(from)).length;
  assert.ok(count(0.6) > 0 && count(0.6) < count(-1), `${count(0.6)} ${count(-1)}`);
  assert.equal((await names(page)).length, count(0.6));
  const said = ["foreground found ×", "Dice 0.6 to 0.9 ×", "Share of the image, % from 4 ×"];
  assert.deepEqual(await chips(page), [...said, "Remove all filters"]);
  await page.reload();
  await page.locator("#chips button").first().waitFor();
  assert.deepEqual(await chips(page), [...said, "Remove all filters"]);
  assert.equal((await names(page)).length, count(0.6));
  await page.locator("#chips button", { hasText: "Dice" }).click();
  assert.deepEqual(await chips(page), [said[0], said[2], "Remove all filters"]);
  await page.locator("#chips button", { hasText: "Remove all" }).click();
  assert.equal((await names(page)).length, CASES);
  assert.doesNotMatch(page.url(), /kind|dice=|size/);
  // every picture comes, those further down after the frame: a photograph and outlines of each case
  const pictures = page.locator("#gallery .picture img[src]");
  await pictures.nth(2 * CASES - 1).waitFor({ state: "attached" });
}

async function accessible(browser: Any, out: string): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
  });
  const filters = "class=2&truth=2&predicted=1&order=most&dice=0.1..&group=kind_1";
  await page.goto(`file://${out}/runs/run/cases/index.html#${filters}`);
  await page.locator("#chips button").first().waitFor();
  assert.deepEqual(await axeViolations(page), []);
  assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
  await page.close();
}

async function withoutScripts(browser: Any, out: string): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`file://${out}/runs/run/index.html`);
  await page.locator("#confusion .panel.x0 tbody tr").nth(2).locator("a").nth(1).click();
  await page.waitForURL(/cases\/index\.html#class=2/);
  assert.equal(await page.locator(".gallery li").count(), CASES);
  await context.close();
}
