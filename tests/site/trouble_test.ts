// The page of predictions without truth: what it says, and how it looks in a browser.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { type Any, axeViolations, faultsOf, launch, withoutBrowser } from "./browser.ts";
import { makeTroublePage } from "./make_trouble.ts";

const NAMES = ["a <b>bold</b> & co", "wide", "tall", "x".repeat(200)];

Deno.test("the page of predictions without truth", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "triptych-trouble-" });
  try {
    const classes = ["cat <i>", "ground", "nowhere"];
    const path = await makeTroublePage(`${folder}/masks`, `${folder}/page`, {
      ...{ names: NAMES, classes },
    });
    const page = read(path);
    await t.step("names each image and class as it is, and what is unknown", () => {
      assert.match(page.querySelector(".verdict").textContent, /^4 images, by the Dice/);
      const captions = [...page.querySelectorAll("figcaption .name")];
      assert.deepEqual(captions.map((name: Any) => name.textContent), NAMES);
      const terms = [...page.querySelectorAll(".terms li")].map((term: Any) => term.textContent);
      assert.deepEqual(terms, classes);
      const rows = [...page.querySelectorAll("tbody tr")];
      assert.ok(rows.every((row: Any) => row.lastElementChild.textContent === "–"));
    });
    await t.step("of one image it doesn't speak as of several", async () => {
      const one = read(
        await makeTroublePage(`${folder}/masks`, `${folder}/one`, { names: ["wide"], classes }),
      );
      assert.match(one.querySelector(".verdict").textContent, /^One image, and the Dice/);
    });
    await t.step({
      name: "fits every window, light and dark, and axe finds nothing",
      ignore: withoutBrowser(),
      fn: () => looked(`file://${path}`),
    });
    await t.step({
      name: "is read without scripts, by keys, and on paper",
      ignore: withoutBrowser(),
      fn: () => usedOtherwise(`file://${path}`),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function looked(url: string): Promise<void> {
  const browser = await launch();
  try {
    for (const colorScheme of ["light", "dark"]) {
      const page = await browser.newPage({ colorScheme, bypassCSP: true });
      for (const width of [390, 768, 1280, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        assert.deepEqual(await faultsOf(page, url), [], `${width}`);
      }
      assert.deepEqual(await axeViolations(page), []);
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

async function usedOtherwise(url: string): Promise<void> {
  const browser = await launch();
  try {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(url);
    assert.equal(await plain.locator("figure").count(), NAMES.length);
    await context.close();
    const page = await browser.newPage({ viewport: { width: 390, height: 900 } });
    await page.goto(url);
    // the first key leads past the head, the next to the table, which scrolls
    for (const selector of [".skip", ".scroll"]) {
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(`document.activeElement.matches("${selector}")`), selector);
    }
    await page.setViewportSize({ width: 718, height: 1000 });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(await page.evaluate("getComputedStyle(document.documentElement).color"), INK);
    const beyond = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    assert.ok(beyond <= 0, `wider than the sheet by ${beyond} px`);
  } finally {
    await browser.close();
  }
}

/** The colour of the text in light, which is printed. */
const INK = "rgb(29, 27, 24)";

function read(path: string): Any {
  return (parseHTML(Deno.readTextFileSync(path)) as Any).document;
}
