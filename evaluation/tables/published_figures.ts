/** Published figures beside a run's own, for terminals. */
import type { TextTable } from "./comparison_tables.ts";
import { formatRatio } from "./format.ts";
import { bestMedianWorst, metricValue, rankCases } from "../statistics/rank.ts";
import { readRun } from "../run_folder/read_run.ts";
import { summarise } from "../statistics/quantile.ts";

/**
 * Sets the published Dice of a run's preset beside the run's own.
 *
 * @param folder A measured run that repeats published work.
 * @returns A row per class, and what is to be known of the published figures.
 * @throws {Error} If the run can't be read, or nothing is published of its preset.
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
  if (published === undefined) {
    throw new Error(`Cannot compare ${folder} with published figures: its preset must have some`);
  }
  const { classes = [], cases = [], metrics = [] } = evaluation ?? {};
  const dice = metrics.find(({ id }) => id === "dice");
  const rows = classes.flatMap(({ name }) => {
    const theirs = published.dice?.[name];
    const three = dice && bestMedianWorst(rankCases(cases, name, dice));
    if (dice === undefined || theirs === undefined || three === undefined) return [];
    const best = metricValue(three.best, name, dice), worst = metricValue(three.worst, name, dice);
    const { median } = summarise(cases, name, dice);
    const values = [theirs.best, theirs.median, theirs.worst];
    const ours = [best, (best + worst) / 2, median, worst];
    return [[name, ...[...values, ...ours].map((value) => formatRatio(value, 6))]];
  });
  const head = ["class", "published best", "“median”", "worst"];
  return {
    table: { head: [...head, "our best", "midpoint", "median", "worst"], rows },
    note: published.note,
  };
}
