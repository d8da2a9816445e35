/** The figures of a run's largest tables, which its page shows rounded. */
import { type Figure, figuresScript } from "../html/numbers.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { averagesView } from "./averages.ts";
import { quartiles } from "./boxes.ts";
import { epochs } from "./learning.ts";

/**
 * A script that hands them to the one that saves tables, by the tables' names.
 *
 * @param run The run.
 */
export function runFigures(run: SiteRun): string {
  const tables: Record<string, Figure[][]> = {
    learning: epochs(run).map((row) => row.map(({ figure }) => figure)),
  };
  if (run.cases.length > 0) {
    const { rows, many } = averagesView(run);
    tables.boxes = quartiles(run).map(({ cells }) => cells.map(({ figure }) => figure));
    tables.averages = rows.map(({ cells, over }) => {
      const figures = cells.map(({ figure }) => figure);
      return many ? [over.figure, ...figures] : [...figures, over.figure];
    });
  }
  return figuresScript(tables);
}
