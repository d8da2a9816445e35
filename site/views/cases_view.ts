/** What the pages of all cases say: worst first, in bands. */
import { type Case, metricValue } from "../../evaluation/mod.ts";
import { bare, count, figure, isLength, number, spoken } from "../words.ts";
import { type Markup, safe } from "./safe.ts";
import { altText, picture } from "./pictures.ts";
import { kindOf, type SiteRun } from "./site_run.ts";

/** Cases on one page: full rows at six, four and two columns. */
export const PAGE = 180;

/** All cases of a run, worst first by its first metric; at the end those that have no rank. */
export function worstFirst(run: SiteRun): Case[] {
  const metric = run.overlap, first = run.headline;
  if (!metric || !first) return run.cases;
  const { ranked, bothEmpty } = run.ranking(first.name, metric);
  return [...ranked.toReversed(), ...bothEmpty];
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
  const title = `${count(order.length, "picture")}, worst first`;
  return {
    title: order.length > 1 ? `All ${title}` : title,
    sentence:
      safe`Coloured line: prediction of the ${first.term}. Black-and-white line: truth. Under each
      picture its ${metric.title}, and the mean distance between the two outlines.`,
    classes: run.classes,
    metrics: run.metrics,
    first: first.index,
    groups: [...new Set(run.cases.map((one) => one.group).filter((g) => g !== undefined))].sort()
      .map((value) => ({ value, name: spoken(value) })),
    bands: bands(run, order).map((band) => ({
      ...band,
      cases: order.slice(Math.max(from, band.from), Math.min(to, band.to)).map((one) =>
        thumbnail(run, one)
      ),
    })).filter((band) => band.cases.length),
    pages: pages > 1
      ? around(page, pages).map((i) => ({
        name: `${number(i * PAGE + 1)}–${number(Math.min(order.length, (i + 1) * PAGE))}`,
        url: pageUrl(run, i),
        here: i === page,
      }))
      : [],
  };
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
  const ranked = run.ranking(first.name, metric).ranked.length;
  const edges: [string, number][] = order.length < 12 ? [["All pictures", ranked]] : [
    ["The worst tenth", Math.round(ranked * 0.1)],
    ["Up to the lower quartile", Math.round(ranked * 0.25)],
    ["Up to the median", Math.round(ranked * 0.5)],
    ["The better half", ranked],
  ];
  const all: Band[] = [];
  let from = 0;
  for (const [name, to] of edges) {
    if (to <= from) continue;
    const values = order.slice(from, to).map((one) => metricValue(one, first.name, metric));
    const low = Math.min(...values), high = Math.max(...values);
    const range = `${count(to - from, "picture")}, ${metric.title} ${figure(low, metric)} to ${
      figure(high, metric)
    }`;
    all.push({ name, range, from, to });
    from = to;
  }
  if (order.length > ranked) {
    const range = `${count(order.length - ranked, "picture")} without rank`;
    all.push({ name: `No ${first.name} in truth or prediction`, range, from, to: order.length });
  }
  return all;
}

/** A small picture with the figures under it. */
function thumbnail(
  run: SiteRun,
  one: Case,
): { url: string; picture: Markup; value: string; beside: string; label: string } {
  const first = run.headline!, metric = run.overlap!, kind = kindOf(one, first.name);
  const length = run.metrics.find(isLength);
  const value = kind === "found" ? bare(metricValue(one, first.name, metric), metric) : kind;
  return {
    url: run.caseUrl(one.id),
    picture: picture(run, one.id, {
      outline: first,
      alt: altText(one.id, `${metric.title} ${value}`),
    }),
    value: kind === "empty" ? "none" : value,
    beside: length && ["found", "misplaced"].includes(kind)
      ? figure(metricValue(one, first.name, length), length)
      : "",
    label: spoken(one.id),
  };
}
