/** What the comparison of two runs says. */
import {
  bestMedianWorst,
  compareSettings,
  type MetricInfo,
  metricValue,
  type Pairing,
} from "../../evaluation/mod.ts";
import { LINES } from "../charts/paired.ts";
import { formatValue, heading, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { bothPictures, differences, paired } from "./compare_charts.ts";
import { quartileRows, sureRow } from "./compare_tables.ts";
import { compareErrorsView } from "./compare_errors.ts";
import { compareVerdict } from "./compare_verdict.ts";
import { overlaidCurves } from "./overlaid_curves.ts";
import { compare, counterpart, type SiteChange } from "../runs/comparisons.ts";
import { altText, picture } from "../html/picture.ts";
import { type Markup, plain, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
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
    title: words.compare.title(before.title, after.title),
    description: plain(compareVerdict(first)),
    titles: [before.title, after.title].map(heading),
    verdict: compareVerdict(first),
    facts: facts(before, after, pairing),
    limits: words.compare.limits({ before, after, pairing }),
    median: medianChange(before, after, first),
    paired: shown.map((metric, x) => ({
      x,
      name: metric.title,
      panels: of(metric).map((change) => paired(change, of(metric))),
    })),
    areLinesDrawn: changes.some(({ finite }) => finite.length <= LINES),
    rows: changes.map((change, i) => ({
      ...sureRow(change, changes),
      first: i === 0 || changes[i - 1].c !== change.c,
    })),
    note: words.compare.notes(changes).join(" "),
    quartiles: changes.map(quartileRows),
    differences: overlap.map((change) => differences(before, after, change)),
    first: first.c.index,
    errors: compareErrorsView(pairing, after, first.c),
    settings: compareSettings(before.folder.run, after.folder.run),
    curves: overlaidCurves(before, after),
    triptychs: overlap.map((change) => ({
      c: change.c.index,
      term: termOf(change.c),
      three: threeBeforeAfter(before, after, change),
    })),
  };
}

function facts(before: SiteRun, after: SiteRun, pairing: Pairing): Markup[] {
  const text = words.compare;
  const link = (name: string, run: SiteRun) =>
    text.facts.run(
      name,
      safe`<a href="${run.base}index.html">${run.name}</a>`,
      run.history.length,
    );
  const { pairs, left } = pairing;
  const all = pairs.length + left.before + left.after + left.truths + left.twice;
  return [
    link(text.Before, before),
    link(text.After, after),
    text.facts.paired(pairs.length, all),
  ];
}

function medianChange(before: SiteRun, after: SiteRun, { c, metric, finite }: SiteChange) {
  if (!finite.length) return undefined;
  const sorted = finite.toSorted((a, b) => b.gain - a.gain || (a.id < b.id ? -1 : 1));
  const pair = sorted[Math.floor(sorted.length / 2)];
  return {
    pictures: bothPictures(before, after, { id: pair.id, c, eager: true }),
    caption: words.compare.median(
      readable(pair.id),
      metric.title,
      formatValue(pair.before, metric),
      formatValue(pair.after, metric),
    ),
  };
}

/** Best, median and worst case of each run, by the first metric. */
function threeBeforeAfter(before: SiteRun, after: SiteRun, { c, metric }: SiteChange) {
  const text = words.compare;
  const [old, now] = [before, after].map((run) => bestMedianWorst(run.ranking(c.name, metric)));
  return (["best", "median", "worst"] as const).map((name) => ({
    name: readable(words.run.triptychs.names[name]),
    sides: ([[before, old, text.Before], [after, now, text.After]] as const).map(
      ([run, three, when]) => {
        const one = three?.[name];
        if (!one) return undefined;
        const value = formatValue(metricValue(one, c.name, metric), metric);
        return {
          url: run.caseUrl(one.id),
          picture: picture(run, one.id, {
            layer: `p${counterpart(run, c.name)!.index}`,
            alt: altText(one.id, words.frame.alt.prediction(c.name, `${metric.title} ${value}`)),
          }),
          caption: text.triptychs.caption(when, metric.title, value, readable(one.id)),
        };
      },
    ).filter((side) => side !== undefined),
  })).filter(({ sides }) => sides.length);
}
