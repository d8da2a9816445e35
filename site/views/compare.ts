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
import { compareVerdict, compareVerdictOfMany } from "./compare_verdict.ts";
import { overlaidCurves } from "./overlaid_curves.ts";
import { compare, counterpart, type SiteChange } from "../runs/comparisons.ts";
import { classPicker } from "../html/class_picker.ts";
import { altText, picture } from "../html/picture.ts";
import { type Markup, plain, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteRun } from "../runs/site_run.ts";

/** The sections of the page, in its order; each stands under its id. */
const SECTIONS = [
  { id: "paired", name: words.compare.paired.title },
  { id: "changes", name: words.compare.changes.title },
  { id: "differences", name: words.compare.differences.title },
  { id: "triptychs", name: words.compare.triptychs.title },
  { id: "errors", name: words.errors.compare.title },
  { id: "learning", name: words.compare.curves.title },
  { id: "settings", name: words.compare.settings.title },
];

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
  const hasPictures = before.hasPictures || after.hasPictures;
  const verdict = compareVerdictOfMany(overlap) ?? compareVerdict(first);
  const errors = compareErrorsView(pairing, after, first.c), curves = overlaidCurves(before, after);
  const settings = compareSettings(before.folder.run, after.folder.run);
  const missing = new Set([
    ...errors ? [] : ["errors"],
    ...curves ? [] : ["learning"],
    ...settings.length > 0 ? [] : ["settings"],
  ]);
  return {
    contents: SECTIONS.filter(({ id }) => !missing.has(id)),
    title: words.compare.title(before.title, after.title),
    description: plain(verdict),
    titles: [before.title, after.title].map(heading),
    verdict,
    facts: facts(before, after, pairing),
    limits: words.compare.limits({ before, after, pairing }),
    median: medianChange(before, after, first),
    paired: shown.map((metric, x) => {
      const panels = of(metric).map((change) => paired(change, of(metric)));
      return { x, name: metric.title, panels, parts: inParts(panels, overlap) };
    }),
    some: overlap.length > MANY ? words.compare.paired.some(MOST, shown[0].title) : undefined,
    areLinesDrawn: changes.some(({ finite }) => finite.length <= LINES),
    rows: changes.map((change, i) => ({
      ...sureRow(change, changes),
      first: i === 0 || changes[i - 1].c !== change.c,
    })),
    note: words.compare.notes(changes).join(" "),
    quartiles: changes.map(quartileRows),
    pickers: {
      gained: classPicker(overlap.map(({ c }) => c), "gained", first.c.index),
      three: classPicker(overlap.map(({ c }) => c), "three", first.c.index),
    },
    differences: overlap.map((change) => differences(before, after, change)),
    first: first.c.index,
    hasPictures,
    differencesSentence: words.compare.differences.sentence(hasPictures),
    changedMost: mostChanged(overlap),
    errors,
    settings,
    settingsSentence: words.compare.settings.sentence(
      settings.filter(({ differs }) => differs).length,
    ),
    curves,
    triptychs: overlap.map((change) => ({
      c: change.c.index,
      three: threeBeforeAfter(before, after, change),
    })),
  };
}

/** Of more classes than these, so many stand in the open, and the others behind a click. */
const MANY = 8, MOST = 6;

/** The charts of all classes, or of many those of the classes that changed most by the first metric. */
function inParts<Panel extends { k: number }>(panels: Panel[], overlap: readonly SiteChange[]) {
  if (panels.length <= MANY) return [{ name: "", panels }];
  const most = new Set(mostChanged(overlap).slice(0, MOST));
  return [
    { name: "", panels: panels.filter(({ k }) => most.has(k)) },
    {
      name: words.run.boxes.rest(panels.length - MOST),
      panels: panels.filter(({ k }) => !most.has(k)),
    },
  ];
}

/** The places of the classes, those first whose median changed most. */
function mostChanged(overlap: readonly SiteChange[]): number[] {
  const size = ({ median }: SiteChange) => Number.isNaN(median) ? 0 : Math.abs(median);
  return overlap.toSorted((a, b) => size(b) - size(a) || a.c.index - b.c.index)
    .map(({ c }) => c.index);
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
  const hasPictures = before.hasPictures || after.hasPictures;
  const values = [pair.before, pair.after].map((value) => formatValue(value, metric));
  return {
    values,
    pictures: hasPictures ? bothPictures(before, after, { id: pair.id, c, eager: true }) : [],
    caption: words.compare.median({
      name: readable(pair.id),
      metric: metric.title,
      term: before.classes.length > 1 ? termOf(c) : undefined,
      before: values[0],
      after: values[1],
      hasPictures,
    }),
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
          picture: run.hasPictures && picture(run, one.id, {
            layer: `p${counterpart(run, c.name)!.index}`,
            alt: altText(one.id, words.frame.alt.prediction(c.name, `${metric.title} ${value}`)),
          }),
          caption: text.triptychs.caption(when, metric.title, value, readable(one.id)),
        };
      },
    ).filter((side) => side !== undefined),
  })).filter(({ sides }) => sides.length);
}
