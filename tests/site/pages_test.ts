// Every page in a real browser: phone and desktop, light and dark, from a server and from the disk.
import assert from "node:assert/strict";
import { buildSite } from "../../site/site.ts";
import { type Any, axeViolations, faultsOf, launch, serve, withoutBrowser } from "./browser.ts";
import { HOSTILE, makeRun } from "./make_run.ts";
import { isShared, sayUntested, SHARED } from "../ignored.ts";

const PHONE = { width: 390, height: 844 }, DESKTOP = { width: 1280, height: 900 };

const SHARED_RUNS = ["runs/pytorch-unet", "runs/pytorch-mobilenetv2"]
  .filter((path) => {
    if (isShared(path)) return true;
    sayUntested(`../shared/${path} is not here`);
    return false;
  })
  .map((path) => SHARED + path);

Deno.test({
  name: "every page works on phone and desktop, light and dark, from a server and from the disk",
  ignore: withoutBrowser(),
  async fn(t) {
    const { out, pages, remove } = await testSite();
    const server = serve(out), browser = await launch();
    // what axe finds doesn't depend on who serves: two ways show it each scheme and each width
    const ways = [
      { base: server.url, viewport: DESKTOP, colorScheme: "light", isRead: true },
      { base: server.url, viewport: PHONE, colorScheme: "dark", isRead: true },
      { base: `file://${out}`, viewport: DESKTOP, colorScheme: "dark", isRead: false },
      { base: `file://${out}`, viewport: PHONE, colorScheme: "light", isRead: false },
    ];
    try {
      for (const { base, isRead, ...way } of ways) {
        const context = await browser.newContext(way);
        const page = await context.newPage();
        const name = `${way.viewport.width} px, ${way.colorScheme}, ${base.slice(0, 4)}`;
        await t.step(
          `${name}: no error, no foreign request, pictures load, nothing overflows, axe finds nothing`,
          async () => {
            const faults: string[] = [];
            for (const path of pages) {
              // the page for lost addresses links to its host's root
              if (path === "/404.html" && base.startsWith("file:")) continue;
              faults.push(...await faultsOf(page, base + path));
              // the others show colours of what one width alone has: of each kind of page once
              if (!isRead && !KINDS.has(path)) continue;
              const rules = isRead ? undefined : ["color-contrast"];
              faults.push(...(await axeViolations(page, rules)).map((v) => `${path} ${v}`));
            }
            assert.deepEqual(faults, []);
          },
        );
        await context.close();
      }
      await t.step(
        "without scripts the choices still switch panels",
        () => withoutScripts(browser, out),
      );
      await t.step("a ranking says its verdict once", async () => {
        const ranking = await Deno.readTextFile(`${out}/compare/all.html`);
        const [, verdict] = /<p class="verdict">(.+?)<\/p>/.exec(ranking)!;
        assert.equal(ranking.split(verdict).length - 1, 1);
      });
      await t.step("names from files are text and never markup", () => hostileNames(browser, out));
      await t.step("the arrow keys lead from case to case", () => arrowKeys(browser, out));
      await t.step(
        "where the model is unsure is a layer, and the way goes on by it",
        () => surelyWrong(browser, out),
      );
      await t.step("a chart's points are reached by keyboard", () => chartKeys(browser, out));
      await t.step("a case is zoomed by whole pixels", () => zoom(browser, out));
      await t.step("tables and the gallery are saved as CSV and JSON", () => saved(browser, out));
      await t.step(
        "the gallery sorts, filters and keeps its state in the address",
        () => gallery(browser, out),
      );
    } finally {
      await browser.close();
      await server.stop();
      await remove();
    }
  },
});

/** A page of each kind. */
const KINDS = new Set([
  ...["/index.html", "/reproduction.html", "/runs/hostile/slides.html", "/compare/all.html"],
  ...["/runs/plain/index.html", "/runs/running/index.html", "/runs/plain/cases/index.html"],
  ...["/runs/plain/cases/case_1.html", "/compare/plain..better.html"],
]);

async function withoutScripts(browser: Any, out: string): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: DESKTOP });
  const page = await context.newPage();
  await page.goto(`file://${out}/runs/plain/index.html`);
  const visible = () => page.locator("#triptychs .panel:visible").count();
  assert.equal(await visible(), 1);
  const value = () => page.locator("#triptychs .panel:visible header b").first().innerText();
  assert.match(await value(), /^Dice /);
  await page.locator("#triptychs label", { hasText: "HD95" }).click();
  assert.equal(await visible(), 1);
  assert.match(await value(), /^HD95 [\d.]+\u00a0px$/);
  await context.close();
}

