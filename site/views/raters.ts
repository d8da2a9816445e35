/** How raters agree with each other, and the prediction with them. */
import {
  drawsOf,
  type ModelBesideRater,
  type RatedFigures,
  ratedFiguresOf,
  type RaterAgreement,
  raterAgreement,
} from "../../evaluation/mod.ts";
import { intervalChart } from "../charts/interval.ts";
import { cell } from "../html/numbers.ts";
import { Markup } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { formatChange, formatFigure } from "../text/format.ts";
import { words } from "../text/mod.ts";

/**
 * A row per class and pair, and a sentence per rater on the first class.
 *
 * @param run A run with cases.
 * @returns Undefined without raters, or cases that all have masks of.
 */
export function ratersView(run: SiteRun) {
  const { evaluation } = run.folder, { overlap, headline } = run, text = words.besides.raters;
  const rated = evaluation && ratedFiguresOf(evaluation);
  if (!rated || !overlap || !headline) return undefined;
  const columns = run.metrics.map((metric) => ({
    metric,
    title: metric.unit ? `${metric.title}, ${metric.unit}` : metric.title,
  }));
  const all = run.classes.map((c) => ({ c, by: raterAgreement(rated, c.name, overlap) }));
  const reach = all.flatMap(({ by }) => by.beside)
    .flatMap(({ median, interval = [median, median] }) => interval.map(Math.abs))
    .filter(Number.isFinite).reduce((most, size) => Math.max(most, size), 1e-9);
  const ratedCases = run.cases.filter(({ raters }) => raters !== undefined);
  const first = all.find(({ c }) => c === headline)!.by;
  return {
    sentences: first.beside.map((one) =>
      text.verdict({
        kind: kindOf(one),
        rater: rated.names[one.rater],
        term: termOf(headline),
        metric: overlap.title,
        areTwo: rated.names.length === 2,
        ...besideTexts(one, run),
      })
    ),
    note: text.note(
      ratedCases,
      run.cases.length - ratedCases.length,
      drawsOf(ratedCases, evaluation),
    ),
    head: [...columns.map(({ title }) => title), text.cases],
    besideHead: text.beside(overlap.title),
    rows: all.flatMap(({ c, by }) => rowsOf(run, { c, by, reach, rated })),
  };
}

function rowsOf(
  run: SiteRun,
  { c, by, reach, rated }: { c: SiteClass; by: RaterAgreement; reach: number; rated: RatedFigures },
) {
  const text = words.besides.raters;
  const figures = run.metrics.map((metric) => raterAgreement(rated, c.name, metric));
  return by.pairs.map(({ raters: pair }, k) => {
    const beside = by.beside.find(({ rater }) => pair.length === 1 && pair[0] === rater);
    return {
      first: k === 0,
      k: c.index,
      term: termOf(c),
      pair: text.pair(pair.map((i) => rated.names[i])),
      cells: [
        ...figures.map(({ pairs }, m) =>
          cell(formatFigure(pairs[k].median, run.metrics[m]), pairs[k].median)
        ),
        cell(String(by.cases), by.cases),
      ],
      beside: beside
        ? cell(text.change(besideTexts(beside, run)), beside.median, beside.interval)
        : cell("", NaN),
      graphic: beside && Number.isFinite(beside.median)
        ? new Markup(intervalChart({ ...beside, reach }))
        : undefined,
    };
  });
}

/** What the interval supports; without one, nothing. */
function kindOf({ interval }: ModelBesideRater): "more" | "less" | "open" | "few" {
  if (interval === undefined) return "few";
  const [low, high] = interval;
  return low > 0 ? "more" : high < 0 ? "less" : "open";
}

function besideTexts(
  { median, interval }: ModelBesideRater,
  run: SiteRun,
): { median: string; interval?: [string, string] } {
  const format = (value: number): string => formatChange(value, run.overlap!);
  return {
    median: format(median),
    interval: interval && [format(interval[0]), format(interval[1])],
  };
}
