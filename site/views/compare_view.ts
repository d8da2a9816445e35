/** What the comparison of two runs says. */
import { type MetricInfo, quantile } from "../../evaluation/mod.ts";
import { differencesChart } from "../charts/differences.ts";
import { intervalChart } from "../charts/interval.ts";
import { pairedChart } from "../charts/paired.ts";
import { BOOTSTRAP, bootstrap } from "../statistics/bootstrap.ts";
import { wilcoxon } from "../statistics/wilcoxon.ts";
import { bare, change, count, figure, isLength, number, spoken } from "../words.ts";
import { bothFits } from "./chart.ts";
import { html, Markup } from "./html.ts";
import { overlaidCurves } from "./learning_view.ts";
import { counterpart, type Pair, pairsOf } from "./pairs.ts";
import { altText, picture } from "./pictures.ts";
import { boxOf, type SiteClass, type SiteRun } from "./site_run.ts";

/** A class and a metric in both runs. */
interface Change {
  c: SiteClass;
  metric: MetricInfo;
  pairs: Pair[];
  finite: Pair[];
  mean: number;
  interval?: [number, number];
}

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
    titles: [before.title, after.title],
    verdict: verdict(first),
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
    quartiles: main.map(quartiles),
    differences: of(overlap).map((change) => differences(before, after, change)),
    first: first.c.index,
    settings: settings(before, after),
    curves: overlaidCurves(before, after),
    triptychs: threeBeforeAfter(before, after, first),
  };
}

function changeOf(before: SiteRun, after: SiteRun, c: SiteClass, metric: MetricInfo): Change {
  const pairs = pairsOf(before, after, c.name, metric);
  const finite = pairs.filter((p) => Number.isFinite(p.gain));
  const gains = finite.map((p) => p.gain);
  const mean = (values: ArrayLike<number>) => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i];
    return sum / values.length;
  };
  return { c, metric, pairs, finite, mean: mean(gains), interval: bootstrap(gains, mean) };
}

function verdict({ c, metric, pairs, mean, interval }: Change): Markup {
  const better = pairs.filter((p) => p.gain > 0).length;
  const worse = pairs.filter((p) => p.gain < 0).length;
  const clear = interval && (interval[0] > 0 || interval[1] < 0);
  const word = mean > 0 ? "Better" : mean < 0 ? "Worse" : "No different";
  const [low, high] = interval ?? [NaN, NaN];
  const write = (value: number) =>
    isLength(metric) ? change(-value, metric) : change(value, metric);
  const amount = (value: number) => number(Math.abs(value), isLength(metric) ? 1 : 2);
  const range = clear
    ? html`95 % interval ${amount(Math.min(Math.abs(low), Math.abs(high)))} to ${
      amount(Math.max(Math.abs(low), Math.abs(high)))
    }`
    : html`95 % interval ${write(low)} to ${write(high)}`;
  const [verb, most, other, less] = mean >= 0
    ? ["rises", better, "falls", worse]
    : ["falls", worse, "rises", better];
  return html`${word}${
    mean !== 0 && !clear && ", but not clearly"
  }: the ${metric.title} of the ${c.term}
    ${verb} in ${number(Number(most))} of ${count(pairs.length, "picture")}, by ${
    amount(mean)
  } on average${
    interval && html`
      (${range})
    `
  }, and ${other} in ${number(Number(less))}.`;
}

function facts(before: SiteRun, after: SiteRun, { pairs }: Change): Markup[] {
  const link = (name: string, run: SiteRun) =>
    html`<b>${name}</b> <a href="${run.base}index.html">${run.name}</a>${
      run.history.length > 0 && `, ${count(run.history.length, "epoch")}`
    }`;
  const only = (run: SiteRun, other: SiteRun) =>
    run.cases.filter((one) => !other.has(one.id)).length;
  const [a, b] = [only(before, after), only(after, before)];
  return [
    link("Before", before),
    link("After", after),
    html`<b>${number(pairs.length)}</b> pictures measured in both`,
    ...(a + b > 0 ? [html`left out: ${number(a)} only before, ${number(b)} only after`] : []),
  ];
}

