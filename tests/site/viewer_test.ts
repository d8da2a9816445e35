// The picture of a case in a real browser: the zoom, the swipe, the window's size, small photographs.
import assert from "node:assert/strict";
import {
  buildEvaluation,
  type Case,
  ConfusionTotals,
  evaluateCase,
  writeEvaluation,
  writePictures,
} from "../../evaluation/mod.ts";
import { labelClasses } from "../../core/mod.ts";
import { readPhotographHeader } from "../../io/mod.ts";
import { buildSite } from "../../site/site.ts";
import { type Any, launch, withoutBrowser } from "./browser.ts";

const HEIGHT = 300, WIDTH = 600;

/** Where the disc is, in pixels. */
const DISC = { x: 500, y: 60, radius: 12 };

Deno.test({
  name: "the viewer zooms from the whole picture to a class, and swipes by a handle on the picture",
  ignore: withoutBrowser(),
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "triptych-viewer-" }), out = `${folder}/site`;
    await largeRun(`${folder}/large`);
    await buildSite({ runs: [`${folder}/large`], out });
    await t.step(
      "lists load photographs of 384 pixels, the viewer the whole one",
      () => small(out),
    );
    const browser = await launch();
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    try {
      await page.goto(`file://${out}/runs/large/cases/a.html`);
      await t.step("the wheel zooms in at the pointer, and out to the whole", () => wheel(page));
      await t.step("Z leads to the class", () => toClass(page));
      await t.step("dragging moves the picture", () => drag(page));
      await t.step(
        "keys of one character are switched off on every page, and on again",
        () => switched(page, `file://${out}/runs/large`),
      );
      await t.step("the handle on the picture cuts the layer", () => swipe(page));
      await t.step("a large window shows a large picture", async () => {
        await page.setViewportSize({ width: 1920, height: 1080 });
        await page.reload();
        const { width, height } = await page.locator("#stage").boundingBox();
        assert.ok(width > 1200, String(width));
        assert.ok(Math.abs(width / height - WIDTH / HEIGHT) < 0.01, `${width} x ${height}`);
      });
      await t.step(
        "a low window has the handle on the picture, not on its empty sides",
        async () => {
          await page.setViewportSize({ width: 1920, height: 500 });
          const [stage, slider] = await Promise.all(
            ["#stage", "#swipe"].map((one) => page.locator(one).boundingBox()),
          );
          const wide = stage.height * WIDTH / HEIGHT;
          assert.ok(stage.width > wide + 100);
          assert.ok(Math.abs(slider.width - wide) < 2, `${slider.width} of ${wide}`);
          assert.ok(Math.abs(slider.x - stage.x - (stage.width - wide) / 2) < 2, `${slider.x}`);
        },
      );
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

async function small(out: string): Promise<void> {
  const bytes = await Deno.readFile(`${out}/runs/large/small/a.jpg`);
  const { width, height } = readPhotographHeader(bytes);
  assert.deepEqual([width, height], [384, 192]);
  const html = (path: string) => Deno.readTextFile(`${out}/runs/large/${path}`);
  assert.match(await html("cases/index.html"), /src="[^"]+\/large\/small\/a\.jpg"/);
  assert.doesNotMatch(await html("index.html"), /pictures\/a\.jpg/);
  assert.match(
    await html("cases/a.html"),
    /class="zoomed"[^>]*>.*?src="[^"]+\/large\/pictures\/a\.jpg"/,
  );
}

const widthOf = async (page: Any): Promise<number> =>
  (await page.locator("#zoomed").boundingBox()).width;

/** What of the picture is at the middle of the stage, in its pixels. */
async function middle(page: Any): Promise<[number, number]> {
  const stage = await page.locator("#stage").boundingBox();
  const picture = await page.locator("#zoomed").boundingBox();
  const scale = picture.width / WIDTH;
  return [
    (stage.x + stage.width / 2 - picture.x) / scale,
    (stage.y + stage.height / 2 - picture.y) / scale,
  ];
}

