/** The tables of a comparison. */
import { FEWEST_FOR_MEDIAN, fiveNumbers, quantile } from "../../evaluation/mod.ts";
import { intervalChart } from "../charts/interval.ts";
import { formatChange, formatFigure, formatP, formatValue, isLength } from "../text/format.ts";
import { words } from "../text/mod.ts";
import type { Pair } from "../../evaluation/mod.ts";
import type { SiteChange } from "../runs/pairs.ts";
import { Markup } from "../html/safe.ts";
import type { SiteRun } from "../runs/site_run.ts";

/**
 * One row of the table of changes: medians, mean and median change, interval, test.
 *
 * @param change The class and metric.
 * @param all All rows, for a common scale.
 */
export function sureRow(row: SiteChange, all: SiteChange[]) {
  const { c, metric, pairs, median, interval } = row;
  const middle = (pick: (p: Pair) => number) =>
    quantile(Float64Array.from(pairs, pick).sort(), 0.5);
  const reach = all.filter((other) => isLength(other.metric) === isLength(metric))
    .flatMap((other) => [other.median, ...(other.interval ?? [])])
    .filter(Number.isFinite).reduce((a, b) => Math.max(a, Math.abs(b)), 1e-9);
  return {
    k: c.index,
    term: c.term,
    metric: metric.unit ? `${metric.title}, ${metric.unit}` : metric.title,
    before: formatFigure(middle((pair) => pair.before), metric),
    after: formatFigure(middle((pair) => pair.after), metric),
    ...changeTexts(row),
    graphic: Number.isFinite(median)
      ? new Markup(intervalChart({ median, interval, reach }))
      : undefined,
  };
}

/**
 * The figures of a change, as page and terminal show them.
 *
 * @param row The class and metric.
 */
export function changeTexts({ metric, pairs, mean, median, interval, better, p }: SiteChange) {
  const text = words.compare.changes;
  // a gain is positive for better, a change of a length is not
  const write = (gain: number) => formatChange(isLength(metric) ? -gain : gain, metric);
  const ends = isLength(metric) ? interval?.toReversed() : interval;
  return {
    mean: write(mean),
    median: write(median),
    interval: ends ? text.range(write(ends[0]), write(ends[1])) : "–",
    better: text.betterIn(better, pairs.length),
    p: formatP(p),
  };
}

/**
 * What stands under the table of changes, on the page and in the terminal.
 *
 * @param changes The table's rows.
 * @returns Sentences.
 */
export function sureNote(changes: SiteChange[]): string[] {
  const infinite = Math.max(...changes.map(({ pairs, finite }) => pairs.length - finite.length));
  const fewest = Math.min(...changes.map(({ pairs }) => pairs.length));
  return words.compare.changes.note({
    fewest: fewest < FEWEST_FOR_MEDIAN ? FEWEST_FOR_MEDIAN : undefined,
    infinite,
    rows: changes.length,
  });
}

/** Least, quartiles and greatest of both runs. */
export function quartileRows({ c, metric, pairs }: SiteChange) {
  const cells = (pick: (p: Pair) => number) =>
    fiveNumbers(pairs.map(pick)).map((value) => formatValue(value, metric));
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
