// The slider through the epochs, what was learned and forgotten, and the outlines that a script traces.
import assert from "node:assert/strict";
import { mulberry32 } from "../../core/mod.ts";
import { caseShapes } from "../../drawing/mod.ts";
import { buildSite } from "../../site/site.ts";
import { type Any, axeViolations, faultsOf, launch, withoutBrowser } from "./browser.ts";
import { makeRun } from "./make_run.ts";

const CASES = 16, EPOCHS = 9;

Deno.test("a script traces the same outlines as the site", async () => {
  await import(new URL("../../site/assets/contour.js", import.meta.url).href);
  const { triptychContour } = globalThis as Any, random = mulberry32(7);
  for (let i = 0; i < 60; i++) {
    const width = 1 + Math.floor(12 * random()), height = 1 + Math.floor(12 * random());
    const share = random();
    const mask = Uint8Array.from({ length: width * height }, () => random() < share ? 1 : 0);
    const [traced, known] = [
      triptychContour(mask, width, height),
      caseShapes({ truth: mask, width, height, classes: [{ label: 1 }] })[0].truth!.path,
    ];
    assert.equal(areaOf(absolute(traced)), areaOf(relative(known)));
    const points = new Set(absolute(traced).flat().map(String));
    for (const point of relative(known).flat()) assert.ok(points.has(String(point)));
  }
  assert.equal(triptychContour(new Uint8Array(4), 2, 2), "");
});

type Ring = [x: number, y: number][];

/** The rings of `M1 2L3 4z`. */
function absolute(path: string): Ring[] {
  return path.split("z").filter(Boolean).map((ring) =>
    ring.slice(1).split("L").map((point) => point.split(" ").map(Number) as Ring[number])
  );
}

/** The rings of `M1 2l3 4-5 6z`. */
function relative(path: string): Ring[] {
  return path.split("z").filter(Boolean).map((ring) => {
    const steps = ring.match(/-?\d+/g)!.map(Number), points: Ring = [];
    for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) {
      points.push([x += steps[i], y += steps[i + 1]]);
    }
    return points;
  });
}

function areaOf(rings: Ring[]): number {
  return rings.reduce((sum, ring) =>
    sum + ring.reduce((part, [x, y], i) => {
      const [nextX, nextY] = ring[(i + 1) % ring.length];
      return part + (x * nextY - nextX * y) / 2;
    }, 0), 0);
}

