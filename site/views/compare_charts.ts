/** The charts of a comparison, and the pictures at their ends. */
import { boxOf, type MetricInfo, type Pair } from "../../evaluation/mod.ts";
import { axisEnd } from "../charts/axis.ts";
import { differencesChart } from "../charts/differences.ts";
import { pairedChart } from "../charts/paired.ts";
import { formatChange, formatValue, isLength, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { bothFits } from "../html/chart.ts";
import { cell } from "../html/numbers.ts";
import { counterpart, type SiteChange } from "../runs/comparisons.ts";
import { altText, picture } from "../html/picture.ts";
import { termOf } from "../html/term.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";

/**
 * The paired chart of a class and its caption.
 *
 * @param one The class.
 * @param all All classes of the same metric, for a common axis.
 */
export function paired(one: SiteChange, all: SiteChange[]) {
  const { c, metric, pairs } = one, text = words.compare.paired;
  const sorted = (pick: (p: Pair) => number) => Float64Array.from(pairs, pick).sort();
  const boxes = [boxOf(sorted((p) => p.before)), boxOf(sorted((p) => p.after))] as const;
  const largest = all.flatMap((other) => other.pairs.flatMap((p) => [p.before, p.after]))
    .filter(Number.isFinite).reduce((a, b) => Math.max(a, b), 0);
  const [a, b] = boxes;
  return {
    k: c.index,
    term: termOf(c),
    svg: a && b && bothFits({
      pairs,
      boxes: [a, b],
      metric,
      end: isLength(metric) ? axisEnd(largest) : 1,
      about: text.about(
        metric.title,
        c.name,
        [a, b].map(({ median }) => formatValue(median, metric)),
        one.better,
        one.worse,
      ),
    }, pairedChart),
    counts: text.counts(one.better, one.worse, one.equal),
  };
}

/** The most rows of the table of differences: half from either end. */
const ROWS = 400;

/** Every change in figures, the largest gain first; of very many those at either end. */
function differenceRows(after: SiteRun, sorted: Pair[], metric: MetricInfo) {
  const rows = sorted.length > ROWS
    ? [...sorted.slice(0, ROWS / 2), ...sorted.slice(-ROWS / 2)]
    : sorted;
  const sign = isLength(metric) ? -1 : 1;
  return rows.map((pair) => ({
    label: readable(pair.id),
    url: after.caseUrl(pair.id),
    cells: [
      cell(formatValue(pair.before, metric), pair.before),
      cell(formatValue(pair.after, metric), pair.after),
      cell(formatChange(sign * pair.gain, metric), sign * pair.gain),
    ],
  }));
}

/** How many pictures stand at either end. */
const ENDS = 3;

/**
 * The sorted changes of a class, and the pictures at either end.
 *
 * @param before The earlier run.
 * @param after The later run.
 * @param change The class.
 */
export function differences(before: SiteRun, after: SiteRun, { c, metric, finite }: SiteChange) {
  const sorted = finite.toSorted((a, b) => b.gain - a.gain || (a.id < b.id ? -1 : 1));
  const sign = isLength(metric) ? -1 : 1, text = words.compare.differences;
  const k = counterpart(after, c.name)!.index;
  const entry = (pair: Pair) => ({
    change: formatChange(sign * pair.gain, metric),
    label: readable(pair.id),
    // both in one picture
    url: `${after.caseUrl(pair.id)}#${new URLSearchParams({
      class: String(k),
      beside: before.name,
    })}`,
    values: text.values(formatValue(pair.before, metric), formatValue(pair.after, metric)),
    pictures: !before.hasPictures && !after.hasPictures ? [] : [
      {
        url: before.caseUrl(pair.id),
        picture: picture(before, pair.id, {
          layer: `t${c.index}`,
          alt: altText(pair.id, words.frame.alt.truth(c.name)),
        }),
        caption: text.truth,
      },
      ...bothPictures(before, after, { id: pair.id, c }).map((one, i) => ({
        ...one,
        caption: text.side(
          i ? words.compare.After : words.compare.Before,
          metric.title,
          formatValue(i ? pair.after : pair.before, metric),
        ),
      })),
    ],
  });
  return {
    c: c.index,
    k: c.index,
    svg: finite.length > 0 && bothFits({
      gains: finite.map(({ id, gain, ...pair }) => ({
        gain,
        href: after.caseUrl(id),
        title: text.point(
          readable(id),
          formatValue(pair.before, metric),
          formatValue(pair.after, metric),
        ),
      })),
      title: text.chart(metric.title, isLength(metric), metric.unit),
      about: text.about(
        metric.title,
        c.name,
        finite.length,
        formatChange(sign * (sorted.at(-1)?.gain ?? NaN), metric),
        formatChange(sign * (sorted[0]?.gain ?? NaN), metric),
      ),
    }, differencesChart),
    table: differenceRows(after, sorted, metric),
    left: sorted.length > ROWS ? text.left(sorted.length - ROWS) : undefined,
    improved: sorted.filter((p) => p.gain > 0).slice(0, ENDS).map(entry),
    worsened: sorted.toReversed().filter((p) => p.gain < 0).slice(0, ENDS).map(entry),
  };
}

/**
 * A case's picture in both runs, with the same layer.
 *
 * @param before The earlier run.
 * @param after The later run.
 * @param options The case, the class, and whether the pictures are in sight at once.
 */
export function bothPictures(
  before: SiteRun,
  after: SiteRun,
  { id, c, eager = false }: { id: string; c: SiteClass; eager?: boolean },
) {
  return ([[before, words.compare.before], [after, words.compare.after]] as const).map(
    ([run, when]) => {
      const k = counterpart(run, c.name)!.index;
      return {
        url: run.caseUrl(id),
        picture: picture(run, id, {
          layer: `p${k}`,
          alt: altText(id, words.compare.differences.prediction(c.name, when)),
          eager,
        }),
      };
    },
  );
}
