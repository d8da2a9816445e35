/** What the comparison of two runs says. */
import {
  bestMedianWorst,
  type MetricInfo,
  metricValue,
  type Pairing,
} from "../../evaluation/mod.ts";
import { counted, formatNumber, formatValue, heading, listed, readable } from "../text/format.ts";
import { bothPictures, differences, paired } from "./compare_charts.ts";
import { quartileRows, settingsRows, sureNote, sureRow } from "./compare_tables.ts";
import { compareVerdict } from "./compare_verdict.ts";
import { overlaidCurves } from "./overlaid_curves.ts";
import { compare, counterpart, type SiteChange } from "../runs/pairs.ts";
import { altText, picture } from "../html/picture.ts";
import { type Markup, safe } from "../html/safe.ts";
import type { SiteRun } from "../runs/site_run.ts";

/**
 * Everything the page of a comparison shows.
 *
 * @param before The earlier run.
 * @param after The later run.
 */
export function compareView(before: SiteRun, after: SiteRun) {
  const { pairing, changes } = compare(before, after);
  const shown = [...new Set(changes.map(({ metric }) => metric))];
  const of = (metric: MetricInfo) => changes.filter((change) => change.metric === metric);
  const overlap = of(shown[0]);
  const first = overlap.find(({ c }) => c === before.headline) ?? overlap[0];
  return {
    title: `${before.title} to ${after.title}`,
    titles: [before.title, after.title].map(heading),
    verdict: compareVerdict(first),
    facts: facts(before, after, pairing),
    limits: limits(before, after, pairing),
    median: medianChange(before, after, first),
    paired: shown.map((metric, x) => ({
      x,
      name: metric.title,
      panels: of(metric).map((change) => paired(change, of(metric))),
    })),
    rows: changes.map((change, i) => ({
      ...sureRow(change, changes),
      first: i === 0 || changes[i - 1].c !== change.c,
    })),
    note: sureNote(changes).join(" "),
    quartiles: changes.map(quartileRows),
    differences: overlap.map((change) => differences(before, after, change)),
    first: first.c.index,
    settings: settingsRows(before, after),
    curves: overlaidCurves(before, after),
    triptychs: overlap.map((change) => ({
      c: change.c.index,
      term: change.c.term,
      three: threeBeforeAfter(before, after, change),
    })),
  };
}

function facts(before: SiteRun, after: SiteRun, pairing: Pairing): Markup[] {
  const link = (name: string, run: SiteRun) =>
    safe`<b>${name}</b> <a href="${run.base}index.html">${run.name}</a>${
      run.history.length > 0 && `, ${counted(run.history.length, "epoch")}`
    }`;
  const { pairs, left } = pairing;
  const all = pairs.length + left.before + left.after + left.truths + left.twice;
  return [
    link("Before", before),
    link("After", after),
    all === pairs.length
      ? safe`<b>${formatNumber(pairs.length)}</b> ${
        pairs.length === 1 ? "picture" : "pictures"
      } paired`
      : safe`<b>${formatNumber(pairs.length)}</b> of ${counted(all, "picture")} paired`,
  ];
}

/**
 * What a comparison leaves out and why, and what it takes on trust.
 *
 * @param before The earlier run.
 * @param after The later run.
 * @param pairing What of them can be compared.
 * @returns Sentences; none where everything is compared.
 */
export function limits(before: SiteRun, after: SiteRun, pairing: Pairing): string[] {
  const { left, lone, refused, byName, pairs } = pairing;
  const out = [
    left.before > 0 && `${formatNumber(left.before)} only before`,
    left.after > 0 && `${formatNumber(left.after)} only after`,
    left.truths > 0 && `${formatNumber(left.truths)} whose truths differ`,
    left.twice > 0 && `${formatNumber(left.twice)} whose id stands in a run more than once`,
  ].filter((text) => text !== false);
  const alone = ([[before, lone.before], [after, lone.after]] as const)
    .flatMap(([run, names]) => names.length ? [`${listed([...names])} only in ${run.name}`] : []);
  const named = byName === pairs.length
    ? "Pictures are"
    : `${counted(byName, "picture")} ${byName === 1 ? "is" : "are"}`;
  return [
    ...(out.length ? [`Pictures left out: ${listed(out)}.`] : []),
    ...(byName > 0 ? [`${named} paired by name: the truths can't be compared.`] : []),
    ...(alone.length ? [`Classes left out: ${alone.join("; ")}.`] : []),
    ...refused.map((reason) => `${reason}.`),
  ];
}

function medianChange(before: SiteRun, after: SiteRun, { c, metric, finite }: SiteChange) {
  if (!finite.length) return undefined;
  const sorted = finite.toSorted((a, b) => b.gain - a.gain || (a.id < b.id ? -1 : 1));
  const pair = sorted[Math.floor(sorted.length / 2)];
  return {
    pictures: bothPictures(before, after, { id: pair.id, c, eager: true }),
    caption: safe`<b>The median change.</b> ${readable(pair.id)}: ${metric.title} ${
      formatValue(pair.before, metric)
    } before, ${
      formatValue(pair.after, metric)
    } after. Half of the pictures gained at least as much.
      Black-and-white: truth.`,
  };
}

/** Best, median and worst case of each run, by the first metric. */
function threeBeforeAfter(before: SiteRun, after: SiteRun, { c, metric }: SiteChange) {
  const [old, now] = [before, after].map((run) => bestMedianWorst(run.ranking(c.name, metric)));
  return (["best", "median", "worst"] as const).map((name) => ({
    name: readable(name),
    sides: ([[before, old, "Before"], [after, now, "After"]] as const).map(([run, three, when]) => {
      const one = three?.[name];
      if (!one) return undefined;
      const value = formatValue(metricValue(one, c.name, metric), metric);
      return {
        url: run.caseUrl(one.id),
        picture: picture(run, one.id, {
          layer: `p${counterpart(run, c.name)!.index}`,
          alt: altText(one.id, `prediction of ${c.name}, ${metric.title} ${value}`),
        }),
        caption: safe`<b>${when}</b>&ensp;${metric.title} ${value}, ${readable(one.id)}`,
      };
    }).filter((side) => side !== undefined),
  })).filter(({ sides }) => sides.length);
}
