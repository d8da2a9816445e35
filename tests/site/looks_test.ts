// How long pages are on a phone, how slides and pages take a large window, and what masks without images show.
import assert from "node:assert/strict";
import { encodeGreyPng } from "../../io/mod.ts";
import { buildSite } from "../../site/site.ts";
import { evaluateJob } from "../evaluation/masks/evaluate_job.ts";
import { type Any, faultsOf, launch, withoutBrowser } from "./browser.ts";
import { epoch, writeOddRun } from "./odd_runs.ts";

/** Rows and columns of the masks, which no image stands behind. */
const SIZES = [[40, 128], [128, 40], [64, 64]];

/** Pixels down a phone that a run takes on the overview, and a run of twenty classes on its own page. */
const LONGEST_ROW = 320, LONGEST_PAGE = 8000;

/** Runs on the overview. */
const RUNS = 12;

Deno.test({
  name: "pages are short on a phone and take a large window",
  ignore: withoutBrowser(),
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "triptych-looks-" }), out = `${folder}/site`;
    await masks(folder, "bare", 30);
    await masks(folder, "specks", 1);
    await classes(`${folder}/many`);
    const names = ["bare", "specks", "many"];
    for (let i = names.length; i < RUNS; i++) {
      names.push(`run-${i}`);
      // cases of their own, so that each row is long and none is compared
      await writeOddRun(`${folder}/run-${i}`, { cases: [[[90 + i, 10, 10]], [[80, 20, 20]]] });
    }
    await buildSite({ runs: names.map((name) => `${folder}/${name}`), out });
    const browser = await launch(), url = (path: string) => `file://${out}/${path}`;
    try {
      await t.step("masks without images stand on a plain ground of their size", async () => {
        const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
        await page.goto(url("runs/bare/index.html"));
        assert.equal(await page.locator(".nothing").count(), 0);
        const first = page.locator("#triptychs .triptych:visible").first();
        const said: string[] = await first.locator("figcaption").allInnerTexts();
        assert.deepEqual(said.map((text) => text.split(/\s/)[0]), ["Prediction", "Truth"]);
        await page.goto(url("runs/bare/cases/m0.html"));
        const box = await page.locator("#zoomed .ground").boundingBox();
        assert.ok(Math.abs(box.width / box.height - SIZES[0][1] / SIZES[0][0]) < 0.05);
        assert.equal(await page.locator("input[name=show].s3").count(), 0, "there is no image");
        await page.keyboard.press("+");
        assert.ok((await page.locator("#zoomed").boundingBox()).width > box.width, "it zooms");
        await page.goto(url("runs/bare/cases/index.html#order=best"));
        assert.equal(await page.locator("#gallery .ground").count(), SIZES.length);
        await page.close();
      });
      await t.step("a ring is explained where there is one", async () => {
        const page = await browser.newPage();
        for (const [name, isThere] of [["specks", true], ["bare", false]] as const) {
          for (const path of ["index.html", "cases/index.html", "cases/m0.html"]) {
            await page.goto(url(`runs/${name}/${path}`));
            const text = await page.locator("main").innerText();
            assert.equal(/too small to be seen/.test(text), isThere, `${name}/${path}`);
          }
        }
        await page.close();
      });
      await t.step(
        "a phone sees what matters without scrolling for long",
        () => phone(browser, url),
      );
      await t.step("slides fit a screen of 1920 × 1080", () => slides(browser, url, names));
      await t.step("contents stay beside a long page", () => contents(browser, url));
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

async function phone(browser: Any, url: (path: string) => string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const height = () => page.evaluate("document.documentElement.scrollHeight");
  await page.goto(url("index.html"));
  const rows = await page.locator("article.run").evaluateAll((all: Any[]) =>
    all.map((one) => one.getBoundingClientRect().height)
  );
  assert.equal(rows.length, RUNS);
  assert.ok(Math.max(...rows) < LONGEST_ROW, `${rows}`);
  await page.locator("article.run .fold > summary").first().click();
  assert.ok(await page.locator("article.run svg.plot").first().isVisible());
  await page.goto(url("runs/many/index.html"));
  assert.ok(await height() < LONGEST_PAGE, `${await height()}`);
  const table = page.locator("#averages table");
  assert.ok(!await table.isVisible());
  await page.locator("#averages .fold > summary").click();
  assert.ok(await table.isVisible());
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.reload();
  assert.ok(await table.isVisible(), "elsewhere nothing is folded");
  await page.close();
}

async function contents(browser: Any, url: (path: string) => string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(url("runs/many/index.html"));
  await page.locator("#provenance").scrollIntoViewIfNeeded();
  const [beside, section] = await Promise.all(
    [".contents", "#provenance"].map((one) => page.locator(one).boundingBox()),
  );
  assert.ok(beside.x + beside.width < section.x && beside.y >= 0, JSON.stringify(beside));
  assert.ok(section.width > 1200, `${section.width}`);
  assert.deepEqual(await faultsOf(page, url("runs/many/index.html")), []);
  await page.close();
}

async function slides(browser: Any, url: (path: string) => string, names: string[]): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  for (const name of names.slice(0, 4)) {
    await page.goto(url(`runs/${name}/slides.html`));
    const heights: number[] = await page.locator(".slide").evaluateAll((all: Any[]) =>
      all.map((one) => Math.round(one.getBoundingClientRect().height))
    );
    // a border of one pixel belongs to it
    assert.ok(heights.every((height) => height <= 1081), `${name}: ${heights}`);
  }
  await page.close();
}

/** Discs of a radius, measured as masks without images. */
async function masks(folder: string, name: string, radius: number): Promise<void> {
  for (const [side, shift] of [["truth", 0], ["prediction", 1]] as const) {
    const path = `${folder}/${name}-masks/${side}`;
    await Deno.mkdir(path, { recursive: true });
    for (const [i, [height, width]] of SIZES.entries()) {
      const least = Math.min(height, width) / 2.5;
      const data = Uint8Array.from(
        { length: height * width },
        (_, p) =>
          Number(
            Math.hypot(Math.floor(p / width) - height / 2, p % width - width / 2 - shift) <
              Math.min(radius, least),
          ),
      );
      await Deno.writeFile(`${path}/m${i}.png`, encodeGreyPng({ data, width, height }));
    }
  }
  const [truth, prediction] = ["truth", "prediction"].map((side) =>
    `${folder}/${name}-masks/${side}`
  );
  await evaluateJob({ truth, prediction }, { out: `${folder}/${name}` });
}

/** Twenty classes over epochs. */
async function classes(folder: string): Promise<void> {
  const dice = Object.fromEntries(Array.from({ length: 20 }, (_, k) => [`c${k + 1}`, 0.5]));
  await writeOddRun(folder, {
    cases: Array.from({ length: 6 }, () => Array.from({ length: 20 }, (_, k) => [90 + k, 9, 9, 1])),
    run: {
      status: "done",
      settings: { epochs: 2, classes: "c".repeat(400) },
      backend: "cpu",
      seconds: 2,
    },
    history: [epoch(1, dice), epoch(2, dice)],
  });
}
