/** Evaluations from other programs' counts. */
import { classColor } from "../../core/mod.ts";
import { METRICS } from "../masks/evaluate_case.ts";
import type { Case, ClassFigures, Evaluation, MetricInfo } from "../run_folder/evaluation.ts";
import { selectTriptychs } from "../statistics/rank.ts";

/** The most classes of an evaluation, besides label 0. */
const MOST_CLASSES = 255;

/** What another program's file does not say about itself. */
export interface Origin {
  /** The run's name. */
  name: string;
  /** When the file was written. */
  createdAt: Date;
}

/** Pixels of a class in truth and prediction; those in neither may be unknown. */
export type Counts = Pick<ClassFigures, "tp" | "fp" | "fn" | "tn">;

/**
 * Dice and IoU from counts; both are 1 if neither mask contains the class.
 *
 * @param counts The pixels.
 */
export function overlaps({ tp, fp, fn }: Counts): { dice: number; iou: number } {
  const union = tp + fp + fn;
  return union ? { dice: (2 * tp) / (union + tp), iou: tp / union } : { dice: 1, iou: 1 };
}

/**
 * An evaluation of imported cases: without confusion matrix and pictures, and with a unit of distances only
 * if the file names one.
 *
 * @param origin The run's name and date.
 * @param cases The cases, each with all classes.
 * @param content The classes, and the metrics that every class of every case has.
 * @throws {TypeError} If there is no case, or too many classes.
 */
export function importedEvaluation(
  { name, createdAt }: Origin,
  cases: Case[],
  { classNames, metrics: known }: {
    classNames: string[];
    metrics: { id: string; unit?: string }[];
  },
): Evaluation {
  if (!cases.length) throw new TypeError("it must contain at least one case, got none");
  if (classNames.length > MOST_CLASSES) {
    throw new TypeError(`it must have at most ${MOST_CLASSES} classes, got ${classNames.length}`);
  }
  const classes = classNames.map((className, i) => ({
    label: i + 1,
    name: className,
    color: classColor(i),
  }));
  const metrics = known.map(({ id, unit }): MetricInfo => {
    const { title, better } = METRICS.find((metric) => metric.id === id)!;
    return { id, title, better, ...unit && { unit } };
  });
  return {
    schema: "triptych/evaluation@1",
    name,
    title: name,
    createdAt: createdAt.toISOString(),
    classes,
    metrics,
    cases,
    confusion: [],
    triptychs: selectTriptychs(cases, classes, metrics),
  };
}
