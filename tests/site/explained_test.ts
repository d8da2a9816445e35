// What a run's page says explains Dice, and which section comes first for it.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import type { Case, Evaluation } from "../../evaluation/mod.ts";
import { plain } from "../../site/html/safe.ts";
import { brightnessOf } from "../../site/pictures/brightness.ts";
import type { SiteRun } from "../../site/runs/site_run.ts";
import { buildSite } from "../../site/site.ts";
import { explainedView } from "../../site/views/explained.ts";
import { CLASS, invented } from "../evaluation/cases.ts";
import type { Any } from "./browser.ts";
import { makeRun } from "./make_run.ts";
import { siteRunOf } from "./site_run.ts";

Deno.test("size that Dice rises with is said first, with what may be chance after it", () => {
  const run = siteRunOf(sized(30));
  assert.equal(
    said(run),
    "Size explains 100 % of how Dice of the cat varies in rank. No difference between groups can be " +
      "told from chance.",
  );
  assert.equal(explainedView(run)!.by, "size");
});

Deno.test("where nothing can be told from chance, that is all that is said", () => {
  const cases = sized(30).map((one, i) => withDice(one, (i * 11 % 30) / 30));
  assert.equal(
    said(siteRunOf(cases)),
    "For Dice of the cat, no trend with size and no difference between groups can be told from chance.",
  );
  assert.equal(explainedView(siteRunOf(cases))!.by, undefined);
});

Deno.test("brightness is tried where it is known of every case", () => {
  const cases = sized(30), run = siteRunOf(cases);
  cases.forEach(({ id }, i) => run.brightness.set(id, i % 15));
  assert.match(
    said(run),
    /^Size explains 100 % of how .* in rank, brightness 2\d %\. No diff/,
  );
  run.brightness.delete(cases[3].id);
  assert.doesNotMatch(said(run), /brightness/);
  const pixels = Uint8Array.of(255, 255, 255, 0, 0, 0, 0, 255, 0, 0, 0, 0);
  assert.equal(brightnessOf({ data: pixels, width: 2, height: 2 }), (1 + 0.587) / 4);
});

Deno.test("cases whose truth lacks the class explain nothing", () => {
  const cases = sized(30), others = Array.from({ length: 40 }, (_, i) => invented(`other ${i}`));
  assert.equal(said(siteRunOf([...cases, ...others])), said(siteRunOf(cases)));
  assert.equal(explainedView(siteRunOf(others)), undefined);
});

Deno.test("slices of patients count as their patients' means", () => {
  const cases = Array.from({ length: 12 }, (_, p) =>
    sized(5).map((one, i) => ({
      ...withDice(one, (p + (i * 7 % 5)) / 20),
      id: `${p} ${i}`,
      group: `p${p}`,
    }))).flat();
  const slices = siteRunOf(cases), patients = siteRunOf(cases, { independent: "patients" });
  assert.match(said(slices), /^Group explains/);
  // each patient has the same sizes: their means are one
  assert.equal(explainedView(patients), undefined);
  cases.forEach(({ id, group }) => patients.brightness.set(id, Number(group.slice(1))));
  assert.equal(
    said(patients),
    "Brightness explains 100 % of how Dice of the cat varies in rank. Based on the means of " +
      "12 patients.",
  );
});

Deno.test("the section of what explains most comes first, and says so", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await makeRun(`${folder}/run`, { cases: 24 });
    const path = `${folder}/run/evaluation.json`;
    const evaluation: Evaluation = JSON.parse(await Deno.readTextFile(path));
    const diceOf = (one: Case) => one.classes.foreground.dice!;
    const order = evaluation.cases.toSorted((a, b) => diceOf(a) - diceOf(b));
    order.forEach((one, rank) => one.group = `g${Math.floor(rank / 8)}`);
    await Deno.writeTextFile(path, JSON.stringify(evaluation));
    await buildSite({ runs: [`${folder}/run`], out: `${folder}/site` });
    const page = await Deno.readTextFile(`${folder}/site/runs/run/index.html`);
    const { document } = parseHTML(page) as Any;
    const isOf = (id: string) => id === "sizes" || id === "groups";
    const sections = [...document.querySelectorAll("section[id]")].map(({ id }) => id as string)
      .filter(isOf);
    assert.deepEqual(sections, ["groups", "sizes"]);
    const links = [...document.querySelectorAll(".contents a")]
      .map((link) => link.getAttribute("href").slice(1) as string).filter(isOf);
    assert.deepEqual(links, sections);
    const firsts = sections.map((id) =>
      document.querySelector(`#${id} .prose p`).textContent.startsWith("Group explains")
    );
    assert.deepEqual(firsts, [true, false]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

function said(run: SiteRun): string {
  return plain(explainedView(run)!.sentence);
}

/** Cases whose Dice rises with their size, in three groups that have nothing to do with it. */
function sized(count: number): Case[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `case ${i}`,
    group: `g${i % 3}`,
    shape: [100, 10],
    spacing: [1, 1],
    classes: { [CLASS.name]: { tp: 1 + i, fp: 1, fn: 1, tn: 997 - i, dice: i / 100, assd: 1 } },
  }));
}

function withDice(one: Case, dice: number): Case {
  return { ...one, classes: { [CLASS.name]: { ...one.classes[CLASS.name], dice } } };
}
