// Kinds of errors on pages: figures recomputed from evaluation.json, the gallery's filter, runs without them.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { ERROR_KINDS, type Evaluation, mostlyOf, readEvaluation } from "../../evaluation/mod.ts";
import { buildSite } from "../../site/site.ts";
import { type Any, axeViolations, launch, withoutBrowser } from "./browser.ts";
import { makeRun } from "./make_run.ts";

Deno.test("pages tell wrong pixels apart, as the file says or its pictures show", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "triptych-errors-" }), out = `${folder}/site`;
  const runs = ["told", "shown", "unknown"].map((name) => `${folder}/${name}`);
  for (const [i, run] of runs.entries()) await makeRun(run, { skill: i });
  const evaluation = await readEvaluation(`${runs[0]}/evaluation.json`);
  await change(runs[1], (one) => delete one.errors);
  await change(runs[2], (one) => {
    delete one.errors;
    delete one.pictures;
  });
  await buildSite({ runs, out });
  try {
    await t.step("the table has the sums of all cases", () => {
      const rows = [...section(out, "runs/told").querySelectorAll("details tbody tr")];
      const values = rows.map((row: Any) =>
        [...row.querySelectorAll("td")].map((cell) => Number(cell.getAttribute("data-value")))
      );
      const sums = evaluation.classes.map(({ name }) => {
        const counts = ERROR_KINDS.map((kind) =>
          evaluation.cases.reduce((sum, one) => sum + (one.errors!.classes[name][kind] ?? 0), 0)
        );
        return [counts.reduce((a, b) => a + b), ...counts];
      });
      assert.deepEqual(values, sums);
    });
    await t.step("what the file doesn't say is told from pictures, or not at all", () => {
      assert.match(text(section(out, "runs/shown")), /Of the wrong pixels of the foreground, \d/);
      assert.match(text(section(out, "runs/shown")), /\(within 3 px\)/);
      const unknown = section(out, "runs/unknown");
      assert.match(text(unknown), /not sorted by kind.*evaluate --measures errorKinds/);
      assert.equal(unknown.querySelector("table"), null);
    });
    await t.step("a comparison says what changed", () => {
      const compared = section(out, "compare", "shown..told.html") ??
        section(out, "compare", "told..shown.html");
      assert.match(text(compared), /wrong pixels before and .* after.*errors of the edge/);
      assert.equal(compared.querySelectorAll("tbody tr").length, ERROR_KINDS.length);
    });
    await t.step({
      name: "a bar leads to the cases that lose most of their pixels to it",
      ignore: withoutBrowser(),
      fn: () => filtered(out, evaluation),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function filtered(out: string, evaluation: Evaluation): Promise<void> {
  const kinds = evaluation.cases.map((one) => mostlyOf(one, "foreground"));
  const kind = ERROR_KINDS.find((kind) => kinds.includes(kind))!;
  const count = kinds.filter((one) => one === kind).length;
  assert.ok(count > 0 && count < kinds.length, `${count} of ${kinds.length} are ${kind}`);
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const href = section(out, "runs/told").querySelector(`td a[href$="mostly=${kind}"]`)
      .getAttribute("href");
    await page.goto(new URL(href, `file://${out}/runs/told/index.html`).href);
    await page.locator("#chips li").first().waitFor();
    assert.equal(await page.locator(".gallery li").count(), count);
    assert.equal(await page.locator("#chips li").count(), 1);
    await page.locator("#chips button").click();
    assert.equal(await page.locator(".gallery li").count(), evaluation.cases.length);
    for (const width of [390, 1280, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`file://${out}/runs/told/index.html`);
      assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
    }
    assert.deepEqual(await axeViolations(page), []);
  } finally {
    await browser.close();
  }
}

async function change(run: string, edit: (one: Evaluation["cases"][0]) => void): Promise<void> {
  const path = `${run}/evaluation.json`, evaluation = JSON.parse(await Deno.readTextFile(path));
  evaluation.cases.forEach(edit);
  await Deno.writeTextFile(path, JSON.stringify(evaluation));
}

function section(out: string, folder: string, file = "index.html"): Any {
  let page;
  try {
    page = Deno.readTextFileSync(`${out}/${folder}/${file}`);
  } catch {
    return undefined;
  }
  return (parseHTML(page) as Any).document.querySelector("#errors");
}

function text(element: Any): string {
  return element.textContent.replace(/\s+/g, " ");
}
