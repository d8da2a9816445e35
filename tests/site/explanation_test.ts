// The page of an explanation: why two runs differ.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { buildSite } from "../../site/site.ts";
import { type Any, assertLooksRight, withoutBrowser } from "./browser.ts";
import { writeExperiment } from "./make_experiment.ts";

Deno.test("why two runs differ has a page: verdict, steps, tables, pictures, limits", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "triptych-explained-" }), out = `${folder}/site`;
  try {
    await writeExperiment(folder);
    await buildSite({ runs: [folder], out });
    const page = read(`${out}/explained/index.html`);
    await t.step("what a factor gives, and that another gives nothing", () => {
      assert.match(page.querySelector("h1").textContent, /What makes b differ from a\?/);
      const verdict = page.querySelector(".verdict").textContent;
      assert.match(
        verdict,
        /^Epochs give \+0\.\d+ of \+0\.\d+; <b>learning rate<\/b> \(.+ to .+\): nothing/,
      );
      assert.equal(page.querySelectorAll("h1 b, .verdict b").length, 0);
    });
    await t.step("a chart a class and metric, the ends' figures in its text alternative", () => {
      const charts = [...page.querySelectorAll("#steps figure .wide svg")];
      assert.equal(charts.length, 6);
      assert.match(
        charts[0].getAttribute("aria-label"),
        /a 0\.\d+, epochs \+0\.\d+.* and b 1\.000$/,
      );
    });
    await t.step("each corner has a row, each change its pictures, which are there", async () => {
      assert.equal(page.querySelectorAll("#corners tbody tr").length, 4);
      const images = [...page.querySelectorAll("#changes img")];
      assert.ok(images.length > 8, `${images.length} images`);
      for (const image of images) {
        const source = image.getAttribute("src").replace(/#.*/, "");
        await Deno.stat(new URL(source, `file://${out}/explained/`));
      }
      assert.match(page.querySelector("#limits").textContent, /one at a time/);
    });
    await t.step("the first page leads there", () => {
      const links = [...read(`${out}/index.html`).querySelectorAll("a")];
      const link = links.find((a: Any) => a.getAttribute("href") === "./explained/index.html");
      assert.equal(link?.textContent, "Why b differs from a");
    });
    await t.step("T opens it as slides: question, verdict, settings, charts, pictures", () => {
      assert.ok(page.querySelector("a[data-key='t'][href$='explained/slides.html']"));
      checkSlides(read(`${out}/explained/slides.html`));
    });
    await t.step({
      name: "no page is wider than its window, and axe finds nothing",
      ignore: withoutBrowser(),
      fn: () => assertLooksRight(`file://${out}/explained/index.html`, "#steps svg:visible"),
    });
    await t.step("without its run folders it has names in place of pictures", async () => {
      await Deno.remove(`${folder}/runs`, { recursive: true });
      await buildSite({ runs: [folder], out: `${folder}/alone` });
      const alone = read(`${folder}/alone/explained/index.html`);
      assert.equal(alone.querySelectorAll("#changes img").length, 0);
      assert.match(alone.querySelector("#changes").textContent, /Most changed: /);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

function checkSlides(page: Any): void {
  const slides = [...page.querySelectorAll(".slide")];
  const titles = slides.map((one) => one.querySelector("h1, h2").textContent);
  assert.deepEqual(titles.slice(0, 3), [
    ...["What makes b differ from a?", "What was changed", "In a sentence"],
  ]);
  assert.equal(slides[2].querySelectorAll(".narrow svg").length, 2);
  assert.equal(slides[3].querySelectorAll("figure").length, 3);
}

/** The figures along the axis of a chart: the others have an outline, or an anchor. */
const TICKS = 'g[fill="var(--soft)"] > text';

Deno.test("an explanation says of itself what is true of it", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "triptych-explained-odd-" });
  try {
    const long = "x".repeat(200);
    const pageOf = async (name: string, experiment: Parameters<typeof writeExperiment>[1]) => {
      await writeExperiment(`${folder}/${name}`, experiment);
      // the page alone, without those of runs
      await Deno.remove(`${folder}/${name}/runs`, { recursive: true });
      await buildSite({ runs: [`${folder}/${name}`], out: `${folder}/_${name}` });
      return read(`${folder}/_${name}/explained/index.html`);
    };
    await t.step("trained once, chance in training is in no interval", async () => {
      const once = { seeds: [1, 1, 1, 1], wanted: 1, classes: ["cat"] };
      assertTrainedOnce(await pageOf("once", { ...once, names: [long, "b"] }));
    });
    await t.step("trained once so far, it says so; one trained twice tells of all", async () => {
      const begun = await pageOf("begun", { seeds: [1, 1, 1, 1] });
      assertBegun(begun, await pageOf("some", { seeds: [3, 3, 1, 3] }));
    });
    await t.step("what isn't trained yet is in the last bar, or told elsewhere", async () => {
      const page = await pageOf("partial", { seeds: [3, 3, 0, 3] });
      assert.match(page.querySelector(".verdict").textContent, /^Epochs give \+0\.\d+ in b; /);
      assert.match(page.querySelector("#steps").textContent, /together, or not trained yet/);
    });
    await t.step("of many classes those of all stand in the open, others folded", async () => {
      const classes = Array.from({ length: 20 }, (_, k) => `class ${k}`);
      assertFolded(await pageOf("many", { classes }));
    });
    await t.step("changes to one training start from it, each by itself", async () => {
      assertChanges(await pageOf("changes", { names: ["a"] }));
    });
    await t.step("of one patient nothing is sure", async () => {
      assertUnsure(await pageOf("patient", { patients: 1 }));
    });
    await t.step("no two ticks of a chart read the same, long names are cut", () => {
      for (const name of ["once", "some", "partial", "many", "changes"]) {
        assertReadable(read(`${folder}/_${name}/explained/index.html`));
      }
    });
    await t.step({
      name: "they fit every window",
      ignore: withoutBrowser(),
      fn: async () => {
        for (const name of ["once", "many", "changes"]) {
          await assertLooksRight(
            `file://${folder}/_${name}/explained/index.html`,
            "#steps svg:visible",
          );
        }
      },
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Asserts that a page of a single class and one training each claims no more. */
function assertTrainedOnce(page: Any): void {
  const said = page.querySelector("main").textContent;
  assert.doesNotMatch(said, /over images and random|all classes/i);
  assert.match(said, /over images alone/);
  assert.match(said, /4 combinations of settings were each trained once/);
  assert.match(said, /Each combination was trained once/);
  // a single class is all classes: each chart and table stands there once
  assert.equal(page.querySelectorAll("#steps figure").length, 2);
  assert.equal(page.querySelectorAll("#effects table").length, 2);
}

/** Asserts what pages say of an experiment trained once so far, and of one with a single corner that was. */
function assertBegun(begun: Any, some: Any): void {
  const limits = (page: Any) => page.querySelector("#limits").textContent;
  assert.match(limits(begun), /So far each combination was trained once/);
  assert.match(some.querySelector("#steps .prose").textContent, /over images and random numbers/);
  assert.match(limits(some), /10 of 12 trainings are done/);
}

/** Asserts that the charts of single classes stand behind a click. */
function assertFolded(page: Any): void {
  assert.equal(page.querySelectorAll("#steps > .steps figure").length, 2);
  assert.ok(page.querySelectorAll("#steps > details figure").length >= 4);
}

/** Asserts that a page of changes to one training has no second one. */
function assertChanges(page: Any): void {
  const said = page.querySelector("main").textContent;
  assert.equal(page.querySelector("h1").textContent, "What does each change to a give?");
  assert.match(page.querySelector(".verdict").textContent, /^Epochs give \+0\.\d+; <b>learning/);
  assert.match(said, /2 changes to a were tried, one at a time: epochs and/);
  assert.match(said, /what two give together was not tried/);
  assert.doesNotMatch(said, /undefined|NaN|second model|made last/);
  const [chart] = page.querySelectorAll("#steps .wide svg");
  assert.match(
    chart.getAttribute("aria-label"),
    /: a 0\.\d+, epochs \+0\.\d+ and <b>learning rate<\/b> /,
  );
  assert.equal(chart.querySelectorAll("circle").length, 1);
  assert.equal(page.querySelectorAll("#changes h3").length, 1);
}

/** Asserts that a page of one patient tells nothing from chance. */
function assertUnsure(page: Any): void {
  assert.match(page.querySelector(".verdict").textContent, /^Epochs .+: nothing that can be/);
  for (const place of [".note", "#limits"]) {
    assert.match(page.querySelector(place).textContent, /Fewer than 6 patients have no 95\s%/);
  }
  assert.equal(page.querySelectorAll("#effects th b").length, 0);
}

/** Asserts that no two ticks of a chart read the same, and that no text is longer than a chart. */
function assertReadable(page: Any): void {
  for (const chart of page.querySelectorAll("#steps svg")) {
    const ticks = [...chart.querySelectorAll(TICKS)].map((text: Any) => text.textContent);
    assert.ok(ticks.length > 1, `${ticks}`);
    assert.deepEqual([...new Set(ticks)], ticks);
    for (const text of chart.querySelectorAll("text")) assert.ok(text.textContent.length < 60);
  }
}

function read(path: string): Any {
  return (parseHTML(Deno.readTextFileSync(path)) as Any).document;
}
