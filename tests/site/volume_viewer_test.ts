// The planes of a volume in a browser: sliders, cross-hairs, what is drawn of what is kept.
import assert from "node:assert/strict";
import { decodePhotograph } from "../../io/mod.ts";
import { type Any, axeViolations, faultsOf, launch, withoutBrowser } from "./browser.ts";
import { madeSite } from "./made_volume.ts";

Deno.test({
  name: "sliders and clicks lead through a volume, and what they show is what is kept of it",
  ignore: withoutBrowser(),
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "triptych-volume-" });
    const browser = await launch();
    try {
      await Deno.mkdir(`${folder}/plain`);
      await Deno.mkdir(`${folder}/whole`);
      const plain = `file://${await madeSite(`${folder}/plain`, {})}/a.html`;
      const whole = `file://${await madeSite(`${folder}/whole`, {
        images: true,
        probabilities: true,
      })}/a.html`;
      for (const [name, url] of Object.entries({ plain, whole })) {
        await t.step(
          `${name}: drawn by the script, the planes are those of the page`,
          () => same(browser, url),
        );
      }
      await t.step("keys on a slider, and the address", () => keys(browser, plain));
      await t.step("a click leads the other planes there", () => clicks(browser, whole));
      await t.step("a zoom shows the part around the lines", () => zooms(browser, whole));
      await t.step("uncertainty is a layer", () => unsure(browser, whole));
      await t.step("class and layer are drawn as they are chosen", () => choices(browser, plain));
      await t.step("the profile tells where, and leads there", () => profile(browser, plain));
      await t.step("a finger moves a slider", () => touched(browser, plain));
      await t.step("without scripts all kept slices are seen", () => still(browser, whole));
      for (const width of [390, 1280, 1920]) {
        await t.step(
          `nothing is wrong in the dark at ${width} px`,
          () => holds(browser, `${whole}#at=4.12.30`, width),
        );
      }
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Opens a page whose planes are drawn by its script. */
async function opened(browser: Any, url: string, options = {}): Promise<Any> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  await page.goto(url);
  if (url.includes("at=")) await page.locator(".views .live").nth(2).waitFor();
  return page;
}

async function pixelsOf(
  page: Any,
  axis: number,
): Promise<Awaited<ReturnType<typeof decodePhotograph>>> {
  const shot = await page.locator(".views .drawing").nth(axis).screenshot();
  return await decodePhotograph(new Uint8Array(shot));
}

/** The mean colour around a place, given in shares of a plane's picture. */
async function colorAt(page: Any, axis: number, x: number, y: number): Promise<number[]> {
  const { data, width, height } = await pixelsOf(page, axis), sums = [0, 0, 0];
  for (let row = -2; row <= 2; row++) {
    for (let column = -2; column <= 2; column++) {
      const at = 3 * (Math.floor(y * height + row) * width + Math.floor(x * width + column));
      for (let c = 0; c < 3; c++) sums[c] += data[at + c] / 25;
    }
  }
  return sums;
}

/** How the page tells where its planes are. */
async function places(page: Any): Promise<string[]> {
  return await page.locator(".views .slice-place").allInnerTexts();
}

async function same(browser: Any, url: string): Promise<void> {
  const page = await opened(browser, url);
  await page.waitForTimeout(500);
  const first = [await pixelsOf(page, 0), await pixelsOf(page, 1), await pixelsOf(page, 2)];
  assert.deepEqual(await places(page), ["slice 4 of 16", "slice 10 of 40", "slice 39 of 48"]);
  // there and back
  await page.locator(".slicer").first().press("ArrowRight");
  await page.locator(".views .live").nth(2).waitFor();
  await page.locator(".slicer").first().press("ArrowLeft");
  await page.waitForTimeout(300);
  for (const axis of [0, 1, 2]) {
    const before = first[axis].data, after = (await pixelsOf(page, axis)).data;
    let inside = 0, off = 0;
    // around the classes, where the image is kept, too
    const { width, height } = first[axis];
    for (let y = Math.floor(height * 0.25); y < height * 0.75; y++) {
      for (let x = Math.floor(width * 0.25); x < width * 0.75; x++, inside++) {
        const at = 3 * (y * width + x);
        off += Number([0, 1, 2].some((c) => Math.abs(before[at + c] - after[at + c]) > 48));
      }
    }
    // between slices the page’s picture is smooth
    assert.ok(off / inside < 0.07, `plane ${axis}: ${off} of ${inside} pixels differ`);
  }
  await page.close();
}

