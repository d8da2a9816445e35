/**
 * How often 95 % intervals contain the true value: `deno task bench:coverage [TRIALS]` draws samples of
 * Dice-like values and of paired differences from known distributions, seeded, and counts. It prints
 * the tables of docs/statistics.md.
 *
 * @module
 */
import { cpus } from "node:os";
import { mulberry32 } from "../core/mod.ts";
import { FEWEST_FOR_MEDIAN, type Interval } from "../evaluation/statistics/median_interval.ts";
import { mean } from "../evaluation/statistics/quantile.ts";
import { PATIENT_TABLES } from "./coverage_patients.ts";
import { DIFFERENCES, type Draw, VALUES } from "./coverage_draws.ts";
import {
  hodgesLehmann,
  type Method,
  ORDER_STATISTICS,
  RESAMPLED_MEAN,
  RESAMPLED_MEDIAN,
  STUDENT,
} from "./coverage_methods.ts";

/** Sizes of samples. */
export const SIZES = [10, 20, 30, 50, 100, 200] as const;

const SEED = 14, TRIALS = 4000;
/** So many draws stand for a distribution. */
const POPULATION = 1_000_001;

/** What an interval is for: a parameter of a distribution, and the ways to one. */
interface Target {
  title: string;
  draws: readonly Draw[];
  /** The true value, from many draws. */
  truth: (population: Float64Array) => number;
  methods: readonly Method[];
}

const median = (sorted: Float64Array): number => sorted[sorted.length >> 1];

/** Every table, in order. */
export const TARGETS: readonly Target[] = [
  {
    title: "Median of Dice-like values",
    draws: VALUES,
    truth: (population) => median(population.toSorted()),
    methods: [...RESAMPLED_MEDIAN, ORDER_STATISTICS],
  },
  {
    title: "Median of paired differences",
    draws: DIFFERENCES,
    truth: (population) => median(population.toSorted()),
    methods: [...RESAMPLED_MEDIAN, ORDER_STATISTICS],
  },
  {
    title: "Median of the means of two differences (Hodges–Lehmann)",
    draws: DIFFERENCES,
    truth: (population) => {
      const half = population.length >> 1;
      const means = Float64Array.from(
        { length: half },
        (_, i) => (population[i] + population[i + half]) / 2,
      );
      return median(means.sort());
    },
    methods: [hodgesLehmann(SIZES)],
  },
  {
    title: "Mean of Dice-like values",
    draws: VALUES,
    truth: mean,
    methods: [...RESAMPLED_MEAN, STUDENT],
  },
  {
    title: "Mean of paired differences",
    draws: DIFFERENCES,
    truth: mean,
    methods: [...RESAMPLED_MEAN, STUDENT],
  },
];

/** A row of a table: for each size the least share of samples over all distributions. */
export interface Coverage {
  /** The method's name. */
  method: string;
  /** The shares, for each of `SIZES`. */
  shares: number[];
}

/**
 * Simulates one table.
 *
 * @param target What the intervals are for.
 * @param trials Samples a distribution and size.
 */
export function simulate({ draws, truth, methods }: Target, trials: number): Coverage[] {
  const coverages = methods.map(({ name }) => ({ method: name, shares: SIZES.map(() => 1) }));
  draws.forEach((draw, d) => {
    const random = mulberry32(SEED + d);
    const actual = truth(Float64Array.from({ length: POPULATION }, () => draw.next(random)));
    SIZES.forEach((size, s) => {
      const held = methods.map(() => 0);
      for (let trial = 0; trial < trials; trial++) {
        const sample = Float64Array.from({ length: size }, () => draw.next(random)).sort();
        methods.forEach((method, m) => held[m] += holds(method.interval(sample), actual) ? 1 : 0);
      }
      held.forEach((count, m) => {
        coverages[m].shares[s] = Math.min(coverages[m].shares[s], count / trials);
      });
    });
  });
  return coverages;
}

/** A value that is its interval's end to within the truth's own error counts as held. */
function holds([low, high]: Interval, value: number): boolean {
  return low - 1e-9 <= value && value <= high + 1e-9;
}

/** A table in Markdown. */
export function markdown(
  coverages: readonly Coverage[],
  head: readonly string[] = ["interval", ...SIZES.map((n) => `n = ${n}`)],
): string {
  const cells = [
    [...head],
    ["---", ...head.slice(1).map(() => "---")],
    ...coverages.map(({ method, shares }) => [method, ...shares.map((share) => share.toFixed(3))]),
  ];
  const widths = cells[0].map((_, c) =>
    Math.max(...cells.map((row) => row[c] === "---" ? 3 : row[c].length))
  );
  return cells.map((row) =>
    `| ${row.map((cell, c) => cell.padEnd(widths[c], cell === "---" ? "-" : " ")).join(" | ")} |`
  ).join("\n");
}

if (import.meta.main) {
  const trials = Number(Deno.args[0] ?? TRIALS);
  const date = new Date().toISOString().slice(0, 10);
  console.log(
    `${
      cpus()[0]?.model.trim()
    }, ${date}: ${trials} samples per distribution and size, seed ${SEED}; ` +
      `each cell is the least share over the distributions. A median of fewer than ` +
      `${FEWEST_FOR_MEDIAN} values has no 95 % interval.`,
  );
  for (const target of TARGETS) {
    console.log(`\n### ${target.title}\n\n${markdown(simulate(target, trials))}`);
  }
  // these take longer
  const fewer = Math.ceil(trials / 8);
  console.log(`\n${fewer} samples where several cases are of one patient:`);
  for (const { title, head, simulate } of PATIENT_TABLES) {
    console.log(`\n### ${title}\n\n${markdown(simulate(fewer), head)}`);
  }
}
