// Every kind of page over hard data: twenty classes, one, oblong and mixed sizes, objects of six pixels, a
// volume, figures without pictures, three models of the same images.
import assert from "node:assert/strict";
import { buildSite } from "../../site/site.ts";
import { type Any, axeViolations, faultsOf, launch, serve, withoutBrowser } from "./browser.ts";
import { HARD_PAGES, makeHardRuns } from "./hard_runs.ts";
import { takenAway, talked } from "./take_away.ts";

/** How far the parts of a page may move while it loads, by the browser's measure; good is 0.1. */
const MOST_SHIFT = 0.05;

Deno.test({
  name: "pages of hard data hold on every screen",
  ignore: withoutBrowser(),
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "triptych-hard-" }), out = `${folder}/site`;
    const { leftOut } = await buildSite({ runs: await makeHardRuns(folder), out, base: "/repo/" });
    assert.deepEqual(leftOut, { runs: [], pictures: [] });
    const server = serve(out), browser = await launch(), disk = `file://${out}`;
    const step = (name: string, run: () => Promise<void>) => t.step(name, run);
    try {
      for (
        const { base, ...way } of [
          { base: server.url, width: 390, colorScheme: "dark", isRead: true },
          // 1280 at 200 %
          { base: disk, width: 640, colorScheme: "light", isRead: false },
          { base: disk, width: 768, colorScheme: "light", isRead: false },
          { base: server.url, width: 1280, colorScheme: "light", isRead: true },
          { base: disk, width: 1920, colorScheme: "dark", isRead: false, isPrinted: true },
        ] as (Way & { base: string })[]
      ) {
        const name = `${way.width} px, ${way.colorScheme}, ${base.slice(0, 4)}${
          way.isPrinted ? ", and printed on white, within the sheet" : ""
        }`;
        await step(`${name}: no error, nothing overflows, nothing moves`, async () => {
          assert.deepEqual(await lookAtAll(browser, base, way), []);
        });
      }
      await step(
        "a finger finds the nearest point, with its picture",
        () => touched(browser, disk),
      );
      await step("class and metric are kept on the way to the cases", () => kept(browser, disk));
      await step("runs of the same cases stand together", () => together(browser, disk));
      await step("tables save figures, not what is shown of them", () => saved(browser, disk));
      await step("charts and tables can be taken away", () => takenAway(browser, disk));
      await step("T opens slides, keys lead through, each is a sheet", () => talked(browser, disk));
      await step("without scripts every page says the same", () => withoutScripts(browser, disk));
      await step("with the reader's own colours marks are seen", () => forced(browser, disk));
    } finally {
      await browser.close();
      await server.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** A page of each kind. */
const KINDS = new Set([
  ...["/index.html", "/runs/street-c/index.html", "/runs/street-c/cases/index.html"],
  ...[
    "/runs/street-c/cases/i1.html",
    "/runs/import-c/cases/index.html",
    "/runs/volume-c/cases/a.html",
  ],
]);

/** Comparisons, rankings and doubts of other data. */
const AGAIN = /^\/compare\/((?!model)[a-z]+-\w\.\.|all-)|^\/truths\/\d/;

/** How the pages are looked at. */
interface Way {
  width: number;
  colorScheme: string;
  /** Whether axe reads them. */
  isRead: boolean;
  /** Whether they are printed, too. @default {false} */
  isPrinted?: boolean;
}

/** All pages, and what is wrong with any. */
async function lookAtAll(
  browser: Any,
  base: string,
  { width, colorScheme, isRead, isPrinted = false }: Way,
): Promise<string[]> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  await context.addInitScript(COUNT_SHIFT);
  const page = await context.newPage(), faults: string[] = [];
  for (const path of HARD_PAGES) {
    faults.push(...await faultsOf(page, base + path));
    const shift = await page.evaluate("globalThis.shift");
    if (shift > MOST_SHIFT) faults.push(`${path} moves by ${shift}`);
    const { title, description } = await page.evaluate(ABOUT);
    if (!(title && description)) faults.push(`${path} says nothing of itself`);
    if (isPrinted) faults.push(...(await printFaults(page)).map((fault) => `${path} ${fault}`));
    // what axe looks for depends on the page's kind, hardly on its data: on the phone each kind once
    if (isRead && (width > 720 ? !AGAIN.test(path) : KINDS.has(path))) {
      faults.push(...(await axeViolations(page)).map((v) => `${path} ${v}`));
    }
  }
  await context.close();
  return faults;
}

const COUNT_SHIFT = `globalThis.shift = 0;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) {
      if (!hadRecentInput) globalThis.shift += value;
    }
  }).observe({ type: "layout-shift", buffered: true });`;

const ABOUT = `({
  title: document.title,
  description: document.querySelector("meta[name=description]")?.content,
})`;

async function touched(browser: Any, base: string): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  const page = await context.newPage();
  await page.goto(`${base}/runs/model-c/index.html`);
  const point = page.locator("#boxes .chart svg").first().locator("circle").first();
  await point.scrollIntoViewIfNeeded();
  const { x, y } = await point.boundingBox();
  // beside the point, by less than a finger's width
  await page.touchscreen.tap(x + 12, y + 10);
  const link = page.locator("#boxes .point a");
  await link.locator("img").waitFor();
  assert.match(await link.getAttribute("href"), /\/cases\/i\d\.html#class=0&metric=0$/);
  assert.match(await link.innerText(), /^I\d: 0\.\d\d$/);
  assert.ok(await link.locator("img").evaluate((image: Any) => image.naturalWidth) > 0);
  await link.tap();
  await page.waitForURL(/cases\/i\d\.html/);
  await context.close();
}

