/**
 * Whether an explanation is what it says: `deno task bench:explain [TRIALS]` draws trainings with planted effects,
 * seeded, and counts how often the interval of an effect that isn't there leaves out 0, and how often a planted
 * effect is found. It prints the table of docs/statistics.md.
 *
 * @module
 */
import { cpus } from "node:os";
import { mulberry32 } from "../core/mod.ts";
import { designOf } from "../evaluation/explanation/design.ts";
import { holm, LEVEL } from "../evaluation/statistics/holm.ts";
import { twoWayEffect } from "../evaluation/statistics/two_way.ts";
import { markdown } from "./coverage.ts";
import { normal } from "./coverage_draws.ts";

const SEED = 22, TRIALS = 400;

/** What is drawn. */
export interface Setting {
  name: string;
  cases: number;
  seeds: number;
  /** The share of the variance between seeds that trainings with one seed have in common; 0 when left out. */
  shared?: number;
  /** How many times as much a corner with the second factor varies from seed to seed; 1 when left out. */
  variability?: number;
}

/** The columns of the table. */
export const SETTINGS: readonly Setting[] = [
  { name: "30 cases, 2 seeds", cases: 30, seeds: 2 },
  { name: "180 cases, 2 seeds", cases: 180, seeds: 2 },
  {
    name: "180 cases, 2 seeds, one factor three times as variable",
    cases: 180,
    seeds: 2,
    variability: 3,
  },
  { name: "30 cases, 3 seeds", cases: 30, seeds: 3 },
  { name: "180 cases, 3 seeds", cases: 180, seeds: 3 },
  {
    name: "180 cases, 3 seeds, one factor three times as variable",
    cases: 180,
    seeds: 3,
    variability: 3,
  },
  { name: "180 cases, 3 seeds, alike from seed to seed", cases: 180, seeds: 3, shared: 0.9 },
  { name: "180 cases, 5 seeds", cases: 180, seeds: 5 },
];

/** How much a case, a case with a factor, and a seed matter, beside an error of 0.3 of each training in a case. */
const SPREAD = { case: 1, factor: 0.3, error: 0.3, seed: 0.15 } as const;

/** Three factors: the first gives much, the others nothing. */
const FACTORS = [{ id: "planted" }, { id: "nothing" }, { id: "neither" }] as const;

/** What the first factor gives, in the logit of Dice. */
const PLANTED = 1;

/** What was counted over trials. */
export interface Outcome {
  /** The share of intervals of effects that aren't there that leave out 0, one at a time. */
  falseIntervals: number;
  /** The same of Shapley's values. */
  falseShares: number;
  /** Trials in which any factor without effect is said to have one, after Holm's correction. */
  falseVerdicts: number;
  /** Trials in which the planted factor is found, one at a time. */
  found: number;
  /** The same of its share. */
  foundShare: number;
}

/**
 * Draws the corners of three factors and explains them.
 *
 * @param setting What is drawn.
 * @param trials How often.
 */
export function simulate(setting: Setting, trials: number): Outcome {
  const random = mulberry32(SEED), { corners, effects } = designOf(FACTORS, { isFull: true });
  const counts = { intervals: 0, shares: 0, verdicts: 0, found: 0, foundShare: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const values = drawn(corners.map(({ factors }) => factors), setting, random);
    const made = effects.filter(({ kind }) => kind === "forward" || kind === "shapley")
      .map(({ kind, factors: [id], weights }) => ({ kind, id, ...twoWayEffect(values, weights) }));
    const shares = made.filter(({ kind }) => kind === "shapley");
    const p = holm(shares.map(({ p }) => p));
    const isApart = ({ interval: [low, high] = [0, 0] }: typeof made[number]) =>
      low > 0 || high < 0;
    for (const effect of made) {
      const isPlanted = effect.id === "planted", apart = isApart(effect) ? 1 : 0;
      if (effect.kind === "forward") counts[isPlanted ? "found" : "intervals"] += apart;
      else counts[isPlanted ? "foundShare" : "shares"] += apart;
    }
    const isFalse = shares.some((one, i) => one.id !== "planted" && isApart(one) && p[i] < LEVEL);
    counts.verdicts += isFalse ? 1 : 0;
  }
  const absent = FACTORS.length - 1;
  return {
    falseIntervals: counts.intervals / trials / absent,
    falseShares: counts.shares / trials / absent,
    falseVerdicts: counts.verdicts / trials,
    found: counts.found / trials,
    foundShare: counts.foundShare / trials,
  };
}

/** Dice-like values of each corner, seed and case: skewed, near 1, of cases that are easy or hard for all. */
function drawn(
  corners: readonly (readonly string[])[],
  { cases, seeds, shared = 0, variability = 1 }: Setting,
  random: () => number,
): Float64Array[][] {
  const easy = Float64Array.from({ length: cases }, () => SPREAD.case * normal(random));
  const likes = FACTORS.map(() =>
    Float64Array.from({ length: cases }, () => SPREAD.factor * normal(random))
  );
  const common = Array.from({ length: seeds }, () => normal(random));
  return corners.map((factors) =>
    Array.from({ length: seeds }, (_, k) => {
      const times = factors.includes("nothing") ? variability : 1;
      const own = Math.sqrt(shared) * common[k] + Math.sqrt(1 - shared) * normal(random);
      const luck = SPREAD.seed * times * own;
      return Float64Array.from({ length: cases }, (_, i) => {
        const gain = factors.includes("planted") ? PLANTED + likes[0][i] : 0;
        const change = factors.includes("nothing") ? likes[1][i] : 0;
        const logit = 1 + easy[i] + gain + change + luck + SPREAD.error * normal(random);
        return 1 / (1 + Math.exp(-logit));
      });
    })
  );
}

/** The rows of the table. */
export const ROWS = [
  {
    title: "Intervals that leave out 0, of a factor without effect, one at a time",
    of: (outcome: Outcome) => outcome.falseIntervals,
  },
  {
    title: "The same of its share of all corners",
    of: (outcome: Outcome) => outcome.falseShares,
  },
  {
    title: "Verdicts that name any factor without effect",
    of: (outcome: Outcome) => outcome.falseVerdicts,
  },
  { title: "Planted effects found, one at a time", of: (outcome: Outcome) => outcome.found },
  { title: "Planted effects found by their share", of: (outcome: Outcome) => outcome.foundShare },
];

if (import.meta.main) {
  const trials = Number(Deno.args[0] ?? TRIALS);
  console.log(
    `${cpus()[0]?.model.trim()}, ${
      new Date().toISOString().slice(0, 10)
    }: ${trials} samples per cell, seed ${SEED}\n`,
  );
  const outcomes = SETTINGS.map((setting) => simulate(setting, trials));
  const rows = ROWS.map(({ title, of }) => ({ method: title, shares: outcomes.map(of) }));
  console.log(markdown(rows, ["share of samples", ...SETTINGS.map(({ name }) => name)]));
}