function medianChange(before: SiteRun, after: SiteRun, { c, metric, finite }: Change) {
  if (!finite.length) return undefined;
  const sorted = finite.toSorted((a, b) => b.gain - a.gain || (a.id < b.id ? -1 : 1));
  const pair = sorted[Math.floor(sorted.length / 2)];
  return {
    pictures: bothPictures(before, after, pair.id, c, "p", true),
    caption: html`<b>The median change.</b> ${spoken(pair.id)}: ${metric.title} ${
      figure(pair.before, metric)
    } before, ${figure(pair.after, metric)} after. Half of the pictures gained more.
      Black-and-white: truth.`,
  };
}

function bothPictures(
  before: SiteRun,
  after: SiteRun,
  id: string,
  c: SiteClass,
  layer: string,
  eager = false,
) {
  return ([[before, "before"], [after, "after"]] as const).map(([run, when]) => {
    const k = counterpart(run, c.name)!.index;
    return {
      url: run.caseUrl(id),
      picture: picture(run, id, {
        layer: `${layer}${k}`,
        alt: altText(id, `prediction of ${c.name} ${when}`),
        eager,
      }),
    };
  });
}

function paired({ c, metric, pairs }: Change, all: Change[]) {
  const sorted = (pick: (p: Pair) => number) => Float64Array.from(pairs, pick).sort();
  const boxes = [boxOf(sorted((p) => p.before)), boxOf(sorted((p) => p.after))] as const;
  const counts = countsOf(pairs);
  const largest = all.flatMap((change) => change.pairs.flatMap((p) => [p.before, p.after]))
    .filter(Number.isFinite).reduce((a, b) => Math.max(a, b), 1);
  const [a, b] = boxes;
  return {
    k: c.index,
    term: c.term,
    svg: a && b && bothFits({
      pairs,
      boxes: [a, b],
      metric,
      end: isLength(metric) ? largest : 1,
      about: `${metric.title} of ${c.name}: median ${figure(a.median, metric)} before, ${
        figure(b.median, metric)
      } after; ${counts.better} pictures improved, ${counts.worse} worsened.`,
    }, pairedChart),
    counts: html`<b>${number(counts.better)}</b> improved, <b class="worse">${
      number(counts.worse)
    }</b> worsened${counts.equal > 0 && `, ${number(counts.equal)} equal`}`,
  };
}

function countsOf(pairs: Pair[]): { better: number; worse: number; equal: number } {
  const better = pairs.filter((p) => p.gain > 0).length;
  const worse = pairs.filter((p) => p.gain < 0).length;
  return { better, worse, equal: pairs.length - better - worse };
}

function sureRow({ c, metric, pairs, mean, interval }: Change, all: Change[]) {
  const median = (pick: (p: Pair) => number) =>
    quantile(Float64Array.from(pairs, pick).sort(), 0.5);
  const sign = isLength(metric) ? -1 : 1;
  const same = all.filter((other) => isLength(other.metric) === isLength(metric));
  const reach = same.flatMap((other) => [other.mean, ...(other.interval ?? [])])
    .filter(Number.isFinite).reduce((a, b) => Math.max(a, Math.abs(b)), 1e-9);
  const ends = interval?.map((end) => change(sign * end, metric));
  const p = wilcoxon(pairs.map((pair) => pair.gain));
  return {
    k: c.index,
    term: c.term,
    metric: metric.unit ? `${metric.title}, ${metric.unit}` : metric.title,
    before: bare(median((pair) => pair.before), metric),
    after: bare(median((pair) => pair.after), metric),
    mean: change(sign * mean, metric),
    interval: ends ? (sign < 0 ? `${ends[1]} to ${ends[0]}` : `${ends[0]} to ${ends[1]}`) : "–",
    graphic: Number.isFinite(mean)
      ? new Markup(intervalChart({ mean, interval, reach }))
      : undefined,
    better: `${number(countsOf(pairs).better)} of ${number(pairs.length)}`,
    p: Number.isNaN(p) ? "–" : p < 0.001 ? "< 0.001" : number(p, 3),
  };
}

function sureNote(changes: Change[]): string {
  const infinite = Math.max(...changes.map(({ pairs, finite }) => pairs.length - finite.length));
  return `Before and after are medians. Mean change: after minus before, per picture${
    infinite
      ? `; up to ${count(infinite, "picture")} with a distance that is infinite in one run ${
        infinite === 1 ? "is" : "are"
      } left out of the mean, and ranked last by the test`
      : ""
  }. Interval: ${
    number(BOOTSTRAP.resamples)
  } bootstrap resamples of pictures, seed ${BOOTSTRAP.seed}. ` +
    `Wilcoxon signed-rank test, two-sided, not corrected for the ${changes.length} comparisons.`;
}

