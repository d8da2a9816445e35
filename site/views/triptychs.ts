/** Best, median and worst case of each class and metric, as photograph, prediction and truth. */
import {
  bestMedianWorst,
  type Case,
  type MetricInfo,
  metricValue,
  quantile,
  type Ranking,
} from "../../evaluation/mod.ts";
import { stripChart } from "../charts/strip.ts";
import {
  counted,
  formatNumber,
  formatPercent,
  formatValue,
  isLength,
  listed,
  readable,
} from "../text/format.ts";
import { Markup, safe } from "../html/safe.ts";
import { altText, picture } from "../html/picture.ts";
import { kindOf, type SiteClass, type SiteRun } from "../runs/site_run.ts";

/**
 * The panels of triptychs, one a class and metric.
 *
 * @param run A run with cases.
 */
export function triptychsView(run: SiteRun) {
  return {
    classes: run.classes,
    metrics: run.metrics,
    first: run.headline?.index,
    sentence: run.hasPictures
      ? "The lit part is the class; everything else is faded. The coloured line is the class " +
        "outline. In the prediction a black-and-white line adds the true outline, so every gap " +
        "between the two lines is an error."
      : "There are no pictures beside these figures; a name leads to all figures of its case.",
    panels: run.classes.flatMap((c) => run.metrics.map((metric, m) => panel(run, c, metric, m))),
  };
}

function panel(run: SiteRun, c: SiteClass, metric: MetricInfo, m: number) {
  const ranking = run.ranking(c.name, metric);
  const three = bestMedianWorst(ranking);
  const position = place(run, c, metric);
  const strip = `ticks-${c.index}-${m}`;
  return {
    c: c.index,
    m,
    empty: three ? undefined : whyNone(c, metric, ranking),
    rows: three === undefined ? [] : distinct(three).map(({ one, name, isMedian }, i) => ({
      ...triptych(run, one, c, metric),
      name,
      rank: `rank ${formatNumber(run.rank(one.id, c.name, metric)!)} of ${
        formatNumber(ranking.ranked.length)
      }${isMedian ? besideMedian(run, one, c, metric) : ""}`,
      strip: new Markup(stripChart({
        id: strip,
        all: i === 0 ? ranking.ranked.map(position) : undefined,
        here: position(one),
      })),
    })),
    invented: invented(run, c, ranking),
  };
}

/** The three cases; of few the same one may be two or all of them, and is shown once. */
function distinct({ best, median, worst }: { best: Case; median: Case; worst: Case }) {
  const names = new Map<Case, string[]>();
  for (const [name, one] of [["best", best], ["median", median], ["worst", worst]] as const) {
    names.set(one, [...names.get(one) ?? [], name]);
  }
  return [...names].map(([one, words]) => ({
    one,
    name: readable(listed(words)),
    isMedian: one === median,
  }));
}

/** Between two cases the median is neither's value. */
function besideMedian(run: SiteRun, one: Case, c: SiteClass, metric: MetricInfo): string {
  const median = formatValue(quantile(run.values(c.name, metric), 0.5), metric);
  const own = formatValue(metricValue(one, c.name, metric), metric);
  return median === own ? "" : `, next to the median of ${median}`;
}

function whyNone(c: SiteClass, metric: MetricInfo, { unknown }: Ranking): Markup {
  return unknown.length
    ? safe`The ${metric.title} of the ${c.term} is not known of any picture whose truth holds it.`
    : safe`No truth holds the ${c.term}, so there is no best and no worst picture.`;
}

/** Pictures and captions of one case. */
function triptych(run: SiteRun, one: Case, c: SiteClass, metric: MetricInfo) {
  const kind = kindOf(one, c.name);
  const value = formatValue(metricValue(one, c.name, metric), metric);
  // the IoU says what the Dice says, unless it is the order
  const shown = run.metrics.filter((m) => m.id !== "iou" || metric.id === "iou");
  const figures = shown.map((m) => `${m.title}\u00a0${formatValue(metricValue(one, c.name, m), m)}`)
    .join(" · ");
  return {
    url: run.caseUrl(one.id),
    label: readable(one.id),
    value: safe`${metric.title} ${value}${kind !== "found" && `, ${kind}`}`,
    pictures: run.hasPictures ? pictures(run, one, c, figures) : [],
    // without pictures nothing carries the captions
    figures: run.hasPictures ? undefined : figures,
  };
}

function pictures(run: SiteRun, one: Case, c: SiteClass, figures: string) {
  const { tp, fp, fn, tn = NaN } = one.classes[c.name];
  const covers = (pixels: number) =>
    Number.isNaN(tn)
      ? `has ${counted(pixels, "pixel")} of it`
      : `covers ${formatPercent(pixels / (tp + fp + fn + tn), 1)} of the picture`;
  const label = readable(one.id);
  return [
    { picture: picture(run, one.id, { alt: label }), caption: safe`Photograph` },
    {
      picture: picture(run, one.id, {
        layer: `p${c.index}`,
        alt: altText(one.id, `prediction of ${c.name}, ${figures}`),
      }),
      caption: tp + fp === 0
        ? safe`<b>Prediction</b>&ensp;Missed: nothing was drawn<br>${figures}`
        : safe`<b>Prediction</b>&ensp;${figures}<br>${covers(tp + fp)}`,
    },
    {
      picture: picture(run, one.id, {
        layer: `t${c.index}`,
        alt: altText(one.id, `truth of ${c.name}`),
      }),
      caption: tp + fn === 0
        ? safe`<b>Truth</b>&ensp;holds no ${c.name} at all,<br>
            so all of the prediction counts as invented`
        : safe`<b>Truth</b>&ensp;${covers(tp + fn)}<br>
            of which the model found ${formatPercent(tp / (tp + fn))}`,
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
  const shown = invented.slice(0, 12);
  const links = shown.map((one, i) =>
    safe`${i > 0 && ", "}<a href="${run.caseUrl(one.id)}">${readable(one.id)}</a>`
  );
  const more = invented.length > shown.length &&
    `, and ${formatNumber(invented.length - shown.length)} more`;
  return safe`<b>Invented, listed apart:</b> the truth of ${
    invented.length === 1 ? "this picture" : "these pictures"
  } holds no ${c.term}, yet the model drew some. The annotation may be at fault. ${links}${more}.`;
}
