/** Several runs of the same cases side by side. */
import { readSource } from "../import/source.ts";
import type { Case, MetricInfo } from "../run_folder/evaluation.ts";
import { namedApart } from "../run_folder/names_apart.ts";
import type { RunFolder } from "../run_folder/read_run.ts";
import { type Draws, drawsOf } from "../statistics/draws.ts";
import { quantile } from "../statistics/quantile.ts";
import { areEmpty, type Change, changeOfPairs, pairOfValues, valueOf } from "./change.ts";
import {
  Incomparable,
  measured,
  type MeasuredRun,
  shownMetrics,
  titlesOf,
} from "./compare_runs.ts";
import { pairEvaluations } from "./pairs.ts";
import { type ModelRanking, rankModels } from "./rank_models.ts";
import { withTruthHashes } from "./truth_hashes.ts";

/** A class and a metric of several models. */
export interface RankedMetric {
  /** The class. */
  className: string;
  /** The metric. */
  metric: MetricInfo;
  /** The order and how sure it is; its models by their place in the list. */
  ranking: ModelRanking;
  /** How many cases it is of. */
  cases: number;
  /** How many cases are left out, since a run has no value. */
  unknown: number;
  /** The patients that count in it, where some have several cases. */
  draws?: Omit<Draws, "keys">;
  /** Each model's median, a case's value being the mean over seeds. */
  medians: number[];
  /** How each model differs from the baseline, the first. */
  changes: Change[];
}

/** One model: a run, or several that differ in their seed alone. */
export interface Model {
  /** What it is called: its first run's name. */
  name: string;
  /** Its runs, by their place among all. */
  runs: number[];
}

/** How several models compare. */
export interface ModelComparison {
  /** The runs, in the given order. */
  runs: MeasuredRun[];
  /** The models, the baseline first. */
  models: Model[];
  /** How many cases all runs have, measured against the same truth. */
  cases: number;
  /** How many cases are left out, since a run lacks them or has another truth. */
  left: number;
  /** Each class that all have, by Dice, or the first metric, and by ASSD, or the first distance. */
  metrics: RankedMetric[];
}

/**
 * Compares several measured runs over the cases and classes that all have.
 *
 * @param paths Their folders, or files of figures; the first is the baseline.
 * @returns The models and how they rank.
 * @throws {Error} If a run can't be read or is not measured, one can't be compared with the first, or there
 *   is nothing to rank.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(compareModels(["no/run", "runs/b", "runs/c"]), /Cannot read the run folder no\/run/);
 * ```
 */
export async function compareModels(paths: readonly string[]): Promise<ModelComparison> {
  const read: RunFolder[] = [];
  for (const path of paths) read.push(await readSource(path));
  return comparisonOf(namedApart(await withTruthHashes(read)).map(measured));
}

/**
 * Compares several runs that are read.
 *
 * @param runs The runs, the baseline first.
 * @returns The models and how they rank.
 * @throws {Incomparable} If one can't be compared with the first, or there is nothing to rank.
 */
export function comparisonOf(runs: readonly MeasuredRun[]): ModelComparison {
  const models = modelsOf(runs);
  if (models.length < 2) {
    throw new Incomparable(
      `The ${runs.length} runs are one model from ${runs.length} seeds: there is nothing to rank.`,
    );
  }
  const [first] = runs,
    pairings = runs.slice(1).map((other) => {
      const pairing = pairEvaluations(first.evaluation, other.evaluation);
      if (pairing.problem === undefined) return pairing;
      const [a, b] = titlesOf(first, other);
      throw new Incomparable(`${a} and ${b} can't be compared: ${pairing.problem}.`);
    });
  const partners = pairings.map(({ pairs }) =>
    new Map(pairs.map(({ before, after }) => [before.id, after]))
  );
  const rows = first.evaluation.cases.filter(({ id }) => partners.every((all) => all.has(id)))
    .map((one) => [one, ...partners.map((all) => all.get(one.id)!)]);
  const all = new Set(runs.flatMap(({ evaluation }) => evaluation.cases.map(({ id }) => id)));
  const classes = first.evaluation.classes.map(({ name }) => name)
    .filter((name) => pairings.every((pairing) => pairing.classes.includes(name)));
  const metrics = first.evaluation.metrics.filter(({ id }) =>
    pairings.every((pairing) => pairing.metrics.some((metric) => metric.id === id))
  );
  if (rows.length === 0) throw new Incomparable("The runs have no case that all of them measured.");
  // the run that says what is independent has the groups that count
  const grouped = Math.max(0, runs.findIndex((run) => run.evaluation.independent !== undefined));
  const { independent } = runs[grouped].evaluation;
  const ranked = classes.flatMap((className) =>
    shownMetrics(metrics, first.evaluation).flatMap((metric) =>
      rankedMetric(rows, models, { className, metric, independent, grouped }) ?? []
    )
  );
  if (ranked.length === 0) {
    throw new Incomparable("The runs have no class and metric that all of them measured.");
  }
  return {
    runs: [...runs],
    models,
    cases: rows.length,
    left: all.size - rows.length,
    metrics: ranked,
  };
}

