// What a site compares, what it refuses to compare, and what it says of either.
import assert from "node:assert/strict";
import {
  compareRuns,
  comparisonTables,
  type Evaluation,
  Incomparable,
  readRun,
  selectTriptychs,
  writeEvaluation,
  writeRun,
} from "../../evaluation/mod.ts";
import { buildSite } from "../../site/mod.ts";
import { makeRun } from "./make_run.ts";

Deno.test("runs of other sizes get no comparison, and the first page says why", async () => {
  await inFolder(async (folder) => {
    await makeRun(`${folder}/unet-32`);
    await makeRun(`${folder}/unet-64`, { size: 64 });
    const index = await site(folder, "unet-32", "unet-64");
    const sentence =
      "unet-32 and unet-64 can’t be compared: their truths differ (32 × 32 px, 64 × 64 px).";
    assert.ok(index.includes(sentence), index);
    await assert.rejects(Deno.stat(`${folder}/site/compare`), Deno.errors.NotFound);
    await assert.rejects(compareRuns(`${folder}/unet-32`, `${folder}/unet-64`), Incomparable);
  });
});

Deno.test("runs that only a third can be compared with have no page, and the first page says why", async () => {
  await inFolder(async (folder) => {
    const parts = { first: [0, 4], both: [0, 8], last: [4, 8] };
    for (const [name, [from, to]] of Object.entries(parts)) {
      await makeRun(`${folder}/${name}`, { cases: 8 });
      await edit(`${folder}/${name}`, (evaluation) => {
        const cases = evaluation.cases.slice(from, to);
        const { classes, metrics } = evaluation;
        return {
          ...evaluation,
          title: name,
          cases,
          triptychs: selectTriptychs(cases, classes, metrics),
        };
      });
    }
    const index = await site(folder, ...Object.keys(parts));
    const pages = [...Deno.readDirSync(`${folder}/site/compare`)].map(({ name }) => name)
      .filter((name) => name.includes("..") && !name.endsWith(".slides.html"));
    assert.equal(pages.length, 2);
    assert.match(
      index,
      /(first and last|last and first) can’t be compared: they have no case in common\./,
    );
  });
});

Deno.test("older runs without hashes are compared by the truths of their pictures", async () => {
  await inFolder(async (folder) => {
    await makeRun(`${folder}/old`);
    await makeRun(`${folder}/new`, { skill: 3 });
    await edit(`${folder}/old`, (evaluation) => ({
      ...evaluation,
      cases: evaluation.cases.map(({ truthHash: _, ...one }) => one),
    }));
    const { pictures, limits } = await tables(`${folder}/old`, `${folder}/new`);
    assert.equal(pictures, 12);
    assert.deepEqual(limits, []);
  });
});

Deno.test("an older run whose true picture is another is left out there, and counted", async () => {
  await inFolder(async (folder) => {
    await makeRun(`${folder}/old`);
    await makeRun(`${folder}/new`);
    await edit(`${folder}/old`, (evaluation) => ({
      ...evaluation,
      cases: evaluation.cases.map(({ truthHash: _, ...one }) => one),
    }));
    await Deno.copyFile(
      `${folder}/old/pictures/case_3.truth.png`,
      `${folder}/old/pictures/case_4.truth.png`,
    );
    const { pictures, limits } = await tables(`${folder}/old`, `${folder}/new`);
    assert.equal(pictures, 11);
    assert.deepEqual(limits, ["Cases left out: 1 whose truths differ."]);
    await site(folder, "old", "new");
    const page = await text(`${folder}/site/compare/old..new.html`);
    assert.ok(page.includes("11 of 12 cases paired"), page);
    assert.ok(page.includes("Cases left out: 1 whose truths differ."));
  });
});

