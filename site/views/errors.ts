/** Which kinds of errors a run's wrong pixels are. */
import { ERROR_KINDS, type PooledErrors, pooledErrors } from "../../evaluation/mod.ts";
import { kindsChart } from "../charts/kinds.ts";
import { formatNumber, formatPercent, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { bothFits } from "../html/chart.ts";
import { numbers } from "../html/numbers.ts";
import type { Markup } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import { countedIn } from "./extent.ts";
import { casesWhere } from "../runs/filtered.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";

/** Kinds with a smaller share are not named in sentences. */
const LITTLE = 0.05;

/**
 * The sentence, the chart of the headline class, and a table of all classes.
 *
 * @param run A run with cases.
 */
export function errorsView(run: SiteRun) {
  const first = run.headline!, pooled = pooledErrors(run.cases, first.name), text = words.errors;
  const unit = countedIn(run);
  if (pooled === undefined) return { sentence: text.unknown(unit) };
  return {
    k: first.index,
    pixels: text.pixels(unit),
    sentence: errorsSentence(run, first, pooled),
    svg: pooled.pixels > 0 ? chartOf(run, first, pooled) : undefined,
    kinds: ERROR_KINDS.map((kind) => ({
      name: readable(text.kinds[kind][0]),
      text: text.kinds[kind][1],
    })),
    table: run.classes.flatMap((c) => {
      const own = pooledErrors(run.cases, c.name);
      return own === undefined ? [] : [{ term: termOf(c), cells: cellsOf(run, c, own) }];
    }),
  };
}

/** What most of a class's errors are. */
function errorsSentence(run: SiteRun, c: SiteClass, pooled: PooledErrors): Markup {
  const { pixels, counts, cases } = pooled, text = words.errors;
  const unit = countedIn(run);
  if (pixels === 0) return text.none(termOf(c), unit);
  const others = ERROR_KINDS.filter((kind) => kind !== "edge" && counts[kind] >= LITTLE * pixels)
    .sort((a, b) => counts[b] - counts[a])
    .map((kind) => ({
      name: text.kinds[kind][2],
      share: formatPercent(counts[kind] / pixels),
    }));
  return text.sentence({
    term: termOf(c),
    unit,
    share: formatPercent(counts.edge / pixels),
    within: edgeText(run),
    others,
    cases,
    all: run.cases.length,
  });
}

/** How near an edge error is to the outlines; nothing where cases differ. */
export function edgeText(run: SiteRun): string {
  const distances = new Set(run.cases.flatMap(({ errors }) => errors ? [errors.distance] : []));
  const unit = run.metrics.find((metric) => metric.unit)?.unit;
  if (distances.size !== 1 || unit === undefined) return "";
  return words.errors.within([...distances][0], unit);
}

function chartOf(run: SiteRun, c: SiteClass, { counts, pixels }: PooledErrors): Markup {
  const text = words.errors, unit = countedIn(run);
  const count = (n: number) => words.figures.confusion.pixels(n, words.frame.extent[unit]);
  const bars = ERROR_KINDS.map((kind) => {
    const share = counts[kind] / pixels, name = readable(text.kinds[kind][0]);
    return {
      name,
      share,
      text: formatPercent(share),
      title: text.share(formatPercent(share), count(counts[kind])),
      href: casesWhere(run, { class: c.index, mostly: kind }),
    };
  });
  const shares = bars.map(({ name, title }) => text.bar(name, title));
  return bothFits({ bars, about: text.about(c.name, shares, unit) }, kindsChart);
}

/** All wrong pixels, and the share of each kind, which leads to its cases. */
function cellsOf(run: SiteRun, c: SiteClass, { counts, pixels }: PooledErrors) {
  return [
    { text: formatNumber(pixels), numbers: numbers(pixels) },
    ...ERROR_KINDS.map((kind) => ({
      text: pixels > 0 ? formatPercent(counts[kind] / pixels) : "–",
      numbers: numbers(counts[kind]),
      url: counts[kind] > 0 ? casesWhere(run, { class: c.index, mostly: kind }) : undefined,
    })),
  ];
}