async function keys(browser: Any, url: string): Promise<void> {
  const page = await opened(browser, url);
  const slider = page.locator(".slicer").first();
  await slider.focus();
  for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowRight");
  await page.locator(".views .live").nth(2).waitFor();
  assert.equal(await slider.getAttribute("aria-valuetext"), "slice 6 of 16");
  // the arrows of a slider don't lead to another case
  assert.match(page.url(), /a\.html#at=6\.10\.39$/);
  assert.equal(
    await page.locator("#here").innerText(),
    "At the lines the truth is label 1, the prediction label 1.",
  );
  await page.reload();
  await page.locator(".views .live").nth(2).waitFor();
  assert.deepEqual(await places(page), ["slice 6 of 16", "slice 10 of 40", "slice 39 of 48"]);
  await page.locator("#back").click();
  assert.deepEqual(await places(page), ["slice 4 of 16", "slice 10 of 40", "slice 39 of 48"]);
  assert.doesNotMatch(page.url(), /at=/);
  // beyond what is kept is nothing to lead to
  await page.goto(`${url}#at=99.1.1`);
  await page.locator("#here", { hasText: "At the lines" }).waitFor();
  assert.equal((await places(page))[0], "slice 14 of 16");
  await page.goto(`${url}#at=x`);
  await page.close();
}

async function clicks(browser: Any, url: string): Promise<void> {
  const page = await opened(browser, url), drawing = page.locator(".views .drawing").first();
  const { width, height } = await drawing.boundingBox();
  // row and column 12 and 30 as they are drawn, of an axial plane as wide as its canvas
  const position = { x: (30.5 / 48) * width, y: (12.5 / 40) * height };
  await drawing.click({ position });
  await page.locator(".views .live").nth(2).waitFor();
  assert.deepEqual(await places(page), ["slice 4 of 16", "slice 28 of 40", "slice 18 of 48"]);
  // the lines of the sagittal plane meet where the other two are
  const d: string = await page.locator(".views .live .hair").last().getAttribute("d");
  const [, y] = d.match(/^M0 ([\d.]+)H/)!, [, x] = d.match(/M([\d.]+) 0V/)!;
  const box = await page.locator(".views .live svg svg").last().getAttribute("viewBox");
  const [, , wide, high] = box.split(" ").map(Number);
  assert.ok(Math.abs(Number(x) / wide - 12.5 / 40) < 1e-6, d);
  assert.ok(Math.abs(Number(y) / high - 12.5 / 16) < 1e-6, d);
  await page.close();
}

async function zooms(browser: Any, url: string): Promise<void> {
  const page = await opened(browser, url), drawing = page.locator(".views .drawing").first();
  const frameOf = async () => {
    const view: string = await page.locator(".views .live svg svg").first().getAttribute("viewBox");
    return view.split(" ").map(Number);
  };
  for (let i = 0; i < 2; i++) await page.keyboard.press("+");
  await page.locator(".views .live").nth(2).waitFor();
  assert.equal(await page.locator("#closer").inputValue(), "4");
  const [x, y, width, height] = await frameOf(), before = await drawing.boundingBox();
  // the lines meet in the middle, in columns and rows as they are drawn
  const unit = [4 * width / 48, 4 * height / 40];
  assert.ok(Math.abs((x + width / 2) / unit[0] - 9.5) < 1e-6, `${x} ${width}`);
  assert.ok(Math.abs((y + height / 2) / unit[1] - 30.5) < 1e-6 || y === 3 * height, `${y}`);
  const position = { x: 0.25 * before.width, y: 0.3 * before.height };
  await drawing.click({ position });
  const [column, row] = [(x + 0.25 * width) / unit[0], (y + 0.3 * height) / unit[1]].map(
    Math.floor,
  );
  await page.waitForFunction(() => location.hash.includes("at="));
  const [, coronal, sagittal] = await places(page);
  assert.deepEqual([coronal, sagittal], [`slice ${40 - row} of 40`, `slice ${48 - column} of 48`]);
  assert.deepEqual(await frameOf(), [x, y, width, height], "what is seen stays");
  await page.keyboard.press("0");
  await page.waitForTimeout(100);
  assert.equal((await frameOf())[2], 4 * width);
  const { height: after } = await drawing.boundingBox();
  assert.ok(Math.abs(after - before.height) < 1, `${before.height} and ${after}`);
  await page.close();
}

async function unsure(browser: Any, url: string): Promise<void> {
  const page = await opened(browser, url);
  await page.locator("label", { hasText: "Uncertainty" }).click();
  await page.waitForTimeout(500);
  const isPink = ([red, green, blue]: number[]) => red > 180 && green < 90 && blue > 90;
  // the missed tumour is surely wrong: in the page's picture, then as its script draws it
  assert.ok(isPink(await colorAt(page, 0, 11 / 48, 27.5 / 40)), "the page's picture");
  await page.locator(".slicer").first().press("ArrowLeft");
  await page.locator(".views .live").nth(2).waitFor();
  await page.waitForTimeout(300);
  assert.ok(isPink(await colorAt(page, 0, 11 / 48, 27.5 / 40)), "drawn by the script");
  // the last slices are unsure, bright yellow
  await page.goto(`${url}#show=4&at=14.10.39`);
  await page.reload();
  await page.locator(".views .live").nth(2).waitFor();
  await page.waitForTimeout(300);
  const [red, green, blue] = await colorAt(page, 0, 30 / 48, 15 / 40);
  assert.ok(red > 150 && green > 120 && blue < 120, `${[red, green, blue]}`);
  await page.close();
}

async function choices(browser: Any, url: string): Promise<void> {
  const page = await opened(browser, `${url}#at=10.21.32`);
  const missed = page.locator(".views .live path.missed");
  const drawn = async () => (await missed.first().getAttribute("d")).length;
  const before = await drawn();
  assert.equal(before, 0, "the tumour isn't in this slice");
  await page.locator("label", { hasText: "label 3" }).click();
  await page.waitForTimeout(200);
  // label 3 was invented there
  assert.notEqual(await page.locator(".views .live path.invented").first().getAttribute("d"), "");
  await page.locator("label", { hasText: "Truth" }).click();
  await page.waitForTimeout(200);
  assert.equal(await missed.count(), 0);
  assert.equal(await page.locator(".views .live .fade").count(), 3);
  await page.close();
}

async function profile(browser: Any, url: string): Promise<void> {
  const page = await opened(browser, url);
  assert.match(
    await page.locator(".slices .prose").innerText(),
    /Of the wrong voxels of the label 2, half or more lie in 2 of the 3 slices .* slice 3 of 16 has the\s+most/s,
  );
  // label 1, where the tumour was drawn as it
  const chart = page.locator(".profile svg:visible");
  await chart.scrollIntoViewIfNeeded();
  await page.locator(".slices .live path.missed").first().waitFor({ state: "attached" });
  const { width } = await chart.boundingBox();
  // slices 2 to 14 of label 1: the middle of the last of 13
  await chart.click({ position: { x: width - width / 26, y: 40 } });
  await page.locator("#here", { hasText: "At the lines" }).waitFor();
  assert.equal((await places(page))[0], "slice 14 of 16");
  await page.close();
}

async function touched(browser: Any, url: string): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  const page = await context.newPage();
  await page.goto(url);
  const slider = page.locator(".slicer").first();
  await slider.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await slider.boundingBox();
  await page.touchscreen.tap(x + width * 0.98, y + height / 2);
  await page.locator(".views .live").nth(2).waitFor();
  assert.equal((await places(page))[0], "slice 14 of 16");
  await context.close();
}

