import assert from "node:assert/strict";
import { checkEvaluation, readEvaluation, summarise } from "../../../evaluation/mod.ts";
import { evaluationOfCsv } from "../../../evaluation/import/csv.ts";
import { readSource } from "../../../evaluation/import/source.ts";
import { buildSite } from "../../../site/site.ts";
import { makeRun } from "../../site/make_run.ts";
import { SUMMARY } from "./nnunet_summary.ts";

const CSV = `id,class,tp,fp,fn,assd,group
"a, ""b""",lesion,10,0,0,0.5,left
c,lesion,0,0,4,inf,right
`;

Deno.test("readSource() takes nnU-Net's summary.json, NaN and all", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/summary.json`, SUMMARY);
    const { evaluation } = await readSource(`${folder}/summary.json`);
    assert.deepEqual(evaluation!.classes.map((c) => c.name), ["label 1", "label (1, 2)"]);
    const [first, second] = evaluation!.cases;
    assert.equal(first.id, "case_1");
    assert.equal(first.classes["label 1"].dice, 0.5);
    assert.equal(first.classes["label (1, 2)"].dice, 1);
    assert.equal(second.classes["label 1"].dice, 0);
  });
});

Deno.test("readSource() takes a CSV, and the pages are built without pictures", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/mine.csv`, CSV);
    const { evaluation, name } = await readSource(`${folder}/mine.csv`);
    assert.equal(name, "mine");
    assert.deepEqual(evaluation!.cases[0].id, 'a, "b"');
    assert.deepEqual(evaluation!.cases.map((c) => c.classes.lesion.assd), [0.5, null]);
    await buildSite({ runs: [`${folder}/mine.csv`], out: `${folder}/_site` });
    const html = await Deno.readTextFile(`${folder}/_site/runs/mine/index.html`);
    assert.match(html, /in 1 of 2 images that contain it/);
    assert.match(html, /1 missed/);
  });
});

const ORIGIN = { name: "x", createdAt: new Date(0) };

/** What is wrong with a CSV, and what the error says. */
const REFUSED: [name: string, text: string, message: RegExp][] = [
  ["lacks columns", "id,class\n", /got none called tp, fp, fn \(read as separated by commas\)/],
  [
    "says a class twice",
    "id,class,tp,fp,fn\nc,a,5,0,0\nd,a,5,0,0\nc,a,1,1,1",
    /^line 4: case c must have one row of class a, line 2 is another$/,
  ],
  [
    "has a column twice",
    "id,class,tp,fp,fn,TP\nc,a,5,0,0,1",
    /^line 1 must name every column once, got tp twice$/,
  ],
  [
    "has a count below 0",
    "id,class,tp,fp,fn,dice\nc,a,-5,0,0,1",
    /^line 2: tp must be a count of pixels, got "-5"$/,
  ],
  [
    "has half a pixel",
    "id,class,tp,fp,fn\nc,a,5,0.5,0",
    /^line 2: fp must be a count of pixels, got "0\.5"$/,
  ],
  [
    "has a word for a count",
    "id,class,tp,fp,fn\na,b,1,x,0",
    /^line 2: fp must be a count of pixels, got "x"$/,
  ],
  ["has hexadecimal counts", "id,class,tp,fp,fn\na,b,0x10,0,0", /^line 2: tp must be a count/],
  [
    "has a count beyond what is exact",
    "id,class,tp,fp,fn\na,b,1e300,0,0",
    /^line 2: tp must be a count/,
  ],
  [
    "has a blank count",
    "id,class,tp,fp,fn\na,b,1,,0",
    /^line 2: fp must be a count of pixels, got ""$/,
  ],
  [
    "has a Dice its counts don't give",
    "id,class,tp,fp,fn,dice\na,b,5,5,5,1",
    /^line 2: dice must be what tp, fp and fn give, 0\.5, got "1"$/,
  ],
  [
    "has an IoU its counts don't give",
    "id,class,tp,fp,fn,iou\na,b,5,5,5,0.5",
    /^line 2: iou must be what/,
  ],
  [
    "counts different pixels for two classes",
    "id,class,tp,fp,fn,tn\na,b,5,0,0,5\na,c,5,0,0,6",
    /^line 3: tp, fp, fn and tn of case a must have the same sum for every class, got 10 and 11$/,
  ],
  ["lacks a class of a case", "id,class,tp,fp,fn\na,b,1,0,0\nc,d,1,0,0", /got none of d for a/],
  ["has a quote that doesn't end", 'id,class,tp,fp,fn\n"a,b,1,0,0', /^line 2 must be CSV/],
  ["has a quote within a cell", 'id,class,tp,fp,fn\na,b"c,1,0,0', /^line 2 must be CSV/],
  [
    "has a distance below 0",
    "id,class,tp,fp,fn,assd\na,b,1,0,0,-2",
    /^line 2: assd must be a distance, inf or blank, got "-2"$/,
  ],
  [
    "has an infinite distance of two masks",
    "id,class,tp,fp,fn,assd\na,b,1,0,0,inf",
    /^line 2: assd must be finite where both masks contain the class, got "inf"$/,
  ],
  [
    "has a distance to an empty mask",
    "id,class,tp,fp,fn,assd\na,b,0,0,4,373.1",
    /^line 2: assd must be inf or blank where one of the two masks is empty, got "373\.1"$/,
  ],
  [
    "has a row too short",
    "id,class,tp,fp,fn\na,b,1,0",
    /^line 2: it must have 5 cells, as the first line, got 4$/,
  ],
  [
    "has a row too long",
    "id,class,tp,fp,fn\na,b,1,0,0,7",
    /^line 2: it must have 5 cells, as the first line, got 6$/,
  ],
  ["has a blank id", "id,class,tp,fp,fn\n,b,1,0,0", /^line 2: id must not be blank$/],
  [
    "has a case in two groups",
    "id,class,tp,fp,fn,group\na,b,1,0,0,x\na,c,1,0,0,y",
    /^line 3: case a must be of one group, got x and y$/,
  ],
  ["has no row", "id,class,tp,fp,fn\n", /^it must contain at least one case, got none$/],
  [
    "counts lines within quotes",
    'id,class,tp,fp,fn\n"a\nb",c,1,0,0\n\nd,c,x,0,0',
    /^line 5: tp must be/,
  ],
];
for (const [name, text, message] of REFUSED) {
  Deno.test(`evaluationOfCsv() refuses a file that ${name}`, () => {
    assert.throws(() => evaluationOfCsv(text, ORIGIN), { name: "TypeError", message });
  });
}