Deno.test("imports are paired by id, and the page says so", async () => {
  await inFolder(async (folder) => {
    for (const [name, tp] of [["a", 10], ["b", 12]] as const) {
      await writeCsv(`${folder}/${name}.csv`, tp);
    }
    await site(folder, "a.csv", "b.csv");
    const page = await text(`${folder}/site/compare/a..b.html`);
    assert.ok(page.includes("Cases are paired by id: the truths can't be compared."), page);
    assert.match(page, /Better: the Dice of the cat rises in all 7 cases/);
  });
});

Deno.test("imports whose true pixels differ are refused", async () => {
  await inFolder(async (folder) => {
    await writeCsv(`${folder}/a.csv`, 10);
    await writeCsv(`${folder}/b.csv`, 10, 99);
    const index = await site(folder, "a.csv", "b.csv");
    assert.match(index, /a and b can’t be compared: their truths differ \(in all 7 cases/);
  });
});

Deno.test("distances in other units are not compared, Dice is, and page and terminal say so", async () => {
  await inFolder(async (folder) => {
    await makeRun(`${folder}/px`);
    await makeRun(`${folder}/mm`, { skill: 3 });
    await edit(`${folder}/mm`, (evaluation) => ({
      ...evaluation,
      metrics: evaluation.metrics.map((m) => m.unit ? { ...m, unit: "mm" } : m),
    }));
    const reason = "ASSD can't be compared: it is in px before and in mm after.";
    const { changes, limits } = await tables(`${folder}/px`, `${folder}/mm`);
    assert.deepEqual(new Set(changes.rows.map(([, metric]) => metric)), new Set(["Dice"]));
    assert.ok(limits.includes(reason), limits.join("\n"));
    await site(folder, "px", "mm");
    const page = await text(`${folder}/site/compare/px..mm.html`);
    assert.ok(page.includes(reason));
    assert.doesNotMatch(page, /ASSD, px|ASSD, mm/);
  });
});

Deno.test("a class of one run alone is named, on the page and in the terminal", async () => {
  await inFolder(async (folder) => {
    await makeRun(`${folder}/three`);
    await makeRun(`${folder}/two`);
    await edit(`${folder}/two`, (evaluation) => ({
      ...evaluation,
      classes: evaluation.classes.map((c) => c.name === "border" ? { ...c, name: "rim" } : c),
      cases: evaluation.cases.map((one) => {
        const { border, ...classes } = one.classes;
        return { ...one, classes: { ...classes, rim: border } };
      }),
      triptychs: [],
    }));
    const { limits } = await tables(`${folder}/three`, `${folder}/two`);
    assert.deepEqual(limits, ["Classes left out: border only in three; rim only in two."]);
    await site(folder, "three", "two");
    assert.ok((await text(`${folder}/site/compare/three..two.html`)).includes(limits[0]));
  });
});

Deno.test("equal runs, runs of one picture and runs that draw nothing have a page and figures", async () => {
  await inFolder(async (folder) => {
    for (const name of ["one", "other"]) await makeRun(`${folder}/${name}`, { cases: 1 });
    await makeRun(`${folder}/seeing`);
    await makeRun(`${folder}/blind`, { blind: true });
    await site(folder, "one", "other", "seeing", "blind");
    const equal = await text(`${folder}/site/compare/one..other.html`);
    assert.match(
      equal,
      /No difference: the Dice of the foreground is the same in the one case\./,
    );
    assert.match(equal, /Fewer than 6 cases have no such interval\./);
    const blind = await text(`${folder}/site/compare/seeing..blind.html`);
    assert.match(blind, /Worse/);
    assert.match(
      blind,
      /A distance that is infinite before or after counts in the median and the test/,
    );
    for (const page of [equal, blind]) {
      assert.doesNotMatch(page, /NaN|undefined/);
      assert.match(page, /another seed would give others\./);
    }
  });
});

Deno.test("of eight runs two by two of the same truths each is compared with its like", async () => {
  await inFolder(async (folder) => {
    const names = Array.from({ length: 8 }, (_, i) => `run-${i}`);
    for (const [i, name] of names.entries()) {
      await makeRun(`${folder}/${name}`, { cases: 4, size: i % 2 ? 32 : 48 });
    }
    const index = await site(folder, ...names);
    const pages = [...Deno.readDirSync(`${folder}/site/compare`)].map(({ name }) => name)
      .filter((name) => name.includes("..") && !name.endsWith(".slides.html"));
    assert.equal(pages.length, 2 * 6);
    assert.ok(pages.includes("run-1..run-7.html"));
    assert.match(index, /run-\d and run-\d can’t be compared: their truths differ/);
  });
});

Deno.test("losses that are not one function, and curves on other pictures, are not drawn as if they were", async () => {
  await inFolder(async (folder) => {
    for (
      const [name, loss, test] of [["a", "cross-entropy", "x"], ["b", "dice-cross-entropy", "y"]]
    ) {
      await makeRun(`${folder}/${name}`);
      const { run } = await readRun(`${folder}/${name}`);
      const data = { ...run!.data, test: [test] };
      await writeRun(`${folder}/${name}`, { ...run!, data, settings: { ...run!.settings, loss } });
    }
    await site(folder, "a", "b");
    const page = await text(`${folder}/site/compare/a..b.html`);
    assert.match(page, /The two are not measured on the same images: their test parts differ\./);
    assert.match(
      page,
      /The losses are left out: cross-entropy before and dice-cross-entropy after/,
    );
    assert.doesNotMatch(page, /Test loss/);
    assert.match(page, /Dice of foreground/);
  });
});

Deno.test("the table of runs has a column for each unit of a distance", async () => {
  await inFolder(async (folder) => {
    await makeRun(`${folder}/px`, { cases: 6 });
    await makeRun(`${folder}/mm`, { cases: 6 });
    await edit(`${folder}/mm`, (evaluation) => ({
      ...evaluation,
      metrics: evaluation.metrics.map((m) => m.unit ? { ...m, unit: "mm" } : m),
    }));
    await site(folder, "px", "mm");
    const html = await Deno.readTextFile(`${folder}/site/index.html`);
    const rows = [
      ...html.match(/<table class="runs-table".*?<\/table>/s)![0].matchAll(/<tr>.*?<\/tr>/gs),
    ]
      .map(([row]) =>
        [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)]
          .map(([, cell]) => cell.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim())
      );
    const at = (title: string) => rows[0].indexOf(title);
    const [mm, px] = [at("ASSD, mm foreground"), at("ASSD, px foreground")];
    assert.ok(mm > 0 && px > 0, rows[0].join(" | "));
    for (const row of rows.slice(1)) {
      assert.deepEqual([row[mm], row[px]].filter((c) => c === "–").length, 1);
    }
  });
});

