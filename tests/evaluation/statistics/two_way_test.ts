import assert from "node:assert/strict";
import { mulberry32 } from "../../../core/mod.ts";
import { ROWS, SETTINGS, simulate } from "../../../bench/explain.ts";
import { isFound } from "../../../evaluation/mod.ts";
import { twoWayEffect } from "../../../evaluation/statistics/two_way.ts";

/** Values of seeds whose means differ from seed to seed by what is given. */
function corner(level: number, seeds: readonly number[], cases = 40): number[][] {
  return seeds.map((seed) => Array.from({ length: cases }, (_, i) => level + seed + (i % 5) / 10));
}

Deno.test("a weighted sum of means, with cases paired: what all trainings share makes no uncertainty", () => {
  const { value, interval, p, seedSpread } = twoWayEffect(
    [corner(0.2, [0, 0, 0]), corner(0.5, [0, 0, 0])],
    [-1, 1],
  );
  for (const one of [value, ...interval!]) assert.ok(Math.abs(one - 0.3) < 1e-9);
  assert.ok(p < 1e-6 && seedSpread! < 1e-9);
});

Deno.test("equal trainings differ by nothing, whatever rounding leaves of their sums", () => {
  // 1 - (1 + 1 + 1) / 3, summed by thirds, isn't 0
  const ones = Array.from({ length: 3 }, () => Array.from({ length: 8 }, () => 1));
  const shares = [[0.5, -0.5], [-1, 1]].map(([a, b]) => twoWayEffect([ones, ones], [a, b]));
  const apart = twoWayEffect([ones, ones, ones], [0.7, 0.1, -0.8]);
  for (const { value, p } of [...shares, apart]) assert.deepEqual([value, p], [0, 1]);
});

Deno.test("seeds that both share cancel from three on; of two they count as independent", () => {
  const width = (seeds: number[]) => {
    const { interval } = twoWayEffect([corner(0.2, seeds), corner(0.5, seeds)], [-1, 1]);
    return interval![1] - interval![0];
  };
  assert.ok(width([0, 0.1, 0.2]) < 1e-9);
  assert.ok(width([0, 0.1]) > 0.5);
});

Deno.test("the spread is that of a training's mean, though what seeds share is in no interval", () => {
  const corners = [0.2, 0.3, 0.4, 0.5].map((level) => corner(level, [-0.05, 0, 0.05]));
  const { interval, seedSpread } = twoWayEffect(corners, [-1, 1, 0, 0]);
  assert.ok(interval![1] - interval![0] < 1e-9);
  assert.ok(Math.abs(seedSpread! - 0.05) < 1e-9, `${seedSpread}`);
});

Deno.test("the part of two seeds is that of Student's t with the degrees of freedom of both corners", () => {
  // one degree of freedom each: two together, t = 4.3027
  const { interval } = twoWayEffect([corner(0, [0, 0.1]), corner(0, [0, 0.1])], [-1, 1]);
  const [low, high] = interval!, half = 4.3027 * Math.sqrt(2 * 0.005 / 2);
  assert.ok(Math.abs((high - low) / 2 / half - 1) < 0.1, `${(high - low) / 2} for ${half}`);
});

Deno.test("other corners tell how much a seed matters, and one that varies more than they counts itself", () => {
  const halfOf = (corners: number[][][]) => {
    const weights = corners.map((_, c) => c === 0 ? -1 : c === 1 ? 1 : 0);
    const { interval } = twoWayEffect(corners, weights);
    return (interval![1] - interval![0]) / 2;
  };
  const ends = [corner(0, [0, 0.1]), corner(0.5, [0.1, 0])];
  const others = Array.from({ length: 6 }, (_, c) => corner(0.1 * c, c % 2 ? [0, 0.1] : [0.1, 0]));
  // eight corners without a common block have seven degrees of freedom, t = 2.3646
  const own = 8 / 7 * 0.005, half = 2.3646 * Math.sqrt(2 * own / 2);
  assert.ok(Math.abs(halfOf([...ends, ...others]) / half - 1) < 0.1);
  assert.ok(halfOf(ends) > 1.5 * halfOf([...ends, ...others]));
  const quiet = Array.from({ length: 6 }, () => corner(0.3, [0, 0]));
  assert.ok(halfOf([...ends, ...quiet]) > 0.9 * half, "their own variance, not that of the others");
});

Deno.test("with one seed the interval is about cases alone, and no spread is named", () => {
  const { interval, seedSpread } = twoWayEffect(
    [[Array(8).fill(0)], [[0, 0.2, 0.4, 0.6, 0, 0.2, 0.4, 0.6]]],
    [-1, 1],
  );
  const [low, high] = interval!;
  assert.equal(seedSpread, undefined);
  assert.ok(low > 0 && low < 0.3 && high > 0.3 && high < 0.6);
});

