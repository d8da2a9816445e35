// The dashboard holds for many classes and for images of any proportions.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import {
  buildEvaluation,
  type Case,
  ConfusionTotals,
  evaluateCase,
  writeEvaluation,
  writePictures,
} from "../../evaluation/mod.ts";
import { labelClasses } from "../../core/mod.ts";
import { boxChart } from "../../site/charts/boxes.ts";
import { learningChart } from "../../site/charts/learning.ts";
import { markup } from "../../site/html/frame.ts";
import { buildSite } from "../../site/site.ts";
import { type Any, faultsOf, launch, withoutBrowser } from "./browser.ts";
import { epoch, writeOddRun } from "./odd_runs.ts";

const CLASSES = 20, SIZES = [[8, 96], [96, 8], [24, 36]];

Deno.test("a swarm of equal values stays in its row", () => {
  const points = Array.from({ length: 300 }, (_, i) => ({
    ...{ value: 0.97 + i / 1e6, title: `case ${i}`, href: "#", state: "measured" as const },
  }));
  const box = { low: 0.97, q1: 0.97, median: 0.97, q3: 0.97, high: 0.97 };
  const svg = markup(boxChart({ points, box, ratio: true, largest: 1, about: "" }, document()));
  const heights = [...svg.matchAll(/ cy="([\d.-]+)"/g)].map(([, y]) => Number(y));
  assert.equal(heights.length, 300);
  // Plot moves the dots by the group that they are in
  const moved = Number(/<g[^>]*transform="translate\(\d+(?:\.\d+)?,(-?[\d.]+)\)"/.exec(svg)![1]);
  assert.ok(Math.min(...heights) + moved >= 0, `${Math.min(...heights)} ${moved}`);
});

