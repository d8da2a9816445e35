/** How Dice grows with the images learned from, of a run that trained on parts of them. */
import {
  curvePoints,
  curveVerdict,
  FEWEST_FOR_MEDIAN,
  type LearningCurve,
  learningCurves,
  type MetricInfo,
} from "../../evaluation/mod.ts";
import { imagesChart } from "../charts/images.ts";
import { bothFits } from "../html/chart.ts";
import type { Markup } from "../html/safe.ts";
import { safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { formatChange, formatRatio } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { learningView } from "./learning.ts";

/**
 * The curve, a table of all classes, and each model's own curves over its epochs.
 *
 * @param run The run.
 * @returns Undefined where it is no learning curve, or no model is measured.
 */
export function curveView(run: SiteRun) {
  const { members, folder } = run, shares = folder.run?.curve, text = words.curve;
  if (shares === undefined) return undefined;
  const points = curvePoints(members.map(({ folder }) => folder), shares);
  const dice = members.flatMap(({ metrics }) => metrics).find(({ id }) => id === "dice");
  if (points.length === 0 || dice === undefined) return undefined;
  const { all, classes } = learningCurves(points);
  const rows = run.classes.flatMap((c) => {
    const own = classes.get(c.name);
    return own === undefined ? [] : [{ term: termOf(c), cells: cellsOf(own, all, dice) }];
  });
  const { doubled } = all;
  return {
    sentence: sentenceOf(all, dice),
    svg: chartOf(all, dice),
    head: [
      ...all.points.map(({ images }) => text.head.images(images)),
      ...doubled ? [text.head.doubled(doubled.images), text.head.gain, text.head.interval] : [],
    ],
    rows: [{ term: safe`${text.all}`, cells: cellsOf(all, all, dice) }, ...rows],
    note: text.note({
      metric: dice.title,
      cases: all.cases,
      models: all.points[0].models.length,
      miss: all.fit && formatRatio(all.fit.miss, 3),
    }),
    curves: members.flatMap((member, i) => {
      const { run, evaluation } = member.folder;
      if (member.history.length === 0 || run === null || evaluation === null) return [];
      const images = text.head.images(run.data.train.length);
      const name = text.curves(i + 1, images, member.history.length);
      return [{ name, charts: learningView(member).charts }];
    }),
  };
}

function cellsOf(
  { points, doubled }: LearningCurve,
  all: LearningCurve,
  metric: MetricInfo,
): string[] {
  const measured = points.map(({ dice }) => formatRatio(dice, 3));
  if (all.doubled === undefined) return measured;
  if (doubled === undefined) return [...measured, "–", "–", "–"];
  const { dice, gain, interval } = doubled;
  return [
    ...measured,
    formatRatio(dice, 3),
    formatChange(gain, metric),
    interval
      ? words.compare.changes.range(
        formatChange(interval[0], metric),
        formatChange(interval[1], metric),
      )
      : "–",
  ];
}

function sentenceOf(curve: LearningCurve, metric: MetricInfo): Markup {
  const { points, doubled } = curve, verdict = curveVerdict(curve), text = words.curve;
  if (doubled === undefined) return safe`${text.unknown(points.length)}`;
  if (doubled.interval === undefined || verdict === "unknown") {
    return safe`${text.few(FEWEST_FOR_MEDIAN)}`;
  }
  const [first, last] = [points[0], points.at(-1)!];
  const [gain, low, high] = [doubled.gain, ...doubled.interval].map((value) =>
    formatChange(value, metric)
  );
  return text.sentence({
    metric: metric.title,
    from: formatRatio(first.dice, 3),
    to: formatRatio(last.dice, 3),
    images: [first.images, last.images],
    doubled: doubled.images,
    gain,
    low,
    high,
  })[verdict];
}

function chartOf({ points, fit, doubled }: LearningCurve, { title }: MetricInfo): Markup {
  const text = words.curve,
    said = <One extends { images: number; dice: number }>(one: One) => ({
      images: one.images,
      dice: formatRatio(one.dice, 3),
    });
  // the law's interval is that of the gain
  const end = doubled && {
    ...doubled,
    interval: doubled.interval?.map((gain) => doubled.dice + gain - doubled.gain) as
      | [number, number]
      | undefined,
  };
  return bothFits({
    points,
    law: fit && ((images: number) => 1 - fit.factor * images ** -fit.exponent),
    doubled: end,
    title: text.chart(title),
    about: text.about(points.map(said), doubled && said(doubled)),
  }, imagesChart);
}
