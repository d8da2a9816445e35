import { confusion as countConfusion } from "@triptych/metrics";
import type { LabelClass } from "../../core/mod.ts";
import type { Case, Evaluation, MetricInfo, Unlabelled } from "../run_folder/evaluation.ts";
import { selectTriptychs } from "../statistics/rank.ts";
import { METRICS } from "./evaluate_case.ts";

/**
 * Pixels over all cases by true and predicted class, and those without one: what `buildEvaluation` needs
 * besides cases and names.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const classes = [1, 2].map((label) => ({ label, name: `class ${label}`, color: "#e07a3f" }));
 * const totals = new ConfusionTotals(classes, [255]);
 * totals.add(Uint8Array.of(1, 1, 2, 0, 255), Uint8Array.of(1, 2, 0, 2, 2));
 * assert.deepEqual(totals.confusion, [[1, 1], [0, 0]]);
 * assert.deepEqual(totals.unlabelled, { truth: [0, 1], prediction: [0, 1], both: 0 });
 * ```
 */
export class ConfusionTotals {
  /** The classes, rows and columns in their order; regions overlap them and are left out. */
  readonly classes: readonly LabelClass[];
  /** The values whose pixels are left out. */
  readonly ignore: readonly number[];
  /** Pixels by [truth][prediction]. */
  readonly confusion: number[][];
  /** Pixels outside every class, in the truth, the prediction or both. */
  readonly unlabelled: Unlabelled;

  /**
   * All zeros.
   *
   * @param classes The classes.
   * @param ignore Values whose pixels are left out.
   */
  constructor(classes: readonly LabelClass[], ignore: readonly number[] = []) {
    this.classes = classes.filter(({ labels }) => labels === undefined);
    const zeros = (): number[] => this.classes.map(() => 0);
    this.ignore = ignore;
    this.confusion = this.classes.map(zeros);
    this.unlabelled = { truth: zeros(), prediction: zeros(), both: 0 };
  }

  /**
   * Adds counts of more cases.
   *
   * @param counts Those of the same classes.
   */
  addCounts({ confusion, unlabelled }: Pick<ConfusionTotals, "confusion" | "unlabelled">): void {
    confusion.forEach((row, i) => addTo(this.confusion[i], row));
    addTo(this.unlabelled.truth, unlabelled.truth);
    addTo(this.unlabelled.prediction, unlabelled.prediction);
    this.unlabelled.both += unlabelled.both;
  }

  /**
   * Counts the pixels of one case.
   *
   * @param truth True labels.
   * @param prediction Predicted labels, of the same length.
   */
  add(truth: Uint8Array, prediction: Uint8Array): void {
    const { classes, ignore } = this;
    if (classes.length === 0) return;
    const shape = [1, truth.length], labels = classes.map(({ label }) => label);
    const { matrix, unlabelled } = countConfusion(
      { data: truth, shape },
      { data: prediction, shape },
      { labels, ignore, absent: "allow" },
    );
    this.addCounts({ confusion: matrix, unlabelled });
  }
}

/** What `buildEvaluation` needs besides the cases. */
export interface EvaluationOptions {
  /** The run's name. */
  name: string;
  /** The run's title on pages; the name when left out. */
  title?: string;
  /** The classes, in the order of `confusion`. */
  classes: readonly LabelClass[];
  /** Pixels over all cases, [truth][prediction], in the order of the classes that are no regions. */
  confusion: readonly (readonly number[])[];
  /** Pixels outside every class, if they were counted. */
  unlabelled?: Unlabelled;
  /** The values whose pixels are left out of every figure. */
  ignore?: readonly number[];
  /** The unit of distances; without it `px` where every spacing is 1. */
  unit?: string;
  /** The median Dice of one constant mask for all images, by class name. */
  constantDice?: Record<string, number>;
  /** The metrics of each case; {@linkcode METRICS} when left out. Units are `unit`. */
  metrics?: readonly MetricInfo[];
  /** The program whose values the figures are. */
  convention?: Evaluation["convention"];
  /** At which size the masks were compared, where they were predicted by a model of one size. */
  measuredAt?: Evaluation["measuredAt"];
  /** What is independent: patients or groups, where cases are not. */
  independent?: Evaluation["independent"];
  /** What raters are called. */
  raters?: string[];
  /** How well probabilities are calibrated. */
  calibration?: Evaluation["calibration"];
}

/**
 * Builds the content of `evaluation.json` from measured cases, with the best, the median and the worst
 * case for each class and metric.
 *
 * @param cases The cases, in the order of the file.
 * @param options Names, classes and the confusion matrix.
 * @returns The evaluation, ready for `writeEvaluation`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { evaluateCase } from "./evaluate_case.ts";
 *
 * const classes = [{ label: 1, name: "cat", color: "#e07a3f" }];
 * const [truth, prediction] = [Uint8Array.of(0, 1, 1, 0), Uint8Array.of(0, 1, 1, 1)];
 * const one = evaluateCase(truth, prediction, { id: "a", shape: [2, 2], classes });
 * const totals = new ConfusionTotals(classes);
 * totals.add(truth, prediction);
 *
 * const evaluation = buildEvaluation([one], { name: "mine", ...totals });
 * assert.equal(evaluation.triptychs[0].best, "a");
 * ```
 */
export function buildEvaluation(cases: readonly Case[], options: EvaluationOptions): Evaluation {
  const isInPixels = cases.every(({ spacing }) => spacing.every((step) => step === 1));
  const described = describeEvaluation({
    ...options,
    unit: options.unit ?? (isInPixels ? "px" : undefined),
  });
  const { classes, metrics } = described;
  return {
    ...described,
    cases: [...cases],
    triptychs: selectTriptychs(cases, classes, metrics),
  };
}

/**
 * An evaluation without its cases.
 *
 * @param options Names, classes, the confusion matrix, and the unit of distances.
 */
export function describeEvaluation(
  options: EvaluationOptions,
): Omit<Evaluation, "cases" | "triptychs"> {
  const { name, title = name, classes, confusion, unlabelled, ignore, constantDice } = options;
  const { measuredAt, independent, convention, raters, calibration, unit: distanceUnit } = options;
  const metrics = (options.metrics ?? METRICS).map(({ unit, ...metric }) => ({
    ...metric,
    title: titleOf(metric, distanceUnit),
    ...(unit !== undefined && distanceUnit !== undefined && { unit: distanceUnit }),
  }));
  return {
    schema: "triptych/evaluation@1",
    name,
    title,
    createdAt: new Date().toISOString(),
    classes: classes.map(({ label, name, color, labels }) => ({
      label,
      name,
      color,
      ...(labels && { labels: [...labels] }),
    })),
    metrics,
    confusion: confusion.map((row) => [...row]),
    ...(unlabelled === undefined ? {} : { unlabelled: structuredClone(unlabelled) }),
    ...(ignore !== undefined && ignore.length > 0 ? { ignore: [...ignore] } : {}),
    ...(constantDice === undefined ? {} : { constantDice }),
    ...(measuredAt === undefined ? {} : { measuredAt }),
    ...(independent === undefined ? {} : { independent }),
    ...(raters && { raters }),
    ...(calibration && { calibration }),
    ...(convention === undefined ? {} : { convention }),
  };
}

/** A metric's title, with its tolerance where all classes have the same. */
function titleOf({ title, tolerance }: MetricInfo, unit: string | undefined): string {
  if (typeof tolerance !== "number") return title;
  return `${title} (${tolerance}${unit === undefined ? "" : ` ${unit}`})`;
}

function addTo(sums: number[], counts: readonly number[]): void {
  counts.forEach((count, i) => sums[i] += count);
}
