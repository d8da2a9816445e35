/** What somebody takes away from a page: charts as drawings, tables for a paper. */
import assert from "node:assert/strict";
import type { Any } from "./browser.ts";

/** Saves by a button, and returns what was saved. */
async function savedBy(page: Any, label: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator(`button[aria-label="${label}"]:visible`).first().click(),
  ]);
  return await Deno.readTextFile(await download.path());
}

/** A triptych is one picture that needs nothing beside it. */
async function triptych(page: Any): Promise<void> {
  const link = page.locator(".triptych a.take:visible").nth(1);
  const svg = await Deno.readTextFile(new URL(await link.getAttribute("href"), page.url()));
  assert.match(svg, />I7 · kidney<\/text>/);
  assert.match(svg, />Prediction: Dice 0\.88 · ASSD/);
  const addresses = [...svg.matchAll(/ href="([^"]{1,5})/g)].map(([, start]) => start);
  assert.equal(addresses.filter((start) => start === "data:").length, 3);
  assert.ok(addresses.every((start) => start === "data:" || start.startsWith("#")), `${addresses}`);
}

/**
 * Saves a chart and tables.
 *
 * @param browser The browser.
 * @param base Where the site of hard runs is.
 */
export async function takenAway(browser: Any, base: string): Promise<void> {
  const page = await browser.newPage({ colorScheme: "light" });
  await page.goto(`${base}/runs/model-c/index.html`);
  const svg = await savedBy(page, "Dice of kidney in 9 cases as SVG");
  assert.match(svg, /^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.match(svg, /width="400"/);
  assert.match(svg, /fill="rgb\(\d+, \d+, \d+\)"/);
  assert.doesNotMatch(svg, /var\(|currentColor|href=|class=/);
  // it draws by itself
  await page.goto("about:blank");
  const src = JSON.stringify(`data:image/svg+xml,${encodeURIComponent(svg)}`);
  await page.evaluate(`(async () => {
    globalThis.drawn = Object.assign(new Image(), { src: ${src} });
    await globalThis.drawn.decode();
  })()`);
  assert.equal(await page.evaluate("globalThis.drawn.naturalWidth"), 400);
  await page.goto(`${base}/runs/model-c/index.html`);
  await triptych(page);
  const tex = await savedBy(page, "Averages as LaTeX");
  assert.match(
    tex,
    /^\\begin\{tabular\}\{lrrrr\}\n\\toprule\nAverage & How it is made & kidney & /,
  );
  assert.match(tex, /\nDice, pooled & 2 \$\\Sigma\$TP .* & 0\.82 & 0\.84 & 0\.83 \\\\\n/);
  const markdown = await savedBy(page, "Averages as Markdown");
  assert.match(
    markdown,
    /^\| Average \| .* \|\n\| --- \| ---: \| ---: \| ---: \| ---: \|\n\| Dice, pooled \|/,
  );
  await page.goto(`${base}/index.html`);
  const runs = await savedBy(page, "Drawn: 3 runs of the same 9 cases as Markdown");
  // the column that picks runs is none of the table's
  assert.match(runs, /^\| Run \| Date \|/);
  await page.close();
}

/**
 * Goes through the slides of a run by keys, and prints them.
 *
 * @param browser The browser.
 * @param base Where the site of hard runs is.
 */
export async function talked(browser: Any, base: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.goto(`${base}/runs/model-c/index.html`);
  await page.keyboard.press("t");
  await page.waitForURL(/model-c\/slides\.html$/);
  const titles: string[] = await page.locator(".slide :is(h1, h2)").allInnerTexts();
  assert.deepEqual(titles, [
    ...["Model C", "The data", "In a sentence", "Class by class"],
    "Best of the kidney: Dice 1.00 I3",
    "Median of the kidney: Dice 0.88 I7",
    "Worst of the kidney: Dice 0.00, missed I0",
    ...["Learning", "The worst cases of the kidney", "What remains wrong", "Where this comes from"],
  ]);
  const top = (at: number) =>
    page.waitForFunction(
      (id: string) =>
        Math.abs((globalThis as Any).document.getElementById(id).getBoundingClientRect().y) < 2,
      `slide-${at}`,
    );
  for (const [key, at] of [["ArrowRight", 2], ["PageDown", 3], ["ArrowLeft", 2], ["End", 11]]) {
    await page.keyboard.press(key);
    await top(at as number);
  }
  // each slide is a sheet of 16:9
  const sheets = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  assert.equal(sheets.match(/\/Type \/Page\b/g).length, titles.length);
  assert.match(sheets, /\/MediaBox \[0 0 960 540\]/);
  await page.keyboard.press("Escape");
  await page.waitForURL(/model-c\/index\.html$/);
  await page.goto(`${base}/compare/model-a..model-b.html`);
  await page.keyboard.press("t");
  await page.waitForURL(/model-a\.\.model-b\.slides\.html$/);
  await page.goto(`${base}/compare/all-2.html`);
  await page.keyboard.press("t");
  await page.waitForURL(/all-2\.slides\.html$/);
  assert.match(await page.locator("#slide-2 dd").first().innerText(), /^\S+-c\s+median Dice/);
  assert.match(await page.locator("#slide-3").innerText(), /%\s+\S+-c before/);
  await page.close();
}