/** A class and a metric; undefined if no case has it. */
function rankedMetric(
  rows: readonly Case[][],
  models: readonly Model[],
  { className, metric, independent, grouped }: Pick<RankedMetric, "className" | "metric"> & {
    independent: NonNullable<Draws>["are"] | undefined;
    grouped: number;
  },
): RankedMetric | undefined {
  const all = rows.filter((row) => !areEmpty(row, className));
  const held = all.filter((row) =>
    row.every((one) => !Number.isNaN(valueOf(one, className, metric)))
  );
  if (held.length === 0) return undefined;
  const cases = held.map((row) => ({ id: row[0].id, group: row[grouped].group }));
  const draws = drawsOf(cases, { independent });
  const values = held[0].map((_, run) => held.map((row) => valueOf(row[run], className, metric)));
  const unknown = all.length - held.length, sign = metric.better === "lower" ? -1 : 1;
  const means = models.map(({ runs }) => held.map((_, i) => meanOf(runs, values, i)));
  return {
    className,
    metric,
    cases: held.length,
    unknown,
    ...(draws && { draws: { count: draws.count, are: draws.are } }),
    ranking: rankModels({
      values: values.map((own) => own.map((value) => sign * value)),
      models: models.map(({ runs }) => runs),
      keys: draws?.keys,
    }),
    medians: means.map((own) => quantile(Float64Array.from(own).sort(), 0.5)),
    changes: means.map((own) =>
      changeOfPairs(
        cases.map((one, i) => pairOfValues(one, means[0][i], own[i], metric)),
        { className, metric, unknown, independent },
      )
    ),
  };
}

function meanOf(runs: readonly number[], values: readonly number[][], i: number): number {
  return runs.reduce((sum, run) => sum + values[run][i], 0) / runs.length;
}

/** What of a run's settings says nothing of its model. */
const INCIDENTAL = new Set(["seed", "title", "out", "resume", "minutes"]);

/**
 * Which runs are one model: those whose settings, engine and data are the same but for the seed.
 *
 * @param runs The runs.
 * @returns The models, in the order of their first runs.
 */
export function modelsOf(runs: readonly Pick<RunFolder, "name" | "run">[]): Model[] {
  const keyed = Map.groupBy(runs.map((_, i) => i), (i) => keyOf(runs[i], i));
  return [...keyed.values()].flatMap((those) => {
    const seeds = new Set(those.map((i) => runs[i].run?.settings.seed));
    // the same seed twice is no other model of the same kind
    const apart = seeds.size === those.length ? [those] : those.map((i) => [i]);
    return apart.map((own) => ({ name: runs[own[0]].name, runs: own }));
  }).sort((a, b) => a.runs[0] - b.runs[0]);
}

function keyOf({ run }: Pick<RunFolder, "run">, place: number): string {
  if (run?.settings.seed === undefined) return `run ${place}`;
  const settings = Object.entries(run.settings).filter(([name]) => !INCIDENTAL.has(name)).sort();
  return JSON.stringify([settings, run.backend, run.data.fingerprint]);
}