Deno.test({
  name: "every case through the epochs, from the disk",
  ignore: withoutBrowser(),
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "triptych-film-" }), out = `${folder}/site`;
    await makeRun(`${folder}/run`, { cases: CASES, epochs: EPOCHS, film: true });
    await Deno.writeTextFile(`${folder}/run/epochs/film.004.jsonl`, "{");
    const { leftOut } = await buildSite({ runs: [`${folder}/run`], out });
    const browser = await launch(), page = await browser.newPage();
    try {
      await t.step("an epoch that can't be read is named and left out", () => {
        assert.deepEqual(leftOut.pictures.map(({ file }) => file.replace(/^.*\/run\//, "")), [
          "epochs/film.004.jsonl",
        ]);
      });
      await t.step("the slider shows epochs, by its keys", () => slider(page, out));
      await t.step("other modes and classes, zoom and axe", () => modes(page));
      await t.step("a link asks for an epoch", () => link(page, out));
      await t.step("it plays, unless motion is to be reduced", () => play(page));
      await t.step("what was forgotten leads to its cases", () => forgotten(page, out));
      await t.step("without scripts there is no slider", async () => {
        const context = await browser.newContext({ javaScriptEnabled: false });
        const plain = await context.newPage();
        await plain.goto(`file://${out}/runs/run/cases/case_4.html`);
        assert.equal(await plain.locator("#film").isVisible(), false);
        await context.close();
      });
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

const said = (page: Any): Promise<string> => page.locator("#after").textContent();
const drawn = (page: Any, name: string): Promise<string> =>
  page.locator(`.layer svg.epoch path.${name}`).first().getAttribute("d");

async function slider(page: Any, out: string): Promise<void> {
  // its page asks for the frames only once somebody does
  const asked: string[] = [];
  page.on("request", (request: Any) => asked.push(request.url()));
  await page.goto(`file://${out}/runs/run/cases/case_6.html`);
  assert.equal(await said(page), "the model as evaluated");
  assert.ok(!asked.some((url) => url.includes("/film/")));
  assert.equal(await page.locator("svg.epoch").count(), 0);

  await page.locator("#epoch").focus();
  await page.keyboard.press("ArrowLeft");
  await page.locator("svg.epoch").waitFor();
  assert.match(await said(page), /^after epoch 9: Dice 0\.00$/);
  assert.equal(await page.locator("#epoch").getAttribute("aria-valuetext"), await said(page));
  assert.equal(await drawn(page, "invented"), "");
  assert.match(await drawn(page, "missed"), /^M/);
  assert.match(page.url(), /case_6\.html#epoch=9$/);

  await page.keyboard.press("Home");
  assert.equal(await said(page), "after epoch 1: Dice 1.00");
  assert.equal(await drawn(page, "missed"), "");
  // the fourth epoch can't be read
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
  assert.match(await said(page), /^after epoch 5: /);
  await page.keyboard.press("End");
  assert.equal(await said(page), "the model as evaluated");
  assert.equal(await page.locator("svg.epoch").count(), 0);
  assert.ok(await page.locator(".layer img").first().isVisible());
  assert.match(page.url(), /case_6\.html#?$/);
}

async function modes(page: Any): Promise<void> {
  await page.locator("#epoch").press("Home");
  await page.locator("svg.epoch").waitFor();
  await page.locator("input[name=show][value='1']").check();
  assert.match(await drawn(page, "line"), /^M/);
  for (const mode of [2, 3]) {
    await page.locator(`input[name=show][value='${mode}']`).check();
    assert.equal(await page.locator("svg.epoch").count(), 0);
    assert.equal(await said(page), "after epoch 1: Dice 1.00");
  }
  await page.locator("input[name=show][value='1']").check();
  const first = await drawn(page, "line");
  await page.locator("input[name=class][value='1']").check();
  assert.notEqual(await drawn(page, "line"), first);
  assert.equal(await page.locator("svg.epoch").count(), 1);
  assert.deepEqual(await axeViolations(page), []);
}

async function link(page: Any, out: string): Promise<void> {
  const url = `file://${out}/runs/run/cases/case_6.html?again#class=0&epoch=4`;
  assert.deepEqual(await faultsOf(page, url), []);
  await page.locator("svg.epoch").waitFor();
  assert.equal(await said(page), "after epoch 3: Dice 1.00", "the last before it");
}

async function play(page: Any): Promise<void> {
  await page.locator("#play").click();
  assert.equal(await page.locator("#play").textContent(), "Pause");
  await page.locator("#play", { hasText: "Play" }).waitFor();
  assert.equal(await said(page), "the model as evaluated");
  await page.emulateMedia({ reducedMotion: "reduce" });
  assert.equal(await page.locator("#play").isVisible(), false);
  assert.ok(await page.locator("#epoch").isVisible());
  await page.emulateMedia({ reducedMotion: null });
}

async function forgotten(page: Any, out: string): Promise<void> {
  await page.goto(`file://${out}/runs/run/index.html`);
  const sentence = await page.locator("#learned .prose").first().textContent();
  // of 16 cases one has no foreground; the others are early, late, forgotten, never by turns
  assert.match(sentence, /learned early in 4 of 15 cases, late in 3 and never in 4; in 4 it was/);
  assert.equal(await page.locator("#learned article").count(), 3);
  const case0 = page.locator("#learned article a").first();
  assert.match(await case0.getAttribute("href"), /cases\/case_\d+\.html#class=\d&epoch=\d$/);
  await page.locator("#learned tbody a").nth(2).click();
  await page.locator("#gallery li").nth(3).waitFor();
  assert.equal(await page.locator("#gallery li").count(), 4);
  assert.match(page.url(), /learned=forgotten/);
  assert.equal(
    await page.locator("#chips").textContent(),
    "foreground: learned, then forgotten ×",
  );
  await page.locator("#gallery a").first().click();
  await page.locator("#place", { hasText: " of 4: " }).waitFor();
}
