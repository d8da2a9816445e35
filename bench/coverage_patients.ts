/**
 * How often intervals contain the true value where several cases are of one patient, and how often a test
 * finds a difference where there is none.
 */
import { mulberry32 } from "../core/mod.ts";
import { type Draws, intervalOfDraws, meansOfDraws } from "../evaluation/statistics/draws.ts";
import type { Interval } from "../evaluation/statistics/median_interval.ts";
import { quantile } from "../evaluation/statistics/quantile.ts";
import { wilcoxon } from "../evaluation/statistics/wilcoxon.ts";
import type { Coverage } from "./coverage.ts";
import { DIFFERENCES, normal, VALUES } from "./coverage_draws.ts";
import { normalShare, RESAMPLES } from "./coverage_methods.ts";

/** Numbers of patients. */
const PATIENTS = [6, 10, 20] as const;

/** How many cases a patient has. */
const CASES = {
  "10 cases per patient": () => 10,
  "1 to 30 cases per patient": (random: () => number) => Math.floor(31 ** random()),
} as const;

/** How alike a patient's cases are: the share of the variance between patients, of normal scores. */
const CORRELATION = 0.5;

/** So many draws stand for a distribution. */
const POPULATION = 100_001;

/** Ways to an interval, from values and what they are draws of. */
const METHODS: readonly {
  name: string;
  interval: (values: readonly number[], draws: Pick<Draws, "keys" | "count">) => Interval;
}[] = [
  { name: "order statistics of cases", interval: (values) => intervalOfDraws(values, undefined)! },
  { name: "percentile bootstrap of patients", interval: resampled },
  { name: "sign test of patients", interval: (values, draws) => intervalOfDraws(values, draws)! },
];

/**
 * The least share of samples whose interval contains the true median, over the distributions of values and
 * of differences.
 *
 * @param casesOf How many cases a patient has.
 * @param trials Samples a distribution and number of patients.
 */
function coverageOfPatients(
  casesOf: (random: () => number) => number,
  trials: number,
): Coverage[] {
  const rows = METHODS.map(({ name }) => ({ method: name, shares: PATIENTS.map(() => 1) }));
  [...VALUES, ...DIFFERENCES].forEach((draw, d) => {
    const random = mulberry32(18 + d);
    const population = Float64Array.from({ length: POPULATION }, () => draw.next(random)).sort();
    const median = population[POPULATION >> 1];
    PATIENTS.forEach((count, p) => {
      const held = METHODS.map(() => 0);
      for (let trial = 0; trial < trials; trial++) {
        const { scores, keys } = sampleOf(count, { casesOf, random });
        const values = scores.map((z) => population[Math.floor(normalShare(z) * POPULATION)]);
        METHODS.forEach(({ interval }, m) => {
          const [low, high] = interval(values, { keys, count });
          held[m] += low - 1e-9 <= median && median <= high + 1e-9 ? 1 : 0;
        });
      }
      held.forEach((one, m) => rows[m].shares[p] = Math.min(rows[m].shares[p], one / trials));
    });
  });
  return rows;
}

/**
 * The share of samples without a difference that have p < 0.05.
 *
 * @param casesOf How many cases a patient has.
 * @param trials Samples a number of patients.
 */
function falseAlarms(
  casesOf: (random: () => number) => number,
  trials: number,
): Coverage[] {
  const random = mulberry32(30);
  const rows = ["of cases", "of patients' means"]
    .map((method) => ({ method, shares: PATIENTS.map(() => 0) }));
  PATIENTS.forEach((count, p) => {
    for (let trial = 0; trial < trials; trial++) {
      const { scores, keys } = sampleOf(count, { casesOf, random });
      [scores, meansOfDraws(scores, { keys })].forEach((values, m) => {
        rows[m].shares[p] += wilcoxon(values) < 0.05 ? 1 / trials : 0;
      });
    }
  });
  return rows;
}

const PATIENTS_HEAD = PATIENTS.map((count) => `${count} patients`);

/** The tables of samples of patients. */
export const PATIENT_TABLES = Object.entries(CASES).flatMap(([cases, casesOf]) => [
  {
    title: `Median, ${cases}`,
    head: ["interval", ...PATIENTS_HEAD],
    simulate: (trials: number) => coverageOfPatients(casesOf, trials),
  },
  {
    title: `p below 0.05 where there is no difference, ${cases}`,
    head: ["Wilcoxon's p", ...PATIENTS_HEAD],
    simulate: (trials: number) => falseAlarms(casesOf, trials),
  },
]);

/** Normal scores of patients' cases. */
function sampleOf(
  patients: number,
  { casesOf, random }: { casesOf: (random: () => number) => number; random: () => number },
): { scores: number[]; keys: string[] } {
  const scores: number[] = [], keys: string[] = [];
  for (let patient = 0; patient < patients; patient++) {
    const shared = Math.sqrt(CORRELATION) * normal(random);
    for (let left = casesOf(random); left > 0; left--) {
      scores.push(shared + Math.sqrt(1 - CORRELATION) * normal(random));
      keys.push(String(patient));
    }
  }
  return { scores, keys };
}

/** The percentile bootstrap of whole patients. */
function resampled(
  values: readonly number[],
  { keys, count }: Pick<Draws, "keys" | "count">,
): Interval {
  const random = mulberry32(7), drawn = new Uint32Array(count);
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const sorted = order.map((i) => values[i]), patients = order.map((i) => Number(keys[i]));
  const sizes = new Uint32Array(count);
  for (const patient of patients) sizes[patient]++;
  const medians = Float64Array.from({ length: RESAMPLES }, () => {
    drawn.fill(0);
    let total = 0;
    for (let i = 0; i < count; i++) {
      const patient = Math.floor(random() * count);
      drawn[patient]++;
      total += sizes[patient];
    }
    let at = 0, seen = drawn[patients[0]];
    while (seen <= (total - 1) >> 1) seen += drawn[patients[++at]];
    const low = sorted[at];
    while (seen <= total >> 1) seen += drawn[patients[++at]];
    return (low + sorted[at]) / 2;
  }).sort();
  return [quantile(medians, 0.025), quantile(medians, 0.975)];
}
