/** What follows from how sure a model is of each label, and whether it is right. */
import type { CaseConfidence } from "../run_folder/evaluation.ts";

/** From this confidence on, in per cent, a pixel counts as sure. */
export const SURE = 90;

/** A case's labels and how sure the model is of them, pixel by pixel. */
export interface ConfidentLabels {
  /** The probability of the predicted class in per cent; 0 where it is unknown. */
  confidence: Uint8Array;
  /** True labels. */
  truth: Uint8Array;
  /** Predicted labels. */
  prediction: Uint8Array;
  /** The labels of the classes; pixels whose truth is another one don't count. */
  labels: readonly number[];
}

/**
 * The figures of a case, from how many right and wrong pixels there are of each confidence. It takes one pass,
 * and no memory that grows with the picture.
 *
 * The area under the ROC curve is the chance that of a wrong and a right pixel, drawn at random, the wrong one
 * has the lower confidence, equal ones counting half: Mann and Whitney's U over the number of pairs. Hanley and
 * McNeil, The Meaning and Use of the Area under a Receiver Operating Characteristic Curve, 1982; as a measure
 * of whether a model knows where it fails: Hendrycks and Gimpel, A Baseline for Detecting Misclassified and
 * Out-of-Distribution Examples in Neural Networks, 2017.
 *
 * @param pixels The case.
 * @returns The figures; undefined where no pixel counts.
 */
export function confidenceFigures(
  pixels: ConfidentLabels,
): Omit<CaseConfidence, "expectedDice"> | undefined {
  const counts = countsOf(pixels);
  let all = 0, sum = 0, wrong = 0, sure = 0, surelyWrong = 0, ordered = 0, rightAbove = 0;
  // from the highest confidence down: of each pair the right pixel must come first
  for (let percent = 100; percent > 0; percent--) {
    const right = counts[2 * percent], own = counts[2 * percent + 1];
    ordered += own * (rightAbove + right / 2);
    rightAbove += right;
    all += right + own;
    sum += percent * (right + own);
    wrong += own;
    if (percent < SURE) continue;
    sure += right + own;
    surelyWrong += own;
  }
  if (all === 0) return undefined;
  const pairs = wrong * (all - wrong);
  return {
    pixels: all,
    mean: sum / (100 * all),
    wrong,
    sure,
    surelyWrong,
    auroc: pairs === 0 ? null : ordered / pairs,
  };
}

/** Pixels that are right and wrong, two numbers per per cent of confidence. */
function countsOf({ confidence, truth, prediction, labels }: ConfidentLabels): Float64Array {
  const isClass = new Uint8Array(256), counts = new Float64Array(202);
  for (const label of labels) isClass[label] = 1;
  for (let i = 0; i < confidence.length; i++) {
    if (isClass[truth[i]] === 1) {
      counts[2 * confidence[i] + (truth[i] === prediction[i] ? 0 : 1)]++;
    }
  }
  return counts;
}