/** The first case of a CSV, its figures of the class cat, and the unit of its distance. */
function firstOf(text: string) {
  const { cases: [one], metrics } = evaluationOfCsv(text, ORIGIN);
  const unit = metrics.find((metric) => metric.id === "assd")?.unit;
  return { id: one.id, figures: one.classes.cat, unit };
}

const HEAD = "id,class,tp,fp,fn,assd";
/** Ways to write the same. */
const WRITTEN: [name: string, text: string][] = [
  ["LF", `${HEAD}\nc1,cat,50,5,5,1.5\n`],
  ["CR LF", `${HEAD}\r\nc1,cat,50,5,5,1.5\r\n`],
  ["CR", `${HEAD}\rc1,cat,50,5,5,1.5\r`],
  ["semicolons and decimal commas", "id;class;tp;fp;fn;assd\nc1;cat;50;5;5;1,5\n"],
  ["tabs", "id\tclass\ttp\tfp\tfn\tassd\nc1\tcat\t50\t5\t5\t1.5\n"],
  ["a line that names the separator", "sep=;\nid;class;tp;fp;fn;assd\nc1;cat;50;5;5;1,5"],
  ["capitals, blanks and quotes", ' ID , Class,"TP",FP,FN,ASSD\n c1 ,cat,"50",5.0,5e0,+1.50\n'],
  ["a column of pandas", `,${HEAD}\n0,c1,cat,50.0,5.0,5.0,1.5\n`],
  ["empty lines and cells at the end", `${HEAD},\n\nc1,cat,50,5,5,1.5,,\n,,\n\n`],
];
for (const [name, text] of WRITTEN) {
  Deno.test(`evaluationOfCsv() reads ${name}`, () => {
    const { id, figures: { tp, fp, fn, assd, dice }, unit } = firstOf(text);
    assert.deepEqual([id, tp, fp, fn, assd, unit], ["c1", 50, 5, 5, 1.5, undefined]);
    assert.equal(dice, 100 / 110);
  });
}

Deno.test("a distance has the unit that its column names, and no other", () => {
  for (const title of ["ASSD (mm)", "assd_mm", "assd [mm]", "assd mm"]) {
    const { unit, figures: { assd } } = firstOf(`id,class,tp,fp,fn,${title}\nc1,cat,50,5,5,1.5`);
    assert.deepEqual([unit, assd], ["mm", 1.5]);
  }
});

Deno.test("a blank distance is unknown where both masks contain the class, infinite where one is empty", () => {
  for (const blank of ["", "nan", "NaN", "NA"]) {
    const { cases, metrics } = evaluationOfCsv(
      `${HEAD}\na,cat,50,5,5,${blank}\nb,cat,40,5,5,1.5\nc,cat,0,0,9,${blank}\nd,cat,0,0,0,${blank}\n`,
      ORIGIN,
    );
    const { count, unknown, infinite, max, missed } = summarise(cases, "cat", metrics[2]);
    assert.deepEqual([count, unknown, infinite, max, missed], [2, 1, 1, Infinity, 1]);
  }
});

Deno.test("evaluationOfCsv() reads the table of docs/import.md", async () => {
  const docs = await Deno.readTextFile(new URL("../../../docs/import.md", import.meta.url));
  const { cases, metrics } = evaluationOfCsv(/```csv\n([^`]+)```/.exec(docs)![1], ORIGIN);
  assert.deepEqual(cases.map(({ id, group }) => [id, group]), [
    ["case_001", "site A"],
    ["case_002", "site B"],
  ]);
  assert.deepEqual(cases.map((one) => one.classes.liver.assd), [0.8, null]);
  assert.deepEqual(metrics.map(({ unit }) => unit), [undefined, undefined, "mm", "mm"]);
  checkEvaluation(evaluationOfCsv(/```csv\n([^`]+)```/.exec(docs)![1], ORIGIN));
});

