// What the page says of a run that drew a learning curve.
import assert from "node:assert/strict";
import { readRun, writeRun } from "../../evaluation/mod.ts";
import { readRuns } from "../../site/runs/read_runs.ts";
import { runView } from "../../site/views/run.ts";
import { runSlides, type Slide } from "../../site/views/slides.ts";
import { makeRun } from "./make_run.ts";

const SHARES = [1, 0.5, 0.25, 0.125];

/** A curve of which some models are trained; the more images, the better by skill. */
async function viewOf(
  skills: readonly number[],
  check: (view: ReturnType<typeof runView>, slides: Slide[]) => void,
) {
  const folder = await Deno.makeTempDir({ prefix: "triptych-curve-" });
  try {
    await makeRun(folder, { epochs: 0, evaluated: skills.length === 4 });
    const { run } = await readRun(folder);
    await writeRun(folder, { ...run!, members: 4, curve: SHARES });
    for (const [i, skill] of skills.entries()) {
      const member = `${folder}/members/${i + 1}`;
      await makeRun(member, { skill, epochs: 2 });
      const own = await readRun(member), images = 800 * SHARES[i];
      const train = Array.from({ length: images }, (_, k) => `image ${k}`);
      await writeRun(member, { ...own.run!, data: { ...own.run!.data, train } });
    }
    const { runs: [site], broken } = await readRuns([folder], {});
    assert.deepEqual(broken, []);
    check(runView(site), runSlides(site));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const plain = (text = "") => text.replace(/<[^>]*>/g, "");

Deno.test("a learning curve is drawn, with what twice as many images would bring", async () => {
  await viewOf([3, 0, -3, -6], ({ curve, members, facts }, slides) => {
    assert.equal(members, undefined);
    assert.deepEqual(curve!.head.slice(0, 5), [
      ...["100 images", "200 images", "400 images", "800 images"],
      "1600, by the law",
    ]);
    const [all, ...classes] = curve!.rows, dice = all.cells.slice(0, 4).map(Number);
    assert.deepEqual(dice, dice.toSorted());
    assert.deepEqual(classes.map(({ term }) => plain(term.text)), [
      "foreground",
      "background",
      "border",
    ]);
    assert.match(
      plain(curve!.sentence.text),
      /^From 100 images to 800 the mean Dice goes from 0\.\d+ to 0\.\d+\. More would help: .* 1600 images .* by \+0\.\d+ /,
    );
    assert.match(
      curve!.svg.text,
      /<svg[^]*aria-label="Mean Dice by training images\. 100 images: 0\./,
    );
    assert.match(curve!.note, /each point is one model: they leave out chance/);
    assert.equal(curve!.curves.length, 4);
    const slide = slides.find(({ title }) => title === "Would more images help?")!;
    assert.deepEqual([slide.lead, slide.charts], [curve!.sentence, [{ svg: curve!.svg }]]);
    assert.match(facts.map(({ text }) => plain(text)).join(), /a learning curve of 4 points/);
  });
});

Deno.test("more images that make it worse, or change nothing, are said to; so are too few points", async () => {
  await viewOf([-6, -3, 0, 3], ({ curve }) => assert.match(curve!.sentence.text, /made it worse/));
  await viewOf([2, 2, 2, 2], ({ curve }) => {
    assert.match(curve!.sentence.text, /isn’t shown that twice as many would help/);
  });
  await viewOf([3, 0], ({ curve }) => {
    assert.match(curve!.sentence.text, /So far the curve has 2 points/);
    assert.equal(curve!.head.length, 2);
  });
});
