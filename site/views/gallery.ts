/** What the pages of all cases say: worst first, in bands. */
import { type Case, type MetricInfo, metricValue } from "../../evaluation/mod.ts";
import { formatFigure, formatValue, isLength, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { classPicker } from "../html/class_picker.ts";
import { type Markup, plain, safe } from "../html/safe.ts";
import { altText, hasVolumes, picture } from "../html/picture.ts";
import { termOf } from "../html/term.ts";
import { countedIn } from "./extent.ts";
import { fieldsOf, isSureKnown } from "./gallery_data.ts";
import { kindOf, type SiteRun } from "../runs/site_run.ts";
import { verdict } from "./verdict.ts";

/** Cases on one page: full rows at six, four and two columns. */
export const PAGE = 180;

/** All cases of a run, worst first by its first metric; at the end those that have no rank. */
export function worstFirst(run: SiteRun): Case[] {
  const metric = run.overlap, first = run.headline;
  if (!metric || !first) return run.cases;
  const { ranked, unknown, bothEmpty } = run.ranking(first.name, metric);
  return [...ranked.toReversed(), ...unknown, ...bothEmpty];
}

/**
 * Everything one page of the gallery shows.
 *
 * @param run A run with cases.
 * @param order All cases, worst first.
 * @param page The page, from 0.
 */
export function casesView(run: SiteRun, order: Case[], page: number) {
  const first = run.headline!, metric = run.overlap!;
  const pages = Math.ceil(order.length / PAGE);
  const from = page * PAGE, to = Math.min(order.length, from + PAGE);
  const text = words.caseText.gallery;
  return {
    title: text.title(order.length),
    tab: words.frame.tab(text.title(order.length), run.title),
    description: plain(safe`${run.title}: ${verdict(run) ?? ""}`),
    count: text.all(order.length),
    sentence: sentence(run, metric),
    bare: !run.hasPictures,
    picker: classPicker(run.classes, "class", first.index),
    metrics: run.metrics,
    fields: fieldsOf(run),
    sure: isSureKnown(run),
    mostFirst: text.mostFirst[countedIn(run)],
    errors: run.cases.some(({ errors }) => errors !== undefined),
    learned: run.films !== undefined,
    doubted: run.doubted.size > 0,
    members: run.cases.reduce((most, { member = 0 }) => Math.max(most, member), 0),
    groups: [...new Set(run.cases.map((one) => one.group).filter((g) => g !== undefined))].sort()
      .map((value) => ({ value, name: readable(value) })),
    bands: bands(run, order).map((band) => ({
      ...band,
      cases: order.slice(Math.max(from, band.from), Math.min(to, band.to)).map((one) =>
        thumbnail(run, one)
      ),
    })).filter((band) => band.cases.length),
    pages: pages > 1
      ? around(page, pages).map((i) => ({
        name: text.span(i * PAGE + 1, Math.min(order.length, (i + 1) * PAGE)),
        url: pageUrl(run, i),
        here: i === page,
      }))
      : [],
  };
}

function sentence(run: SiteRun, metric: MetricInfo): Markup {
  const length = run.metrics.find((m) => isLength(m) && m !== metric);
  const text = words.caseText.gallery;
  return safe`${
    run.hasPictures && text.lines(safe`<span id="term">${termOf(run.headline!)}</span>`)
  }${run.specks.size > 0 && `${words.frame.rings} `}${
    hasVolumes(run) && `${words.volume.inLists} `
  }${
    text.figures(
      safe`<span id="metric">${metric.title}</span>`,
      !run.hasPictures,
      length && safe`<span id="other">${length.title}</span>`,
    )
  }`;
}

/** The first page, the last, and those around this one. */
function around(page: number, pages: number): number[] {
  const near = Array.from({ length: 7 }, (_, i) => page - 3 + i);
  return [...new Set([0, ...near, pages - 1])].filter((i) => i >= 0 && i < pages);
}

/** The address of a page of the gallery, from 0. */
export function pageUrl(run: SiteRun, page: number): string {
  return `${run.base}cases/${page === 0 ? "index" : `page-${page + 1}`}.html`;
}

interface Band {
  name: string;
  range: string;
  from: number;
  to: number;
}

function bands(run: SiteRun, order: Case[]): Band[] {
  const first = run.headline!, metric = run.overlap!;
  const { ranked: { length: ranked }, unknown } = run.ranking(first.name, metric);
  const text = words.caseText.gallery.bands;
  const whole = order.length > ranked ? text.ranked : text.all;
  const few: [string, number][] = [[whole, ranked]];
  const many: [string, number][] = [
    [text.tenth, Math.round(ranked * 0.1)],
    [text.quarter, Math.round(ranked * 0.25)],
    [text.half, Math.round(ranked * 0.5)],
    [text.better, ranked],
  ];
  const edges: [string, number][] = [
    ...(order.length < 12 ? few : many),
    [text.unknown(metric.title), ranked + unknown.length],
    [text.none(first.name), order.length],
  ];
  const all: Band[] = [];
  let from = 0;
  for (const [name, to] of edges) {
    if (to <= from) continue;
    all.push({ name, range: range(run, order.slice(from, to)), from, to });
    from = to;
  }
  return all;
}

/** How many cases, worst first, and from which value to which. */
function range(run: SiteRun, cases: Case[]): string {
  const first = run.headline!, metric = run.overlap!;
  const text = words.caseText.gallery;
  if (run.rank(cases[0].id, first.name, metric) === undefined) return text.unranked(cases.length);
  const ends = [cases[0], cases.at(-1)!].map((one) => metricValue(one, first.name, metric))
    .sort((a, b) => a - b).map((value) => formatValue(value, metric));
  return text.range(cases.length, metric.title, words.frame.range(ends[0], ends[1]));
}

/** How long the bar of a value is, in percent: a ratio's, or a length's share of the largest. */
function barOf(run: SiteRun, one: Case, metric: MetricInfo): number {
  const value = metricValue(one, run.headline!.name, metric);
  if (run.rank(one.id, run.headline!.name, metric) === undefined) return 0;
  const whole = isLength(metric)
    ? run.values(run.headline!.name, metric).findLast(Number.isFinite) || 1
    : 1;
  return Math.round(1000 * Math.min(1, Math.max(0, value / whole))) / 10;
}

/** A small picture with the figures under it; in a run without pictures a bar beside them. */
function thumbnail(
  run: SiteRun,
  one: Case,
): {
  url: string;
  picture?: Markup;
  bar: number;
  value: string;
  beside: string;
  label: string;
} {
  const first = run.headline!, metric = run.overlap!, kind = kindOf(one, first.name);
  const length = run.metrics.find(isLength);
  const value = kind === "found"
    ? formatFigure(metricValue(one, first.name, metric), metric)
    : words.frame.kinds[kind];
  return {
    url: run.caseUrl(one.id),
    picture: run.hasPictures
      ? picture(run, one.id, { outline: first, alt: altText(one.id, `${metric.title} ${value}`) })
      : undefined,
    bar: barOf(run, one, metric),
    value,
    beside: length && ["found", "misplaced"].includes(kind)
      ? formatValue(metricValue(one, first.name, length), length)
      : "",
    label: readable(one.id),
  };
}
