// Every word of a page comes from site/text/en: built in another language, no page has English left.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { parseHTML } from "linkedom";
import { readRun, readSource, type Run, writeRun } from "../../evaluation/mod.ts";
import { buildUnet, saveModel } from "../../model/mod.ts";
import { startBackend } from "@triptych/engine";
import { type Any, launch, withoutBrowser } from "./browser.ts";
import { writeExperiment } from "./make_experiment.ts";
import { makeRun } from "./make_run.ts";
import { ODD_RUNS, writeOddRun } from "./odd_runs.ts";
import { translated, writeImportMap } from "./other_language.ts";

/** What is the same in every language: names of files, settings and formats, symbols of formulas. */
const INTERNATIONAL = new Set(
  [
    ...["run", "json", "history", "jsonl", "evaluation", "triptych", "CSV", "JSON"],
    ...["SVG", "LaTeX", "Markdown", "deno"],
    ...["preset", "epochs", "loss", "microBatch", "size", "engine", "hardware", "fingerprint"],
    ...["TP", "FP", "FN", "UTC", "min"],
  ],
);

Deno.test("no page, chart or script has words of its own: all stand in site/text/en", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "triptych-language-" });
  try {
    const out = `${folder}/_site`;
    const runs = [...await writeRuns(folder), await writeExplanation(folder)];
    const map = await writeImportMap(folder);
    await buildApart(map, "../../commands/site.ts", [...runs, "--out", out]);
    // a page of its own, without truths
    const trouble = [`${folder}/masks`, `${out}/trouble`, ...["black", "white"].map(translated)];
    await buildApart(map, "make_trouble.ts", trouble);
    await t.step("pages as they are written", () => {
      const pages = htmlFiles(out);
      assert.ok(pages.length > 60, `${pages.length} pages`);
      const found = pages.flatMap((path) => {
        const { document } = parseHTML(Deno.readTextFileSync(path)) as Any;
        return untranslated(textsOf(document)).map((text) => `${path.slice(out.length)}: ${text}`);
      });
      assert.deepEqual(found, []);
    });
    await t.step({
      name: "what scripts say",
      ignore: withoutBrowser(),
      fn: async () => assert.deepEqual(untranslated(await saidByScripts(out)), []),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Runs of all kinds, whose names are in other letters. */
async function writeRuns(folder: string): Promise<string[]> {
  for (const skill of [0, 3]) {
    const preset = skill ? "mobilenetv2" : "unet";
    await makeRun(`${folder}/made-${skill}`, { skill, preset, film: skill > 0 });
  }
  await addModel(`${folder}/made-0`);
  for (const [name, run] of Object.entries(ODD_RUNS)) await writeOddRun(`${folder}/${name}`, run);
  await makeRun(`${folder}/curve`, {});
  await makeRun(`${folder}/folds`, {});
  const best = { keep: 64, change: 0.01, p: 0.001 };
  const classes = [{ name: "foreground", images: 9, tried: 5, best, isKept: true }];
  await addMembers(`${folder}/curve`, { curve: [1, 0.5, 0.25, 0.125] });
  await addMembers(`${folder}/folds`, { postProcessing: { at: "own", classes } });
  const runs: string[] = [];
  for (const name of ["made-0", "made-3", "curve", "folds", ...Object.keys(ODD_RUNS)]) {
    // what is wrong with a file is said in its reader's words, on pages too
    if ((await readSource(`${folder}/${name}`)).problems.length > 0) continue;
    await translateRun(`${folder}/${name}`);
    for (const member of [1, 2, 3, 4]) await translateRun(`${folder}/${name}/members/${member}`);
    const run = `${folder}/${translated(name)}`;
    await Deno.rename(`${folder}/${name}`, run);
    runs.push(run);
  }
  return runs;
}

/** Why two runs differ. */
async function writeExplanation(folder: string): Promise<string> {
  const path = `${folder}/explained`;
  await writeExperiment(path);
  await translateFile(`${path}/explanation.json`);
  for await (const { name } of Deno.readDir(`${path}/runs`)) {
    await translateRun(`${path}/runs/${name}`);
  }
  return path;
}

/** Gives a run a model. */
async function addModel(folder: string): Promise<void> {
  await startBackend("simd", { threads: 1 });
  const classes = ["foreground", "background", "border"].map((name, i) => ({
    label: i + 1,
    name: translated(name),
    color: "#888888",
  }));
  await saveModel(
    `${folder}/model`,
    buildUnet({ size: 32, features: 1, classes, seed: 0, fit: "pad", testAugment: "d4" }),
  );
}

/** Makes a run one of four models. */
async function addMembers(folder: string, fields: Partial<Run>): Promise<void> {
  const { run } = await readRun(folder);
  await writeRun(folder, { ...run!, members: 4, ...fields });
  for (const member of [1, 2, 3, 4]) {
    const path = `${folder}/members/${member}`;
    await makeRun(path, { skill: 3 * member, epochs: 2 });
    const { run } = await readRun(path), train = run!.data.train.slice(0, 8 / member);
    await writeRun(path, { ...run!, data: { ...run!.data, train } });
  }
}

async function translateRun(folder: string): Promise<void> {
  const drawn = await Array.fromAsync(Deno.readDir(`${folder}/epochs`)).catch(() => []);
  const films = drawn.filter(({ name }) => name.startsWith("film."));
  const files = films.map(({ name }) => `epochs/${name}`);
  for (const file of ["evaluation.json", "run.json", "history.jsonl", ...files]) {
    await translateFile(`${folder}/${file}`);
  }
  for (const { name } of drawn) {
    if (files.includes(`epochs/${name}`)) continue;
    const other = name.replace(/^\w+/, translated);
    await Deno.rename(`${folder}/epochs/${name}`, `${folder}/epochs/${other}`);
  }
}

/** Gives the names in a file of JSON, if it is there, other letters. */
async function translateFile(path: string): Promise<void> {
  const text = await Deno.readTextFile(path).catch(() => undefined);
  if (text === undefined) return;
  const lines = path.endsWith("jsonl") ? text.trim().split("\n") : [text];
  const written = lines.map((line) => JSON.stringify(translatedData(JSON.parse(line))));
  await Deno.writeTextFile(path, written.join("\n") + "\n");
}

/** Fields whose text has a meaning for programs, and those whose fields are names. */
const FIXED = new Set(
  [
    "schema",
    "status",
    "curvesOn",
    "better",
    "createdAt",
    "startedAt",
    "color",
    "truthHash",
    "at",
    "png",
    "kind",
    "key",
    "runs",
  ],
);
const NAMED = new Set(["dice", "classes", "constantDice", "settings", "assumed"]);

/** Data with all names in other letters; `field` is where it stands, `field[]` in a list. */
function translatedData(value: unknown, field = ""): unknown {
  if (typeof value === "string") return translated(value);
  if (Array.isArray(value)) return value.map((one) => translatedData(one, `${field}[]`));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const name = NAMED.has(field) && !INTERNATIONAL.has(key) ? translated(key) : key;
      const isFixed = FIXED.has(key) || key === "pictures" ||
        (field === "metrics[]" && key === "id") ||
        (["triptychs[]", "figures[]"].includes(field) && key === "metric");
      return [name, isFixed ? one : translatedData(one, key)];
    }),
  );
}

