/** What a terminal shows of two runs side by side. */
import { counted } from "../../core/mod.ts";
import { table } from "../../cli/mod.ts";
import {
  type Comparison,
  comparisonTables,
  type ModelComparison,
  rankingTables,
  type TextTable,
} from "../../evaluation/mod.ts";

/**
 * Prints a comparison: what is left out of it, its tables, and notes on their figures.
 *
 * @param comparison Of `compareRuns`.
 * @param options Whether to show the settings of both runs too.
 */
export function printComparison(
  comparison: Comparison,
  { withSettings = false }: { withSettings?: boolean } = {},
): void {
  const { settings, quartiles, changes, limits, notes } = comparisonTables(comparison);
  for (const limit of limits) console.log(limit);
  console.log();
  for (const each of [...withSettings ? [settings] : [], quartiles, changes]) printTable(each);
  for (const note of notes) console.log(note);
}

/** Prints a ranking of several models: of each class and metric, which is best, and how sure that is. */
export function printRanking(comparison: ModelComparison): void {
  const { models, runs, cases } = comparison, { tables, notes } = rankingTables(comparison);
  const trained = models.length < runs.length ? ` of ${counted(runs.length, "run")}` : "";
  console.log(
    `${counted(models.length, "model")}${trained}: ${counted(cases, "case")} measured in all\n`,
  );
  for (const { title, verdict, ranks, chances } of tables) {
    console.log(`${title}: ${verdict}\n`);
    printTable(ranks);
    console.log("How often the model of a row ranks before that of a column\n");
    printTable(chances);
  }
  for (const note of notes) console.log(note);
}

/** How many cases were compared: `12 cases`. */
export function casesIn({ pairing: { pairs } }: Comparison): string {
  return counted(pairs.length, "case");
}

function printTable({ head, rows }: TextTable): void {
  console.log(`${table(rows, { head })}\n`);
}
