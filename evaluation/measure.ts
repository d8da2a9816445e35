import { confusionMatrix, evaluate } from "../metrics/mod.ts";
import { selectTriptychs } from "./rank.ts";
import { hashTruth } from "./truth_hash.ts";
import type { Case, ClassFigures, EvaluatedClass, Evaluation, MetricInfo } from "./types.ts";

/** What `evaluateCase` needs to know beside the two masks. */
export interface CaseOptions {
  /** The photograph's id. */
  id: string;
  /** Its breed or species. */
  group?: string;
  /** Rows, columns. */
  shape: readonly [number, number];
  /** The size of a pixel along each axis of `shape`; 1 when left out. */
  spacing?: readonly [number, number];
  /** The classes to measure. */
  classes: readonly EvaluatedClass[];
}

/** What is measured of every case and class, as `evaluation.json` lists it, distances in pixels. */
export const METRICS: readonly MetricInfo[] = [
  { id: "dice", title: "Dice", better: "higher" },
  { id: "iou", title: "IoU", better: "higher" },
  { id: "assd", title: "ASSD", unit: "px", better: "lower" },
  { id: "hd95", title: "HD95", unit: "px", better: "lower" },
];

/**
 * Measures one predicted mask against the true one: counts, Dice, IoU, ASSD and HD95 of each class. A
 * distance that is infinite, because one of the two is empty, is `null`.
 *
 * @param truth True labels, shape `options.shape`.
 * @param prediction Predicted labels, the same shape.
 * @param options The case's id, shape and classes.
 * @returns The case, without pictures.
 * @throws What `evaluate` of the metrics throws for masks that do not fit their shape.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const truth = Uint8Array.of(0, 1, 1, 0);
 * const prediction = Uint8Array.of(0, 1, 1, 1);
 * const { classes } = evaluateCase(truth, prediction, {
 *   id: "a",
 *   shape: [2, 2],
 *   classes: [{ label: 1, name: "cat", color: "#e07a3f" }],
 * });
 * assert.deepEqual([classes.cat.tp, classes.cat.fp, classes.cat.dice], [2, 1, 0.8]);
 * ```
 */
export function evaluateCase(
  truth: Uint8Array,
  prediction: Uint8Array,
  options: CaseOptions,
): Case {
  const { id, group, shape, spacing = [1, 1], classes } = options;
  const results = evaluate(
    { data: truth, shape },
    { data: prediction, shape },
    { labels: classes.map(({ label }) => label), metrics: METRIC_IDS, spacing, absent: "allow" },
  );
  return {
    id,
    ...(group === undefined ? {} : { group }),
    shape: [...shape],
    spacing: [...spacing],
    classes: Object.fromEntries(classes.map(({ name }, index) => {
      const { tp, fp, fn, tn, ...rest } = results[index];
      const figures: ClassFigures = { tp, fp, fn, tn };
      for (const metric of METRIC_IDS) figures[metric] = finiteOrNull(rest[metric]);
      return [name, figures];
    })),
    truthHash: hashTruth(truth, { shape, classes }),
  };
}

/**
 * A confusion matrix of zeros, to be filled by `addToConfusion`.
 *
 * @param classes The classes, rows and columns in their order.
 * @returns Zeros, [truth][prediction].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const classes = [1, 2].map((label) => ({ label, name: `class ${label}`, color: "#e07a3f" }));
 * assert.deepEqual(emptyConfusion(classes), [[0, 0], [0, 0]]);
 * ```
 */
export function emptyConfusion(classes: readonly EvaluatedClass[]): number[][] {
  return classes.map(() => classes.map(() => 0));
}

/**
 * Counts the pixels of one case into a confusion matrix, [truth][prediction] in the order of
 * `classes`. A pixel whose true or predicted label is no class is in none of its entries.
 *
 * @param confusion The matrix; changed in place.
 * @param masks The case's two masks.
 * @param masks.truth True labels.
 * @param masks.prediction Predicted labels, as many.
 * @param classes The classes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const classes = [1, 2].map((label) => ({ label, name: `class ${label}`, color: "#e07a3f" }));
 * const confusion = emptyConfusion(classes);
 * const masks = { truth: Uint8Array.of(1, 1, 2), prediction: Uint8Array.of(1, 2, 2) };
 * addToConfusion(confusion, masks, classes);
 * assert.deepEqual(confusion, [[1, 1], [0, 1]]);
 * ```
 */
export function addToConfusion(
  confusion: number[][],
  { truth, prediction }: { truth: Uint8Array; prediction: Uint8Array },
  classes: readonly EvaluatedClass[],
): void {
  const shape = [1, truth.length];
  const labels = classes.map(({ label }) => label);
  const counts = confusionMatrix({ data: truth, shape }, { data: prediction, shape }, labels, {
    absent: "allow",
  });
  counts.forEach((row, i) => row.forEach((count, j) => confusion[i][j] += count));
}

/** What `buildEvaluation` needs to know beside the cases. */
export interface EvaluationOptions {
  /** The run's name. */
  name: string;
  /** The run's title on pages; the name when left out. */
  title?: string;
  /** The classes, in the order of `confusion`. */
  classes: readonly EvaluatedClass[];
  /** Pixels over all cases, [truth][prediction]. */
  confusion: readonly (readonly number[])[];
  /** Dice of a constant prediction, by class (`constantDice`). */
  constantDice?: Record<string, number>;
}

/**
 * Puts measured cases together to what `evaluation.json` holds, with the best, the median and the
 * worst case for each class and metric.
 *
 * @param cases The cases, in the order of the file.
 * @param options Names, classes and the confusion matrix.
 * @returns The evaluation, ready for `writeEvaluation`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const classes = [{ label: 1, name: "cat", color: "#e07a3f" }];
 * const masks = { truth: Uint8Array.of(0, 1, 1, 0), prediction: Uint8Array.of(0, 1, 1, 1) };
 * const one = evaluateCase(masks.truth, masks.prediction, { id: "a", shape: [2, 2], classes });
 * const confusion = emptyConfusion(classes);
 * addToConfusion(confusion, masks, classes);
 *
 * const evaluation = buildEvaluation([one], { name: "mine", classes, confusion });
 * assert.equal(evaluation.triptychs[0].best, "a");
 * ```
 */
export function buildEvaluation(cases: readonly Case[], options: EvaluationOptions): Evaluation {
  const { name, title = name, classes, confusion, constantDice } = options;
  const isInPixels = cases.every(({ spacing }) => spacing.every((step) => step === 1));
  const metrics = METRICS.map(({ unit, ...metric }) =>
    unit !== undefined && isInPixels ? { ...metric, unit } : metric
  );
  return {
    schema: "triptych/evaluation@1",
    name,
    title,
    createdAt: new Date().toISOString(),
    classes: classes.map(({ label, name, color }) => ({ label, name, color })),
    metrics,
    cases: [...cases],
    confusion: confusion.map((row) => [...row]),
    triptychs: selectTriptychs(cases, classes, metrics),
    ...(constantDice === undefined ? {} : { constantDice }),
  };
}

const METRIC_IDS = ["dice", "iou", "assd", "hd95"] as const;

/** JSON has no Infinity. */
function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