Deno.test("a corner with one seed so far is as unsure as the others say that trainings are", () => {
  const others = Array.from({ length: 4 }, (_, c) => corner(0.1 * c, c % 2 ? [0, 0.1] : [0.1, 0]));
  const halfOf = (values: number[][][]) => {
    const { interval, seedSpread } = twoWayEffect(values, [-1, 1, 0, 0, 0, 0]);
    assert.ok(Math.abs(seedSpread! - Math.sqrt(0.005)) < 1e-9);
    return (interval![1] - interval![0]) / 2;
  };
  // of s² of 0.005 a half where there are two seeds, all of it where there is one
  const [both, one, none] = [[[0, 0.1], [0, 0.1]], [[0, 0.1], [0]], [[0], [0]]].map((seeds) =>
    halfOf([corner(0, seeds[0]), corner(0.5, seeds[1]), ...others])
  );
  assert.ok(one > 1.1 * both && none > 1.1 * one, `${both}, ${one}, ${none}`);
  // four corners of two seeds: four degrees of freedom, t = 2.7764
  assert.ok(Math.abs(none / (2.7764 * Math.sqrt(2 * 0.005)) - 1) < 0.1, `${none}`);
});

Deno.test("p is a t-test's where only cases vary, or only seeds", () => {
  // t = 0.3 / (0.2582 / 2) of three degrees of freedom; scipy.stats.ttest_1samp gives the same
  const { p: ofCases } = twoWayEffect([[[0, 0, 0, 0]], [[0, 0.2, 0.4, 0.6]]], [-1, 1]);
  assert.ok(Math.abs(ofCases - 0.1027) < 1e-4, `${ofCases}`);
  // t = 0.5 / 0.0707 of two degrees of freedom: 1 - t / sqrt(2 + t²)
  const { p: ofSeeds } = twoWayEffect([corner(0, [0, 0.1]), corner(0.5, [0, 0.1])], [-1, 1]);
  assert.ok(Math.abs(ofSeeds - (1 - Math.sqrt(50 / 52))) < 1e-6, `${ofSeeds}`);
});

Deno.test("p is below 0.05 where the interval leaves out 0, and nowhere else", () => {
  const random = mulberry32(1);
  const noise = (size: number) => size * (random() + random() + random() - 1.5);
  let apart = 0;
  for (let trial = 0; trial < 200; trial++) {
    const [seeds, effect, wild] = [trial % 2 + 2, 0.3 * random(), 0.2 * random()];
    const [before, after] = [0, effect].map((level) =>
      Array.from({ length: seeds }, () => {
        const luck = noise(wild);
        return Array.from({ length: 60 }, () => level + luck + noise(0.5));
      })
    );
    const { interval, p } = twoWayEffect([before, after], [-1, 1]), [low, high] = interval!;
    // 2000 draws don't know an interval's end to the last digit
    if (Math.abs(p - 0.05) < 0.01) continue;
    assert.equal(p < 0.05, low > 0 || high < 0, `p ${p}, ${low} to ${high}`);
    apart += p < 0.05 ? 1 : 0;
  }
  assert.ok(apart > 40 && apart < 160, `${apart} are apart`);
});

Deno.test("whole patients are drawn: alike cases of one say no more than one case", () => {
  const values = Array.from({ length: 60 }, (_, i) => Math.floor(i / 10) / 10);
  const keys = values.map((value) => String(value));
  const width = (keys?: string[]) => {
    const { interval } = twoWayEffect([[values.map(() => 0)], [values]], [-1, 1], keys);
    return interval![1] - interval![0];
  };
  assert.ok(width(keys) > 2 * width());
});

Deno.test("of one patient nothing is sure, and of fewer than six there is no interval", () => {
  const effectOf = (patients: number) => {
    const keys = Array.from({ length: 40 }, (_, i) => `${i % patients}`);
    return twoWayEffect([corner(0.2, [0, 0]), corner(0.225, [0, 0])], [-1, 1], keys);
  };
  const [one, five, six] = [1, 5, 6].map(effectOf);
  assert.deepEqual([one.p, one.interval, five.interval], [1, undefined, undefined]);
  assert.ok(five.p < 1 && six.interval![0] > 0);
  const about = { kind: "forward" as const, factors: ["lr"] };
  assert.deepEqual([one, five, six].map((effect) => isFound({ ...about, ...effect })), [
    ...[false, false, true],
  ]);
});

Deno.test("the documentation has the table of the simulation, whose false findings stay near the level", async () => {
  const docs = await Deno.readTextFile(new URL("../../../docs/statistics.md", import.meta.url));
  const section = docs.split("\n## ").find((text) => text.startsWith("What a factor gives"))!;
  const [head, _, ...rows] = section.split("\n").filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  assert.deepEqual(head.slice(1), SETTINGS.map(({ name }) => name));
  assert.deepEqual(rows.map(([title]) => title), ROWS.map(({ title }) => title));
  for (const row of rows.slice(0, 3)) assert.ok(Math.max(...row.slice(1).map(Number)) <= 0.075);
  assert.ok(Math.min(...rows.at(-1)!.slice(1).map(Number)) > 0.8);
});

Deno.test("drawn trainings: the planted effect is found, the others hardly ever", () => {
  const three = SETTINGS.find(({ cases, seeds }) => cases === 30 && seeds === 3)!;
  const { foundShare, falseShares } = simulate(three, 20);
  assert.ok(foundShare > 0.9 && falseShares < 0.2);
});
