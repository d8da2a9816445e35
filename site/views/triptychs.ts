/** Best, median and worst case of each class and metric, as photograph, prediction and truth. */
import {
  bestMedianWorst,
  type Case,
  type MetricInfo,
  metricValue,
  quantile,
  type Ranking,
} from "../../evaluation/mod.ts";
import { stripChart, stripTicks } from "../charts/strip.ts";
import { formatPercent, formatValue, isLength, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { Markup, safe } from "../html/safe.ts";
import { classPicker } from "../html/class_picker.ts";
import { altText, hasLayers, hasVolumes, picture } from "../html/picture.ts";
import { termOf } from "../html/term.ts";
import { countedIn } from "./extent.ts";
import type { SiteClass } from "../runs/site_class.ts";
import { kindOf, type SiteRun } from "../runs/site_run.ts";

/** Strips of more classes than these are coarser. */
const COARSE = 8;

/** A page has room for so many panels: of more classes by metrics the first metric of each kind come first. */
const ROOM = 48;

/**
 * The panels of triptychs, one a class and metric.
 *
 * @param run A run with cases.
 */
export function triptychsView(run: SiteRun) {
  const shown = metricsShown(run), titles = shown.map((m) => run.metrics[m].title);
  return {
    picker: classPicker(run.classes, "triptych-class", run.headline?.index),
    metrics: shown.map((m, i) => ({ m, title: titles[i] })),
    sentence: sentence(run, shown.length < run.metrics.length ? titles : []),
    panels: run.classes.flatMap((c) => shown.map((m) => panel(run, c, run.metrics[m], m))),
  };
}

/** How to read the pictures, and by which metrics alone they are ordered. */
function sentence(run: SiteRun, only: string[]): Markup {
  const text = words.run.triptychs;
  const pictures = [
    text.sentence,
    run.specks.size > 0 && words.frame.rings,
    hasVolumes(run) && words.volume.inLists,
  ];
  const all = [
    ...run.hasPictures ? pictures : [text.withoutPictures],
    only.length > 0 && text.only(only),
  ].filter(Boolean);
  return safe`${all.map((one, i) => safe`${i > 0 && " "}${one}`)}`;
}

/** The places of the metrics that a page has room for. */
function metricsShown({ metrics, classes }: SiteRun): number[] {
  const most = Math.max(1, Math.floor(ROOM / classes.length));
  const other = metrics.findIndex((metric) => isLength(metric) !== isLength(metrics[0]));
  const order = [...new Set([0, other, ...metrics.keys()])].filter((m) => m in metrics);
  return order.slice(0, most).sort((a, b) => a - b);
}

function panel(run: SiteRun, c: SiteClass, metric: MetricInfo, m: number) {
  const ranking = run.ranking(c.name, metric);
  const three = bestMedianWorst(ranking);
  const position = place(run, c, metric);
  const strip = `ticks-${c.index}-${m}`, tick = run.classes.length > COARSE ? 4 : undefined;
  return {
    c: c.index,
    m,
    empty: three ? undefined : whyNone(c, metric, ranking),
    rows: three === undefined ? [] : distinct(three).map(({ one, name, isMedian }, i) => ({
      ...triptych(run, one, c, metric),
      name,
      rank: besideMedian(
        words.frame.rankOf(run.rank(one.id, c.name, metric)!, ranking.ranked.length),
        isMedian && { run, one, c, metric },
      ),
      strip: new Markup(stripChart({
        id: strip,
        ticks: i === 0 ? stripTicks(ranking.ranked.map(position), tick) : undefined,
        here: position(one),
      })),
    })),
    invented: invented(run, c, ranking),
  };
}

/** The three cases; of few the same one may be two or all of them, and is shown once. */
function distinct({ best, median, worst }: { best: Case; median: Case; worst: Case }) {
  const those = new Map<Case, string[]>(), text = words.run.triptychs.names;
  const all = [[text.best, best], [text.median, median], [text.worst, worst]] as const;
  for (const [name, one] of all) {
    those.set(one, [...those.get(one) ?? [], name]);
  }
  return [...those].map(([one, names]) => ({
    one,
    name: text.together(names),
    isMedian: one === median,
  }));
}

/** Between two cases the median is neither's value. */
function besideMedian(
  rank: string,
  middle: false | { run: SiteRun; one: Case; c: SiteClass; metric: MetricInfo },
): string {
  if (!middle) return rank;
  const { run, one, c, metric } = middle;
  const median = formatValue(quantile(run.values(c.name, metric), 0.5), metric);
  const own = formatValue(metricValue(one, c.name, metric), metric);
  return median === own ? rank : words.run.triptychs.besideMedian(rank, median);
}

function whyNone(c: SiteClass, metric: MetricInfo, { unknown }: Ranking): Markup {
  const text = words.run.triptychs;
  return unknown.length ? text.unknown(metric.title, termOf(c)) : text.heldByNone(termOf(c));
}

/** Pictures and captions of one case. */
function triptych(run: SiteRun, one: Case, c: SiteClass, metric: MetricInfo) {
  const kind = kindOf(one, c.name);
  const value = formatValue(metricValue(one, c.name, metric), metric);
  // the IoU says what the Dice says, unless it is the order
  const said = run.hasPictures ? undefined : metric;
  const shown = run.metrics.filter((m) => m !== said && (m.id !== "iou" || metric.id === "iou"));
  const figures = shown.map((m) => `${m.title}\u00a0${formatValue(metricValue(one, c.name, m), m)}`)
    .join(" · ");
  return {
    // the case's page goes on with this class and this order
    url: `${run.caseUrl(one.id)}#class=${c.index}&metric=${run.metrics.indexOf(metric)}`,
    id: one.id,
    label: readable(one.id),
    // the three pictures with their captions as one
    take: run.hasPictures && hasLayers(run, one.id)
      ? `${run.base}triptychs/${run.file(one.id)}.${c.index}.svg`
      : undefined,
    value: words.run.triptychs.value(
      metric.title,
      value,
      kind === "found" ? undefined : words.frame.kinds[kind],
    ),
    pictures: run.hasPictures ? pictures(run, one, c, figures) : [],
    // without pictures nothing carries the captions
    figures: run.hasPictures ? undefined : figures || undefined,
  };
}

function pictures(run: SiteRun, one: Case, c: SiteClass, figures: string) {
  const { tp, fp, fn, tn = NaN } = one.classes[c.name];
  const text = words.run.triptychs, { alt } = words.frame;
  const covers = (pixels: number) =>
    Number.isNaN(tn)
      ? text.pixels(pixels, countedIn({ cases: [one] }))
      : text.covers(formatPercent(pixels / (tp + fp + fn + tn), 1));
  const image = { picture: picture(run, one.id, { alt: readable(one.id) }), caption: text.image };
  return [
    // masks alone have no column for an image that isn't there
    ...one.pictures?.image || !hasLayers(run, one.id) ? [image] : [],
    {
      picture: picture(run, one.id, {
        layer: `p${c.index}`,
        alt: altText(one.id, alt.prediction(c.name, figures)),
      }),
      caption: tp + fp === 0 ? text.missed(figures) : text.prediction(figures, covers(tp + fp)),
    },
    {
      picture: picture(run, one.id, {
        layer: `t${c.index}`,
        alt: altText(one.id, alt.truth(c.name)),
      }),
      caption: tp + fn === 0
        ? text.invented(c.name)
        : text.truth(covers(tp + fn), formatPercent(tp / (tp + fn))),
    },
  ];
}

/** Where a case stands on its strip, the better the further right. */
function place(run: SiteRun, c: SiteClass, metric: MetricInfo): (one: Case) => number {
  if (!isLength(metric)) return (one) => Math.max(0, metricValue(one, c.name, metric));
  const values = run.values(c.name, metric);
  const largest = values.filter(Number.isFinite).at(-1) || 1;
  return (one) => {
    const value = metricValue(one, c.name, metric);
    return Number.isFinite(value) ? 1 - Math.sqrt(value / largest) * 0.94 : 0;
  };
}

/** Cases whose truth may be at fault, listed apart. */
function invented(run: SiteRun, c: SiteClass, { invented }: Ranking): Markup | undefined {
  if (!invented.length) return undefined;
  const links = invented.slice(0, 12).map((one) =>
    safe`<a href="${run.caseUrl(one.id)}">${readable(one.id)}</a>`
  );
  return words.run.triptychs.apart(invented.length, termOf(c), links);
}
