// What keys, clicks and saved files do on pages of runs that are out of the ordinary, in a real browser.
import assert from "node:assert/strict";
import { METRICS } from "../../evaluation/mod.ts";
import { buildSingle } from "../../site/mod.ts";
import { buildSite } from "../../site/site.ts";
import { type Any, launch, withoutBrowser } from "./browser.ts";
import { writeOddRun } from "./odd_runs.ts";

const RUN = { status: "done", settings: { epochs: 2 }, backend: "cpu", seconds: 61 };

Deno.test({
  name: "keys, clicks and saved files do what pages say",
  ignore: withoutBrowser(),
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "triptych-use-" }), out = `${folder}/site`;
    await writeRuns(folder);
    await buildSite({
      runs: ["good", "bad", "far", "odd.csv"].map((n) => `${folder}/${n}`),
      out,
    });
    await buildSingle(`${folder}/good`, `${folder}/alone.html`);
    const browser = await launch();
    const step = (name: string, use: (page: Any) => Promise<void>) =>
      t.step(name, async () => {
        const page = await browser.newPage({ viewport: { width: 1280, height: 400 } });
        await use(page);
        await page.close();
      });
    const site = `file://${out}`;
    try {
      await step("runs are sorted by values, those without one last", (page) => sorted(page, site));
      await step(
        "a gallery is saved without formulas and without guesses",
        (page) => saved(page, site),
      );
      await step(
        "a page of the gallery takes the focus to its heading",
        (page) => paged(page, site),
      );
      await step("a link to a gallery shows what it says alone", (page) => pasted(page, site));
      await step("a slide is read to its end before the next", (page) => talked(page, site));
      await step("a case's ways carry what is chosen", (page) => carried(page, site));
      await step(
        "one file has no way out of it",
        (page) => alone(page, `file://${folder}/alone.html`),
      );
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Two runs of the same many cases, one without Dice, and figures with names of any kind. */
async function writeRuns(folder: string): Promise<void> {
  const cases = (fp: number) =>
    Array.from(
      { length: 130 },
      (_, i) => [[50 + i, fp, 9, 2], [80, fp, i, 3]] as [number, number, number, number][],
    );
  await writeOddRun(`${folder}/good`, { cases: cases(9), run: RUN, groups: ["a", "b"] });
  await writeOddRun(`${folder}/bad`, { cases: cases(90), run: RUN, groups: ["a", "b"] });
  const more = { metrics: METRICS.filter(({ id }) => id === "assd") };
  await writeOddRun(`${folder}/far`, { cases: cases(40), groups: ["a", "b"], more });
  await Deno.writeTextFile(
    `${folder}/odd.csv`,
    "id,class,tp,fp,fn,dice,hd95\n=1+1,liver,5,1,1,,2\n-1+2,liver,0,4,1,0,\n-7,liver,5,1,1,,\n",
  );
}

async function sorted(page: Any, site: string): Promise<void> {
  await page.goto(`${site}/index.html`);
  const table = page.locator(".runs-table").first();
  const head = table.locator("th", { hasText: "Dice" }).first();
  const names = async () =>
    (await table.locator("tbody th").allInnerTexts()).map((name: string) => name.trim());
  await head.locator("button").click();
  assert.equal(await head.getAttribute("aria-sort"), "descending");
  const best = await names();
  assert.deepEqual(best.slice(-1), ["far"], best.join());
  assert.ok(best.indexOf("good") < best.indexOf("bad"), best.join());
  await head.locator("button").click();
  assert.equal(await head.getAttribute("aria-sort"), "ascending");
  const worst = await names();
  assert.deepEqual(worst.slice(-1), ["far"], worst.join());
  assert.ok(worst.indexOf("bad") < worst.indexOf("good"), worst.join());
}

async function saved(page: Any, site: string): Promise<void> {
  await page.goto(`${site}/runs/odd/cases/index.html`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("#csv").click(),
  ]);
  const lines = (await Deno.readTextFile(await download.path())).split("\n").slice(1).sort();
  assert.deepEqual(lines, [
    "'-1+2,,liver,0,4,1,0,0,",
    "'=1+1,,liver,5,1,1,0.833333,0.714286,2",
    "-7,,liver,5,1,1,0.833333,0.714286,",
  ]);
}

async function paged(page: Any, site: string): Promise<void> {
  await page.goto(`${site}/runs/good/cases/index.html#order=best`);
  await page.locator("#pager button").last().click();
  assert.equal(await page.evaluate("document.activeElement.id"), "title");
}

async function pasted(page: Any, site: string): Promise<void> {
  await page.goto(`${site}/runs/good/cases/index.html#group=a&order=best`);
  const shown = () => page.locator("#found").innerText();
  assert.match(await shown(), /65/);
  await page.evaluate("location.hash = '#order=best'");
  while (!/130/.test(await shown())) await page.waitForTimeout(20);
  await page.evaluate("location.hash = '#group=a'");
  while (!/65/.test(await shown())) await page.waitForTimeout(20);
  await page.evaluate("location.hash = ''");
  while (!/130/.test(await shown())) await page.waitForTimeout(20);
  assert.equal(await page.locator("#pager button").last().innerText(), "121–130");
}

async function talked(page: Any, site: string): Promise<void> {
  await page.goto(`${site}/runs/good/slides.html`);
  const topOf = (id: string) =>
    page.evaluate(`document.getElementById("${id}").getBoundingClientRect().top`);
  const ids: string[] = await page.evaluate(
    "[...document.querySelectorAll('.slide')].filter((one) => one.offsetHeight > 450).map(({ id }) => id)",
  );
  assert.ok(ids.length > 0, "no slide is higher than the window");
  await page.goto(`${site}/runs/good/slides.html#${ids[0]}`);
  await page.keyboard.press("ArrowDown");
  while (await topOf(ids[0]) >= -1) await page.waitForTimeout(20);
  assert.ok(await topOf(ids[0]) > -100, "it was left at once");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  assert.match(page.url(), /#slide-2$/);
  await page.keyboard.press("Shift+Space");
  assert.match(page.url(), /#slide-1$/);
}

async function carried(page: Any, site: string): Promise<void> {
  await page.goto(`${site}/runs/good/cases/case_50.html#class=1`);
  await page.locator("#better").click();
  await page.waitForURL(/case_\d+\.html#class=1/);
  const here = page.url();
  const table = page.locator(".scroll").first();
  await table.focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(page.url(), here);
}

async function alone(page: Any, file: string): Promise<void> {
  await page.goto(file);
  const charts = page.locator("#boxes svg.plot:visible");
  const box = charts.first().locator("a:not([href])").first();
  await box.dispatchEvent("click");
  assert.equal(page.url(), file);
  const titles: string[] = await charts.first().locator('a[href^="#case-"] title')
    .allTextContents();
  assert.ok(titles.length > 0 && titles.every((title) => title.startsWith("Case ")), titles[0]);
  assert.doesNotMatch(await page.locator("#boxes").innerText(), /click|see its cases/i);
}
