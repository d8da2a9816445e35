/** What the overview of runs says. */
import { type Box, boxOf } from "../../evaluation/mod.ts";
import { miniBoxes } from "../charts/mini_boxes.ts";
import { formatValue, isLength } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { oneFit } from "../html/chart.ts";
import { type Markup, safe } from "../html/safe.ts";
import { hasPublishedFigures, REPRODUCTION_URL } from "../runs/published.ts";
import { facts, medianPicture } from "./run.ts";
import { runsTable } from "./runs_table.ts";
import { compareUrl, comparisons, missingComparisons } from "../runs/comparisons.ts";
import type { SiteClass, SiteRun } from "../runs/site_run.ts";
import { remarksOf, stateOf } from "./state.ts";
import { unmeasured, verdict } from "./verdict.ts";

/** More classes have no box here, where there is little room. */
const BOXES = 8;

/**
 * Everything the first page shows.
 *
 * @param runs The runs, newest first.
 */
export function overviewView(runs: SiteRun[]) {
  const pairs = comparisons(runs).pairs, text = words.overview;
  return {
    title: text.title(runs.length),
    sentence: safe`${text.count(runs.length)}${
      pairs.length === 1 &&
      safe` <a href="${compareUrl(pairs[0].before, pairs[0].after)}">${
        runs.length === 2
          ? text.compare.two
          : text.compare.named(pairs[0].before.name, pairs[0].after.name)
      }</a>.`
    }${
      runs.some(hasPublishedFigures) &&
      safe` <a href="${REPRODUCTION_URL}">${text.published}</a>.`
    }`,
    note: runs.some((run) => run.hasPictures) ? text.note : undefined,
    table: runs.some((run) => run.cases.length) ? runsTable(runs) : undefined,
    missing: missingComparisons(runs),
    comparisons: pairs.map(({ before, after }) => ({
      url: compareUrl(before, after),
      before: before.base,
      after: after.base,
      name: text.compare.name(before.name, after.name),
    })),
    runs: runs.map((run) => ({
      palette: run.palette,
      base: run.base,
      url: `${run.base}index.html`,
      name: run.name,
      title: run.title,
      verdict: verdict(run) ?? unmeasured(run),
      facts: facts(run),
      remarks: [...(run.cases.length ? [stateOf(run)] : []), ...remarksOf(run)],
      median: medianPicture(run),
      chart: boxesOf(run),
      more: run.classes.length > BOXES ? text.moreClasses(run.classes.length - BOXES) : undefined,
    })),
  };
}

function boxesOf(run: SiteRun): Markup | undefined {
  const metric = run.overlap;
  if (!metric || isLength(metric)) return undefined;
  const rows = run.classes.slice(0, BOXES).map((c) => ({
    c,
    box: boxOf(run.values(c.name, metric)),
  }))
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
