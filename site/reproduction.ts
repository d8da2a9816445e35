/** Published figures beside ours in text, for terminals. */
import type { TextTable } from "./comparison.ts";
import { readSiteRuns } from "./site.ts";
import { figureRows } from "./views/reproduction.ts";

export { REPRODUCTION_URL } from "./runs/published.ts";

/**
 * Sets the published Dice of a run's preset beside the run's own.
 *
 * @param folder A measured run that repeats published work.
 * @returns A row a class, and what is to be known of the published figures.
 * @throws {Error} When the run can't be read, or nothing is published of its preset.
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
  const [run] = await readSiteRuns([folder]);
  const published = run.folder.run?.published;
  if (!published) {
    throw new Error(`Cannot compare ${folder} with published figures: its preset must have some`);
  }
  const rows = figureRows(run, published).map(({ name, published, ours }) => [
    name,
    ...published,
    ...ours,
  ]);
  const head = [
    "class",
    "published best",
    "“median”",
    "worst",
    "our best",
    "midpoint",
    "median",
    "worst",
  ];
  return { table: { head, rows }, note: published.note };
}
