import type { Case, Evaluation, Unlabelled } from "../run_folder/evaluation.ts";
import { sum } from "./quantile.ts";

/** Pixels, [truth][prediction], in the order of the classes. */
export interface WholeMatrix {
  /** Classes × classes, with a last row and column for pixels without a class if there are any. */
  cells: number[][];
  /** Whether the last row and column are for pixels without a class. */
  hasNoClass: boolean;
  /** Whether pixels are missing from the matrix, and the cases' counts don't say where. */
  isPartial: boolean;
}

/**
 * Completes the confusion matrix of an evaluation with the pixels without a class: those that the file
 * counts, or otherwise the difference between the cases' counts and the matrix's rows and columns.
 *
 * @param evaluation An evaluation with a matrix.
 * @returns The matrix.
 */
export function wholeMatrix(evaluation: Evaluation): WholeMatrix {
  const { confusion, unlabelled = unlabelledOf(evaluation) } = evaluation;
  if (!unlabelled) return { cells: confusion, hasNoClass: false, isPartial: true };
  const { truth, prediction, both } = unlabelled;
  if (![...truth, ...prediction, both].some((pixels) => pixels > 0)) {
    return { cells: confusion, hasNoClass: false, isPartial: false };
  }
  return {
    cells: [...confusion.map((row, i) => [...row, prediction[i]]), [...truth, both]],
    hasNoClass: true,
    isPartial: false,
  };
}

/** What the matrix lacks of the cases' counts; undefined if they contradict each other. */
function unlabelledOf({ classes, cases, confusion }: Evaluation): Unlabelled | undefined {
  const plain = classes.filter(({ labels }) => labels === undefined);
  const counted = (of: (figures: Case["classes"][string]) => number) =>
    plain.map(({ name }) => sum(cases.map((one) => of(one.classes[name]))));
  const inTruth = counted(({ tp, fn }) => tp + fn);
  const inPrediction = counted(({ tp, fp }) => tp + fp);
  const [first] = counted(({ tp, fp, fn, tn = NaN }) => tp + fp + fn + tn);
  const prediction = inTruth.map((pixels, i) => pixels - sum(confusion[i]));
  const truth = inPrediction.map((pixels, j) => pixels - sum(confusion.map((row) => row[j])));
  const both = first - sum(inTruth) - sum(truth);
  return [...prediction, ...truth, both].every((pixels) => pixels >= 0)
    ? { truth, prediction, both }
    : undefined;
}
