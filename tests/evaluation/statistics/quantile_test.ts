import assert from "node:assert/strict";
import { mean, quantile, summarise } from "../../../evaluation/mod.ts";
import { ASSD, bothEmpty, DICE, found, invented, misplaced, missed } from "../cases.ts";

interface Fixture {
  q: number[];
  cases: { sorted: number[]; quantiles: number[] }[];
}

const fixture: Fixture = JSON.parse(
  await Deno.readTextFile(new URL("../../fixtures/evaluation/quantiles.json", import.meta.url)),
);

Deno.test("quantile() gives numpy's values to the last bit", () => {
  assert.ok(fixture.cases.length > 30);
  for (const { sorted, quantiles } of fixture.cases) {
    assert.deepEqual(fixture.q.map((q) => quantile(sorted, q)), quantiles);
  }
});

Deno.test("quantile() counts infinite values as such", () => {
  assert.equal(quantile([1, 2, Infinity], 0.5), 2);
  assert.equal(quantile([1, 2, Infinity], 0.25), 1.5);
  assert.equal(quantile([1, 2, Infinity], 0.75), Infinity);
  assert.equal(quantile([1, Infinity], 0.01), Infinity);
  assert.equal(quantile([1, Infinity, Infinity], 0.75), Infinity);
  assert.equal(quantile([-Infinity, 1], 0.5), -Infinity);
});

Deno.test("quantile() of nothing is NaN", () => {
  assert.ok(Number.isNaN(quantile([], 0.5)));
});

Deno.test("quantile() refuses a share that is none", () => {
  for (const q of [-0.1, 1.1, NaN]) {
    assert.throws(() => quantile([1], q), {
      name: "RangeError",
      message: `Cannot compute a quantile: q must be from 0 to 1, got ${q}`,
    });
  }
});

Deno.test("mean() adds up and divides", () => {
  assert.equal(mean([1, 2, 6]), 3);
  assert.equal(mean([1, Infinity]), Infinity);
  assert.ok(Number.isNaN(mean([])));
});

Deno.test("summarise() counts what is missed, invented and empty, and infinite distances", () => {
  const cases = [
    found("a", 0.8, 2),
    found("b", 0.6, 4),
    missed("m"),
    invented("i"),
    bothEmpty("e"),
    misplaced("p", null),
  ];
  assert.deepEqual(summarise(cases, "cat", ASSD), {
    count: 4,
    unknown: 1,
    bothEmpty: 1,
    found: 2,
    misplaced: 1,
    missed: 1,
    invented: 1,
    min: 2,
    q1: 3.5,
    median: Infinity,
    q3: Infinity,
    max: Infinity,
    mean: Infinity,
    infinite: 2,
    finiteMean: 3,
  });
  const dice = summarise(cases, "cat", DICE);
  assert.deepEqual([dice.min, dice.median, dice.max, dice.infinite], [0, 0, 0.8, 0]);
  assert.equal(dice.mean, 1.4 / 5);
});

Deno.test("summarise() of nothing has counts and no numbers", () => {
  const { count, median, mean } = summarise([bothEmpty("e")], "cat", DICE);
  assert.deepEqual([count, median, mean], [0, NaN, NaN]);
});