function quartiles({ c, metric, pairs }: Change) {
  const cells = (pick: (p: Pair) => number) => {
    const sorted = Float64Array.from(pairs, pick).sort();
    return [0, 0.25, 0.5, 0.75, 1].map((q) => figure(quantile(sorted, q), metric));
  };
  return {
    term: c.term,
    metric: metric.title,
    before: cells((p) => p.before),
    after: cells((p) => p.after),
  };
}

/** How many pictures stand at either end. */
const ENDS = 3;

function differences(before: SiteRun, after: SiteRun, { c, metric, finite }: Change) {
  const sorted = finite.toSorted((a, b) => b.gain - a.gain || (a.id < b.id ? -1 : 1));
  const sign = isLength(metric) ? -1 : 1;
  const entry = (pair: Pair) => ({
    change: change(sign * pair.gain, { better: "higher", unit: isLength(metric) ? "x" : undefined })
      .replace(/(\.\d\d)\d$/, "$1"),
    label: spoken(pair.id),
    url: after.caseUrl(pair.id),
    pictures: [
      {
        url: before.caseUrl(pair.id),
        picture: picture(before, pair.id, {
          layer: `t${c.index}`,
          alt: altText(pair.id, `truth of ${c.name}`),
        }),
        caption: html`<b>Truth</b>`,
      },
      ...bothPictures(before, after, pair.id, c, "p").map((one, i) => ({
        ...one,
        caption: html`<b>${i ? "After" : "Before"}</b>&ensp;${metric.title} ${
          figure(i ? pair.after : pair.before, metric)
        }`,
      })),
    ],
  });
  return {
    c: c.index,
    k: c.index,
    svg: bothFits({
      gains: finite.map(({ id, gain, ...pair }) => ({
        gain,
        href: after.caseUrl(id),
        title: `${spoken(id)}: ${figure(pair.before, metric)} to ${figure(pair.after, metric)}`,
      })),
      about: `Change in ${metric.title} of ${c.name} for ${finite.length} pictures, from ${
        change(sorted.at(-1)?.gain ?? NaN, metric)
      } to ${change(sorted[0]?.gain ?? NaN, metric)}.`,
    }, differencesChart),
    improved: sorted.filter((p) => p.gain > 0).slice(0, ENDS).map(entry),
    worsened: sorted.toReversed().filter((p) => p.gain < 0).slice(0, ENDS).map(entry),
  };
}

/** Best, median and worst case of each run, by the first metric of the headline class. */
function threeBeforeAfter(before: SiteRun, after: SiteRun, { c, metric }: Change) {
  return ["Best", "Median", "Worst"].map((name, i) => ({
    name,
    sides: [before, after].map((run, side) => {
      const { ranked, invented } = run.ranking(c.name, metric);
      const held = ranked.filter((one) => !invented.includes(one));
      const one = [ranked[0], ranked[Math.floor(ranked.length / 2)], held.at(-1)][i];
      if (!one) return undefined;
      const value = one.classes[c.name][metric.id] ?? Infinity;
      return {
        url: run.caseUrl(one.id),
        picture: picture(run, one.id, {
          layer: `p${counterpart(run, c.name)!.index}`,
          alt: altText(one.id, `prediction of ${c.name}, ${metric.title} ${figure(value, metric)}`),
        }),
        caption: html`<b>${side ? "After" : "Before"}</b>&ensp;${metric.title} ${
          figure(value, metric)
        }, ${spoken(one.id)}`,
      };
    }).filter((side) => side !== undefined),
  })).filter(({ sides }) => sides.length === 2);
}

/** Settings side by side, those that differ first. */
function settings(before: SiteRun, after: SiteRun) {
  const of = (run: SiteRun): Record<string, unknown> => ({
    ...run.folder.run?.settings,
    engine: run.folder.run?.backend,
    hardware: run.folder.run?.hardware,
    fingerprint: run.folder.run?.data.fingerprint,
  });
  const [a, b] = [of(before), of(after)];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) =>
    key !== "title"
  );
  const text = (value: unknown) =>
    value === undefined || value === null || value === ""
      ? "–"
      : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
  return keys.map((key) => ({ key, before: text(a[key]), after: text(b[key]) }))
    .filter(({ before, after }) => before !== "–" || after !== "–")
    .map((row) => ({ ...row, differs: row.before !== row.after }))
    .sort((x, y) => Number(y.differs) - Number(x.differs));
}
