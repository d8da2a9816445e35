// What the page of a run says whose models are several.
import assert from "node:assert/strict";
import { readEvaluation, readRun, writeEvaluation, writeRun } from "../../evaluation/mod.ts";
import { look } from "../../site/changes.ts";
import { readRuns } from "../../site/runs/read_runs.ts";
import { provenance } from "../../site/views/provenance.ts";
import { runView } from "../../site/views/run.ts";
import { runSlides } from "../../site/views/slides.ts";
import { epoch, ODD_RUNS, writeOddRun } from "./odd_runs.ts";
import { makeRun } from "./make_run.ts";

/** A run of three models, of which some have been trained. */
async function makeMembers(folder: string, done: number, isOfFolds: boolean): Promise<void> {
  const evaluated = done === 3;
  await makeRun(folder, { skill: 2, epochs: 0, evaluated, status: evaluated ? "done" : "stopped" });
  const { run } = await readRun(folder);
  const settings = { ...run!.settings, ...isOfFolds ? { folds: 3 } : { seeds: 3 } };
  await writeRun(folder, { ...run!, settings, members: 3 });
  for (let member = 1; member <= done; member++) {
    await makeRun(`${folder}/members/${member}`, { skill: member, epochs: member + 1 });
  }
  if (!evaluated || !isOfFolds) return;
  const path = `${folder}/evaluation.json`, evaluation = await readEvaluation(path);
  const cases = evaluation.cases.map((one, i) => ({ ...one, member: 1 + i % 3 }));
  await writeEvaluation(path, { ...evaluation, cases });
}

async function viewOf(folder: string) {
  const { runs: [run], broken } = await readRuns([folder], {});
  assert.deepEqual(broken, []);
  return { run, view: runView(run) };
}

const plain = (text = "") => text.replace(/<[^>]*>/g, "");

for (const isOfFolds of [true, false]) {
  Deno.test(`models of ${isOfFolds ? "folds" : "seeds"} stand beside each other with their spread and curves`, async () => {
    await inFolder(async (folder) => {
      await makeMembers(folder, 3, isOfFolds);
      const { run, view: { members, facts } } = await viewOf(folder);
      const { figures, curves } = members!, [first] = figures!.rows;
      assert.deepEqual(
        figures!.head,
        ["Model 1", "Model 2", "Model 3", "Spread", isOfFolds ? "All images" : "Mean of all"],
      );
      const medians = first.cells.slice(0, 3).map(Number);
      const spread = Math.max(...medians) - Math.min(...medians);
      assert.ok(spread > 0.02 && Math.abs(Number(first.cells[3]) - spread) < 0.011);
      const [low, high] = [Math.min(...medians), Math.max(...medians)];
      const [worst, best] = [low, high].map((value) => medians.indexOf(value) + 1);
      const whole = isOfFolds ? "over all images it is" : "that of their mean is";
      assert.equal(
        plain(figures!.sentence?.text),
        `Their median Dice of the foreground lies between ${low.toFixed(2)} (model ${worst}) and ` +
          `${high.toFixed(2)} (model ${best}); ${whole} ${first.cells[4]}.`,
      );
      assert.match(first.graphic!.text, /<svg/);
      assert.deepEqual(curves.map(({ name }) => name), [
        "Learning curves of model 1, 2 epochs",
        "Learning curves of model 2, 3 epochs",
        "Learning curves of model 3, 4 epochs",
      ]);
      assert.ok(curves.every(({ charts }) => charts.length === 2));
      const stated = facts.map(({ text }) => plain(text)).join("; ");
      assert.match(stated, isOfFolds ? /3 models, each image measured by/ : /the mean of 3 models/);
      const data = provenance(run).find(({ term }) => term === "Data")!.text.text;
      assert.equal(/in 3 folds, each measured by/.test(data), isOfFolds, data);
      const slide = runSlides(run).find(({ title }) => /^How much do its/.test(`${title}`))!;
      assert.deepEqual(slide.lead, figures!.sentence);
      const said = (name: string) =>
        plain(`${slide.list!.find(({ term }) => plain(`${term}`) === name)!.text}`);
      assert.ok(said("foreground").startsWith(`${low.toFixed(2)} to ${high.toFixed(2)} `));
    });
  });
}

Deno.test("the page says which post-processing is kept and what it brings, or that none is", async () => {
  await inFolder(async (folder) => {
    await makeMembers(folder, 3, true);
    const { run } = await readRun(folder), name = "foreground";
    const best = { keep: 64, change: 0.0123, p: 0.0004 };
    const said = async (isKept: boolean) => {
      const classes = [{ name, images: 9, tried: 5, best, isKept }];
      await writeRun(folder, { ...run!, postProcessing: { at: "own", classes } });
      return plain((await viewOf(folder)).view.members!.processing?.text);
    };
    assert.match(
      await said(true),
      /of the foreground only parts of at least 64 pixels stay.* by \+0\.012 over 9 images \(p &lt; 0\.001\)/,
    );
    assert.match(await said(false), /^No post-processing: .* mean Dice of a class by 0\.001/);
  });
});

Deno.test("a slide of several models leaves out what none of them has a figure of", async () => {
  await inFolder(async (folder) => {
    const { cases } = ODD_RUNS["first-empty"], settings = { epochs: 2, seeds: 2 };
    const run = { status: "done", backend: "cpu", seconds: 9, settings };
    await writeOddRun(folder, { cases, run: { ...run, members: 2 } });
    for (const member of [1, 2]) {
      const history = [epoch(1, { c2: 0.4 })];
      await writeOddRun(`${folder}/members/${member}`, { cases, run, history });
    }
    const { run: read } = await viewOf(folder);
    const slide = runSlides(read).find(({ title }) => /^How much do its/.test(`${title}`))!;
    assert.deepEqual(slide.list!.map(({ term }) => plain(String(term))), ["c2"]);
    assert.doesNotMatch(JSON.stringify(slide), /∞/);
  });
});

Deno.test("a run is seen to change when one of its models does", async () => {
  await inFolder(async (folder) => {
    await makeMembers(folder, 2, true);
    const before = await look([folder]);
    assert.equal(await look([folder]), before);
    await Deno.writeTextFile(`${folder}/members/2/history.jsonl`, "\n", { append: true });
    assert.notEqual(await look([folder]), before);
  });
});

Deno.test("a run that is stopped says how many of its models are trained, and shows their curves", async () => {
  await inFolder(async (folder) => {
    await makeMembers(folder, 2, true);
    const { view: { members, verdict } } = await viewOf(folder);
    assert.match(plain(verdict.text), /^This run was stopped, after 2 of 3 models\./);
    assert.deepEqual([members!.figures, members!.curves.length], [undefined, 2]);
  });
});

Deno.test("a model that can't be read is named, and the others are shown", async () => {
  await inFolder(async (folder) => {
    await makeMembers(folder, 3, true);
    await Deno.writeTextFile(`${folder}/members/3/run.json`, "{");
    const { view: { members, notes } } = await viewOf(folder);
    assert.equal(members!.curves.length, 2);
    assert.ok(notes.some(({ text }) => /members\/3.*run\.json/.test(text)));
  });
});

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-members-" });
  try {
    await work(`${folder}/run`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
