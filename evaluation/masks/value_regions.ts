import { type ConventionId, evaluate, type LabelResult, type MetricId } from "@triptych/metrics";
import type { LabelClass } from "../../core/mod.ts";

/** What is measured of two masks. */
export interface ValueOptions {
  /** Rows and columns, or slices, rows and columns. */
  shape: readonly number[];
  /** The size of a pixel along each axis of `shape`. */
  spacing: readonly number[];
  /** The classes and regions. */
  classes: readonly LabelClass[];
  /** Values whose pixels are left out. */
  ignore?: readonly number[];
  /** The metrics. */
  metrics: readonly MetricId[];
  /** The program whose values to give. */
  convention?: ConventionId;
}

/**
 * Measures all classes and regions of two masks in one pass over them.
 *
 * @param truth True labels.
 * @param prediction Predicted labels.
 * @param options What to measure.
 * @returns The figures, in the order of the classes; NaN for what a convention doesn't define.
 */
export function valueRegions(
  truth: Uint8Array,
  prediction: Uint8Array,
  { shape, spacing, classes, ignore, metrics, convention }: ValueOptions,
): LabelResult[] {
  const masks = [{ data: truth, shape }, { data: prediction, shape }] as const;
  const of = (labels: readonly (readonly number[])[], ids: readonly MetricId[]): LabelResult[] =>
    evaluate(...masks, { labels, metrics: ids, spacing, ignore, absent: "allow", convention });
  // a class and a region of its label alone are the same to the metrics
  const keyOf = ({ label, labels = [label] }: LabelClass): string =>
    [...new Set(labels)].sort((a, b) => a - b).join();
  const regions = new Map(
    classes.map((one) => [keyOf(one), [...new Set(one.labels ?? [one.label])]]),
  );
  const found = convention === "medpy"
    ? asMedpy([...regions.values()], metrics, of)
    : of([...regions.values()], metrics);
  const byKey = new Map([...regions.keys()].map((key, i) => [key, found[i]]));
  return classes.map((one) => byKey.get(keyOf(one))!);
}

/** medpy raises an error for a distance where a mask is empty, which here is a value that isn't there. */
function asMedpy(
  regions: readonly number[][],
  metrics: readonly MetricId[],
  of: (labels: readonly number[][], ids: readonly MetricId[]) => LabelResult[],
): LabelResult[] {
  const isRatio = (id: MetricId): boolean => ["dice", "iou"].includes(id);
  const found = of(regions, metrics.filter(isRatio)),
    distances = metrics.filter((id) => !isRatio(id));
  const both = regions.filter((_, i) => !found[i].truthEmpty && !found[i].predictionEmpty);
  const measured = both.length === 0 ? [] : of(both, distances);
  const none = Object.fromEntries(distances.map((id) => [id, NaN]));
  return regions.map((region, i) => ({ ...none, ...measured[both.indexOf(region)], ...found[i] }));
}
