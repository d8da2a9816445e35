import { errorKinds } from "@triptych/metrics";
import type { LabelClass } from "../../core/mod.ts";
import type { Case, ErrorCounts } from "../run_folder/evaluation.ts";

/** How many pixels of the finest axis both outlines may be away from an error of the edge. */
const EDGE_PIXELS = 3;

/** What kinds of errors are told by. */
interface ErrorOptions {
  /** Rows and columns, or slices, rows and columns. */
  shape: readonly number[];
  /** The size of a pixel along each axis of `shape`. */
  spacing: readonly number[];
  /** The classes and regions. */
  classes: readonly LabelClass[];
  /** Values whose pixels are left out. */
  ignore?: readonly number[];
}

/**
 * Tells the wrong pixels of a case apart, for each class.
 *
 * @param truth True labels.
 * @param prediction Predicted labels.
 * @param options The classes, and how far from outlines the edge goes.
 */
export function caseErrors(
  truth: Uint8Array,
  prediction: Uint8Array,
  { shape, spacing, classes, ignore }: ErrorOptions,
): NonNullable<Case["errors"]> {
  const distance = EDGE_PIXELS * Math.min(...spacing);
  // a class and a region of its label alone are the same to the metrics
  const keyOf = ({ label, labels = [label] }: LabelClass): string =>
    [...new Set(labels)].sort((a, b) => a - b).join();
  const keys = [...new Set(classes.map(keyOf))];
  const found = errorKinds({ data: truth, shape }, { data: prediction, shape }, {
    labels: keys.map((key) => key.split(",").map(Number)),
    ...{ distance, spacing, ignore, absent: "allow" },
  });
  const countsOf = (one: LabelClass): ErrorCounts =>
    Object.fromEntries(
      Object.entries(found[keys.indexOf(keyOf(one))]).filter(([, pixels]) => pixels > 0),
    );
  return { distance, classes: Object.fromEntries(classes.map((one) => [one.name, countsOf(one)])) };
}