async function kept(browser: Any, base: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`${base}/runs/model-c/index.html`);
  await page.locator("input[name=triptych-class]").nth(1).check();
  await page.locator("input[name=triptych-metric]").nth(2).check();
  await page.locator("#triptychs .panel:visible header a").first().click();
  await page.locator("#place", { hasText: "9 of 9: by ASSD of tumour" }).waitFor();
  assert.ok(await page.locator("input[name=class]").nth(1).isChecked());
  await page.goBack();
  await page.locator(".crumbs a", { hasText: "All 9 cases" }).click();
  await page.locator("h1", { hasText: "9 cases by ASSD of tumour, worst first" }).waitFor();
  // of many classes a script makes the cells links
  await page.goto(`${base}/runs/street-c/index.html`);
  await page.locator("#confusion .panel.x0 .compact td:not(.diagonal) a").first().click();
  await page.locator("h1", { hasText: /cases? with .+ called .+, most pixels first$/ })
    .waitFor();
  await page.close();
}

async function together(browser: Any, base: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`${base}/index.html`);
  assert.deepEqual(await page.locator(".contents a").allInnerTexts(), [
    "3 runs of the same case",
    "Drawn: 3 runs of the same 9 cases",
    "3 runs of the same 6 cases",
    "Drawn: 3 runs of the same 8 cases",
    "3 runs of the same 30 cases",
    "A run that shares no cases",
  ]);
  const rows = page.locator("#group-2 .runs-table tbody th");
  assert.deepEqual(await rows.allInnerTexts(), ["model-c", "model-b", "model-a"]);
  await page.locator("#group-2 input[type=checkbox]").first().check();
  await page.locator("#group-2 input[type=checkbox]").last().check();
  const chosen = page.locator("#group-2 .chosen a");
  assert.match(await chosen.getAttribute("href"), /compare\/model-a\.\.model-c\.html$/);
  await page.close();
}

/** Every figure of the tables that have rounded ones. */
async function saved(browser: Any, base: string): Promise<void> {
  const page = await browser.newPage();
  const recordsOf = async (table: string): Promise<Record<string, unknown>[]> => {
    const button = page.locator(`button[aria-label="${table} as JSON"]`).first();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      button.evaluate((one: Any) => one.click()),
    ]);
    return JSON.parse(await Deno.readTextFile(await download.path()));
  };
  const areExact = (records: Record<string, unknown>[], names: string[]) => {
    assert.ok(records.length > 0);
    for (const name of names) {
      const values = records.map((record) => record[name]).filter((value) => value !== "");
      assert.ok(values.every((value) => typeof value === "number"), `${name}: ${values}`);
      const digits = values.map((value) => String(value).replace(/^.*\./, "").length);
      assert.ok(digits.some((count) => count > 3), `${name}: ${values}`);
    }
  };
  await page.goto(`${base}/runs/import-c/index.html`);
  areExact(await recordsOf("Figures by size"), ["Median", "Share of the image lower bound"]);
  areExact(await recordsOf("Figures of all groups"), ["Median", "Minimum"]);
  await page.goto(`${base}/runs/street-c/index.html`);
  areExact(await recordsOf("Confusion matrix, normalised by row"), ["predicted road"]);
  areExact(await recordsOf("Figures of all epochs"), ["Learning rate"]);
  await page.goto(`${base}/compare/model-a..model-b.html`);
  areExact(await recordsOf("Changes with intervals"), ["Before", "Median change", "Wilcoxon p"]);
  await page.close();
}

async function withoutScripts(browser: Any, base: string): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  // without scripts Chromium loads lazy pictures, too, and waits for all
  await context.route(/\.(png|jpe?g|svg)$/, (route: Any) => route.abort());
  const page = await context.newPage();
  for (const path of HARD_PAGES) {
    await page.goto(base + path);
    // nothing stands there that works by a script alone
    const dead = "main button:visible, main input[type=range]:visible, #controls:visible";
    assert.equal(await page.locator(dead).count(), 0, path);
    assert.notEqual(await page.locator("h1").innerText(), "", path);
  }
  await context.close();
}

/** What is wrong with a page in the dark when it is printed on A4 less its margins. */
async function printFaults(page: Any): Promise<string[]> {
  const { width, height } = page.viewportSize();
  await page.setViewportSize({ width: 718, height: 1000 });
  await page.emulateMedia({ media: "print" });
  const ink = await page.evaluate("getComputedStyle(document.documentElement).color");
  const beyond = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width, height });
  return [
    ...ink === INK ? [] : [`prints in ${ink}`],
    ...beyond <= 0 ? [] : [`is wider than the sheet by ${beyond} px`],
  ];
}

/** The light scheme's ink. */
const INK = "rgb(29, 27, 24)";

async function forced(browser: Any, base: string): Promise<void> {
  const page = await browser.newPage();
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(`${base}/runs/model-c/index.html`);
  const chosen = page.locator("label:has(input:checked)").first();
  assert.notEqual(
    await chosen.evaluate((one: Any) => (globalThis as Any).getComputedStyle(one).outlineStyle),
    "none",
  );
  const [fill, paper] = await page.evaluate(`[
    getComputedStyle(document.querySelector("#boxes .chart circle")).fill,
    getComputedStyle(document.documentElement).backgroundColor,
  ]`);
  assert.notEqual(fill, paper);
  await page.close();
}