async function hostileNames(browser: Any, out: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`file://${out}/runs/hostile/index.html`);
  assert.equal(await page.title(), HOSTILE[4]);
  assert.equal(await page.locator("h1").innerText(), HOSTILE[4]);
  assert.equal(await page.locator("[onerror], [onload], main script, main [style]").count(), 0);
  await page.goto(`file://${out}/runs/hostile/cases/index.html`);
  await page.locator("input[name=order][value=best]").check();
  const names: string[] = await page.locator(".gallery .name").allInnerTexts();
  assert.ok(names.includes(`${HOSTILE[0]}`), names.join("\n"));
  assert.ok(names.includes("A&b 'c' \"d\" {{ 1 + 1 }}"), names.join("\n"));
  assert.equal(await page.locator("[onerror], [onload]").count(), 0);
  await page.goto(`file://${out}/runs/hostile/slides.html`);
  // of the columns of pictures, which are on the run's page alone, no slide speaks
  assert.doesNotMatch(await page.locator("main").innerText(), /column of pictures/);
  assert.equal(await page.locator(".slide h1").first().innerText(), HOSTILE[4]);
  assert.equal(await page.locator("[onerror], [onload], main script, main [style]").count(), 0);
  await page.close();
}

async function arrowKeys(browser: Any, out: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`file://${out}/runs/plain/cases/index.html`);
  await page.locator(".gallery a").first().click();
  await page.waitForURL(/cases\/case_\d+\.html/);
  // the worst comes first, so that the arrow to the right leads to better ones
  const place = () => page.locator(".casehead .soft").innerText();
  assert.match(await place(), /^rank 12 of 12/);
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(
    `document.querySelector(".casehead .soft").innerText.startsWith("rank 11 of 12")`,
  );
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(
    `document.querySelector(".casehead .soft").innerText.startsWith("rank 12 of 12")`,
  );
  await page.close();
}

async function chartKeys(browser: Any, out: string): Promise<void> {
  const page = await browser.newPage({ viewport: DESKTOP });
  await page.goto(`file://${out}/runs/plain/index.html`);
  const chart = page.locator("#boxes .chart svg").first();
  await chart.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("End");
  const title = await page.evaluate(`document.activeElement.querySelector("title").textContent`);
  const told = await chart.locator("xpath=following-sibling::p[1]").innerText();
  assert.equal(told, title.split("\n")[0]);
  await page.keyboard.press("Enter");
  await page.waitForURL(/cases\/case_\d+\.html#class=0&metric=0$/);
  await page.close();
}

async function zoom(browser: Any, out: string): Promise<void> {
  const page = await browser.newPage({ viewport: DESKTOP });
  await page.goto(`file://${out}/runs/plain/cases/case_4.html`);
  await page.locator("#zoom").selectOption("32");
  const picture = page.locator("#zoomed img").first();
  const { width } = await picture.boundingBox();
  assert.equal(width, 32 * await picture.evaluate((image: Any) => image.naturalWidth));
  const rendering = "getComputedStyle(document.querySelector('#zoomed img')).imageRendering";
  assert.equal(await page.evaluate(rendering), "pixelated");
  await page.locator("#zoom").selectOption("0");
  assert.equal((await picture.boundingBox()).width, 640);
  await page.close();
}

async function saved(browser: Any, out: string): Promise<void> {
  const page = await browser.newPage({ viewport: DESKTOP });
  const contentOf = async (button: Any): Promise<string> => {
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    return await Deno.readTextFile(await download.path());
  };
  await page.goto(`file://${out}/runs/hostile/cases/index.html`);
  await page.locator("input[name=order][value=best]").check();
  const records = JSON.parse(await contentOf(page.locator("#json")));
  assert.equal(records.length, 12);
  assert.ok(records.some(({ id }: { id: string }) => id === HOSTILE[0]));
  const lines = (await contentOf(page.locator("#csv"))).split("\n");
  assert.match(lines[0], /^id,group,class,tp,fp,fn,dice,iou,assd,hd95$/);
  assert.ok(
    lines.some((line) => line.startsWith(`"a&b 'c' ""d"" {{ 1 + 1 }}",`)),
    lines.join("\n"),
  );
  await page.goto(`file://${out}/runs/plain/index.html`);
  const averages = page.locator("#averages .save button");
  const rows = JSON.parse(await contentOf(averages.nth(1)));
  assert.equal(rows[0].Average, "Dice, pooled");
  // the figure itself, not what is shown of it, and its interval beside it
  assert.equal(typeof rows[0].foreground, "number");
  assert.match(String(rows[0].foreground), /^0\.\d{4,}$/);
  const median = rows.find((row: Any) => row.Average === "Dice, median");
  assert.ok(median["foreground lower bound"] <= median.foreground, JSON.stringify(median));
  const shown = await page.locator("#averages tbody tr").count();
  assert.equal((await contentOf(averages.first())).split("\n").length, shown + 1);
  await page.close();
}

async function gallery(browser: Any, out: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`file://${out}/runs/plain/cases/index.html`);
  assert.equal(await page.locator(".gallery li").count(), 12);
  await page.locator("input[name=order][value=best]").check();
  const values: number[] = (await page.locator(".gallery b").allInnerTexts()).map(Number)
    .filter((value: number) => !Number.isNaN(value));
  assert.deepEqual(values, values.toSorted((a, b) => b - a));
  await page.locator("select[name=group]").selectOption("kind_1");
  assert.equal(await page.locator(".gallery li").count(), 4);
  await page.reload();
  assert.equal(await page.locator(".gallery li").count(), 4);
  await page.locator("input[name=text]").fill("case 1");
  assert.deepEqual(await page.locator(".gallery .name").allInnerTexts(), ["Case 10", "Case 1"]);
  await page.close();
}

