// Raters and probabilities on a run's page: what it says is what the figures support.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { buildSite } from "../../site/site.ts";
import { ODD_RUNS, writeOddRun } from "./odd_runs.ts";
import type { Any } from "./browser.ts";

const NBSP = "\u00a0";

Deno.test("a run's page says how raters agree, and more of the prediction only if intervals support it", async () => {
  const page = await builtPage("rated");
  const sentences = [...page.querySelectorAll("#raters .prose p")].map(textOf);
  // with r1 the gains are 0.05 to 0.12, with r2 −0.1 to 0.075
  assert.deepEqual(sentences, [
    "For the c1 the prediction agrees more with r1 than the other rater does: median difference in " +
    `Dice per case +0.085, 95${NBSP}% interval +0.050 to +0.120.`,
    "For the c1 it is open whether the prediction agrees more or less with r2 than the other rater " +
    `does: median difference in Dice per case −0.013, 95${NBSP}% interval −0.100 to +0.075.`,
  ]);
  const rows = [...page.querySelectorAll("#raters tbody tr")].map((row: Any) =>
    [...row.querySelectorAll("th, td")].map(textOf)
  );
  assert.deepEqual(rows.slice(0, 3).map((cells) => cells.slice(0, 3)), [
    ["c1", "r1 and r2", "0.70"],
    ["c1", "prediction and r1", "0.79"],
    ["c1", "prediction and r2", "0.69"],
  ]);
  assert.equal(rows.length, 6);
  assert.match(
    textOf(page.querySelector("#raters .note")),
    /^Medians over 8 cases .*; 1 left out\./,
  );
});

Deno.test("few cases have no verdict on raters, and a single rater none to compare with", async () => {
  const [once, alone] = [await builtPage("rated-once"), await builtPage("rated-by-one")];
  const [sentence] = [...once.querySelectorAll("#raters .prose p")].map(textOf);
  assert.match(sentence, /^For the c1 there are too few cases to tell whether/);
  assert.equal(alone.querySelectorAll("#raters .prose p").length, 0);
  assert.equal(alone.querySelectorAll("#raters tbody tr").length, 1);
});

Deno.test("a run's page shows calibration, pooled over pixels", async () => {
  const page = await builtPage("rated");
  assert.match(
    textOf(page.querySelector("#calibration .prose")),
    /mean probability of 73\.8\s% and is right in 67\.5\s%.* 8\.8 percentage points apart/,
  );
  const rows = [...page.querySelectorAll("#calibration tbody tr")].map((row: Any) =>
    [...row.querySelectorAll("th, td")].map(textOf)
  );
  assert.deepEqual(rows, [
    ["likeliest class", "0.087", "0.300", "400"],
    ["c0", "0.100", "0.100", "400"],
    ["c1", "0.087", "0.200", "400"],
  ]);
  assert.equal(page.querySelectorAll("#calibration .wide circle").length, 4);
});

async function builtPage(name: string): Promise<Any> {
  const folder = await Deno.makeTempDir();
  try {
    await writeOddRun(`${folder}/${name}`, ODD_RUNS[name]);
    await buildSite({ runs: [`${folder}/${name}`], out: `${folder}/_site` });
    const html = await Deno.readTextFile(`${folder}/_site/runs/${name}/index.html`);
    return (parseHTML(html) as Any).document;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function textOf(element: Any): string {
  return element.textContent.trim();
}
