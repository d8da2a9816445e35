/** The headline class by the size it has in the truth. */
import { bySize, sizeSteps } from "../../evaluation/mod.ts";
import { everyOf, sizesChart } from "../charts/sizes.ts";
import { formatNumber, formatPercent, formatValue, isLength, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { bothFits } from "../html/chart.ts";
import { cell, numbers } from "../html/numbers.ts";
import { termOf } from "../html/term.ts";
import { between, casesWhere } from "../runs/filtered.ts";
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
  const metric = run.overlap, first = run.headline, text = words.figures.sizes;
  if (!metric || !first || isLength(metric)) return undefined;
  const sized = bySize(run.ranking(first.name, metric).ranked, first.name, metric);
  if (sized.length < 2 * STEPS) return undefined;
  const points = sized.map(({ one, share, value }) => ({
    share,
    value,
    title: text.point(readable(one.id), formatValue(value, metric), formatPercent(share)),
    href: run.caseUrl(one.id),
  }));
  const steps = sizeSteps(sized, STEPS);
  const [small, large] = [steps[0], steps[STEPS - 1]];
  return {
    k: first.index,
    sentence: text.sentence(
      metric.title,
      termOf(first),
      everyOf(points.length),
      formatValue(small.median, metric),
      formatValue(large.median, metric),
    ),
    svg: bothFits({
      points,
      steps: steps.map((step) => ({
        ...step,
        href: stepUrl(run, first.index, step),
        title: text.step(
          formatPercent(step.from),
          formatPercent(step.to),
          formatValue(step.median, metric),
        ),
      })),
      title: metric.title,
      about: text.about(
        metric.title,
        first.name,
        steps.map((s) =>
          text.step(formatPercent(s.from), formatPercent(s.to), formatValue(s.median, metric))
        ),
      ),
    }, sizesChart),
    table: steps.map((s) => ({
      url: stepUrl(run, first.index, s),
      name: text.range(formatPercent(s.from, 1), formatPercent(s.to, 1)),
      // the ends of the step are columns of their own in what is saved
      ends: numbers(NaN, [s.from, s.to]),
      cells: [cell(formatNumber(s.count), s.count), cell(formatValue(s.median, metric), s.median)],
    })),
  };
}

/** The cases of a step. */
function stepUrl(run: SiteRun, k: number, { from, to }: { from: number; to: number }): string {
  return casesWhere(run, { class: k, size: between(100 * from, 100 * to) });
}
