import assert from "node:assert/strict";
import { mulberry32 } from "../../../core/mod.ts";
import { learnedCase } from "../../../evaluation/mod.ts";

const course = (...dice: number[]) => learnedCase(dice.map((_, i) => i + 1), dice)!;

Deno.test("a case is learned from the epoch from which its Dice stays at 0.7 or more", () => {
  assert.deepEqual(course(0.1, 0.71, 0.8, 0.9, 0.9, 0.9), {
    course: "early",
    learnedAt: 2,
    best: { epoch: 4, dice: 0.9 },
    last: { epoch: 6, dice: 0.9 },
    drop: 0,
  });
  assert.deepEqual([course(0.1, 0.2, 0.5, 0.7, 0.9).learnedAt], [4]);
  assert.equal(course(0.1, 0.2, 0.5, 0.7, 0.9).course, "late");
  // one epoch below is chance, two in a row are not
  assert.equal(course(0.1, 0.8, 0.6, 0.8, 0.8).learnedAt, 2);
  assert.equal(course(0.1, 0.8, 0.6, 0.6, 0.8).learnedAt, 5);
  assert.equal(course(0.8, 0.8, 0.8, 0.65).learnedAt, 1);
  assert.equal(course(0.8, 0.8, 0.65, 0.65).course, "never");
  assert.deepEqual([course(0.9).course, course(0.2).course], ["early", "never"]);
  assert.equal(learnedCase([1, 2], [NaN, NaN]), undefined);
  assert.equal(learnedCase([], []), undefined);
  assert.equal(learnedCase([2, 4, 6], [NaN, 0.8, 0.9])!.learnedAt, 4);
});

Deno.test("a case is forgotten if it loses 0.2 of Dice for two epochs in a row", () => {
  const forgotten = course(0.1, 0.8, 0.9, 0.3, 0.2);
  assert.equal(forgotten.course, "forgotten");
  assert.ok(Math.abs(forgotten.drop - 0.5) < 1e-12);
  assert.equal(
    course(0.1, 0.9, 0.7, 0.8, 0.9, 0.69, 0.7).course,
    "early",
    "one good epoch is chance",
  );
  assert.equal(course(0.9, 0.9, 0.9, 0.2).course, "early", "and so is one bad one");
  assert.equal(course(0.9, 0.9, 0.7, 0.7).course, "forgotten", "exactly 0.2");
});

Deno.test("chance from epoch to epoch is not forgetting, and what is forgotten is found", () => {
  const random = mulberry32(20), epochs = Array.from({ length: 30 }, (_, i) => i + 1);
  // a sum of twelve is near enough to normal
  const noise = () => Array.from({ length: 12 }, random).reduce((a, b) => a + b) - 6;
  const share = (dice: (epoch: number) => number) => {
    let forgotten = 0;
    for (let i = 0; i < 2000; i++) {
      const values = epochs.map((e) => Math.min(1, Math.max(0, dice(e))));
      if (learnedCase(epochs, values)!.course === "forgotten") forgotten++;
    }
    return forgotten / 2000;
  };
  const learned = (sd: number) => share((e) => 0.75 * (1 - Math.exp(-e / 5)) + sd * noise());
  const rates = [0.05, 0.1, 0.15].map(learned);
  const found = share((e) => 0.75 - (e > 15 ? 0.3 : 0) + 0.05 * noise());
  assert.ok(rates[0] < 0.001 && rates[1] < 0.05, String(rates));
  assert.ok(found > 0.95, String(found));
});
