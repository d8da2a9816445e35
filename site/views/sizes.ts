/** The headline class by the size it has in the truth. */
import { bySize, sizeSteps } from "../../evaluation/mod.ts";
import { sizesChart } from "../charts/sizes.ts";
import { formatNumber, formatPercent, formatValue, isLength, readable } from "../text/format.ts";
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
  const sized = bySize(run.ranking(first.name, metric).ranked, first.name, metric);
  if (sized.length < 2 * STEPS) return undefined;
  const points = sized.map(({ one, share, value }) => ({
    share,
    value,
    title: `${readable(one.id)}: ${formatValue(value, metric)}, ${
      formatPercent(share)
    } of the picture`,
    href: run.caseUrl(one.id),
  }));
  const steps = sizeSteps(sized, STEPS);
  const [small, large] = [steps[0], steps[STEPS - 1]];
  return {
    k: first.index,
    sentence:
      safe`${metric.title} of the ${first.term} against its share of the picture, each dot one
      picture. The bars are medians of a fifth of the pictures each: ${
        formatValue(small.median, metric)
      } for the smallest, ${formatValue(large.median, metric)} for the largest.`,
    svg: bothFits({
      points,
      steps,
      title: metric.title,
      about: `${metric.title} of ${first.name} by its share of the picture: ${
        steps.map((s) =>
          `${formatPercent(s.from)} to ${formatPercent(s.to)} median ${
            formatValue(s.median, metric)
          }`
        )
          .join(", ")
      }.`,
    }, sizesChart),
    table: steps.map((s) => [
      `${formatPercent(s.from, 1)} to ${formatPercent(s.to, 1)}`,
      formatNumber(s.count),
      formatValue(s.median, metric),
    ]),
  };
}
