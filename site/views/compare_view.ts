/** What the comparison of two runs says. */
import { bestMedianWorst, type MetricInfo, metricValue } from "../../evaluation/mod.ts";
import { count, figure, heading, isLength, number, spoken } from "../words.ts";
import { type Change, changeOf } from "./change.ts";
import { bothPictures, differences, paired } from "./compare_charts.ts";
import { quartileRows, settingsRows, sureNote, sureRow } from "./compare_tables.ts";
import { compareVerdict } from "./compare_verdict.ts";
import { overlaidCurves } from "./overlaid_view.ts";
import { counterpart } from "./pairs.ts";
import { altText, picture } from "./pictures.ts";
import { type Markup, safe } from "./safe.ts";
import type { SiteRun } from "./site_run.ts";

/**
 * Everything the page of a comparison shows.
 *
 * @param before The earlier run.
 * @param after The later run.
 */
export function compareView(before: SiteRun, after: SiteRun) {
  const classes = before.classes.filter((c) => counterpart(after, c.name));
  const metrics = before.metrics.filter((m) => after.metrics.some((other) => other.id === m.id));
  const overlap = metrics.find((m) => m.id === before.overlap?.id) ?? metrics[0];
  const shown = [overlap, metrics.find((m) => m.id === "assd") ?? metrics.find(isLength)]
    .filter((m) => m !== undefined);
  const changes = classes.flatMap((c) => metrics.map((m) => changeOf(before, after, c, m)));
  const main = changes.filter(({ metric }) => shown.includes(metric));
  const of = (metric: MetricInfo) => changes.filter((change) => change.metric === metric);
  const first = of(overlap).find(({ c }) => c === before.headline) ?? of(overlap)[0];
  return {
    title: `${before.title} to ${after.title}`,
    titles: [before.title, after.title].map(heading),
    verdict: compareVerdict(first),
    facts: facts(before, after, first),
    median: medianChange(before, after, first),
    paired: shown.map((metric, x) => ({
      x,
      name: metric.title,
      panels: of(metric).map((change) => paired(change, of(metric))),
    })),
    rows: main.map((change, i) => ({
      ...sureRow(change, main),
      first: i === 0 || main[i - 1].c !== change.c,
    })),
    note: sureNote(main),
    quartiles: main.map(quartileRows),
    differences: of(overlap).map((change) => differences(before, after, change)),
    first: first.c.index,
    settings: settingsRows(before, after),
    curves: overlaidCurves(before, after),
    triptychs: of(overlap).map((change) => ({
      c: change.c.index,
      term: change.c.term,
      three: threeBeforeAfter(before, after, change),
    })),
  };
}

function facts(before: SiteRun, after: SiteRun, { pairs }: Change): Markup[] {
  const link = (name: string, run: SiteRun) =>
    safe`<b>${name}</b> <a href="${run.base}index.html">${run.name}</a>${
      run.history.length > 0 && `, ${count(run.history.length, "epoch")}`
    }`;
  const only = (run: SiteRun, other: SiteRun) =>
    run.cases.filter((one) => !other.has(one.id)).length;
  const [a, b] = [only(before, after), only(after, before)];
  return [
    link("Before", before),
    link("After", after),
    safe`<b>${number(pairs.length)}</b> pictures measured in both`,
    ...(a + b > 0 ? [safe`left out: ${number(a)} only before, ${number(b)} only after`] : []),
  ];
}

function medianChange(before: SiteRun, after: SiteRun, { c, metric, finite }: Change) {
  if (!finite.length) return undefined;
  const sorted = finite.toSorted((a, b) => b.gain - a.gain || (a.id < b.id ? -1 : 1));
  const pair = sorted[Math.floor(sorted.length / 2)];
  return {
    pictures: bothPictures(before, after, { id: pair.id, c, eager: true }),
    caption: safe`<b>The median change.</b> ${spoken(pair.id)}: ${metric.title} ${
      figure(pair.before, metric)
    } before, ${figure(pair.after, metric)} after. Half of the pictures gained more.
      Black-and-white: truth.`,
  };
}

/** Best, median and worst case of each run, by the first metric. */
function threeBeforeAfter(before: SiteRun, after: SiteRun, { c, metric }: Change) {
  const [old, now] = [before, after].map((run) => bestMedianWorst(run.ranking(c.name, metric)));
  return (["best", "median", "worst"] as const).map((name) => ({
    name: spoken(name),
    sides: ([[before, old, "Before"], [after, now, "After"]] as const).map(([run, three, when]) => {
      const one = three?.[name];
      if (!one) return undefined;
      const value = figure(metricValue(one, c.name, metric), metric);
      return {
        url: run.caseUrl(one.id),
        picture: picture(run, one.id, {
          layer: `p${counterpart(run, c.name)!.index}`,
          alt: altText(one.id, `prediction of ${c.name}, ${metric.title} ${value}`),
        }),
        caption: safe`<b>${when}</b>&ensp;${metric.title} ${value}, ${spoken(one.id)}`,
      };
    }).filter((side) => side !== undefined),
  })).filter(({ sides }) => sides.length);
}
