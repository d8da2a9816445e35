import { type ConventionId, evaluate, type LabelResult, type MetricId } from "@triptych/metrics";
import type { LabelClass } from "../../core/mod.ts";
import type { MetricInfo } from "../run_folder/evaluation.ts";
import { evaluated } from "./measures.ts";
import { toleranceOf } from "./tolerance.ts";

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
  /** The ids of the metrics; those that `evaluate` doesn't compute are left to others. */
  metrics: readonly string[];
  /** The program whose values to give. */
  convention?: ConventionId;
  /** The tolerance of surface Dice, or that of each class by name. */
  tolerance?: MetricInfo["tolerance"];
}

/** The values of a region, and the tolerance of its surface. */
interface Region {
  labels: number[];
  tolerance?: number;
}

/**
 * Measures all classes and regions of two masks in one pass over them, and one for each that has the labels
 * of another with its own tolerance.
 *
 * @param truth True labels.
 * @param prediction Predicted labels.
 * @param options What to measure.
 * @returns The figures, in the order of the classes; NaN for what a convention doesn't define.
 */
export function valueRegions(
  truth: Uint8Array,
  prediction: Uint8Array,
  { shape, spacing, classes, ignore, convention, ...options }: ValueOptions,
): LabelResult[] {
  const masks = [{ data: truth, shape }, { data: prediction, shape }] as const;
  const metrics = evaluated(options.metrics), hasTolerance = metrics.includes("surfaceDice");
  const of = (regions: readonly Region[], ids: readonly MetricId[]): LabelResult[] =>
    evaluate(...masks, {
      ...{ metrics: ids, spacing, ignore, absent: "allow", convention },
      labels: regions.map(({ labels }) => labels),
      ...(hasTolerance && { tolerance: regions.map(({ tolerance }) => tolerance!) }),
    });
  const regionOf = ({ name, label, labels = [label] }: LabelClass): Region => ({
    labels: [...new Set(labels)],
    ...(hasTolerance && { tolerance: toleranceOf(name, options.tolerance) }),
  });
  // a class and a region of its label alone are the same to the metrics, but for their tolerances
  const keyOf = ({ labels }: Region): string => labels.toSorted((a, b) => a - b).join();
  const wanted = classes.map(regionOf), regions = new Map(wanted.map((one) => [keyOf(one), one]));
  const measured = [...regions.values()];
  const found = convention === "medpy" ? asMedpy(measured, metrics, of) : of(measured, metrics);
  const byKey = new Map([...regions.keys()].map((key, i) => [key, found[i]]));
  return wanted.map((one) => {
    const figures = byKey.get(keyOf(one))!;
    if (regions.get(keyOf(one))!.tolerance === one.tolerance) return figures;
    return { ...figures, surfaceDice: of([one], ["surfaceDice"])[0].surfaceDice };
  });
}

/** medpy raises an error for a distance where a mask is empty, which here is a value that isn't there. */
function asMedpy(
  regions: readonly Region[],
  metrics: readonly MetricId[],
  of: (regions: readonly Region[], ids: readonly MetricId[]) => LabelResult[],
): LabelResult[] {
  const isRatio = (id: MetricId): boolean => ["dice", "iou"].includes(id);
  const found = of(regions, metrics.filter(isRatio)),
    distances = metrics.filter((id) => !isRatio(id));
  const both = regions.filter((_, i) => !found[i].truthEmpty && !found[i].predictionEmpty);
  const measured = both.length === 0 ? [] : of(both, distances);
  const none = Object.fromEntries(distances.map((id) => [id, NaN]));
  return regions.map((region, i) => ({ ...none, ...measured[both.indexOf(region)], ...found[i] }));
}