async function wheel(page: Any): Promise<void> {
  const { x, y, width, height } = await page.locator("#stage").boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.wheel(0, -400);
  await page.waitForTimeout(100);
  assert.ok(await widthOf(page) > 2 * width);
  const [px, py] = await middle(page);
  assert.ok(Math.abs(px - WIDTH / 2) < 4 && Math.abs(py - HEIGHT / 2) < 4, `${px} ${py}`);
  assert.equal(await page.evaluate("scrollY"), 0);
  await page.mouse.wheel(0, 2000);
  await page.waitForTimeout(100);
  assert.equal(await widthOf(page), width);
}

async function toClass(page: Any): Promise<void> {
  await page.keyboard.press("z");
  const scale = await widthOf(page) / WIDTH;
  assert.ok(scale > 8 && scale < 30, String(scale));
  const said = await page.locator("#zoom option:checked").textContent();
  assert.equal(said, `${Number(scale.toPrecision(2))} ×`);
  const [x, y] = await middle(page);
  assert.ok(Math.hypot(x - DISC.x, y - DISC.y) < 4, `${x} ${y}`);
}

async function drag(page: Any): Promise<void> {
  const before = await middle(page), scale = await widthOf(page) / WIDTH;
  const { x, y, width, height } = await page.locator("#stage").boundingBox();
  // beside the handle
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 - 60, y + height / 2 + 30, { steps: 4 });
  await page.mouse.up();
  const after = await middle(page);
  assert.ok(Math.abs(after[0] - before[0] - 60 / scale) < 1, `${before} ${after}`);
  assert.ok(Math.abs(after[1] - before[1] + 30 / scale) < 1, `${before} ${after}`);
  await page.keyboard.press("0");
}

async function switched(page: Any, run: string): Promise<void> {
  const choice = page.getByLabel("Single-key shortcuts"),
    hint = page.locator("kbd", { hasText: "Z" });
  assert.ok(await hint.isVisible());
  await choice.uncheck();
  const width = await widthOf(page);
  for (const key of ["z", "+"]) await page.keyboard.press(key);
  assert.equal(await widthOf(page), width);
  assert.ok(!await hint.isVisible());

  await page.goto(`${run}/index.html`);
  const slides = page.getByRole("link", { name: "Slides" });
  assert.equal(await slides.getAttribute("aria-keyshortcuts"), null);
  await page.keyboard.press("t");
  await page.waitForTimeout(100);
  assert.equal(page.url(), `${run}/index.html`);
  await choice.check();
  assert.equal(await slides.getAttribute("aria-keyshortcuts"), "T");

  await page.goto(`${run}/cases/a.html`);
  await page.keyboard.press("Z");
  assert.ok(await widthOf(page) > 2 * width);
  await page.keyboard.press("0");
}

async function swipe(page: Any): Promise<void> {
  const { x, y, width, height } = await page.locator("#stage").boundingBox();
  await page.mouse.move(x + width - 12, y + height / 3);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height / 3, { steps: 4 });
  await page.mouse.up();
  const cut = await page.locator(".layer:visible").first().evaluate((layer: Any) =>
    Number(/inset\(0(?:px)? ([\d.]+)px/.exec(layer.style.clipPath)![1])
  );
  assert.ok(Math.abs(cut - width / 2) < 8, `${cut} of ${width}`);
}

/** One case with a disc near the upper right corner. */
async function largeRun(folder: string): Promise<void> {
  await Deno.mkdir(folder);
  const classes = labelClasses("disc"), shape = [HEIGHT, WIDTH] as [number, number];
  const truth = Uint8Array.from(
    { length: HEIGHT * WIDTH },
    (_, i) => Number(Math.hypot(i % WIDTH - DISC.x, Math.floor(i / WIDTH) - DISC.y) < DISC.radius),
  );
  const image = new Uint8Array(3 * truth.length).map((_, i) => 60 + truth[Math.floor(i / 3)] * 90);
  const files = { file: "a", shape, image, truth, prediction: truth, classes };
  const pictures = await writePictures(folder, files);
  const cases: Case[] = [{ ...evaluateCase(truth, truth, { id: "a", shape, classes }), pictures }];
  await writeEvaluation(
    `${folder}/evaluation.json`,
    buildEvaluation(cases, { name: "large", ...new ConfusionTotals(classes) }),
  );
}
