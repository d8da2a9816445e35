/** The box plots of a run: a row a class, a switch between pairs of an overlap and a distance. */
import {
  type Box,
  boxOf,
  type CaseKind,
  type MetricInfo,
  metricValue,
  quantile,
  summarise,
} from "../../evaluation/mod.ts";
import { type BoxForm, boxForm } from "../charts/box_form.ts";
import { boxChart, type BoxData, type BoxPoint } from "../charts/boxes.ts";
import { formatFigure, formatNumber, formatValue, isLength, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { oneFit } from "../html/chart.ts";
import { type Markup, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import { between, casesWhere, fieldOf, short, upTo } from "../runs/filtered.ts";
import { miniBoxesOf } from "./mini_boxes.ts";
import type { SiteClass } from "../runs/site_class.ts";
import { kindOf, type SiteRun } from "../runs/site_run.ts";

/**
 * The panels of box plots and their table.
 *
 * @param run A run with cases.
 */
export function boxesView(run: SiteRun) {
  const text = words.run.boxes;
  const ratios = run.metrics.filter((m) => !isLength(m)), lengths = run.metrics.filter(isLength);
  const pairs = Array.from(
    { length: Math.max(ratios.length, lengths.length) },
    (_, i) => [ratios[i], lengths[i]].filter((m) => m !== undefined),
  );
  const many = run.classes.length > MANY_CLASSES;
  const drawn = pairs.slice(
    0,
    many ? Math.max(1, Math.floor(MOST_CHARTS / run.classes.length / 2)) : undefined,
  );
  const form = boxForm(run.cases.length, run.classes.length * drawn.flat().length);
  const { what, ways } = text.forms[form.kind];
  const ends = new Map(run.metrics.map((metric) => [metric, largestOf(run, metric)]));
  const row = (c: SiteClass, metrics: MetricInfo[]) => ({
    k: c.index,
    label: label(run, c, metrics),
    charts: metrics.map((metric) => ({
      name: titleOf(metric),
      choice: `class=${c.index}&metric=${run.metrics.indexOf(metric)}`,
      svg: chart(run, c, metric, { form, largest: ends.get(metric)! }),
    })),
  });
  const classes = many ? worstFirst(run) : run.classes;
  const svg = many ? miniBoxesOf(run, classes) : undefined;
  return {
    all: svg && { svg, sentence: text.all(run.overlap!.title) },
    reading: safe`${what} <span class="ways">${ways}</span> ${text.reading}`,
    each: many
      ? text.each(classes.length, drawn.length < pairs.length && titlesOf(drawn.flat()))
      : "",
    panels: drawn.map((metrics, index) => ({
      index,
      name: titlesOf(metrics),
      titles: metrics.map(titleOf),
      rows: classes.map((c) => row(c, metrics)),
    })),
    head: [...text.head, ...(run.isIncomplete ? [text.headUnknown] : [])],
    table: quartiles(run),
  };
}

/** More classes than these stand in one chart, and each with its cases behind a click, in so many charts. */
const MANY_CLASSES = 8, MOST_CHARTS = 96;

/** The classes, those with the worst medians of the first metric first. */
function worstFirst(run: SiteRun): SiteClass[] {
  const { classes, metrics: [metric] } = run;
  const sign = isLength(metric) ? -1 : 1;
  const goodness = new Map(classes.map((c) => {
    const median = sign * quantile(run.values(c.name, metric), 0.5);
    // a class that no case has comes last
    return [c, Number.isNaN(median) ? Infinity : median];
  }));
  return classes.toSorted((a, b) => {
    const [x, y] = [goodness.get(a)!, goodness.get(b)!];
    return x === y ? a.index - b.index : x - y;
  });
}

function titlesOf(metrics: MetricInfo[]): string {
  return words.run.boxes.and(metrics.map(({ title }) => title));
}

function titleOf({ id, title, unit, better }: MetricInfo): Markup {
  const text = words.run.boxes;
  return text.metric(title, better, text.meaning[id], unit);
}

function label(run: SiteRun, c: SiteClass, metrics: MetricInfo[]): Markup {
  const text = words.run.boxes;
  const summaries = metrics.map((metric) => ({ metric, ...summarise(run.cases, c.name, metric) }));
  const { count, unknown, bothEmpty } = summaries[0];
  const misses = (["missed", "misplaced", "invented"] as const)
    .map((kind): [number, string] => [summaries[0][kind], words.frame.kinds[kind]])
    .filter(([n]) => n > 0);
  return safe`<h3>${termOf(c)}</h3>${
    summaries.map(({ metric, median, q1, q3 }) =>
      safe`${metric.title} <b>${formatValue(median, metric)}</b> (${range(q1, q3, metric)})<br>`
    )
  }${text.of(misses, count + unknown)}${
    summaries.filter((s) => s.unknown > 0).map((s) => text.unknown(s.metric.title, s.unknown))
  }${bothEmpty > 0 && text.without(bothEmpty)}`;
}

/** The middle half. */
function range(q1: number, q3: number, metric: MetricInfo): string {
  return words.frame.range(formatFigure(q1, metric), formatFigure(q3, metric));
}

/** The largest finite value of any class. */
function largestOf(run: SiteRun, metric: MetricInfo): number {
  const values = run.classes.map(({ name }) =>
    run.values(name, metric).findLast(Number.isFinite) ?? 0
  );
  return Math.max(0, ...values);
}

function chart(
  run: SiteRun,
  c: SiteClass,
  metric: MetricInfo,
  { form, largest }: { form: BoxForm; largest: number },
): Markup {
  // in the file's order, the same in all charts: by value a swarm would lean over to one side
  const ranked = run.cases.filter((one) => run.rank(one.id, c.name, metric) !== undefined);
  const box = boxOf(run.values(c.name, metric));
  const points = ranked.map((one): BoxPoint => {
    const value = metricValue(one, c.name, metric), kind = kindOf(one, c.name);
    // beside the axis, unless the metric has another value for it
    const isBeside = value === (isLength(metric) ? Infinity : 0);
    const state = isBeside && isMiss(kind) ? kind : "measured";
    // where not all are drawn as points those within the whiskers lead nowhere
    const inside = state === "measured" && value >= box!.low && value <= box!.high;
    if (inside && form.kind !== "swarm") return { value, state, href: "", title: "" };
    const said = state === "measured" ? formatValue(value, metric) : words.frame.kinds[state];
    const title = words.frame.alt.of(readable(one.id), said);
    return { value, state, href: run.caseUrl(one.id), title };
  });
  const about = words.run.boxes.about(
    metric.title,
    c.name,
    box && {
      count: points.length,
      median: formatValue(box.median, metric),
      q1: formatValue(box.q1, metric),
      q3: formatValue(box.q3, metric),
    },
  );
  const links = box && linksOf(run, c, metric, box);
  const ratio = !isLength(metric);
  const measuresMisses = ranked.some((one, i) =>
    points[i].state === "measured" && isMiss(kindOf(one, c.name))
  );
  return oneFit({ points, box, ratio, largest, measuresMisses, about, links, form }, boxChart);
}

/** Whether one of the two masks is empty. */
function isMiss(kind: CaseKind): kind is "missed" | "invented" {
  return kind === "missed" || kind === "invented";
}

/** Where a chart's box, bars and signs lead: to the cases that they stand for. */
function linksOf(
  run: SiteRun,
  c: SiteClass,
  metric: MetricInfo,
  { q1, q3 }: Box,
): BoxData["links"] {
  const text = words.run.boxes.links, name = fieldOf(metric);
  const those = { class: c.index, metric: run.metrics.indexOf(metric) };
  const where = (range: string) => casesWhere(run, { ...those, [name]: range });
  return {
    box: {
      href: where(between(short(q1), short(q3))),
      title: text.box(metric.title, range(q1, q3, metric)),
    },
    bar: (from, to) => ({
      href: where(to === Infinity ? between(short(from), to) : upTo(short(from), short(to))),
      title: text.bar(metric.title, [from, to].map((end) => formatFigure(end, metric))),
    }),
    beside: (state) => casesWhere(run, { ...those, kind: state }),
  };
}

/** The table's rows: for each class and metric five numbers, the mean, and counts. */
export function quartiles(run: SiteRun) {
  return run.classes.flatMap((c) =>
    run.metrics.map((metric) => {
      const s = summarise(run.cases, c.name, metric);
      const write = (value: number) => ({
        text: formatValue(value, metric),
        figure: value,
      });
      const count = (n: number) => ({ text: formatNumber(n), figure: n });
      return {
        term: termOf(c),
        metric: metric.title,
        cells: [
          count(s.count),
          ...[s.min, s.q1, s.median, s.q3, s.max, s.finiteMean].map(write),
          count(s.infinite),
          count(s.missed),
          count(s.misplaced),
          count(s.invented),
          count(s.bothEmpty),
          ...(run.isIncomplete ? [count(s.unknown)] : []),
        ],
      };
    })
  );
}
