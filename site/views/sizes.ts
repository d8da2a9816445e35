/** The headline class by the size it has in the truth. */
import { metricValue, quantile } from "../../evaluation/mod.ts";
import { sizesChart } from "../charts/sizes.ts";
import { figure, isLength, number, percent, spoken } from "../text/words.ts";
import { bothFits } from "../html/chart.ts";
import { safe } from "../html/safe.ts";
import type { SiteRun } from "../runs/site_run.ts";

/** Cases are put into so many steps of equal count. */
const STEPS = 5;

/**
 * The chart of sizes and its table.
 *
 * @param run A run with cases.
 * @returns Undefined for fewer cases than say anything about size.
 */
export function sizesView(run: SiteRun) {
  const metric = run.overlap, first = run.headline;
  if (!metric || !first || isLength(metric)) return undefined;
  const points = run.ranking(first.name, metric).ranked.flatMap((one) => {
    const { tp, fp, fn, tn = NaN } = one.classes[first.name];
    if (tp + fn === 0) return [];
    const value = metricValue(one, first.name, metric), share = (tp + fn) / (tp + fp + fn + tn);
    const title = `${spoken(one.id)}: ${figure(value, metric)}, ${percent(share)} of the picture`;
    return [{ share, value, title, href: run.caseUrl(one.id) }];
  }).filter((p) => Number.isFinite(p.share)).sort((a, b) => a.share - b.share);
  if (points.length < 2 * STEPS) return undefined;
  const steps = Array.from({ length: STEPS }, (_, i) => {
    const at = (share: number) => Math.round(share * points.length);
    const part = points.slice(at(i / STEPS), at((i + 1) / STEPS));
    const median = quantile(Float64Array.from(part, (p) => p.value).sort(), 0.5);
    return { from: part[0].share, to: part[part.length - 1].share, median, count: part.length };
  });
  const [small, large] = [steps[0], steps[STEPS - 1]];
  return {
    k: first.index,
    sentence:
      safe`${metric.title} of the ${first.term} against its share of the picture, each dot one
      picture. The bars are medians of a fifth of the pictures each: ${
        figure(small.median, metric)
      } for the smallest, ${figure(large.median, metric)} for the largest.`,
    svg: bothFits({
      points,
      steps,
      title: metric.title,
      about: `${metric.title} of ${first.name} by its share of the picture: ${
        steps.map((s) =>
          `${percent(s.from)} to ${percent(s.to)} median ${figure(s.median, metric)}`
        )
          .join(", ")
      }.`,
    }, sizesChart),
    table: steps.map((s) => [
      `${percent(s.from, 1)} to ${percent(s.to, 1)}`,
      number(s.count),
      figure(s.median, metric),
    ]),
  };
}
