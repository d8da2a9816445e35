import { isLength } from "../../core/mod.ts";
import type { Case, Evaluation } from "../run_folder/evaluation.ts";
import { CalibrationTotals } from "../statistics/calibration_sums.ts";
import { buildEvaluation, ConfusionTotals } from "./build_evaluation.ts";

/** What one of several models measured: the images that it has not seen. */
export interface Fold {
  /** Its evaluation. */
  evaluation: Evaluation;
  /** Its folder, relative to that of the whole, with forward slashes. */
  folder: string;
}

/**
 * Puts the evaluations of folds together: each case as its model measured it, with the model's number.
 *
 * @param folds The folds in their order, of the same classes and metrics, without a case in common.
 * @param about Name and title of the whole, and the Dice of a constant mask for all images.
 * @returns One evaluation of all cases.
 */
export function joinFolds(
  folds: readonly Fold[],
  about: Pick<Evaluation, "name" | "title" | "constantDice">,
): Evaluation {
  const [{ evaluation: { classes, ignore, metrics, measuredAt, independent } }] = folds;
  const totals = new ConfusionTotals(classes, ignore);
  const calibrations = new CalibrationTotals();
  for (const { evaluation: { confusion, unlabelled, calibration } } of folds) {
    totals.addCounts({ confusion, unlabelled: unlabelled! });
    if (calibration !== undefined) calibrations.add(calibration, calibration.cases);
  }
  const cases = folds.flatMap(({ evaluation, folder }, i) =>
    evaluation.cases.map((one): Case => ({
      ...one,
      member: i + 1,
      pictures: picturesIn(folder, one.pictures),
    }))
  );
  const unit = metrics.find(isLength)?.unit;
  const calibration = calibrations.figures(classes);
  const told = { classes, measuredAt, independent, unit, metrics, calibration };
  return buildEvaluation(cases, { ...totals, ...about, ...told });
}

function picturesIn(folder: string, pictures: Case["pictures"]): Case["pictures"] {
  if (pictures === undefined) return undefined;
  const { image, truth, prediction, confidence } = pictures;
  const own = Object.entries({ image, truth, prediction, confidence }).flatMap(([kind, path]) =>
    path === undefined ? [] : [[kind, `${folder}/${path}`]]
  );
  return Object.fromEntries(own);
}
