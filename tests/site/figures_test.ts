// The figures on a run's page, recomputed from evaluation.json by other code than the site's.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { buildSite } from "../../site/site.ts";
import type { Evaluation } from "../../evaluation/mod.ts";
import { makeRun } from "./make_run.ts";

Deno.test("the table of a run's page holds the quartiles and counts of evaluation.json", async () => {
  const { document, evaluation } = await builtRun({});
  const rows = [...document.querySelectorAll("#boxes details tbody tr")].map((row) =>
    [...row.querySelectorAll("th, td")].map((cell) => cell.textContent)
  );
  const expected = evaluation.classes.flatMap(({ name }) =>
    evaluation.metrics.map(({ id, title, unit, better }) => {
      const figures = evaluation.cases.map((one) => one.classes[name])
        .filter(({ tp, fp, fn }) => tp + fp + fn > 0);
      const values = figures.map((f) => f[id] ?? Infinity).sort((a, b) => a - b);
      const finite = values.filter(Number.isFinite);
      const write = (value: number) =>
        !Number.isFinite(value)
          ? "∞"
          : value.toFixed(better === "lower" ? 1 : 2) + (unit ? `\u00a0${unit}` : "");
      return [
        name,
        title,
        String(values.length),
        ...[0, 0.25, 0.5, 0.75, 1].map((q) => write(interpolated(values, q))),
        write(finite.reduce((a, b) => a + b, 0) / finite.length),
        String(values.length - finite.length),
        String(figures.filter((f) => f.tp + f.fp === 0).length),
        String(figures.filter((f) => f.tp === 0 && f.fp > 0 && f.fn > 0).length),
        String(figures.filter((f) => f.tp + f.fn === 0).length),
        String(evaluation.cases.length - values.length),
      ];
    })
  );
  assert.deepEqual(rows, expected);
});

Deno.test("the verdict, the misses and the confusion matrix agree with the counts", async () => {
  const { document, evaluation } = await builtRun({});
  const held = evaluation.cases.map((one) => one.classes.foreground).filter((f) => f.tp + f.fn > 0);
  const found = held.filter((f) => f.tp > 0).length;
  const verdict = text(document.querySelector(".verdict"));
  assert.ok(verdict.includes(`in ${found} of ${held.length} images that contain it`), verdict);
  const cells = [...document.querySelectorAll("#confusion .panel.x0 tbody td span")].map(text);
  assert.deepEqual(cells, evaluation.confusion.flat().map((n) => `${grouped(n)} px`));
  const label = text(document.querySelector(".boxes .label"));
  assert.ok(label.includes("1 missed") && label.includes("1 invented"), label);
});

Deno.test("the triptychs are those of evaluation.json, for each class and metric", async () => {
  const { document, evaluation } = await builtRun({});
  const panels = [...document.querySelectorAll("#triptychs .panel")];
  const shown = panels.map((panel) =>
    [...panel.querySelectorAll(".triptych header a:not(.take)")].map((a) => a.textContent)
  );
  const expected = evaluation.triptychs.map(({ best, median, worst }) =>
    [best, median, worst].map((id) => id.replace("case_", "Case "))
  );
  assert.deepEqual(shown, expected);
});

Deno.test("every case has a dot in the box plot of each class and metric, or is counted beside it", async () => {
  const { document } = await builtRun({ cases: 9 });
  for (const chart of document.querySelectorAll("#boxes .chart svg")) {
    const dots = [...chart.querySelectorAll("a")];
    const urls = new Set(
      dots.map((a) => a.getAttribute("href")).filter((url) => !url.includes("/index.html#")),
    );
    assert.equal(urls.size, 9, chart.getAttribute("aria-label"));
  }
});

Deno.test("buildSite() names the file that is broken", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await makeRun(`${folder}/run`, { cases: 2 });
    const build = () =>
      buildSite({ runs: [`${folder}/run`], out: `${folder}/_site`, strict: true });
    await Deno.writeTextFile(`${folder}/run/pictures/case_0.truth.png`, "no picture");
    await assert.rejects(build(), /Cannot read .*\/run\/pictures\/case_0\.truth\.png: .*not a PNG/);
    // without strict it is left out
    const { leftOut } = await buildSite({ runs: [`${folder}/run`], out: `${folder}/_site` });
    assert.match(leftOut.pictures[0].file, /\/run\/pictures\/case_0\.truth\.png$/);
    await Deno.remove(`${folder}/run/pictures/case_0.truth.png`);
    await assert.rejects(build(), /Cannot read .*\/run\/pictures\/case_0\.truth\.png/);
    await Deno.writeTextFile(`${folder}/run/evaluation.json`, "{");
    await assert.rejects(build(), /Cannot read .*\/run\/evaluation\.json/);
    await assert.rejects(
      buildSite({ runs: [`${folder}/none`], out: `${folder}/_site` }),
      /Cannot read the run folder .*\/none/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("no page has an inline style or handler, or an address on another host", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await makeRun(`${folder}/run`, { hostile: true });
    await buildSite({ runs: [`${folder}/run`], out: `${folder}/_site` });
    let pages = 0;
    for (const path of htmlFiles(`${folder}/_site`)) {
      const html = await Deno.readTextFile(path);
      const { document } = parseHTML(html) as unknown as Page;
      for (const element of document.querySelectorAll("*")) {
        const inline = element.getAttributeNames().filter((name: string) =>
          /^(style|on.*)$/.test(name)
        );
        assert.deepEqual([...inline], [], `${path} ${element.localName}`);
      }
      assert.equal(document.querySelectorAll("style, script:not([src])").length, 0, path);
      assert.ok(!/(href|src)="(https?:)?\/\//.test(html), path);
      // the page of a host for addresses that lead nowhere is shown at any depth
      assert.equal(/(href|src)="\//.test(html), path.endsWith("/404.html"), path);
      assert.ok(html.includes("script-src 'self'"), path);
      pages++;
    }
    assert.ok(pages > 12);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

interface Page {
  // deno-lint-ignore no-explicit-any -- linkedom's document is typed by lib.dom, which is not loaded
  document: any;
  evaluation: Evaluation;
}

async function builtRun(options: Parameters<typeof makeRun>[1]): Promise<Page> {
  const folder = await Deno.makeTempDir();
  try {
    await makeRun(`${folder}/run`, options);
    await buildSite({ runs: [`${folder}/run`], out: `${folder}/_site` });
    const html = await Deno.readTextFile(`${folder}/_site/runs/run/index.html`);
    const { document } = parseHTML(html) as unknown as Page;
    const json = await Deno.readTextFile(`${folder}/_site/runs/run/evaluation.json`);
    return { document, evaluation: JSON.parse(json) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** numpy's default quantile; an infinite neighbour without weight does not count. */
function interpolated(sorted: number[], q: number): number {
  const at = q * (sorted.length - 1), low = sorted[Math.floor(at)], high = sorted[Math.ceil(at)];
  return low === high ? low : low + (high - low) * (at - Math.floor(at));
}

function text(element: { textContent: string }): string {
  return element.textContent.replace(/\s+/g, " ").trim();
}

function grouped(n: number): string {
  return String(n).length > 4
    ? String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f").replace(/\s/g, " ")
    : String(n);
}

function* htmlFiles(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* htmlFiles(`${folder}/${name}`);
    else if (name.endsWith(".html")) yield `${folder}/${name}`;
  }
}
