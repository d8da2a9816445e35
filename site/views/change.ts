/** How a class and a metric changed from one run to another. */
import { mean, type MetricInfo } from "../../evaluation/mod.ts";
import { bootstrap } from "../statistics/bootstrap.ts";
import { type Pair, pairsOf } from "./pairs.ts";
import type { SiteClass, SiteRun } from "./site_run.ts";

/** A class and a metric in both runs. */
export interface Change {
  /** The class, as the earlier run has it. */
  c: SiteClass;
  /** The metric. */
  metric: MetricInfo;
  /** Every picture that one of the runs ranks. */
  pairs: Pair[];
  /** Those with a finite value in both. */
  finite: Pair[];
  /** The mean gain over the finite pairs, positive for better. */
  mean: number;
  /** Its 95 % bootstrap interval. */
  interval?: [number, number];
}

/**
 * Measures a change.
 *
 * @param before The earlier run.
 * @param after The later run.
 * @param c The class, as the earlier run has it.
 * @param metric The metric.
 */
export function changeOf(
  before: SiteRun,
  after: SiteRun,
  c: SiteClass,
  metric: MetricInfo,
): Change {
  const pairs = pairsOf(before, after, c.name, metric);
  const finite = pairs.filter((p) => Number.isFinite(p.before) && Number.isFinite(p.after));
  const gains = finite.map((p) => p.gain);
  return { c, metric, pairs, finite, mean: mean(gains), interval: bootstrap(gains, mean) };
}

/** How many pictures became better, worse, or stayed as they were. */
export function countsOf(pairs: Pair[]): { better: number; worse: number; equal: number } {
  const better = pairs.filter((p) => p.gain > 0).length;
  const worse = pairs.filter((p) => p.gain < 0).length;
  return { better, worse, equal: pairs.length - better - worse };
}