/** A CSV of seven pictures of one class, with so many true positives of 20, or another count. */
async function writeCsv(path: string, tp: number, all = 20): Promise<void> {
  const rows = Array.from(
    { length: 7 },
    (_, i) => `c${i},cat,${tp + (i % 2)},3,${all - tp - (i % 2)}`,
  );
  await Deno.writeTextFile(path, ["id,class,tp,fp,fn", ...rows].join("\n"));
}

/** Builds the site of some runs, in order, and returns what its first page says. */
async function site(folder: string, ...names: string[]): Promise<string> {
  const runs = names.map((name) => `${folder}/${name}`);
  await buildSite({ runs, out: `${folder}/site`, inOrder: true });
  return await text(`${folder}/site/index.html`);
}

async function text(path: string): Promise<string> {
  const html = await Deno.readTextFile(path);
  return html.replace(/<[^>]*>/g, "").replace(/&(#39|apos);/g, "'").replace(/\s+/g, " ");
}

async function edit(folder: string, change: (evaluation: Evaluation) => Evaluation): Promise<void> {
  const { evaluation } = await readRun(folder);
  await writeEvaluation(`${folder}/evaluation.json`, change(evaluation!));
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What a terminal shows of two runs. */
async function tables(before: string, after: string) {
  const comparison = await compareRuns(before, after);
  return { pictures: comparison.pairing.pairs.length, ...comparisonTables(comparison) };
}
