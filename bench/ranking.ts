/**
 * Whether the ranking of models is what it says: `deno task bench:ranking [TRIALS]` draws models of known quality
 * on the same cases, seeded, and counts how often the order is the planted one, how often equal models are
 * told apart, and how often unequal ones are. It prints the tables of docs/statistics.md.
 *
 * @module
 */
import { cpus } from "node:os";
import { mulberry32 } from "../core/mod.ts";
import { rankModels } from "../evaluation/comparison/rank_models.ts";
import { LEVEL } from "../evaluation/statistics/holm.ts";
import { markdown } from "./coverage.ts";
import { normal } from "./coverage_draws.ts";

const SEED = 9, TRIALS = 400;

/** What is drawn: on how many cases, of which patients, with how many seeds a model. */
export interface Setting {
  name: string;
  cases: number;
  /** Cases per patient; 1 when left out. */
  patient?: number;
  /** Seeds a model; 1 when left out. */
  seeds?: number;
}

/** The settings of the tables. */
export const SETTINGS: readonly Setting[] = [
  { name: "10 cases", cases: 10 },
  { name: "30 cases", cases: 30 },
  { name: "100 cases", cases: 100 },
  { name: "20 patients of 10 cases", cases: 200, patient: 10 },
  { name: "100 cases, 3 seeds each", cases: 100, seeds: 3 },
  { name: "100 cases, 5 seeds each", cases: 100, seeds: 5 },
];

/** Qualities of five models: all alike; two groups; steps. */
const QUALITIES = {
  equal: [0, 0, 0, 0, 0],
  groups: [0.5, 0.5, 0.5, 0, 0],
  steps: [0.8, 0.6, 0.4, 0.2, 0],
} as const;

/** How much a case, a patient and a seed matter, beside an error of 1 of each model in each case. */
const SPREAD = { case: 1.5, patient: 0.5, seed: 0.15 } as const;

/** What was counted over trials. */
export interface Outcome {
  /** Trials in which any two equal models were told apart. */
  falseSeparations: number;
  /** The share of unequal pairs that were told apart. */
  found: number;
  /** The share of unequal pairs that stand in the planted order. */
  inOrder: number;
  /** The share of equal pairs of which one beats the other in more than 97.5 % of resamples. */
  sureOfEqual: number;
}

/**
 * Draws models and ranks them.
 *
 * @param setting What is drawn.
 * @param qualities Each model's quality.
 * @param trials How often.
 */
export function simulate(
  { cases, patient = 1, seeds = 1 }: Setting,
  qualities: readonly number[],
  trials: number,
): Outcome {
  const random = mulberry32(SEED),
    keys = Array.from(
      { length: cases },
      (_, i) => String(Math.floor(i / patient)),
    );
  const models = qualities.map((_, m) => Array.from({ length: seeds }, (_, s) => m * seeds + s));
  const counts = { any: 0, found: 0, order: 0, sure: 0, equal: 0, unequal: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const values = drawn(qualities, { cases, patient, seeds, random });
    const { models: ranked, p, chance } = rankModels({ values, models, keys });
    let any = false;
    for (let i = 0; i < ranked.length; i++) {
      for (let j = i + 1; j < ranked.length; j++) {
        const [a, b] = [qualities[ranked[i].model], qualities[ranked[j].model]];
        const isApart = p[i][j] < LEVEL;
        if (a === b) {
          counts.equal++;
          any ||= isApart;
          counts.sure += chance[i][j] > 0.975 || chance[j][i] > 0.975 ? 1 : 0;
        } else {
          counts.unequal++;
          counts.order += a > b ? 1 : 0;
          counts.found += isApart && a > b ? 1 : 0;
          // a separation in the wrong order is as false
          any ||= isApart && a < b;
        }
      }
    }
    counts.any += any ? 1 : 0;
  }
  return {
    falseSeparations: counts.any / trials,
    found: counts.found / counts.unequal,
    inOrder: counts.order / counts.unequal,
    sureOfEqual: counts.sure / counts.equal,
  };
}

/** Dice-like values: skewed, near 1, of cases that are easy or hard for all models. */
function drawn(
  qualities: readonly number[],
  { cases, patient, seeds, random }: Required<Omit<Setting, "name">> & { random: () => number },
): number[][] {
  const easy = Float64Array.from({ length: cases }, () => SPREAD.case * normal(random));
  return qualities.flatMap((quality) => {
    const alike = Float64Array.from(
      { length: Math.ceil(cases / patient) },
      () => patient > 1 ? SPREAD.patient * normal(random) : 0,
    );
    return Array.from({ length: seeds }, () => {
      const luck = seeds > 1 ? SPREAD.seed * normal(random) : 0;
      return Array.from(
        { length: cases },
        (_, i) =>
          1 /
          (1 + Math.exp(
            -2 - easy[i] - quality - luck - alike[Math.floor(i / patient)] - normal(random),
          )),
      );
    });
  });
}

/** A row of the table: what it says of an outcome. */
export const TABLES = [
  {
    title: "Any false separation, five equal models",
    qualities: QUALITIES.equal,
    of: (outcome: Outcome) => outcome.falseSeparations,
  },
  {
    title: "Any false separation, three equal and two equal, worse ones",
    qualities: QUALITIES.groups,
    of: (outcome: Outcome) => outcome.falseSeparations,
  },
  {
    title: "Of two equal models, one beats the other in more than 97.5 % of resamples",
    qualities: QUALITIES.equal,
    of: (outcome: Outcome) => outcome.sureOfEqual,
  },
  {
    title: "Pairs in the planted order, models in steps",
    qualities: QUALITIES.steps,
    of: (outcome: Outcome) => outcome.inOrder,
  },
  {
    title: "Pairs that are told apart, models in steps",
    qualities: QUALITIES.steps,
    of: (outcome: Outcome) => outcome.found,
  },
];

if (import.meta.main) {
  const trials = Number(Deno.args[0] ?? TRIALS);
  console.log(
    `${cpus()[0]?.model.trim()}, ${
      new Date().toISOString().slice(0, 10)
    }: ${trials} samples per cell, seed ${SEED}\n`,
  );
  const outcomes = new Map(
    Object.values(QUALITIES).map((qualities) => [
      qualities as readonly number[],
      SETTINGS.map((setting) => simulate(setting, qualities, trials)),
    ]),
  );
  const rows = TABLES.map(({ title, qualities, of }) => ({
    method: title,
    shares: outcomes.get(qualities)!.map(of),
  }));
  console.log(markdown(rows, ["share of samples", ...SETTINGS.map(({ name }) => name)]));
}
