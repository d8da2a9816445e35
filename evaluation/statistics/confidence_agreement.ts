/** Whether the Dice that a model's probabilities let expect is the one that it has. */
import type { Case } from "../run_folder/evaluation.ts";
import { meanRanks } from "./mean_ranks.ts";
import { quantile } from "./quantile.ts";

/** How expected and true Dice agree over cases. */
export interface ConfidenceAgreement {
  /** The cases in which the class is predicted. */
  cases: number;
  /** Spearman's rank correlation of expected and true Dice, the mean rank for ties; NaN where all are equal. */
  correlation: number;
  /** The median of expected less true Dice: above 0 the model expects too much. */
  difference: number;
}

/**
 * Sets the Dice of a class beside the one to be expected from probabilities alone.
 *
 * @param cases The cases.
 * @param className The class.
 * @returns Undefined for fewer than three cases.
 */
export function confidenceAgreement(
  cases: readonly Case[],
  className: string,
): ConfidenceAgreement | undefined {
  const expected: number[] = [], dice: number[] = [];
  for (const { confidence, classes: { [className]: { tp, fp, fn } } } of cases) {
    const own = confidence?.expectedDice[className];
    if (own === undefined || tp + fp + fn === 0) continue;
    expected.push(own);
    dice.push(2 * tp / (2 * tp + fp + fn));
  }
  if (expected.length < 3) return undefined;
  const differences = Float64Array.from(expected, (value, i) => value - dice[i]).sort();
  return {
    cases: expected.length,
    correlation: correlationOf(meanRanks(expected).ranks, meanRanks(dice).ranks),
    difference: quantile(differences, 0.5),
  };
}

/** The correlation of ranks. */
function correlationOf(xs: readonly number[], ys: readonly number[]): number {
  const mean = (xs.length + 1) / 2;
  let xy = 0, xx = 0, yy = 0;
  xs.forEach((x, i) => {
    xy += (x - mean) * (ys[i] - mean);
    xx += (x - mean) ** 2;
    yy += (ys[i] - mean) ** 2;
  });
  return xy / Math.sqrt(xx * yy);
}
