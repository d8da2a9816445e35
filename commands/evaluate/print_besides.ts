/** What the terminal says of raters and probabilities. */
import { table } from "../../cli/mod.ts";
import { calibrationTable, type MeasuredFigures, raterTable } from "../../evaluation/mod.ts";

/** Prints the tables of what was measured beside masks and truth, each after an empty line. */
export function printBesides(figures: MeasuredFigures): void {
  const { rated, calibration } = figures;
  const tables = [
    ...(rated ? [raterTable(rated, figures)] : []),
    ...(calibration ? [calibrationTable(calibration)] : []),
  ];
  for (const { head, rows } of tables) console.log(`\n${table(rows, { head })}`);
}
