/** Two runs compared in text, for terminals; the page of a comparison shows the same numbers. */
import { quantile } from "../evaluation/mod.ts";
import { readSiteRuns } from "./site.ts";
import { wilcoxon } from "./statistics/wilcoxon.ts";
import { type Change, changeOf, countsOf } from "./views/change.ts";
import { settingsRows } from "./views/compare_tables.ts";
import { compareUrl, counterpart, type Pair } from "./views/pairs.ts";
import type { SiteRun } from "./views/site_run.ts";
import { change as changeText, isLength, number } from "./words.ts";

/** A table of texts. */
export interface TextTable {
  /** The columns' titles. */
  head: string[];
  /** The rows, a text a column. */
  rows: string[][];
}

/** Two runs side by side. */
export interface Comparison {
  /** Their names. */
  names: [before: string, after: string];
  /** Pictures that both measured. */
  pictures: number;
  /** Every setting, those that differ first and marked `≠`. */
  settings: TextTable;
  /** For each class, Dice and ASSD: least, quartiles and greatest of both runs. */
  quartiles: TextTable;
  /** For each class, Dice and ASSD: the change with its bootstrap interval and Wilcoxon's p. */
  changes: TextTable;
  /** The comparison's page, from the site's root. */
  url: string;
}

/**
 * Compares two measured runs, picture by picture, where both have the picture and the class.
 *
 * @param before The earlier run's folder.
 * @param after The later run's folder.
 * @returns Tables of texts, and where `buildSite` with both in this order puts the page.
 * @throws {Error} When a run can't be read or is not measured, or the two share no picture or no class.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(compareRuns("no/run", "runs/b"), /Cannot read the run folder no\/run/);
 * ```
 */
export async function compareRuns(before: string, after: string): Promise<Comparison> {
  const [later, earlier] = await readSiteRuns([before, after], { inOrder: true });
  const changes = shownChanges(earlier, later);
  return {
    names: [earlier.name, later.name],
    pictures: changes[0].pairs.length,
    settings: {
      head: ["", "setting", earlier.name, later.name],
      rows: settingsRows(earlier, later).map(({ key, before, after, differs }) => [
        differs ? "≠" : "",
        key,
        before,
        after,
      ]),
    },
    quartiles: {
      head: ["class", "metric", "run", "least", "25 %", "median", "75 %", "greatest"],
      rows: changes.flatMap(quartilesOf),
    },
    changes: {
      head: ["class", "metric", "mean change", "95 % interval", "better in", "Wilcoxon p"],
      rows: changes.map(changeRow),
    },
    url: compareUrl(earlier, later),
  };
}

/** Dice, or the first metric, and ASSD of every class that both runs have. */
function shownChanges(before: SiteRun, after: SiteRun): Change[] {
  for (const run of [before, after]) {
    if (run.cases.length > 0) continue;
    throw new Error(
      `Cannot compare ${run.folder.path}: the run must be measured, and holds no evaluation.json`,
    );
  }
  const metrics = before.metrics.filter((metric) =>
    (metric === before.overlap || metric.id === "assd") &&
    after.metrics.some(({ id }) => id === metric.id)
  );
  const changes = before.classes.filter(({ name }) => counterpart(after, name))
    .flatMap((c) => metrics.map((metric) => changeOf(before, after, c, metric)));
  if (!changes.some(({ pairs }) => pairs.length > 0)) {
    throw new Error(
      `Cannot compare ${before.name} and ${after.name}: both must have measured the same class of ` +
        "the same picture, and have none in common",
    );
  }
  return changes;
}

function quartilesOf({ c, metric, pairs }: Change): string[][] {
  const row = (run: string, pick: (pair: Pair) => number): string[] => {
    const sorted = Float64Array.from(pairs, pick).sort();
    const cells = [0, 0.25, 0.5, 0.75, 1].map((q) =>
      number(quantile(sorted, q), isLength(metric) ? 2 : 3)
    );
    return [c.name, metric.title, run, ...cells];
  };
  return [row("before", ({ before }) => before), row("after", ({ after }) => after)];
}

function changeRow({ c, metric, pairs, mean, interval }: Change): string[] {
  // a gain is positive for better, a change of a length is not
  const sign = isLength(metric) ? -1 : 1;
  const ends = interval?.map((end) => sign * end).sort((a, b) => a - b)
    .map((end) => changeText(end, metric));
  const p = wilcoxon(pairs.map(({ gain }) => gain));
  return [
    c.name,
    metric.unit ? `${metric.title}, ${metric.unit}` : metric.title,
    changeText(sign * mean, metric),
    ends ? ends.join(" to ") : "–",
    `${number(countsOf(pairs).better)} of ${number(pairs.length)}`,
    Number.isNaN(p) ? "–" : p < 0.001 ? "< 0.001" : number(p, 3),
  ];
}
