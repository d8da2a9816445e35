import assert from "node:assert/strict";
import {
  bestMedianWorst,
  type Case,
  type MetricInfo,
  rankCases,
  selectTriptychs,
} from "../../../evaluation/mod.ts";
import { ASSD, bothEmpty, CLASS, DICE, found, invented, misplaced, missed } from "../cases.ts";

function order(cases: Case[], metric: MetricInfo): string[] {
  return rankCases(cases, "cat", metric).ranked.map(({ id }) => id);
}

Deno.test("rankCases() puts the highest Dice first", () => {
  const cases = [found("low", 0.2, 1), found("high", 0.9, 9), found("middle", 0.5, 2)];
  assert.deepEqual(order(cases, DICE), ["high", "middle", "low"]);
});

Deno.test("rankCases() puts the lowest ASSD first and infinite ones last", () => {
  const cases = [missed("m"), found("far", 0.9, 9), found("near", 0.2, 1)];
  assert.deepEqual(order(cases, ASSD), ["near", "far", "m"]);
});

Deno.test("rankCases() puts missed and invented cases after others of the same value", () => {
  const cases = [missed("a"), invented("b"), found("c", 0, 5)];
  assert.deepEqual(order(cases, DICE), ["c", "a", "b"]);
});

Deno.test("rankCases() settles equal values by ASSD", () => {
  const cases = [found("a", 0.5, 9), found("b", 0.5, 1), found("c", 0.5, 4)];
  assert.deepEqual(order(cases, DICE), ["b", "c", "a"]);
});

Deno.test("rankCases() settles the rest by id in code-point order", () => {
  const ids = ["b", "a", "B", "a_10", "a_9", "\u{1f431}", "\uff21", "ab"];
  const cases = ids.map((id) => found(id, 0.5, 1));
  // UTF-16 units would put the cat, \ud83d\udc31, before \uff21
  assert.deepEqual(order(cases, DICE), ["B", "a", "a_10", "a_9", "ab", "b", "\uff21", "\u{1f431}"]);
});

Deno.test("rankCases() counts cases where both masks are empty and does not rank them", () => {
  const ranking = rankCases([bothEmpty("e"), found("f", 0.5, 1)], "cat", DICE);
  assert.deepEqual(ranking.ranked.map(({ id }) => id), ["f"]);
  assert.deepEqual(ranking.bothEmpty.map(({ id }) => id), ["e"]);
});

Deno.test("rankCases() lists missed and invented cases apart", () => {
  const ranking = rankCases([missed("m"), invented("i"), found("f", 0.5, 1)], "cat", ASSD);
  assert.deepEqual(ranking.missed.map(({ id }) => id), ["m"]);
  assert.deepEqual(ranking.invented.map(({ id }) => id), ["i"]);
});

Deno.test("rankCases() leaves the given order alone", () => {
  const cases = [found("b", 0.1, 1), found("a", 0.9, 1)];
  rankCases(cases, "cat", DICE);
  assert.deepEqual(cases.map(({ id }) => id), ["b", "a"]);
});

Deno.test("rankCases() counts values that are not known, and does not rank them", () => {
  const noDice = found("no Dice", 0.9, 1), blank = found("blank", 0.9, 1);
  noDice.classes.cat.dice = null;
  delete blank.classes.cat.assd;
  const cases = [noDice, blank, misplaced("null", null), found("low", 0, 9), missed("m")];
  assert.deepEqual(order(cases, DICE), ["blank", "low", "null", "m"]);
  assert.deepEqual(order(cases, ASSD), ["no Dice", "low", "m"]);
  const { unknown } = rankCases(cases, "cat", ASSD);
  assert.deepEqual(unknown.map(({ id }) => id), ["blank", "null"]);
});

Deno.test("rankCases() puts each case that holds the class into one of four lists", () => {
  const cases = [missed("m"), misplaced("p"), invented("i"), found("f", 0.5, 1), bothEmpty("e")];
  const ranking = rankCases(cases, "cat", DICE);
  for (const kind of ["found", "misplaced", "missed", "invented", "bothEmpty"] as const) {
    assert.equal(ranking[kind].length, 1, kind);
  }
  assert.deepEqual(order(cases, DICE), ["f", "p", "i", "m"]);
});

Deno.test("bestMedianWorst() takes the first, the middle and the last", () => {
  const cases = [found("a", 0.9, 1), found("b", 0.5, 1), found("c", 0.1, 1)];
  assert.deepEqual(three(cases), ["a", "b", "c"]);
});

Deno.test("bestMedianWorst() takes of two in the middle the worse", () => {
  assert.deepEqual(three([found("a", 0.9, 1), found("b", 0.5, 1)]), ["a", "b", "b"]);
  const four = [0.9, 0.7, 0.5, 0.1].map((dice) => found(`d${dice}`, dice, 1));
  assert.deepEqual(three(four), ["d0.9", "d0.5", "d0.1"]);
});

Deno.test("bestMedianWorst() takes a missed case as the worst, an invented one never", () => {
  const cases = [found("a", 0.9, 1), found("b", 0.5, 1), missed("m"), invented("z")];
  assert.deepEqual(three(cases), ["a", "m", "m"]);
  assert.deepEqual(three([found("a", 0.9, 1), invented("y"), invented("z")]), ["a", "y", "a"]);
});

Deno.test("bestMedianWorst() of one case is that case three times", () => {
  assert.deepEqual(three([found("a", 0.5, 1), bothEmpty("e")]), ["a", "a", "a"]);
});

Deno.test("bestMedianWorst() has nothing to show where no truth holds the class", () => {
  assert.equal(three([invented("i"), bothEmpty("e")]), undefined);
  assert.equal(three([]), undefined);
});

Deno.test("selectTriptychs() has one entry a class and metric, and none for a class never seen", () => {
  const cases = [found("a", 0.9, 9), found("b", 0.1, 1)];
  for (const one of cases) one.classes.dog = bothEmpty("").classes.cat;
  const dog = { ...CLASS, name: "dog", label: 2 };
  assert.deepEqual(selectTriptychs(cases, [CLASS, dog], [DICE, ASSD]), [
    { class: "cat", metric: "dice", best: "a", median: "b", worst: "b" },
    { class: "cat", metric: "assd", best: "b", median: "a", worst: "a" },
  ]);
});

function three(cases: Case[]): string[] | undefined {
  const chosen = bestMedianWorst(rankCases(cases, "cat", DICE));
  return chosen && [chosen.best.id, chosen.median.id, chosen.worst.id];
}
