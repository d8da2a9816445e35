/** Published figures beside a run's own. */
import type { Evaluation } from "../run_folder/evaluation.ts";
import { readRun } from "../run_folder/read_run.ts";
import type { Published, PublishedDice } from "../run_folder/run.ts";
import { metricValue } from "../statistics/metric_value.ts";
import { bestMedianWorst, rankCases } from "../statistics/rank.ts";
import { summarise } from "../statistics/summary.ts";
import type { TextTable } from "./comparison_tables.ts";
import { formatRatio } from "../../core/mod.ts";

/**
 * The published Dice of a run's preset beside the run's own, as a table.
 *
 * @param folder A measured run that repeats published work.
 * @returns A row per class, and a note on the published figures.
 * @throws {Error} If the run can't be read, or nothing is published about its preset.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(publishedBesideOurs("no/run"), /Cannot read the run folder no\/run/);
 * ```
 */
export async function publishedBesideOurs(
  folder: string,
): Promise<{ table: TextTable; note: string }> {
  const { run, evaluation } = await readRun(folder);
  const published = run?.published;
  if (published?.dice === undefined) {
    throw new Error(`Cannot compare ${folder} with published figures: its preset has none`);
  }
  const rows = (evaluation === null ? [] : publishedRows(evaluation, published))
    .map(({ name, theirs, ours }) => [
      name,
      ...[theirs.best, theirs.median, theirs.worst].map((value) => formatRatio(value, 6)),
      ...[ours.best, ours.midpoint, ours.median, ours.worst].map((value) => formatRatio(value, 3)),
    ]);
  const head = ["class", "published best", "“median”", "worst"];
  return {
    table: { head: [...head, "our best", "midpoint", "median", "worst"], rows },
    note: published.note,
  };
}

/** A class's published figures beside a run's own. */
export interface PublishedRow {
  /** The class. */
  name: string;
  /** What is published. */
  theirs: PublishedDice;
  /** The best, the midpoint of best and worst, the median, the worst. */
  ours: PublishedDice & { midpoint: number };
}

/**
 * The published Dice of each class beside an evaluation's own.
 *
 * @param evaluation Of a run that repeats published work.
 * @param published What is published about that work.
 * @returns A row per class that both have figures of.
 */
export function publishedRows(
  { classes, cases, metrics }: Evaluation,
  { dice: published }: Published,
): PublishedRow[] {
  const dice = metrics.find(({ id }) => id === "dice");
  return classes.flatMap(({ name }) => {
    const theirs = published?.[name];
    const three = dice && bestMedianWorst(rankCases(cases, name, dice));
    if (dice === undefined || theirs === undefined || three === undefined) return [];
    const best = metricValue(three.best, name, dice), worst = metricValue(three.worst, name, dice);
    const { median } = summarise(cases, name, dice);
    return [{ name, theirs, ours: { best, midpoint: (best + worst) / 2, median, worst } }];
  });
}
