/** The tables of a comparison. */
import { changeTexts, fiveNumbers, type Pair, quantile } from "../../evaluation/mod.ts";
import { intervalChart } from "../charts/interval.ts";
import { formatFigure, formatValue, isLength } from "../text/format.ts";
import { words } from "../text/mod.ts";
import type { SiteChange } from "../runs/comparisons.ts";
import { cell } from "../html/numbers.ts";
import { Markup } from "../html/safe.ts";
import { termOf } from "../html/term.ts";

/**
 * One row of the table of changes: medians, mean and median change, interval, test.
 *
 * @param change The class and metric.
 * @param all All rows, for a common scale.
 */
export function sureRow(row: SiteChange, all: SiteChange[]) {
  const { c, metric, pairs, median, interval } = row;
  // a gain is positive for better, the change of a length for longer
  const sign = isLength(metric) ? -1 : 1;
  const texts = changeTexts(row), text = words.compare.changes;
  const middle = (pick: (p: Pair) => number) =>
    quantile(Float64Array.from(pairs, pick).sort(), 0.5);
  const reach = all.filter((other) => isLength(other.metric) === isLength(metric))
    .flatMap((other) => [other.median, ...(other.interval ?? [])])
    .filter(Number.isFinite).reduce((a, b) => Math.max(a, Math.abs(b)), 1e-9);
  return {
    k: c.index,
    term: termOf(c),
    metric: metric.unit ? `${metric.title}, ${metric.unit}` : metric.title,
    cells: [
      ...[middle((pair) => pair.before), middle((pair) => pair.after)]
        .map((value) => cell(formatFigure(value, metric), value)),
      cell(texts.mean, sign * row.mean),
      cell(texts.median, sign * median),
      cell(
        texts.interval ? text.range(...texts.interval) : "–",
        NaN,
        interval && (sign < 0 ? [-interval[1], -interval[0]] : interval),
      ),
    ],
    p: cell(texts.p, row.p),
    better: text.betterIn(row.better, pairs.length),
    graphic: Number.isFinite(median)
      ? new Markup(intervalChart({ median, interval, reach }))
      : undefined,
  };
}

/** Least, quartiles and greatest of both runs. */
export function quartileRows({ c, metric, pairs }: SiteChange) {
  const cells = (pick: (p: Pair) => number) =>
    fiveNumbers(pairs.map(pick)).map((value) => cell(formatValue(value, metric), value));
  return {
    term: termOf(c),
    metric: metric.title,
    before: cells((p) => p.before),
    after: cells((p) => p.after),
  };
}
