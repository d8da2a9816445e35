import type { EvaluatedCalibration } from "../run_folder/evaluation.ts";
import type { TextTable } from "./comparison_tables.ts";
import { formatNumber, formatRatio } from "../../core/mod.ts";

/**
 * The table of calibration at the end of an evaluation.
 *
 * @param calibration The calibration.
 * @returns The likeliest class first, then each.
 */
export function calibrationTable(calibration: EvaluatedCalibration): TextTable {
  const rows = [{ ...calibration, name: "likeliest class" }, ...calibration.classes];
  return {
    head: ["probabilities", "calibration error", "Brier score", "pixels"],
    rows: rows.map(({ name, ece, brier, bins }) => [
      name,
      formatRatio(ece, 4),
      formatNumber(brier, 4),
      formatNumber(bins.pixels.reduce((sum, count) => sum + count, 0)),
    ]),
  };
}
