// What explains a metric: shares by hand and by brute force, planted causes, false alarms.
import assert from "node:assert/strict";
import { mulberry32 } from "../../../core/mod.ts";
import { explained } from "../../../evaluation/mod.ts";

Deno.test("shares of numbers and groups are those of the definition", () => {
  // ranks 1 to 10 against 2 1 4 3 6 5 8 7 10 9: the squared differences add up to 10
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], size = [2, 1, 4, 3, 6, 5, 8, 7, 10, 9];
  const rho = 1 - (6 * 10) / (10 * 99);
  // halves: mean ranks 3 and 8, 62.5 of 82.5 between
  const group = values.map((value) => value <= 5 ? "low" : "high");
  const found = explained(values, { size, group });
  assert.deepEqual(found.map(({ name }) => name), ["size", "group"]);
  close(found[0].share, 1 - (1 - rho ** 2) * 9 / 8);
  close(found[1].share, 1 - (1 - 62.5 / 82.5) * 9 / 8);
});

Deno.test("a falling trend explains as much as a rising one, infinite values by their rank", () => {
  const values = [...Array(11).keys(), Infinity];
  const [up] = explained(values, { size: values }),
    [down] = explained(values, { size: values.map((v) => -v) });
  assert.deepEqual(up, down);
  assert.equal(up.share, 1);
});

Deno.test("with ties shares agree with sums of squares counted another way", () => {
  const random = mulberry32(4);
  for (let trial = 0; trial < 50; trial++) {
    const n = 10 + trial, values = draws(n, () => Math.floor(8 * random()));
    const size = draws(n, () => Math.floor(6 * random()));
    const group = draws(n, () => `g${Math.floor(9 * random() ** 2)}`);
    const all = explained(values, { size, group }), k = new Set(group).size;
    for (const { name, share } of all) {
      const squared = name === "size"
        ? correlation(slowRanks(values), slowRanks(size)) ** 2
        : 1 - within(slowRanks(values), group) / within(slowRanks(values), values.map(() => "all"));
      close(share, 1 - (1 - squared) * (n - 1) / (n - (name === "size" ? 2 : k)));
    }
  }
});

Deno.test("p agrees with counting all orders, corrected for the number of fields", () => {
  const random = mulberry32(5), n = 10;
  const values = draws(n, () => Math.floor(4 * random())), size = draws(n, (i) => i < 5 ? 1 : 2);
  // of two sizes only which five cases are large matters: 252 choices
  const ranks = slowRanks(values), reached = Math.abs(correlation(ranks, size));
  const choices = [...Array(2 ** n).keys()].map((bits) => size.map((_, i) => (bits >> i) & 1))
    .filter((choice) => choice.reduce((a, b) => a + b) === 5);
  const exact = choices.filter((choice) => Math.abs(correlation(ranks, choice)) >= reached - 1e-9)
    .length / choices.length;
  const [{ p }] = explained(values, { size });
  assert.ok(Math.abs(p - exact) < 4 * Math.sqrt(exact * (1 - exact) / 9999), `${p}, ${exact}`);
  const both = explained(values, { size, brightness: size });
  assert.deepEqual(both.map((one) => one.p), [Math.min(1, 2 * p), Math.min(1, 2 * p)]);
});

Deno.test("a planted cause is found among others, and called by its size", () => {
  const random = mulberry32(6), n = 200, group = draws(n, (i) => `g${i % 7}`);
  const size = draws(n, random), brightness = draws(n, random);
  const ofSize = explained(size.map((share) => share + random()), { size, group, brightness });
  assert.deepEqual(ofSize.map(({ name, verdict }) => [name, verdict]), [
    ["size", "explains"],
    ["group", "chance"],
    ["brightness", "chance"],
  ]);
  // half of the variance is the size's
  assert.ok(Math.abs(ofSize[0].share - 0.5) < 0.1, `${ofSize[0].share}`);
  const ofGroup = explained(draws(n, (i) => Number(i % 7 === 3) + random()), { size, group });
  assert.deepEqual([ofGroup[0].name, ofGroup[0].verdict], ["group", "explains"]);
  const slight = draws(4000, (i) => i + 25000 * random());
  const [weak] = explained(slight, { size: draws(4000, (i) => i) });
  assert.deepEqual(weak.verdict, "little", JSON.stringify(weak));
});

Deno.test("where nothing explains anything, one in twenty samples says so at most, groups of one case or not", () => {
  const random = mulberry32(7), trials = 200;
  let alarms = 0, single = 0, ofGroups = 0;
  for (let trial = 0; trial < trials; trial++) {
    const n = 30, values = draws(n, () => random() < 0.2 ? 0 : random());
    const group = draws(n, (i) => i < 10 ? `only ${i}` : `g${i % 3}`);
    const all = explained(values, { size: draws(n, random), group, brightness: draws(n, random) });
    if (all.some(({ p }) => p < 0.05)) alarms++;
    const [alone] = explained(values, { group });
    if (alone.p < 0.05) single++;
    ofGroups += alone.share / trials;
  }
  // three standard errors of 200 samples are 0.046
  assert.ok(alarms / trials < 0.096 && alarms / trials > 0.004, `${alarms} of ${trials}`);
  assert.ok(single / trials < 0.096 && single / trials > 0.004, `${single} of ${trials}`);
  // the share is nothing in the mean, however many groups there are
  assert.ok(Math.abs(ofGroups) < 0.04, `${ofGroups}`);
});

Deno.test("what can't explain anything is left out, and a constant is explained by nothing", () => {
  const values = draws(12, (i) => i), same = values.map(() => 1);
  const group = values.map((i) => `g${i}`);
  assert.deepEqual(explained(values, { size: same, group }), []);
  assert.deepEqual(explained(values, { group: values.map(() => "one") }), []);
  assert.deepEqual(explained(values.slice(3), { size: values.slice(3) }), []);
  const [{ p, verdict }] = explained(same, { size: values });
  assert.deepEqual([p, verdict], [1, "chance"]);
  assert.throws(
    () => explained(values, { size: [1, 2] }),
    /field size must have 12 entries, got 2/,
  );
});

function draws<Value>(n: number, draw: (i: number) => Value): Value[] {
  return Array.from({ length: n }, (_, i) => draw(i));
}

/** How many are smaller, and half of those that are equal. */
function slowRanks(values: readonly number[]): number[] {
  return values.map((one) =>
    values.reduce((rank, other) => rank + (other < one ? 1 : other === one ? 0.5 : 0), 0)
  );
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
  const [x, y] = [a, b].map((all) => all.map((one) => one - mean(all)));
  const times = (p: number[], q: number[]) => p.reduce((sum, one, i) => sum + one * q[i], 0);
  return times(x, y) / Math.sqrt(times(x, x) * times(y, y));
}

/** The squares within groups, as half the mean squared difference of all pairs. */
function within(ranks: readonly number[], names: readonly string[]): number {
  return [...new Set(names)].reduce((total, name) => {
    const own = ranks.filter((_, i) => names[i] === name);
    const pairs = own.flatMap((a) => own.map((b) => (a - b) ** 2));
    return total + pairs.reduce((sum, one) => sum + one, 0) / (2 * own.length);
  }, 0);
}

function close(found: number, expected: number): void {
  assert.ok(Math.abs(found - expected) < 1e-12, `${found}, not ${expected}`);
}