Deno.test("the names at the ends of many curves stand apart and inside the chart", () => {
  const curves = Array.from({ length: 20 }, (_, i) => ({
    ...{ name: `name${i}`, color: "red", values: [0.1, 0.2 + i / 1e4] },
  }));
  const data = { title: "Dice", curves, domain: [0, 1] as [number, number], about: "" };
  const svg = markup(learningChart(data, document(), "wide"));
  const height = Number(/height="(\d+)"/.exec(svg)![1]);
  const places = [...svg.matchAll(/translate\([\d.]+,(-?[\d.]+)\)"[^>]*>(?:<text[^>]*>)?name/g)]
    .map(([, y]) => Number(y)).sort((a, b) => a - b);
  assert.equal(places.length, 20, svg.slice(-600));
  places.forEach((y, i) => assert.ok(i === 0 || y - places[i - 1] >= 14, `${places}`));
  assert.ok(places[0] >= 0 && places.at(-1)! <= height, `${places} of ${height}`);
});

Deno.test({
  name: "pages of many classes and of oblong images hold at every width",
  ignore: withoutBrowser(),
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "triptych-holds-" }), out = `${folder}/site`;
    await oblongRun(`${folder}/oblong`);
    await manyClasses(`${folder}/many`);
    await buildSite({ runs: [`${folder}/oblong`, `${folder}/many`], out });
    const browser = await launch();
    try {
      await t.step("nothing is wider than the window", () => widths(browser, out));
      await t.step("a picture has its image's proportions", () => proportions(browser, out));
      await t.step(
        "many classes are chosen from a list, without a script",
        () => picker(browser, out),
      );
      await t.step("the verdict counts, the matrix keeps its names", () => many(browser, out));
      await t.step("dark pages print on white", () => printed(browser, out));
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "without pictures a gallery is a list, and the way through it keeps its choice",
  ignore: withoutBrowser(),
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "triptych-way-" }), out = `${folder}/site`;
    await writeOddRun(`${folder}/import`, {
      cases: Array.from({ length: 30 }, (_, i) => [[50 + i, 9, 9, 40 - i], [90 - i, 9, 9, i]]),
      groups: ["a", "b"],
    });
    await buildSite({ runs: [`${folder}/import`], out });
    const browser = await launch();
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    try {
      await page.goto(`file://${out}/runs/import/cases/index.html`);
      await t.step("no grey box, no word of lines that aren't there", async () => {
        assert.equal(await page.locator(".nothing").count(), 0);
        assert.equal(await page.locator(".bare li .bar").count(), 30);
        assert.doesNotMatch(await page.locator("main").innerText(), /line|has no image/);
      });
      await t.step("the heading says what is shown, and that nothing is", () => headings(page));
      await t.step("the case's arrows follow, and keep the address", () => way(page));
      await t.step("provenance says what is unknown", async () => {
        await page.goto(`file://${out}/runs/import/index.html`);
        await page.locator("#provenance .fold > summary").click();
        assert.match(await page.locator("#provenance").innerText(), /Unknown\s+Which model/);
      });
      await t.step("a metric alone has its chart beside each class", async () => {
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.locator("input[name=boxes]").nth(1).check();
        const lefts = (of: string) =>
          page.locator(`#boxes .panel.x1 ${of}`).evaluateAll((all: Any[]) =>
            all.map((one) => one.getBoundingClientRect().x)
          );
        const [labels, charts] = [await lefts(".label"), await lefts(".chart")];
        assert.equal(new Set(labels).size, 1, labels.join());
        assert.equal(new Set(charts).size, 1, charts.join());
        assert.ok(charts[0] > labels[0]);
      });
      await t.step("the run's page keeps its choice", async () => {
        await page.locator("input[name=triptych-class]").nth(1).check();
        await page.reload();
        assert.match(page.url(), /triptych-class=1$/);
        assert.ok(await page.locator("input[name=triptych-class]").nth(1).isChecked());
      });
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

async function headings(page: Any): Promise<void> {
  const heading = () => page.locator("h1").innerText();
  await page.locator("input[name=metric]").nth(2).check();
  await page.locator("input[name=order][value=best]").check();
  assert.equal(await heading(), "30 cases by ASSD of c1, best first");
  await page.locator("input[name=text]").fill("nobody");
  assert.equal(await heading(), "Nothing found");
  await page.locator("input[name=text]").fill("");
  await page.locator("select[name=group]").selectOption("b");
  assert.equal(await heading(), "15 of 30 cases by ASSD of c1, best first");
  assert.equal(await page.locator(".bare li .bar").count(), 15);
}

async function way(page: Any): Promise<void> {
  const place = (text: string) => page.locator("#place", { hasText: text }).waitFor();
  await page.locator(".gallery a").first().click();
  await place("1 of 15: by ASSD of c1, best first");
  assert.equal(await page.locator("h1").innerText(), "Case 29");
  await page.keyboard.press("ArrowRight");
  await place("2 of 15: by ASSD of c1, best first");
  assert.equal(await page.locator("h1").innerText(), "Case 27");
  await page.locator("#worse").click();
  await place("1 of 15: by ASSD of c1, best first");
}

async function widths(browser: Any, out: string): Promise<void> {
  const pages = [
    ...["/index.html", "/runs/many/index.html", "/runs/many/cases/index.html"],
    ...["/runs/many/cases/case_0.html", "/runs/oblong/index.html", "/runs/oblong/cases/o0.html"],
    "/runs/oblong/cases/o1.html",
  ];
  const page = await browser.newPage();
  const faults: string[] = [];
  // 640 is 1280 at 200 %
  for (const width of [390, 640, 768, 1280, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    for (const path of pages) faults.push(...await faultsOf(page, `file://${out}${path}`));
  }
  assert.deepEqual(faults, []);
  await page.close();
}

async function proportions(browser: Any, out: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  for (const i of [0, 2]) {
    await page.goto(`file://${out}/runs/oblong/cases/o${i}.html`);
    const [height, width] = SIZES[i];
    for (const place of ["#zoomed", ".four figure:first-child .picture"]) {
      const box = await page.locator(place).first().boundingBox();
      assert.ok(Math.abs(box.width / box.height - width / height) < 0.1, JSON.stringify(box));
    }
    const [image, layer] = await Promise.all(
      ["#zoomed .picture img", "#zoomed .layer:visible img"].map((one) =>
        page.locator(one).first().boundingBox()
      ),
    );
    assert.deepEqual(layer, image, "the layer lies on the image");
  }
  await page.close();
}

async function picker(browser: Any, out: string): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`file://${out}/runs/many/index.html`);
  await page.locator("#triptychs select").selectOption({ label: "c14" });
  const shown = page.locator("#triptychs .panel:visible");
  assert.equal(await shown.count(), 1);
  assert.match(await shown.getAttribute("class"), /\bc13\b/);
  await context.close();
}

async function many(browser: Any, out: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(`file://${out}/runs/many/index.html`);
  assert.equal(
    await page.locator(".top .verdict").innerText(),
    "18 of 20 classes are outlined well: their median Dice is at least 0.80. " +
      "Worst: c5 (never found), c7 (0.50), c1 (0.90).",
  );
  // all stand in one chart, the worst first, and each with its cases behind a click that needs no script
  const names = await page.locator("#boxes .few svg text").allTextContents();
  assert.deepEqual(names.filter((name: string) => /^c\d/.test(name)).slice(0, 3), [
    "c5",
    "c7",
    "c1",
  ]);
  const labels = page.locator("#boxes .panel.x0 .label h3:visible");
  assert.equal(await labels.count(), 0);
  await page.locator("#boxes .rest > summary").click();
  assert.equal(await labels.count(), 20);
  // on a phone a section is its sentence, and the rest opens
  await page.locator("#confusion .fold > summary").click();
  assert.equal(await page.locator(".largest li").count(), 10);
  assert.match(await page.locator(".largest li").first().innerText(), /^10\s% of c1 is called c2/);
  const region = page.locator("#confusion .panel:visible .scroll");
  await region.evaluate((one: Any) => one.scrollLeft = 200);
  const [name, left] = [region.locator("tbody th").first(), await region.boundingBox()];
  assert.equal((await name.boundingBox()).x, left.x);
  await page.close();
}

async function printed(browser: Any, out: string): Promise<void> {
  const page = await browser.newPage({ colorScheme: "dark" });
  await page.goto(`file://${out}/runs/many/index.html`);
  const color = (of: string) => page.evaluate(`getComputedStyle(${of}).color`);
  const read = () =>
    Promise.all([color("document.body"), color("document.querySelector('.k0 .c, .c.k0')")]);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const dark = await read();
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  assert.deepEqual(dark, await read());
  await page.close();
}

/** Discs on images of three proportions. */
async function oblongRun(folder: string): Promise<void> {
  const classes = labelClasses("disc", "spot"), cases: Case[] = [];
  for (const [i, [height, width]] of SIZES.entries()) {
    const mask = (shift: number) =>
      Uint8Array.from({ length: height * width }, (_, p) => {
        const [y, x] = [Math.floor(p / width), p % width + shift];
        return Math.hypot(y - 3, x - 4) < 3
          ? 1
          : Math.hypot(y - height + 2, x - width + 2) < 2
          ? 2
          : 0;
      });
    const shape = [height, width] as [number, number], id = `o${i}`;
    const [truth, prediction] = [mask(0), mask(1)],
      image = new Uint8Array(3 * truth.length).fill(90);
    const pictures = await writePictures(folder, {
      ...{ file: id, shape, image, truth, prediction, classes },
    });
    cases.push({ ...evaluateCase(truth, prediction, { id, shape, classes }), pictures });
  }
  await writeEvaluation(
    `${folder}/evaluation.json`,
    buildEvaluation(cases, { name: "oblong", ...new ConfusionTotals(classes) }),
  );
}

/** Twenty classes, one never found, one found by half, over epochs. */
async function manyClasses(folder: string): Promise<void> {
  const confusion = Array.from(
    { length: CLASSES },
    (_, i) =>
      Array.from(
        { length: CLASSES },
        (_, j) => i === j ? 900 : j === (i + 1) % CLASSES ? 100 - i : 0,
      ),
  );
  const dice = Object.fromEntries(Array.from({ length: CLASSES }, (_, k) => [`c${k + 1}`, 0.5]));
  await writeOddRun(folder, {
    cases: Array.from(
      { length: 6 },
      () =>
        Array.from(
          { length: CLASSES },
          (_, k) => k === 4 ? [0, 0, 50, null] : k === 6 ? [50, 50, 50, 3] : [90, 10, 10, 1],
        ),
    ),
    more: { confusion },
    run: { status: "done", settings: { epochs: 2 }, backend: "cpu", seconds: 2 },
    history: [epoch(1, dice), epoch(2, dice)],
  });
}

function document(): Any {
  return (parseHTML("<!doctype html><html><body></body></html>") as Any).document;
}
