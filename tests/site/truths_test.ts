// The page of truths that may be wrong: models that agree with each other more than with the truth.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { writeResults } from "../../evaluation/mod.ts";
import { buildSite } from "../../site/site.ts";
import { type Any, assertLooksRight, withoutBrowser } from "./browser.ts";

const SIZE = 24, CASES = 5;
const CLASSES = [1, 2].map((label) => ({
  ...{
    label,
    name: label === 1 ? "cat" : "background",
    color: label === 1 ? "#e07a3f" : "#3f6fb5",
  },
}));

Deno.test("truths that models doubt have a page, with pictures, most doubtful first", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "triptych-truths-" }), out = `${folder}/site`;
  for (const [i, name] of ["one", "two"].entries()) {
    await writeResults(`${folder}/${name}`, {
      ...{ shape: [SIZE, SIZE], classes: CLASSES },
      images: new Uint8Array(CASES * SIZE ** 2 * 3).fill(90),
      // the second has no object, the fourth another one
      truths: stacked((k) => k === 1 ? 0 : k === 3 ? 3 : 8),
      predictions: stacked(() => 8, i),
    });
  }
  await buildSite({ runs: [`${folder}/one`, `${folder}/two`], out });
  try {
    await t.step("the faults are listed, and nothing else", () => {
      const page = read(`${out}/truths/index.html`);
      const panel = page.querySelector(".panel.c0");
      const names = [...panel.querySelectorAll("h2")].map((head: Any) => head.textContent);
      assert.deepEqual(names, ["2", "4"]);
      assert.equal(panel.querySelectorAll("article:first-of-type figure").length, 3);
      assert.match(page.querySelector(".verdict").textContent, /In 2 of 5 cases both models agree/);
    });
    await t.step("the overview and the comparison lead there", () => {
      const link = [...read(`${out}/index.html`).querySelectorAll("a")]
        .find((a: Any) => a.getAttribute("href").endsWith("truths/index.html"));
      assert.equal(link?.textContent, "2 truths to check");
      const [{ name }] = [...Deno.readDirSync(`${out}/compare`)];
      assert.match(read(`${out}/compare/${name}`).documentElement.innerHTML, /truths\/index\.html/);
    });
    await t.step({
      name: "no page is wider than its window, and axe finds nothing",
      ignore: withoutBrowser(),
      fn: () => assertLooksRight(`file://${out}/truths/index.html`, ".panel.c0 figure"),
    });
    await t.step("models of one run over the same cases are compared, too", () => ofModels(folder));
    await t.step("one run alone has no such page", async () => {
      await buildSite({ runs: [`${folder}/one`], out: `${folder}/alone` });
      await assert.rejects(Deno.stat(`${folder}/alone/truths`));
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Discs of a radius in each case, moved by some columns. */
function stacked(radiusOf: (k: number) => number, shift = 0): Uint8Array {
  return Uint8Array.from({ length: CASES * SIZE ** 2 }, (_, i) => {
    const [k, at] = [Math.floor(i / SIZE ** 2), i % SIZE ** 2];
    const away = Math.hypot(at % SIZE - 11 - shift, Math.floor(at / SIZE) - 11);
    return away < radiusOf(k) ? 1 : 2;
  });
}

function read(path: string): Any {
  return (parseHTML(Deno.readTextFileSync(path)) as Any).document;
}

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copy(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

/** A run that is two models, of which it shows the pictures of the first. */
async function ofModels(folder: string): Promise<void> {
  const whole = `${folder}/whole`, out = `${folder}/models`;
  await copy(`${folder}/one`, whole);
  for (const [i, name] of ["one", "two"].entries()) {
    await copy(`${folder}/${name}`, `${whole}/members/${i + 1}`);
  }
  const run = JSON.parse(await Deno.readTextFile(`${whole}/run.json`));
  await Deno.writeTextFile(`${whole}/run.json`, JSON.stringify({ ...run, members: 2 }));
  await buildSite({ runs: [whole], out });
  const page = read(`${out}/truths/index.html`);
  assert.equal(page.querySelectorAll(".panel.c0 h2").length, 2);
  assert.match(page.querySelector(".panel.c0 article").textContent, /largest Dice of a model/);
  for (const image of page.querySelectorAll("article img")) {
    const source = image.getAttribute("src").replace(/#.*/, "");
    await Deno.stat(new URL(source, `file://${out}/truths/`));
  }
  // interrupted before it was measured itself: there are no pictures of its own to show
  await Deno.remove(`${whole}/evaluation.json`);
  await buildSite({ runs: [whole], out: `${out}-before` });
  await assert.rejects(Deno.stat(`${out}-before/truths`));
}
