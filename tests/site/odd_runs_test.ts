// What the pages say of odd runs, checked against evaluation.json by other code than the site's, and
// one page against the other: ranks, counts, medians, rounding.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import type { Evaluation } from "../../evaluation/mod.ts";
import { buildSite } from "../../site/site.ts";
import { ODD_RUNS, writeOddRun } from "./odd_runs.ts";
import { headline, kindOf, ranked } from "./own_ranking.ts";

// deno-lint-ignore no-explicit-any -- linkedom's document is typed by lib.dom, which is not loaded
type Any = any;

/** The pages of one run. */
interface Pages {
  name: string;
  evaluation: Evaluation | undefined;
  run: Any;
  gallery: Any;
  cases: Map<string, Any>;
  data: Any;
  /** Every page, for what no page may say. */
  all: [path: string, page: Any][];
  index: Any;
}

Deno.test("pages of odd runs agree with the counts, and with each other", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "triptych-odd-" });
  try {
    for (const [name, odd] of Object.entries(ODD_RUNS)) await writeOddRun(`${folder}/${name}`, odd);
    for (const name of Object.keys(ODD_RUNS)) {
      await buildSite({ runs: [`${folder}/${name}`], out: `${folder}/_${name}` });
      const pages = await read(`${folder}/_${name}`, name);
      await t.step(`${name}: no page says what is no word or number`, () => saysNothingOdd(pages));
      if (!pages.evaluation?.cases.length) continue;
      await t.step(`${name}: ranks are the same everywhere, 1 the best`, () => ranks(pages));
      await t.step(`${name}: counts are those of evaluation.json`, () => counts(pages));
      await t.step(`${name}: medians and their words agree`, () => medians(pages));
      await t.step(`${name}: rows of the confusion matrix are whole`, () => confusion(pages));
    }
    await t.step(
      "all on one site, two of a kind compared: no page says what is no word",
      async () => {
        // the same cases twice are compared, whatever they hold
        for (const name of TWICE) await writeOddRun(`${folder}/${name}-again`, ODD_RUNS[name]);
        const runs = [...Object.keys(ODD_RUNS), ...TWICE.map((name) => `${name}-again`)];
        await buildSite({ runs: runs.map((name) => `${folder}/${name}`), out: `${folder}/_all` });
        const pages = await read(`${folder}/_all`, "mixed");
        saysNothingOdd(pages);
        // runs of 1 and of 4 cases among them
        assert.match(visible(pages.index), /\d runs that share cases/);
        assert.doesNotMatch(visible(pages.index), /runs of the same 4 cases/);
      },
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

const TWICE = ["mixed", "all-missed", "incomplete", "one-case", "odd-history", "diverged"];

function saysNothingOdd({ all }: Pages): void {
  for (const [path, page] of all) {
    const attributes = [...page.querySelectorAll("[alt], [aria-label], title")].map((
      element: Any,
    ) => element.getAttribute("alt") ?? element.getAttribute("aria-label") ?? element.textContent);
    for (const said of [visible(page), ...attributes]) {
      const odd = /.{0,40}\b(NaN|undefined|Infinity|null|\[object)\b.{0,20}/.exec(said) ??
        /.{0,40}(?<![\w.\d])[-\u2212]0(\.0+)?(?![.\d]).{0,20}/.exec(said) ??
        /.{0,40}(?<![\w.\d,])1 (pictures|cases|epochs|classes)\b.{0,20}/.exec(said) ??
        /.{0,40}(\s,|,,|\.\.|\(\)|\s\.\s).{0,20}/.exec(said);
      assert.equal(odd, null, `${path}: ${odd?.[0]}`);
    }
  }
}

function ranks({ evaluation, run, gallery, cases, data }: Pages): void {
  const { classes, metrics } = evaluation!;
  const first = headline(evaluation!), names = classes.map((c) => c.name);
  const orders = names.map((name) => metrics.map((metric) => ranked(evaluation!, name, metric)));
  orders.forEach((ofClass, k) =>
    ofClass.forEach((order, m) => {
      const shipped = data.orders[data.orderOf[k][m]].map((i: number) => data.cases[i][0]);
      assert.deepEqual(shipped, order.map(({ id }) => id), `${names[k]} ${metrics[m].id}`);
      // of many classes not every metric has its panels
      const panel = run.querySelector(`#triptychs .panel.c${k}.m${m}`);
      assert.ok(panel || m > 0 && names.length > 8, `${names[k]} ${metrics[m].id}`);
      const rows = [...panel?.querySelectorAll(".triptych") ?? []].map((row: Any) => ({
        name: text(row.querySelector("h3")),
        id: idOf(text(row.querySelector("a"))),
        rank: /^rank (\d+) of (\d+)/.exec(text(row.querySelector(".rank")))!.slice(1).map(Number),
      }));
      for (const { id, rank, name } of rows) {
        assert.deepEqual(rank, [order.findIndex((one) => one.id === id) + 1, order.length], id);
        if (/best/i.test(name)) assert.equal(rank[0], 1);
        if (/median/i.test(name)) assert.equal(rank[0], Math.floor(order.length / 2) + 1);
      }
    })
  );
  const shown = [...gallery.querySelectorAll(".gallery .name")].map((e: Any) => idOf(text(e)));
  const order = orders[names.indexOf(first)][0].map(({ id }) => id);
  assert.deepEqual(shown.slice(0, order.length), order.toReversed(), "the gallery");
  for (const [id, page] of cases) {
    const place = order.indexOf(id);
    const said = text(page.querySelector(".casehead .soft"));
    assert.match(
      said,
      place < 0 ? /^unranked/ : RegExp(`^rank ${place + 1} of ${order.length} `),
    );
    names.forEach((_, k) => {
      const at = orders[k][0].findIndex((one) => one.id === id);
      const cell = text(page.querySelectorAll(".facts-side tbody tr")[k].lastElementChild);
      assert.equal(cell, at < 0 ? "–" : `${at + 1} / ${orders[k][0].length}`, `${id} ${names[k]}`);
    });
  }
}

/** What stands beside the box plots of a class; of many classes the worst come first. */
function labelOf(run: Any, name: string): string {
  const labels: Any[] = [...run.querySelectorAll("#boxes .panel.x0 .label")];
  return text(labels.find((label) => text(label.querySelector("h3")) === name));
}

function counts({ evaluation, run, cases }: Pages): void {
  evaluation!.classes.forEach(({ name }) => {
    const label = labelOf(run, name);
    const of = Map.groupBy(evaluation!.cases, (one) => kindOf(one, name));
    const n = (kind: string) => of.get(kind)?.length ?? 0;
    for (const kind of ["missed", "misplaced", "invented"]) {
      assert.equal(Number(RegExp(`(\\d+) ${kind}`).exec(label)?.[1] ?? 0), n(kind), label);
    }
    assert.equal(Number(/(\d+) without any/.exec(label)?.[1] ?? 0), n("empty"), label);
    // of many classes the verdict counts how many are outlined well, and the first isn't named
    if (name !== headline(evaluation!) || evaluation!.classes.length > 6) return;
    const held = evaluation!.cases.length - n("empty") - n("invented");
    const verdict = text(run.querySelector(".verdict"));
    const said = held === 0
      ? RegExp(`^No truth of this run contains the ${name}`)
      : n("found") === held
      ? held === 1 ? /in the one image/ : RegExp(`in ${held === 2 ? "both" : `all ${held}`} images`)
      : n("found") === 0
      ? RegExp(held === 1 ? "nowhere: one image" : `in none of the ${held} images`)
      : RegExp(`in ${n("found")} of ${held} images`);
    assert.match(verdict, said);
    const astray = /\((\d+) missed, (\d+) misplaced\)/.exec(verdict)?.slice(1).map(Number);
    assert.deepEqual(astray, n("misplaced") ? [n("missed"), n("misplaced")] : undefined, verdict);
  });
  for (const one of evaluation!.cases) {
    const rows = [...cases.get(one.id).querySelectorAll(".facts-side tbody th")].map(text);
    const words = evaluation!.classes.map(({ name }) => `${name} ${kindOf(one, name)}`);
    assert.deepEqual(
      rows,
      words.map((word) => word.replace(/ found$/, "").replace("empty", "none")),
    );
  }
}

function medians({ evaluation, run, index, cases }: Pages): void {
  const first = headline(evaluation!), { classes, metrics } = evaluation!;
  const rows = [...run.querySelectorAll("#boxes details tbody tr")];
  const median = (name: string, m: number) =>
    text(rows[classes.findIndex((c) => c.name === name) * metrics.length + m].children[5]);
  const verdict = text(run.querySelector(".verdict"));
  const said = /\(median Dice ([^)]+)\)/.exec(verdict)?.[1];
  if (said) assert.equal(said, median(first, 0), "the verdict and the table");
  for (
    const [, word, value] of verdict.matchAll(
      /(very well|well|fairly|only roughly) \((?:median Dice )?([^)]+)\)/g,
    )
  ) {
    const shown = Number(value.replace("> ", ""));
    const right = shown >= 0.9
      ? "very well"
      : shown >= 0.8
      ? "well"
      : shown >= 0.6
      ? "fairly"
      : "only roughly";
    assert.equal(word, right, `${word} ${value}`);
    assert.ok(shown > 0, verdict);
  }
  assert.equal(text(index.querySelector(".run .verdict")), verdict, "the index and the page");
  const averages = new Map<string, string[]>(
    [...run.querySelectorAll("#averages tbody tr")].map((row: Any) => [
      // distances name their unit: "ASSD in px, median"
      text(row.firstElementChild).replace(/ in [^,]+/, ""),
      [...row.querySelectorAll("td b")].map(text),
    ]),
  );
  classes.forEach(({ name }, k) => {
    const label = labelOf(run, name);
    assert.ok(label.includes(`Dice ${median(name, 0)} (`), `${label}; ${median(name, 0)}`);
    assert.equal(averages.get("Dice, median")![k], median(name, 0));
    assert.equal(withUnit(averages.get("ASSD, median")![k]), median(name, 2));
  });
  for (const row of run.querySelectorAll("#triptychs .triptych")) {
    const [metric, value] = /^(Dice|IoU|ASSD) (.*?)(, \w+)?$/.exec(text(row.querySelector("b")))!
      .slice(1);
    const id = idOf(text(row.querySelector("a"))),
      at = Number(/ c(\d+) /.exec(` ${row.parentNode.className} `)![1]);
    const column = ["Dice", "IoU", "ASSD"].indexOf(metric);
    const cell = text(
      cases.get(id).querySelectorAll(".facts-side tbody tr")[at].querySelectorAll("td")[column],
    );
    assert.equal(metric === "ASSD" ? withUnit(cell) : cell, value, `${id} ${metric}`);
    const beside = /next to the median of (.*)$/.exec(text(row.querySelector(".rank")))?.[1];
    const isMedian = /median/i.test(text(row.querySelector("h3")));
    const all = median(classes[at].name, column);
    if (isMedian) assert.equal(beside ?? value, all, `${id} ${metric}`);
  }
}

function confusion({ evaluation, run }: Pages): void {
  if (!evaluation!.confusion.length) return;
  const percent = (cell: Any) => Number(text(cell.querySelector("b")).replace(/[<>%\s]/g, ""));
  const pixels = (cell: Any) => Number(text(cell.querySelector("span")).replace(/px|\s/g, ""));
  const rows = [...run.querySelectorAll("#confusion .panel.x0 tbody tr")];
  for (const row of rows) {
    const cells = [...row.querySelectorAll("td")];
    const sum = cells.reduce((total: number, cell: Any) => total + percent(cell), 0);
    assert.ok(Math.abs(sum - 100) < 0.1 * cells.length, text(row));
  }
  const section = text(run.querySelector("#confusion"));
  const isPartial = /outside every class is not counted here/.test(section);
  evaluation!.classes.forEach(({ name }, i) => {
    const sum = [...rows[i].querySelectorAll("td")].reduce(
      (n: number, cell: Any) => n + pixels(cell),
      0,
    );
    const counted = evaluation!.cases.reduce((n, { classes: c }) => n + c[name].tp + c[name].fn, 0);
    assert.equal(sum === counted, !isPartial, `${name}: ${sum} of ${counted}`);
  });
}

async function read(site: string, name: string): Promise<Pages> {
  const folder = `${site}/runs/${name}`, all: [string, Any][] = [];
  for (const path of htmlFiles(site)) {
    all.push([path.slice(site.length), parse(await Deno.readTextFile(path))]);
  }
  const page = (path: string) => all.find(([other]) => other === path)?.[1];
  const json = await Deno.readTextFile(`${folder}/evaluation.json`).catch(() => undefined);
  const evaluation: Evaluation | undefined = json && JSON.parse(json);
  const script = await Deno.readTextFile(`${folder}/cases/data.js`).catch(() => "");
  return {
    name,
    evaluation,
    all,
    run: page(`/runs/${name}/index.html`),
    index: page("/index.html"),
    gallery: page(`/runs/${name}/cases/index.html`),
    data: script && JSON.parse(script.replace(/^window\.triptych = |;\n$/g, "")),
    cases: new Map(evaluation?.cases.map(({ id }) => [id, page(`/runs/${name}/cases/${id}.html`)])),
  };
}

function parse(html: string): Any {
  return (parseHTML(html.replaceAll("<br>", "<br> ")) as Any).document;
}

function visible(page: Any): string {
  const body = page.querySelector("body").cloneNode(true);
  for (const hidden of body.querySelectorAll("script, svg")) hidden.remove();
  // cells and items are apart on the page
  for (const part of body.querySelectorAll("td, th, li, p, h1, h2, h3, .label, .rank")) {
    part.append("\n");
  }
  return body.textContent.replace(/[ \u00a0]+/g, " ").replace(/\s*\n\s*/g, "\n");
}

function text(element: Any): string {
  return element.textContent.replace(/\s+/g, " ").trim();
}

function withUnit(value: string): string {
  return /\d/.test(value) ? `${value} px` : value;
}

function idOf(label: string): string {
  return label.toLowerCase().replaceAll(" ", "_");
}

function* htmlFiles(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* htmlFiles(`${folder}/${name}`);
    else if (name.endsWith(".html")) yield `${folder}/${name}`;
  }
}
