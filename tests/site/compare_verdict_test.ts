// A comparison in one sentence: which way the median goes, how sure that is, and what odd runs leave to say.
import assert from "node:assert/strict";
import { changeOf } from "../../evaluation/mod.ts";
import type { Markup } from "../../site/html/safe.ts";
import { compareVerdict, compareVerdictOfMany } from "../../site/views/compare_verdict.ts";
import { ASSD, DICE, found, missed } from "../evaluation/cases.ts";

const CAT = { label: 1, name: "cat", color: "#e07a3f", index: 0, backdrop: false };
const COLORS = { light: "#000000", dark: "#ffffff", photo: "#777777" };

Deno.test("compareVerdict() of pictures that mostly gain", () => {
  assert.equal(
    verdict([0.2, 0.1, -0.1, 0.2, 0.2, 0.2, 0.2, 0.2, 0.1]),
    "Better: the Dice of the cat rises in 8 of 9 cases, by 0.200 in the median " +
      "(95 % interval 0.100 to 0.200), and falls in 1.",
  );
});

Deno.test("compareVerdict() is not clear where the interval holds zero", () => {
  assert.equal(
    verdict([-0.1, 0.1, 0.1, 0.2, 0.2, 0.2]),
    "Better, but not clearly: the Dice of the cat rises in 5 of 6 cases, by 0.150 in the median " +
      "(95 % interval \u22120.100 to +0.200), and falls in 1.",
  );
});

Deno.test("compareVerdict() of a few large gains and many small losses names the mean, too", () => {
  assert.match(
    verdict([-0.1, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1, 0.4, 0.4, 0.4]),
    /^Worse, but not clearly: .* falls in 8 of 11 cases, by 0\.100 in the median .* The mean moves the other way, by 0\.036: a few large changes outweigh many small ones\.$/,
  );
});

Deno.test("compareVerdict() of few pictures has no interval and says so", () => {
  assert.equal(
    verdict([0.2, 0.1, 0.1]),
    "Better, in too few cases to be sure: the Dice of the cat rises in all 3 cases, by 0.100 in " +
      "the median (fewer than 6 have no 95 % interval).",
  );
  assert.equal(
    verdict([-0.2]),
    "Worse, in too few cases to be sure: the Dice of the cat falls in the one case, by " +
      "0.200.",
  );
});

Deno.test("compareVerdict() of no change at all, and of none in the median", () => {
  assert.equal(verdict([0, 0]), "No difference: the Dice of the cat is the same in both cases.");
  assert.equal(verdict([0]), "No difference: the Dice of the cat is the same in the one case.");
  assert.match(
    verdict([0, 0, 0, 0, 0, 0.1, -0.1, 0.1]),
    /^No difference in the median: the Dice of the cat rises in 2 of 8 cases \(95 % interval \u22120\.100 to \+0\.100\), and falls in 1\.$/,
  );
});

Deno.test("compareVerdict() of no picture to compare", () => {
  assert.equal(verdict([]), "Neither run has a figure for the cat to compare.");
});

Deno.test("compareVerdict() of a distance that shrinks", () => {
  const before = Array.from({ length: 6 }, (_, i) => found(`${i}`, 0.5, 3 + i));
  const after = before.map(({ id }, i) => found(id, 0.5, 1 + i));
  assert.equal(
    say(before, after, ASSD),
    "Better: the ASSD of the cat falls in all 6 cases, by 2.00 px in the median " +
      "(95 % interval 2.00 to 2.00).",
  );
});

Deno.test("compareVerdict() of distances that became infinite counts them and names no number", () => {
  const before = Array.from({ length: 6 }, (_, i) => found(`${i}`, 0.5, 3));
  const after = before.map(({ id }) => missed(id));
  assert.equal(
    say(before, after, ASSD),
    "Worse: the ASSD of the cat rises in all 6 cases, in the median from finite to infinite " +
      "(95 % interval \u221e to \u221e).",
  );
});

Deno.test("compareVerdictOfMany() counts the classes that changed clearly, and speaks of no first one", () => {
  const of = (name: string, gain: number, cases = 6) => ({
    ...changed(Array.from({ length: cases }, () => gain)),
    c: { ...CAT, name, colors: COLORS },
  });
  const few = ["a", "b", "c", "d", "e", "f"].map((name, i) => of(name, (i + 1) / 100));
  assert.equal(compareVerdictOfMany(few), undefined);
  assert.equal(
    plainly(compareVerdictOfMany([...few, of("g", 0.4, 5), of("h", -0.1)])!),
    "By Dice, 6 of 8 classes are better and 1 is worse, each by its own 95 % interval; the other one " +
      "can’t be told from no change. Most improved: the f (by 0.060), the e (by 0.050), the d (by " +
      "0.040). Most worsened: the h (by 0.100).",
  );
  assert.equal(
    plainly(compareVerdictOfMany(few.concat(few).map(({ c }) => ({ ...of("", 0), c })))!),
    "By Dice, none of 12 classes are better and none are worse, each by its own 95 % interval.",
  );
});

/** The sentence, as text, for such gains of Dice. */
function verdict(gains: number[]): string {
  return plainly(compareVerdict({ ...changed(gains), c: { ...CAT, colors: COLORS } }));
}

/** Such gains of Dice. */
function changed(gains: number[]) {
  const pairs = gains.map((gain, i) => ({
    before: found(`${i}`, 0.5, 1),
    after: found(`${i}`, 0.5 + gain, 1),
  }));
  return changeOf({ pairs }, "cat", DICE);
}

function say(
  before: ReturnType<typeof found>[],
  after: typeof before,
  metric: typeof DICE,
): string {
  const pairs = before.map((one, i) => ({ before: one, after: after[i] }));
  const c = { ...CAT, colors: COLORS };
  return plainly(compareVerdict({ ...changeOf({ pairs }, "cat", metric), c }));
}

function plainly({ text }: Markup): string {
  return text.replace(/<[^>]*>/g, "").replace(/\s+/g, " ");
}
