/** The boxes of several classes in one small chart. */
import { type Box, boxOf } from "../../evaluation/mod.ts";
import { miniBoxes } from "../charts/mini_boxes.ts";
import { oneFit } from "../html/chart.ts";
import type { Markup } from "../html/safe.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { formatValue, isLength } from "../text/format.ts";
import { words } from "../text/mod.ts";

/**
 * A box a class, by the metric that the page speaks of first.
 *
 * @param run The run.
 * @param classes Which classes, in this order.
 * @returns Undefined where that metric is a distance, or no class has a value.
 */
export function miniBoxesOf(run: SiteRun, classes: readonly SiteClass[]): Markup | undefined {
  const metric = run.overlap;
  if (!metric || isLength(metric)) return undefined;
  const rows = classes.map((c) => ({ c, box: boxOf(run.values(c.name, metric)) }))
    .filter((row): row is { c: SiteClass; box: Box } => row.box !== undefined);
  if (!rows.length) return undefined;
  return oneFit({
    title: metric.title,
    rows: rows.map(({ c, box }) => ({ name: c.name, color: `var(--k${c.index})`, box })),
    about: words.overview.boxes.about(
      metric.title,
      rows.map(({ c, box }) => `${c.name} ${formatValue(box.median, metric)}`),
    ),
  }, miniBoxes);
}
