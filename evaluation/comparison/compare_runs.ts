/** Two runs side by side. */
import { readSource } from "../import/source.ts";
import type { Evaluation, MetricInfo } from "../run_folder/evaluation.ts";
import { namedApart } from "../run_folder/names_apart.ts";
import type { RunFolder } from "../run_folder/read_run.ts";
import { isLength } from "../../core/mod.ts";
import { type Change, changeOf } from "./change.ts";
import { pairEvaluations, type Pairing } from "./pairs.ts";
import { withTruthHashes } from "./truth_hashes.ts";

/** A run that is measured. */
export type MeasuredRun = RunFolder & { evaluation: Evaluation };

/** How two runs compare. */
export interface Comparison {
  /** The earlier run. */
  before: MeasuredRun;
  /** The later run. */
  after: MeasuredRun;
  /** The cases that can be compared, and what is left out. */
  pairing: Pairing;
  /** The classes of both runs by Dice, or the first metric, and by ASSD, or the first distance. */
  changes: Change[];
}

/** Two runs whose figures can't be compared; the message says why. */
export class Incomparable extends Error {
  /** The class's name. */
  override name = "Incomparable";
}

/**
 * Compares two measured runs over the cases and classes that both have.
 *
 * @param before The earlier run's folder, or a file of figures.
 * @param after The later run's.
 * @returns Both runs, and how their figures changed.
 * @throws {Error} If a run can't be read or is not measured, or the two can't be compared; the text
 *   says why. It is an `Incomparable` if both were read.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(compareRuns("no/run", "runs/b"), /Cannot read the run folder no\/run/);
 * ```
 */
export async function compareRuns(before: string, after: string): Promise<Comparison> {
  const read = [await readSource(before), await readSource(after)];
  const [earlier, later] = namedApart(await withTruthHashes(read)).map(measured);
  const pairing = pairEvaluations(earlier.evaluation, later.evaluation);
  if (pairing.problem !== undefined) {
    const [a, b] = titlesOf(earlier, later);
    throw new Incomparable(`${a} and ${b} can't be compared: ${pairing.problem}.`);
  }
  return {
    before: earlier,
    after: later,
    pairing,
    changes: changesOf(pairing, earlier.evaluation),
  };
}

/**
 * How each class that two evaluations share changed, in an overlap and in a distance.
 *
 * @param pairing The cases that can be compared.
 * @param before The earlier evaluation.
 * @returns For each class Dice, or the first metric, and ASSD, or the first distance.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const metrics = [{ id: "dice", title: "Dice", better: "higher" as const }];
 * const [change] = changesOf({ pairs: [], classes: ["cat"], metrics }, { metrics });
 * assert.deepEqual([change.className, change.metric.id], ["cat", "dice"]);
 * ```
 */
export function changesOf(
  pairing: Pick<Pairing, "pairs" | "independent" | "groupsOf" | "classes" | "metrics">,
  before: Pick<Evaluation, "metrics">,
): Change[] {
  const shown = shownMetrics(pairing.metrics, before);
  return pairing.classes.flatMap((className) =>
    shown.map((metric) => changeOf(pairing, className, metric))
  );
}

/**
 * The metric that is shown first.
 *
 * @param metrics Those of an evaluation.
 * @returns Dice, or the first for which higher is better, or the first; undefined if there is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const assd = { id: "assd", title: "ASSD", better: "lower" as const };
 * const iou = { id: "iou", title: "IoU", better: "higher" as const };
 * assert.equal(firstMetric([assd, iou]), iou);
 * ```
 */
export function firstMetric(metrics: readonly MetricInfo[]): MetricInfo | undefined {
  return metrics.find(({ id }) => id === "dice") ??
    metrics.find(({ better }) => better === "higher") ?? metrics[0];
}

/** A run that has figures. */
export function measured(run: RunFolder): MeasuredRun {
  const { evaluation, path } = run;
  if (evaluation !== null && evaluation.cases.length > 0) return { ...run, evaluation };
  throw new Error(
    `Cannot compare ${path}: the run must be measured, and has no evaluation.json`,
  );
}

/** An overlap and a distance among the metrics that both runs have. */
export function shownMetrics(
  common: readonly MetricInfo[],
  { metrics }: Pick<Evaluation, "metrics">,
): MetricInfo[] {
  const first = firstMetric(metrics);
  const overlap = common.find(({ id }) => id === first?.id) ?? common[0];
  const distance = common.find(({ id }) => id === "assd") ?? common.find(isLength);
  return [...new Set([overlap, distance])].filter((metric) => metric !== undefined);
}

/** The runs' titles, or their names if the titles are equal. */
export function titlesOf(...runs: MeasuredRun[]): string[] {
  const titles = runs.map(({ evaluation, run, name }) =>
    evaluation.title || String(run?.settings.title ?? name)
  );
  return new Set(titles).size === runs.length ? titles : runs.map(({ name }) => name);
}
