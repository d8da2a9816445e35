/** The headline class by group: breeds, species, hospitals. */
import { FEWEST_FOR_MEDIAN, medianInterval, metricValue, quantile } from "../../evaluation/mod.ts";
import { type Group, groupsChart } from "../charts/groups.ts";
import { count, figure, isLength, number, spoken } from "../text/words.ts";

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
  const { ranked } = run.ranking(first.name, metric);
  const byGroup = new Map<string, Group["points"]>();
  const alone = ranked.filter((one) => one.group === undefined).length;
  for (const one of ranked) {
    if (one.group === undefined) continue;
    const points = byGroup.get(one.group) ?? [];
    if (!points.length) byGroup.set(one.group, points);
    const value = metricValue(one, first.name, metric);
    const title = `${spoken(one.id)}: ${figure(value, metric)}`;
    points.push({ value, title, href: run.caseUrl(one.id) });
  }
  if (byGroup.size < 2) return undefined;
  const small = [...byGroup.values()].filter((points) => points.length < FEW);
  const pooled = small.length > 1 && small.length < byGroup.size;
  const groups = [...byGroup].filter(([, points]) => !pooled || points.length >= FEW)
    .map(([name, points]) => group(spoken(name), points))
    .sort((a, b) => b.median - a.median);
  if (pooled) groups.push(group(`${number(small.length)} other groups`, small.flat()));
  const sizes = groups.map((g) => g.points.length);
  return {
    k: first.index,
    sentence: safe`${metric.title} of the ${first.term}, best group first. ${
      pooled && `Groups with fewer than five pictures are pooled in the last row. `
    }The thick bar marks the median, the light band its 95\u00a0% interval by order statistics${
      Math.min(...sizes) < FEWEST_FOR_MEDIAN &&
      `, where a group has at least ${FEWEST_FOR_MEDIAN} pictures`
    }.${Math.min(...sizes) < 20 && " Where a group has few pictures, its median says little."}${
      alone > 0 && ` Not shown: ${count(alone, "picture")} without a group.`
    }`,
    svg: bothFits({
      groups,
      about: `${metric.title} of ${first.name} in ${count(groups.length, "group")}: ${
        groups.map((g) => `${g.name} median ${figure(g.median, metric)}`).join(", ")
      }.`,
    }, groupsChart),
    table: groups.map((g) => {
      const values = g.points.map((p) => p.value).sort((a, b) => a - b);
      return [
        g.name,
        number(values.length),
        ...[0, 0.25, 0.5, 0.75, 1].map((q) => figure(quantile(values, q), metric)),
      ];
    }),
  };
}

function group(name: string, points: Group["points"]): Group {
  const sorted = Float64Array.from(points, (p) => p.value).sort();
  return { name, points, median: quantile(sorted, 0.5), interval: medianInterval(sorted) };
}
