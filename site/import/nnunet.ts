/** nnU-Net's `summary.json` (MIC-DKFZ/nnUNet, nnunetv2/evaluation/evaluate_predictions.py). */
import type { Case, Evaluation } from "../../evaluation/mod.ts";
import { type Counts, importedEvaluation, type Origin, overlaps } from "./figures.ts";

interface Summary {
  metric_per_case: {
    prediction_file?: string;
    reference_file?: string;
    metrics: Record<string, Record<string, number | null>>;
  }[];
}

/** Whether a parsed JSON is such a summary. */
export function isNnunetSummary(json: unknown): json is Summary {
  return Array.isArray((json as Partial<Summary> | null)?.metric_per_case);
}

/**
 * The evaluation of a summary. Dice and IoU are computed again from its counts, so that a class that
 * is in neither mask scores 1 and not NaN.
 *
 * @param summary The parsed file.
 * @param origin The run's name and date.
 * @throws {TypeError} When a case has no counts.
 */
export function evaluationOfNnunet(summary: Summary, origin: Origin): Evaluation {
  const keys = [...new Set(summary.metric_per_case.flatMap((one) => Object.keys(one.metrics)))];
  const cases = summary.metric_per_case.map((one, i): Case => {
    const id = stem(one.prediction_file ?? one.reference_file ?? `case ${i + 1}`);
    const classes = Object.fromEntries(keys.map((key) => {
      const counts = countsOf(one.metrics[key], id, key);
      return [`label ${key}`, { ...counts, ...overlaps(counts) }];
    }));
    return { id, shape: [], spacing: [], classes };
  });
  return importedEvaluation(origin, cases, {
    classNames: keys.map((key) => `label ${key}`),
    metricIds: ["dice", "iou"],
  });
}

function countsOf(metrics: Record<string, number | null> = {}, id: string, key: string): Counts {
  const [tp, fp, fn, tn] = ["TP", "FP", "FN", "TN"].map((name) => metrics[name]);
  if (![tp, fp, fn].every((count) => Number.isInteger(count))) {
    throw new TypeError(
      `case ${id} must have whole TP, FP and FN for label ${key}, got ${tp}, ${fp}, ${fn}`,
    );
  }
  return { tp: tp!, fp: fp!, fn: fn!, tn: tn ?? 0 };
}

/** `/data/labels/case_1.nii.gz` → `case_1`. */
function stem(path: string): string {
  return path.replace(/^.*[\\/]/, "").replace(/\.nii\.gz$|\.\w+$/, "");
}