Deno.test("evaluationOfCsv() takes names that objects have of their own", () => {
  const { cases } = evaluationOfCsv("id,class,tp,fp,fn\n__proto__,__proto__,5,0,0", ORIGIN);
  assert.deepEqual(Object.keys(cases[0].classes), ["__proto__"]);
  assert.equal(cases[0].classes["__proto__"].tp, 5);
});

Deno.test("hostile tables are read in the time their length needs", () => {
  const bodies = [" ".repeat(2e6), `${" ".repeat(1e6)}x`, '"'.repeat(1e6), ",".repeat(1e6)]
    .concat("\n".repeat(2e6), "\r".repeat(2e6), `a,b,1,0,0${" \n".repeat(1e6)}`);
  for (const body of bodies) {
    const started = performance.now();
    try {
      evaluationOfCsv(`id,class,tp,fp,fn\n${body}`, ORIGIN);
    } catch (error) {
      assert.ok(error instanceof TypeError);
      assert.ok(error.message.length < 300);
    }
    assert.ok(performance.now() - started < 5000);
  }
});

for (
  const [name, bytes] of [
    ["UTF-16, little-endian", [0xff, 0xfe, ...utf16(CSV)]],
    ["UTF-16, big-endian", [0xfe, 0xff, ...utf16(CSV).flatMap((_, i, all) => all[i ^ 1])]],
    ["UTF-8 with a byte order mark", [0xef, 0xbb, 0xbf, ...new TextEncoder().encode(CSV)]],
  ] as const
) {
  Deno.test(`readSource() reads a CSV in ${name}`, () =>
    inFolder(async (folder) => {
      for (const file of ["a.csv", "b.CSV", "c.tsv", "d.txt", "e"]) {
        await Deno.writeFile(`${folder}/${file}`, Uint8Array.from(bytes));
        const { evaluation } = await readSource(`${folder}/${file}`);
        assert.deepEqual(evaluation!.cases.map(({ id }) => id), ['a, "b"', "c"]);
      }
    }));
}

function utf16(text: string): number[] {
  return [...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]);
}

Deno.test("readSource() names the encoding of a file it can't read", () =>
  inFolder(async (folder) => {
    for (const bytes of [utf16(CSV), [0x69, 0x64, 0xe4, 0x0a]]) {
      await Deno.writeFile(`${folder}/a.csv`, Uint8Array.from(bytes));
      await assert.rejects(readSource(`${folder}/a.csv`), {
        message: `Cannot read ${folder}/a.csv: it must be text in UTF-8, ` +
          "or in UTF-16 with a byte order mark",
      });
    }
  }));

Deno.test("an import with everything unknown is built, and its evaluation.json is one of ours", () =>
  inFolder(async (folder) => {
    const text = `${HEAD}\na,cat,50,5,5,\nb,cat,40,5,5,1.5\nc,cat,0,0,9,\nd,cat,0,4,0,\n`;
    await Deno.writeTextFile(`${folder}/mine.csv`, text);
    await buildSite({ runs: [`${folder}/mine.csv`], out: `${folder}/_site`, strict: true });
    const { cases } = await readEvaluation(`${folder}/_site/runs/mine/evaluation.json`);
    assert.equal(cases.length, 4);
    const html = await Deno.readTextFile(`${folder}/_site/runs/mine/index.html`);
    for (const wrong of [/NaN/, /undefined/, /\d\s*px\b/, /, px\b/]) {
      assert.ok(!wrong.test(html), `${wrong}`);
    }
  }));

Deno.test("readSource() takes a lone evaluation.json, without the pictures it has lost", async () => {
  await inFolder(async (folder) => {
    await makeRun(`${folder}/run`, { cases: 3 });
    await Deno.mkdir(`${folder}/alone`);
    await Deno.rename(`${folder}/run/evaluation.json`, `${folder}/alone/evaluation.json`);
    const { evaluation, name } = await readSource(`${folder}/alone/evaluation.json`);
    assert.equal(name, "alone");
    assert.deepEqual(evaluation!.cases.map((c) => c.pictures), [undefined, undefined, undefined]);
    await buildSite({ runs: [`${folder}/alone/evaluation.json`], out: `${folder}/_site` });
  });
});

Deno.test("readSource() names a file that is none of these", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/x.json`, "{}");
    await assert.rejects(readSource(`${folder}/x.json`), /Cannot read .*\/x\.json: /);
    const summary = SUMMARY.replace(`"FN": 10`, `"FN": null`);
    await Deno.writeTextFile(`${folder}/s.json`, summary);
    await assert.rejects(
      readSource(`${folder}/s.json`),
      /label 1 of case case_1 must have whole TP, FP and FN/,
    );
  });
});

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
