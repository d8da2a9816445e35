/** Two runs compared in text, for terminals; the page of a comparison shows the same numbers. */
import { fiveNumbers, formatFigure } from "../evaluation/mod.ts";
import { readSiteRuns } from "./site.ts";
import { changeTexts, settingsRows, sureNote } from "./views/compare_tables.ts";
import { limits } from "./views/compare.ts";
import { compare, compareUrl, refusal, type SiteChange } from "./runs/pairs.ts";

/** A table of texts. */
export interface TextTable {
  /** The columns' titles. */
  head: string[];
  /** The rows, a text a column. */
  rows: string[][];
}

/** Two runs whose figures must not be set side by side; the message says why. */
export class Incomparable extends Error {
  override name = "Incomparable";
}

/** Two runs side by side. */
export interface Comparison {
  /** Their names. */
  names: [before: string, after: string];
  /** Pictures that were measured in both against the same truth. */
  pictures: number;
  /** Every setting, those that differ first and marked `≠`. */
  settings: TextTable;
  /** For each class, Dice and ASSD: least, quartiles and greatest of both runs. */
  quartiles: TextTable;
  /** For each class, Dice and ASSD: the change with its interval and Wilcoxon's p. */
  changes: TextTable;
  /** What is left out of the comparison and why; nothing where all is compared. */
  limits: string[];
  /** What the changes' figures are. */
  notes: string[];
  /** The comparison's page, from the site's root. */
  url: string;
}

/**
 * Compares two measured runs, picture by picture, where both have the picture and the class.
 *
 * @param before The earlier run's folder.
 * @param after The later run's folder.
 * @returns Tables of texts, and where `buildSite` with both in this order puts the page.
 * @throws {Error} When a run can't be read or is not measured, or the two can't be compared; the text
 *   says why, and is an `Incomparable` where both were read.
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
  for (const run of [earlier, later]) {
    if (run.cases.length > 0) continue;
    throw new Error(
      `Cannot compare ${run.folder.path}: the run must be measured, and holds no evaluation.json`,
    );
  }
  const { pairing, changes } = compare(earlier, later);
  if (pairing.problem !== undefined) {
    throw new Incomparable(refusal([earlier, later], pairing.problem));
  }
  return {
    names: [earlier.name, later.name],
    pictures: pairing.pairs.length,
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
      head: [
        "class",
        "metric",
        "mean change",
        "median change",
        "95 % interval",
        "better in",
        "Wilcoxon p",
      ],
      rows: changes.map(changeRow),
    },
    limits: limits(earlier, later, pairing),
    notes: sureNote(changes),
    url: compareUrl(earlier, later),
  };
}

function quartilesOf({ c, metric, pairs }: SiteChange): string[][] {
  const row = (run: "before" | "after"): string[] => {
    const numbers = fiveNumbers(pairs.map((pair) => pair[run]));
    const cells = numbers.map((value) => formatFigure(value, metric, 1));
    return [c.name, metric.title, run, ...cells];
  };
  return [row("before"), row("after")];
}

function changeRow(change: SiteChange): string[] {
  const { c, metric } = change;
  const { mean, median, interval, better, p } = changeTexts(change);
  const title = metric.unit ? `${metric.title}, ${metric.unit}` : metric.title;
  return [c.name, title, mean, median, interval, better, p];
}
