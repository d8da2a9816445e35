/** The tables of a comparison. */
import { quantile } from "../../evaluation/mod.ts";
import { intervalChart } from "../charts/interval.ts";
import { BOOTSTRAP } from "../statistics/bootstrap.ts";
import { wilcoxon } from "../statistics/wilcoxon.ts";
import { bare, change, count, figure, isLength, number } from "../words.ts";
import { type Change, countsOf } from "./change.ts";
import type { Pair } from "./pairs.ts";
import { Markup } from "./safe.ts";
import type { SiteRun } from "./site_run.ts";

/**
 * One row of the table of changes: medians, mean change, interval, test.
 *
 * @param change The class and metric.
 * @param all All rows, for a common scale.
 */
export function sureRow({ c, metric, pairs, mean, interval }: Change, all: Change[]) {
  const median = (pick: (p: Pair) => number) =>
    quantile(Float64Array.from(pairs, pick).sort(), 0.5);
  const sign = isLength(metric) ? -1 : 1;
  const same = all.filter((other) => isLength(other.metric) === isLength(metric));
  const reach = same.flatMap((other) => [other.mean, ...(other.interval ?? [])])
    .filter(Number.isFinite).reduce((a, b) => Math.max(a, Math.abs(b)), 1e-9);
  const ends = interval?.map((end) => change(sign * end, metric));
  const p = wilcoxon(pairs.map((pair) => pair.gain));
  return {
    k: c.index,
    term: c.term,
    metric: metric.unit ? `${metric.title}, ${metric.unit}` : metric.title,
    before: bare(median((pair) => pair.before), metric),
    after: bare(median((pair) => pair.after), metric),
    mean: change(sign * mean, metric),
    interval: ends ? (sign < 0 ? `${ends[1]} to ${ends[0]}` : `${ends[0]} to ${ends[1]}`) : "–",
    graphic: Number.isFinite(mean)
      ? new Markup(intervalChart({ mean, interval, reach }))
      : undefined,
    better: `${number(countsOf(pairs).better)} of ${number(pairs.length)}`,
    p: Number.isNaN(p) ? "–" : p < 0.001 ? "< 0.001" : number(p, 3),
  };
}

/** What stands under the table of changes. */
export function sureNote(changes: Change[]): string {
  const infinite = Math.max(...changes.map(({ pairs, finite }) => pairs.length - finite.length));
  return `Before and after are medians. Mean change: after minus before, per picture${
    infinite
      ? `; up to ${count(infinite, "picture")} with an infinite distance ${
        infinite === 1 ? "is" : "are"
      } left out of it`
      : ""
  }. Interval: ${
    number(BOOTSTRAP.resamples(changes[0].pairs.length))
  } bootstrap resamples of pictures, seed ${BOOTSTRAP.seed}. ` +
    `Wilcoxon signed-rank test, two-sided, not corrected for the ${changes.length} comparisons.`;
}

/** Least, quartiles and greatest of both runs. */
export function quartileRows({ c, metric, pairs }: Change) {
  const cells = (pick: (p: Pair) => number) => {
    const sorted = Float64Array.from(pairs, pick).sort();
    return [0, 0.25, 0.5, 0.75, 1].map((q) => figure(quantile(sorted, q), metric));
  };
  return {
    term: c.term,
    metric: metric.title,
    before: cells((p) => p.before),
    after: cells((p) => p.after),
  };
}

/** Settings side by side, those that differ first. */
export function settingsRows(before: SiteRun, after: SiteRun) {
  const of = (run: SiteRun): Record<string, unknown> => ({
    ...run.folder.run?.settings,
    engine: run.folder.run?.backend,
    hardware: run.folder.run?.hardware,
    fingerprint: run.folder.run?.data.fingerprint,
  });
  const [a, b] = [of(before), of(after)];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) =>
    key !== "title"
  );
  const text = (value: unknown) =>
    value === undefined || value === null || value === ""
      ? "–"
      : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
  return keys.map((key) => ({ key, before: text(a[key]), after: text(b[key]) }))
    .filter(({ before, after }) => before !== "–" || after !== "–")
    .map((row) => ({ ...row, differs: row.before !== row.after }))
    .sort((x, y) => Number(y.differs) - Number(x.differs));
}
