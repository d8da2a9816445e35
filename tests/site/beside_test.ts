// Two runs in one picture: the handle between them, one zoom for both, and a key from one to the other.
import assert from "node:assert/strict";
import { buildSite } from "../../site/site.ts";
import { type Any, axeViolations, launch, withoutBrowser } from "./browser.ts";
import { makeRun } from "./make_run.ts";

Deno.test({
  name: "the case page lays another run beside its own, under one zoom, and the address keeps it",
  ignore: withoutBrowser(),
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "triptych-beside-" }), out = `${folder}/site`;
    await makeRun(`${folder}/weak`, { cases: 6 });
    await makeRun(`${folder}/strong`, { cases: 6, skill: 3 });
    await buildSite({ runs: [`${folder}/weak`, `${folder}/strong`], out, inOrder: true });
    const browser = await launch();
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    try {
      await page.goto(`file://${out}/compare/weak..strong.html`);
      await page.locator(".gain header a").first().click();
      await page.waitForURL(/runs\/strong\/cases\/case_\d\.html#class=0&beside=weak/);
      await t.step("each run's layer on its side of the handle", () => sides(page));
      await t.step("B leads from one run to the other", () => blink(page));
      await t.step("one zoom for both", async () => {
        await page.keyboard.press("+");
        const [own, other] = await boxes(page);
        assert.deepEqual(own, other);
      });
      await t.step("the address keeps the other run, and its absence", async () => {
        await page.reload();
        assert.equal(await page.locator("#beside").inputValue(), "weak");
        assert.deepEqual(await axeViolations(page), []);
        await page.locator("#beside").selectOption("");
        assert.equal(await page.locator(".layer").count(), 9);
        assert.equal(await page.locator("#blink").isVisible(), false);
      });
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** What of the chosen class's layers is seen: their sources and clips. */
async function shown(page: Any): Promise<{ src: string; clip: string }[]> {
  return await page.locator(".layer:visible").evaluateAll((layers: Any[]) =>
    layers.map((layer) => ({
      src: layer.querySelector("img").src,
      clip: layer.style.clipPath,
    }))
  );
}

async function boxes(page: Any): Promise<unknown[]> {
  return await page.locator(".layer:visible img").evaluateAll((all: Any[]) =>
    all.map((one) => JSON.stringify(one.getBoundingClientRect()))
  );
}

const insets = (clip: string) => [...clip.matchAll(/[\d.]+/g)].map(Number);

async function sides(page: Any): Promise<void> {
  const [own, other] = await shown(page);
  assert.match(own.src, /strong\/pictures\/case_\d\.svg#e0$/);
  assert.match(other.src, /weak\/pictures\/case_\d\.svg#e0$/);
  const { width } = await page.locator("#zoomed").boundingBox();
  const [right, left] = [insets(own.clip)[1], insets(other.clip).at(-1)!];
  // what one shows ends where the other begins
  assert.ok(Math.abs(right + left - width) < 1, `${own.clip} ${other.clip} of ${width}`);
  assert.ok(Math.abs(left - width / 2) < 20, other.clip);
}

async function blink(page: Any): Promise<void> {
  const { width } = await page.locator("#zoomed").boundingBox();
  await page.keyboard.press("b");
  const [own, other] = await shown(page);
  assert.equal(own.clip, "");
  assert.ok(insets(other.clip).at(-1)! >= width - 1, other.clip);
  await page.keyboard.press("b");
  const [hidden, whole] = await shown(page);
  assert.ok(insets(hidden.clip)[1] >= width - 1, hidden.clip);
  assert.deepEqual(insets(whole.clip).filter((inset) => inset > 0), []);
}