/** A site of runs in every state, and the pages to look at. */
async function surelyWrong(browser: Any, out: string): Promise<void> {
  const page = await browser.newPage({ viewport: DESKTOP });
  await page.goto(`file://${out}/runs/plain/index.html`);
  await page.locator("#sure article a").first().click();
  await page.waitForURL(/order=sure&show=4/);
  const layers = () => page.locator("#zoomed .layer:visible img");
  assert.equal(await layers().count(), 1);
  assert.match(await layers().getAttribute("src"), /\/uncertain\/\w+\.png$/);
  await page.locator("#place", { hasText: "1 of 12: surely wrong first" }).waitFor();
  await page.keyboard.press("ArrowRight");
  await page.locator("#place", { hasText: "2 of 12: surely wrong first" }).waitFor();
  assert.equal(await layers().count(), 1);
  await page.close();
}

async function testSite(): Promise<{ out: string; pages: string[]; remove: () => Promise<void> }> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-site-" });
  const run = async (name: string, options: Parameters<typeof makeRun>[1]) => {
    await makeRun(`${folder}/${name}`, options);
    return `${folder}/${name}`;
  };
  const runs = [
    await run("plain", { film: true, sure: true }),
    await run("better", { skill: 3, data: "menagerie, 12 animals" }),
    await run("hostile", { hostile: true }),
    await run("one", { cases: 1, epochs: 1 }),
    await run("empty", { cases: 0 }),
    await run("missed", { cases: 4, blind: true }),
    await run("running", { status: "running", evaluated: false }),
    await run("fresh", { status: "running", evaluated: false, epochs: 0 }),
    await run("unet", { preset: "unet" }),
    await run("mobilenetv2-long", { preset: "mobilenetv2-long", skill: 3 }),
    ...SHARED_RUNS,
  ];
  const out = `${folder}/_site`;
  const { builder } = await buildSite({ runs, out, base: "/repo/" });
  assert.ok(["lume", "ventojs"].includes(builder));
  const pages = ["/index.html", "/404.html", "/reproduction.html"];
  for (const name of ["plain", "better", "hostile", "one", "empty", "missed", "running", "fresh"]) {
    pages.push(`/runs/${name}/index.html`);
  }
  for (const name of ["plain", "hostile", "one", "missed"]) {
    pages.push(`/runs/${name}/cases/index.html`);
  }
  pages.push(
    "/runs/hostile/slides.html",
    "/compare/plain..better.html",
    "/compare/one..missed.html",
    "/compare/all.html",
  );
  pages.push("/runs/plain/cases/case_1.html", "/runs/plain/cases/case_2.html");
  for (const name of SHARED_RUNS.map((path) => path.replace(/^.*\//, "")).slice(0, 1)) {
    pages.push(`/runs/${name}/index.html`, `/runs/${name}/cases/Abyssinian_34.html`);
    pages.push("/compare/pytorch-unet..pytorch-mobilenetv2.html");
  }
  return { out, pages, remove: () => Deno.remove(folder, { recursive: true }) };
}
