/** The headline class by group: breeds, species, hospitals. */
import { byGroup, FEWEST_FOR_MEDIAN, fiveNumbers, metricValue } from "../../evaluation/mod.ts";
import { type Group, groupsChart } from "../charts/groups.ts";
import { counted, formatNumber, formatValue, isLength, readable } from "../text/format.ts";

import { bothFits } from "../html/chart.ts";
import { safe } from "../html/safe.ts";
import type { SiteRun } from "../runs/site_run.ts";

/** Groups with fewer cases are pooled into the last row. */
const FEW = 5;

/**
 * The chart of groups and its table.
 *
 * @param run A run with cases.
 * @returns Undefined where the cases have no more than one group.
 */
export function groupsView(run: SiteRun) {
  const metric = run.overlap, first = run.headline;
  if (!metric || !first || isLength(metric)) return undefined;
  const { groups: found, pooled, alone } = byGroup(run.ranking(first.name, metric).ranked, {
    className: first.name,
    metric,
    few: FEW,
  });
  if (found.length < 2) return undefined;
  const groups = found.map(({ name, cases, median, interval }): Group => ({
    name: name === undefined ? `${formatNumber(pooled)} other groups` : readable(name),
    points: cases.map((one) => {
      const value = metricValue(one, first.name, metric);
      const title = `${readable(one.id)}: ${formatValue(value, metric)}`;
      return { value, title, href: run.caseUrl(one.id) };
    }),
    median,
    interval,
  }));
  const sizes = groups.map((g) => g.points.length);
  return {
    k: first.index,
    sentence: safe`${metric.title} of the ${first.term}, best group first. ${
      pooled > 0 && `Groups with fewer than five pictures are pooled in the last row. `
    }The thick bar marks the median, the light band its 95\u00a0% interval by order statistics${
      Math.min(...sizes) < FEWEST_FOR_MEDIAN &&
      `, where a group has at least ${FEWEST_FOR_MEDIAN} pictures`
    }.${Math.min(...sizes) < 20 && " Where a group has few pictures, its median says little."}${
      alone > 0 && ` Not shown: ${counted(alone, "picture")} without a group.`
    }`,
    svg: bothFits({
      groups,
      about: `${metric.title} of ${first.name} in ${counted(groups.length, "group")}: ${
        groups.map((g) => `${g.name} median ${formatValue(g.median, metric)}`).join(", ")
      }.`,
    }, groupsChart),
    table: found.map(({ values }, i) => [
      groups[i].name,
      formatNumber(values.length),
      ...fiveNumbers(values).map((value) => formatValue(value, metric)),
    ]),
  };
}
