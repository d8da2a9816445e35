/** The headline class by group: breeds, species, hospitals. */
import { byGroup, FEWEST_FOR_MEDIAN, fiveNumbers, metricValue } from "../../evaluation/mod.ts";
import { type Group, groupsChart } from "../charts/groups.ts";
import { formatNumber, formatValue, isLength, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { bothFits } from "../html/chart.ts";
import { cell } from "../html/numbers.ts";
import { termOf } from "../html/term.ts";
import { casesWhere } from "../runs/filtered.ts";
import type { SiteRun } from "../runs/site_run.ts";

/** Groups with fewer cases are pooled into the last row. */
const FEW = 5;

/** More groups make the page too large: those with the lowest medians are shown. */
const MOST = 40;

/**
 * The chart of groups and its table.
 *
 * @param run A run with cases.
 * @returns Undefined where the cases have no more than one group, or each its own.
 */
export function groupsView(run: SiteRun) {
  const metric = run.overlap, first = run.headline, text = words.figures.groups;
  if (!metric || !first || isLength(metric)) return undefined;
  const { groups: all, pooled, alone } = byGroup(run.ranking(first.name, metric).ranked, {
    className: first.name,
    metric,
    few: FEW,
    independent: run.draws?.are,
  });
  if (all.length < 2 || all.every(({ cases }) => cases.length === 1)) return undefined;
  const found = all.slice(-MOST), named = ({ name }: typeof found[number]) => name !== undefined;
  const groups = found.map(({ name, cases, median, interval }): Group => ({
    name: name === undefined ? text.others(pooled) : readable(name),
    points: cases.map((one) => {
      const value = metricValue(one, first.name, metric);
      const title = text.point(readable(one.id), formatValue(value, metric));
      return { value, title, href: run.caseUrl(one.id) };
    }),
    median,
    interval,
    href: groupUrl(run, name),
  }));
  const sizes = groups.map((g) => g.points.length);
  return {
    k: first.index,
    sentence: text.sentence({
      metric: metric.title,
      term: termOf(first),
      pooled: pooled > 0,
      fewest: Math.min(...sizes) < FEWEST_FOR_MEDIAN ? FEWEST_FOR_MEDIAN : undefined,
      draws: run.draws?.are,
      areFew: Math.min(...sizes) < 20,
      alone,
      most: found.length < all.length
        ? {
          shown: found.filter(named).length,
          all: all.filter(named).length,
          url: casesWhere(run, { class: first.index }),
        }
        : undefined,
    }),
    svg: bothFits({
      groups,
      title: metric.title,
      about: text.about(
        metric.title,
        first.name,
        groups.map((g) => text.median(g.name, formatValue(g.median, metric))),
      ),
    }, groupsChart),
    table: found.map(({ values }, i) => ({
      url: groups[i].href,
      name: groups[i].name,
      cells: [
        cell(formatNumber(values.length), values.length),
        ...fiveNumbers(values).map((value) => cell(formatValue(value, metric), value)),
      ],
    })),
  };
}

/** The cases of a group; none for those that are pooled. */
function groupUrl(run: SiteRun, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  return casesWhere(run, { class: run.headline!.index, group: name });
}
