// Each hypothesis about published figures on images so small that its figures can be worked out by hand.
import assert from "node:assert/strict";
import {
  hypothesesTable,
  hypothesesVerdict,
  judgeHypotheses,
  type PairSums,
  pairSums,
  type TriedHypothesis,
  tryAll,
} from "../../../evaluation/mod.ts";

/** An image of two classes: pixels by true and predicted class, and the same of probabilities. */
function image(labels: number[], probabilities: number[] = labels): PairSums {
  return {
    labels: Float64Array.from(labels),
    probabilities: Float64Array.from(probabilities),
  };
}

/** Cat: 4 of 4 found and nothing else, Dice 1; 2 of 4 found and 2 invented, Dice 1/2. */
const GOOD = image([4, 0, 0, 12], [3, 1, 1, 11]), POOR = image([2, 2, 2, 10]);
/** Cat: 1 of 2, and 6 invented: Dice 2/9. */
const BAD = image([1, 1, 6, 8]);
/** Without a cat: it is nobody's worst. */
const EMPTY = image([0, 0, 3, 13]);

const MODEL = {
  classes: ["cat", "ground"],
  trained: [GOOD, POOR, BAD, EMPTY],
  untrained: [BAD, BAD],
  oneEpoch: [POOR, BAD],
  epochs: [{ cat: 0.25, ground: 0.5 }, { cat: 0.75, ground: 0.625 }],
};

function of(id: TriedHypothesis["id"], model = MODEL): TriedHypothesis[] {
  return tryAll(model).filter((one) => one.id === id);
}

function cat(id: TriedHypothesis["id"], model = MODEL): number[] {
  const { best, midpoint, worst } = of(id, model)[0].values.cat;
  return [best, midpoint, worst].map((value) => Number(value.toFixed(9)));
}

const near = (...values: number[]) => values.map((value) => Number(value.toFixed(9)));

Deno.test("each hypothesis gives the figures that can be worked out by hand", async (t) => {
  const cases: [TriedHypothesis["id"], number[]][] = [
    ["usual", near(1, 11 / 18, 2 / 9)],
    ["half", near(1 / 2, 11 / 36, 1 / 9)],
    // 4 of 4; 2 of 6; 1 of 8
    ["iou", near(1, 9 / 16, 1 / 8)],
    // 2·3 / (4 + 4); the others as before
    ["soft", near(3 / 4, 35 / 72, 2 / 9)],
    ["untrained", near(2 / 9, 2 / 9, 2 / 9)],
    ["one-epoch", near(1 / 2, 13 / 36, 2 / 9)],
    ["epochs", near(0.75, 0.5, 0.25)],
    // of 1, 1/2, 2/9 the better one of each pair is 1, 1 and 1/2, the worse one 1/2, 2/9 and 2/9
    ["two", near(5 / 6, 31 / 54, 17 / 54)],
  ];
  for (const [id, figures] of cases) {
    await t.step(id, () => assert.deepEqual(cat(id), figures));
  }
});

Deno.test("images that are counted as one share their pixels: 7 of 10 cats found, 11 invented", () => {
  const [pooled] = of("pooled");
  assert.equal(pooled.batch, 4);
  assert.equal(pooled.of, 1);
  assert.deepEqual(cat("pooled"), near(14 / 28, 14 / 28, 14 / 28));
  // 64 and 400 are tried where they leave more than one batch; the last is a smaller one
  const many = { ...MODEL, trained: Array.from({ length: 66 }, (_, i) => i < 64 ? GOOD : POOR) };
  assert.deepEqual(of("pooled", many).map(({ batch, of }) => [batch, of]), [[64, 2], [66, 1]]);
  assert.deepEqual(cat("pooled", many), near(1, 3 / 4, 1 / 2));
});

Deno.test("classes exchanged: each order but the right one, of labels and of names", () => {
  const [labels] = of("labels"), [names] = of("names");
  assert.deepEqual([of("labels").length, of("names").length], [1, 1]);
  assert.deepEqual(labels.order, ["ground", "cat"]);
  // a true cat beside a predicted ground: 0; 2·2 / (4 + 12); 2·1 / (2 + 9)
  assert.deepEqual(cat("labels"), near(1 / 4, 1 / 8, 0));
  assert.deepEqual(names.values.cat, of("usual")[0].values.ground);
  const three = { ...MODEL, classes: ["a", "b", "c"], epochs: [] };
  three.trained = three.untrained = three.oneEpoch = [image(Array(9).fill(1))];
  assert.equal(of("labels", three).length, 5);
});

Deno.test("pixels of no class don't count; probabilities are summed by true class", () => {
  const sums = pairSums([1, 2], {
    truth: Uint8Array.of(1, 2, 0, 2),
    prediction: Uint8Array.of(1, 1, 1, 2),
    probabilities: Float32Array.of(0.75, 0.25, 0.5, 0.5, 1, 0, 0.25, 0.75),
  });
  assert.deepEqual([...sums.labels], [1, 0, 1, 1]);
  assert.deepEqual([...sums.probabilities], [0.75, 0.25, 0.75, 1.25]);
});

Deno.test("the verdict follows from the figures: impossible, explained, nearer, no nearer", () => {
  const tried = tryAll(MODEL), soft = of("soft")[0].values;
  // what is published is what soft Dice gives
  const published = Object.fromEntries(
    Object.entries(soft).map((
      [name, { best, midpoint: median, worst }],
    ) => [name, { best, median, worst }]),
  );
  const judged = judgeHypotheses({ tried }, published);
  const worth = Object.fromEntries(
    judged.hypotheses.map((one) => [one.tried.id, one.worth]),
  );
  assert.equal(judged.hypotheses[0].tried.id, "usual");
  assert.deepEqual([judged.hypotheses[1].tried.id, worth.soft], ["soft", "explains"]);
  assert.equal(judged.hypotheses[1].distance, 0);
  assert.deepEqual([worth.half, worth.pooled, worth.labels], [
    "impossible",
    "impossible",
    "no nearer",
  ]);
  assert.match(
    hypothesesVerdict(judged),
    /^All 6 published values are within 0\.05 of those of: Dice of probabilities in place of labels; impossible: /,
  );
  const { head, rows } = hypothesesTable(judged, published);
  assert.equal(head.length, 6);
  assert.deepEqual(rows[0].slice(0, 2), ["published", "0.750, 0.486, 0.222"]);
  assert.equal(
    rows.find(([name]) => name.startsWith("Dice without"))!.at(-1),
    "impossible: at most 0.5",
  );
});

Deno.test("where nothing explains the values the nearest is named, with what is measured usually", () => {
  const values = { best: 0.4, median: 0.35, worst: 0.3 };
  const judged = judgeHypotheses({ tried: tryAll(MODEL) }, { cat: values, ground: values });
  assert.match(
    hypothesesVerdict(judged),
    /^Nothing that was tried gives all 6 published values within 0\.05; nearest is “.+”, off by 0\.\d{3} on average \(measured as here: 0\.\d{3}\), with \d of 6 values near/,
  );
  // 0.4 is within what Dice without its factor can give
  assert.notEqual(judged.hypotheses.find(({ tried }) => tried.id === "half")!.worth, "impossible");
});