/** Builds pages in a process of its own, with another import map. */
async function buildApart(map: string, program: string, args: string[]): Promise<void> {
  const command = fileURLToPath(new URL(program, import.meta.url));
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-lock", "-A", `--import-map=${map}`, command, ...args],
  }).output();
  const said = new TextDecoder().decode(stderr);
  assert.ok(success && !said.includes("left out"), said);
}

const SPOKEN = [
  "alt",
  "aria-label",
  "title",
  "data-save",
  "data-column",
  "data-more",
  "data-apart",
  "data-play",
  "data-pause",
  "data-said",
  "data-final",
  "data-without",
  "data-broken",
  "aria-valuetext",
];

/** All that a page says or shows. */
function textsOf(document: Any): string[] {
  const texts: string[] = [];
  for (const element of document.querySelectorAll("*")) {
    for (const name of SPOKEN) texts.push(element.getAttribute(name) ?? "");
    // of code and keys every letter is meant
    if (["CODE", "STYLE", "SCRIPT", "NOSCRIPT"].includes(element.tagName.toUpperCase())) continue;
    for (const node of element.childNodes) if (node.nodeType === 3) texts.push(node.textContent);
  }
  return [...new Set(texts)];
}

function untranslated(texts: string[]): string[] {
  return texts.filter((text) =>
    (text.match(/[A-Za-z]{2,}/g) ?? []).some((word) => !INTERNATIONAL.has(word))
  );
}

/** What pages say when somebody uses what only scripts can do. */
async function saidByScripts(out: string): Promise<string[]> {
  const browser = await launch();
  try {
    const page = await browser.newPage(), said: string[] = [];
    await page.addInitScript(`SPOKEN = ${JSON.stringify(SPOKEN)}`);
    const useAll = async (inputs: string) => {
      for (const input of (await page.locator(inputs).all()).slice(0, 3)) {
        await input.check();
        said.push(...await page.evaluate(`(${textsOf})(document)`));
      }
    };
    const pages = htmlFiles(out);
    await page.goto(`file://${out}/index.html`);
    await useAll(".runs-table:has(tbody tr:nth-child(3) input) input");
    for (const path of pages.filter((path) => path.endsWith("/cases/index.html"))) {
      await page.goto(`file://${path}`);
      await useAll("#controls input[value=best], #controls input[name=class]");
    }
    assert.ok(said.includes(translated("3 runs picked; only two can be compared at a time.")));
    return [...new Set(said)];
  } finally {
    await browser.close();
  }
}

function htmlFiles(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    return isDirectory ? htmlFiles(path) : name.endsWith(".html") ? [path] : [];
  });
}
