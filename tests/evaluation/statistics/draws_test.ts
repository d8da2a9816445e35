// Intervals and means where several cases are of one patient.
import assert from "node:assert/strict";
import { mulberry32 } from "../../../core/mod.ts";
import {
  averagesOf,
  drawsOf,
  intervalOfDraws,
  meansOfDraws,
  medianInterval,
} from "../../../evaluation/mod.ts";
import { DICE, found } from "../cases.ts";

const PATIENTS = { independent: "patients" } as const;

Deno.test("cases with a patient each have the interval of order statistics", () => {
  const random = mulberry32(1);
  for (let n = 1; n <= 40; n++) {
    const cases = Array.from({ length: n }, (_, i) => ({
      ...found(`${i}`, random(), 1),
      group: i % 3 === 0 ? undefined : `p${i}`,
    }));
    assert.equal(drawsOf(cases, PATIENTS), undefined);
    const sorted = cases.map((one) => one.classes.cat.dice!).sort((a, b) => a - b);
    assert.deepEqual(averagesOf(cases, "cat", DICE, PATIENTS).interval, medianInterval(sorted));
  }
});

Deno.test("the interval has the values that a sign test of patients doesn't refuse", () => {
  const random = mulberry32(2);
  for (let trial = 0; trial < 200; trial++) {
    const count = 6 + trial % 20;
    const keys = Array.from({ length: count }, (_, p) => {
      return Array<string>(1 + Math.floor(random() * 9)).fill(`p${p}`);
    }).flat();
    // ties, and distances without an end
    const values = keys.map(() => random() < 0.1 ? Infinity : Math.floor(random() * 20));
    assert.deepEqual(intervalOfDraws(values, { keys, count }), bruteForce(values, keys));
    const order = values.map((_, i) => i).sort(() => random() - 0.5);
    assert.deepEqual(
      intervalOfDraws(order.map((i) => values[i]), { keys: order.map((i) => keys[i]), count }),
      bruteForce(values, keys),
    );
  }
});

Deno.test("fewer than six patients have no interval, however many cases they have", () => {
  const keys = Array.from({ length: 500 }, (_, i) => `p${i % 5}`);
  const interval = intervalOfDraws(keys.map((_, i) => i), { keys, count: 5 });
  assert.equal(interval, undefined);
});

Deno.test("of 20 patients' ten slices the interval of patients holds the median, that of cases doesn't", () => {
  const random = mulberry32(3), trials = 300;
  // six uniform numbers are nearly normal
  const score = () => Array.from({ length: 6 }, random).reduce((sum, one) => sum + one - 0.5, 0);
  const keys = Array.from({ length: 200 }, (_, i) => `p${i % 20}`);
  const held = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const own = Array.from({ length: 20 }, score);
    const values = keys.map((_, i) => own[i % 20] + score());
    [undefined, { keys, count: 20 }].forEach((draws, k) => {
      const [low, high] = intervalOfDraws(values, draws)!;
      if (low <= 0 && high >= 0) held[k]++;
    });
  }
  assert.ok(held[0] < 0.8 * trials, `of cases: ${held[0]}`);
  assert.ok(held[1] > 0.92 * trials, `of patients: ${held[1]}`);
});

Deno.test("a patient's mean counts infinite values by their sign, and any order gives the same", () => {
  const means = meansOfDraws([1, Infinity, -Infinity, Infinity, 2, -Infinity, 4, Infinity], {
    keys: ["a", "a", "b", "b", "b", "c", "d", "d"],
  });
  assert.deepEqual(means.sort(), [-Infinity, 2, Infinity, Infinity]);
  const values = [0.1, 0.2, 0.3, 0.4, 0.7], keys = values.map(() => "a");
  assert.deepEqual(meansOfDraws(values, { keys }), meansOfDraws(values.toReversed(), { keys }));
});

/** The least and the greatest value that the test doesn't refuse on its side. */
function bruteForce(values: number[], keys: string[]): number[] {
  const isRefused = (isUpTo: (value: number) => boolean): boolean => {
    const surplus = [...new Set(keys)].map((key) =>
      values.filter((_, i) => keys[i] === key)
        .reduce((sum, value) => sum + (isUpTo(value) ? 1 : -1), 0)
    );
    const sum = surplus.reduce((a, b) => a + b, 0);
    return sum < -1.959964 * Math.sqrt(surplus.reduce((a, b) => a + b * b, 0));
  };
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  return [
    distinct.find((end) => !isRefused((value) => value <= end))!,
    distinct.findLast((end) => !isRefused((value) => value >= end))!,
  ];
}