async function still(browser: Any, url: string): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  assert.equal(await page.locator(".slicer:visible, #back:visible").count(), 0);
  const kept = page.locator(".slices noscript figure");
  assert.deepEqual(
    [await kept.count(), await kept.first().innerText(), await kept.last().innerText()],
    [13, "slice 2 of 16", "slice 14 of 16"],
  );
  const shot = await kept.nth(2).locator("svg:visible").screenshot();
  const { data, width, height } = await decodePhotograph(new Uint8Array(shot));
  // the tumour, called another class, is violet; cut to the classes and a margin, and a radiologist's way round
  let violet = 0, left = 0;
  for (let i = 0; i < width * height; i++) {
    const [red, green, blue] = data.subarray(3 * i, 3 * i + 3);
    if (!(blue > red + 40 && blue > green + 60)) continue;
    violet++;
    left += Number(i % width < width / 2);
  }
  assert.ok(violet / (width * height) > 0.03 && left > 0.9 * violet, `${violet}, ${left}`);
  await context.close();
}

async function holds(browser: Any, url: string, width: number): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: "dark" });
  assert.deepEqual(await faultsOf(page, url), []);
  await page.locator(".views .live").nth(2).waitFor();
  assert.deepEqual(await axeViolations(page), []);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const beyond = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  assert.ok(beyond <= 0, `${beyond} px beyond the sheet`);
  await page.close();
}
