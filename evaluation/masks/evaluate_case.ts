import type { ConventionId } from "@triptych/metrics";
import type { LabelClass } from "../../core/mod.ts";
import type { Case, ClassFigures, LesionMatch, MetricInfo } from "../run_folder/evaluation.ts";
import { caseErrors } from "./case_errors.ts";
import { furtherFigures } from "./measures.ts";
import { confusedOf, confusionOf, countPairs } from "./pair_counts.ts";
import { hashTruth } from "./truth_hash.ts";
import { valueRegions } from "./value_regions.ts";

/** What `evaluateCase` needs besides the two masks. */
export interface CaseOptions {
  /** The image's id. */
  id: string;
  /** Its breed, species or hospital. */
  group?: string;
  /** Rows and columns, or slices, rows and columns. */
  shape: readonly number[];
  /** The size of a pixel along each axis of `shape`; 1 when left out. */
  spacing?: readonly number[];
  /** The classes to measure. */
  classes: readonly LabelClass[];
  /** Values whose pixels are taken out of both masks before anything is counted. */
  ignore?: readonly number[];
  /** The metrics to compute; {@linkcode METRICS} when left out. */
  metrics?: readonly MetricInfo[];
  /** The program whose values to give; our own when left out. */
  convention?: ConventionId;
  /** The tolerance of surface Dice, or that of each class by name. */
  tolerance?: MetricInfo["tolerance"];
  /** Which lesions match. */
  match?: LesionMatch;
  /** The volumes that divide lesions by size, for metrics by size. */
  lesionSizes?: readonly number[];
  /** Whether to tell wrong pixels apart by kind. @default {true} */
  errors?: boolean;
}

/** The metrics of every case and class, as `evaluation.json` lists them, distances in pixels. */
export const METRICS: readonly MetricInfo[] = [
  { id: "dice", title: "Dice", better: "higher" },
  { id: "iou", title: "IoU", better: "higher" },
  { id: "assd", title: "ASSD", unit: "px", better: "lower" },
  { id: "hd95", title: "HD95", unit: "px", better: "lower" },
];

/**
 * Measures one predicted mask against the true one: counts, Dice, IoU, ASSD and HD95 of each class, and its wrong pixels by kind. A
 * distance that is infinite, because one of the two is empty, is `null`. With values to ignore, the
 * case has the number of ignored pixels.
 *
 * @param truth True labels, shape `options.shape`.
 * @param prediction Predicted labels, the same shape.
 * @param options The case's id, shape and classes.
 * @returns The case, without pictures.
 * @throws {TypeError} If the masks don't have their shape.
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
  const { id, group, shape, spacing = shape.map(() => 1), classes, ignore } = options;
  const metrics = (options.metrics ?? METRICS).map(({ id }) => id);
  const results = valueRegions(truth, prediction, { ...options, spacing, metrics });
  const masks = { truth: { data: truth, shape }, prediction: { data: prediction, shape } };
  return {
    id,
    ...(group === undefined ? {} : { group }),
    shape: [...shape],
    spacing: [...spacing],
    classes: Object.fromEntries(classes.map(({ name, label, labels = [label] }, index) => {
      const counts = results[index], { tp, fp, fn, tn } = counts;
      const { match, lesionSizes } = options;
      const pair = { ...masks, counts, label: labels, ignore, spacing, match, lesionSizes };
      const rest: Record<string, unknown> = { ...counts, ...furtherFigures(metrics, pair) };
      const figures: ClassFigures = { tp, fp, fn, tn };
      for (const metric of metrics) figures[metric] = finiteOrNull(rest[metric] as number);
      return [name, figures];
    })),
    ...(options.errors !== false && {
      errors: caseErrors(truth, prediction, { shape, spacing, classes, ignore }),
    }),
    truthHash: hashTruth(truth, { shape, classes, ignore }),
    ...((ignore?.length ?? 0) > 0 ? { ignored: results[0].ignored } : {}),
    ...(shape.length === 3 && { confused: confusedVoxels(truth, prediction, { classes, ignore }) }),
  };
}

/** The wrong voxels of a volume by confusion, which its pictures don't show. */
function confusedVoxels(
  truth: Uint8Array,
  prediction: Uint8Array,
  { classes, ignore = [] }: Pick<CaseOptions, "classes" | "ignore">,
): number[][] {
  const plain = classes.filter(({ labels }) => labels === undefined);
  return confusedOf(confusionOf(countPairs({ truth, prediction }), plain, ignore));
}

/** JSON has no Infinity. */
function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
