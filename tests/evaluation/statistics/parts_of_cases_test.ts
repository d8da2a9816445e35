// What pages say of cases together, by hand: averages, groups, sizes, expected Dice.
import assert from "node:assert/strict";
import {
  averagesOf,
  byGroup,
  bySize,
  type Case,
  confidenceAgreement,
  POOLED_RATIOS,
  pooledCounts,
  sizeSteps,
} from "../../../evaluation/mod.ts";
import { ASSD, bothEmpty, DICE, found, invented, missed } from "../cases.ts";

/** A case whose class has other counts than {@linkcode found}'s. */
function counted(id: string, [tp, fp, fn, tn]: readonly number[], dice = 0.5): Case {
  return { ...found(id, dice, 1), classes: { cat: { tp, fp, fn, tn, dice, assd: 1 } } };
}

Deno.test("pooled ratios are those of the sums of pixels, whatever each case has", () => {
  const counts = pooledCounts(
    [counted("a", [6, 3, 1, 90]), counted("b", [2, 0, 4, 94]), bothEmpty("c")],
    "cat",
  );
  assert.deepEqual(counts, { tp: 8, fp: 3, fn: 5 });
  const ratios = Object.entries(POOLED_RATIOS).map(([id, ratio]) => [id, ratio(counts)]);
  assert.deepEqual(Object.fromEntries(ratios), {
    dice: 16 / 24,
    iou: 8 / 16,
    precision: 8 / 11,
    recall: 8 / 13,
  });
});

Deno.test("averages with and without missed and invented cases, and of finite distances", () => {
  const cases = [found("a", 0.75, 1), found("b", 0.25, 4), missed("m"), invented("i")];
  const dice = averagesOf([...cases, bothEmpty("e")], "cat", DICE);
  assert.deepEqual([dice.mean, dice.meanWithoutMisses, dice.median], [0.25, 0.5, 0.125]);
  assert.deepEqual([dice.count, dice.defined, dice.leftOut, dice.infinite], [4, 4, 2, 0]);
  const assd = averagesOf(cases, "cat", ASSD);
  assert.deepEqual([assd.mean, assd.finiteMean, assd.meanWithoutMisses], [Infinity, 2.5, 2.5]);
  assert.deepEqual([assd.count, assd.defined, assd.infinite, assd.median], [4, 2, 2, Infinity]);
});

Deno.test("groups come by their median, the best first, small ones pooled at the end", () => {
  const of = (group: string | undefined, ...dice: number[]) =>
    dice.map((value, i) => ({ ...found(`${group} ${i}`, value, 1), group }));
  const cases = [
    ...of("low", 0.1, 0.2, 0.3),
    ...of("one", 0.9),
    ...of("high", 0.5, 0.7, 0.6),
    ...of("two", 0.4, 0.8),
    ...of(undefined, 0.5),
  ];
  const { groups, pooled, alone } = byGroup(cases, { className: "cat", metric: DICE, few: 3 });
  assert.deepEqual(
    groups.map(({ name, median, values }) => [name, median, [...values]]),
    [
      ["high", 0.6, [0.5, 0.6, 0.7]],
      ["low", 0.2, [0.1, 0.2, 0.3]],
      [undefined, 0.8, [0.4, 0.8, 0.9]],
    ],
  );
  assert.deepEqual([pooled, alone], [2, 1]);
  // a single small group stays itself
  const few = byGroup(cases.slice(0, 7), { className: "cat", metric: DICE, few: 3 });
  assert.deepEqual(few.groups.map(({ name }) => name), ["one", "high", "low"]);
});

Deno.test("cases come by the share of the image that the truth holds, in steps of equal count", () => {
  const cases = [0.3, 0.9, 0.1, 0.5].map((dice, i) =>
    counted(`${i}`, [10 + 10 * i, 40 - 10 * i, 10, 40], dice)
  );
  const sized = bySize([...cases.toReversed(), invented("i")], "cat", DICE);
  assert.deepEqual(sized.map(({ one, share }) => [one.id, share]), [
    ...[["0", 0.2], ["1", 0.3], ["2", 0.4], ["3", 0.5]],
  ]);
  assert.deepEqual(sizeSteps(sized, 2), [
    { from: 0.2, to: 0.3, median: 0.6, count: 2 },
    { from: 0.4, to: 0.5, median: 0.3, count: 2 },
  ]);
});

Deno.test("expected Dice is set beside that of the counts, and only where there is any", () => {
  const sure = (id: string, counts: readonly number[], expected?: number): Case => ({
    ...counted(id, counts),
    confidence: {
      ...{ pixels: 100, mean: 0.9, wrong: 1, sure: 90, surelyWrong: 0, auroc: null },
      expectedDice: expected === undefined ? {} : { cat: expected },
    },
  });
  // true Dice: 0.8, 0.5, 0.2
  const cases = [
    sure("a", [4, 1, 1, 94], 0.9),
    sure("b", [2, 2, 2, 94], 0.75),
    sure("c", [1, 4, 4, 91], 0.3),
    sure("d", [1, 0, 0, 99]),
  ];
  const { correlation, difference, ...rest } = confidenceAgreement(cases, "cat")!;
  assert.deepEqual([rest.cases, correlation], [3, 1]);
  assert.ok(Math.abs(difference - 0.1) < 1e-12, "too much is expected");
  const turned = [0.3, 0.75, 0.9].map((expected, i) =>
    sure(`${i}`, [[4, 1, 1, 94], [2, 2, 2, 94], [1, 4, 4, 91]][i], expected)
  );
  assert.equal(confidenceAgreement(turned, "cat")!.correlation, -1);
  assert.equal(confidenceAgreement(cases.slice(1), "cat"), undefined);
});
