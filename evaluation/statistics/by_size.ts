import type { Case, MetricInfo } from "../run_folder/evaluation.ts";
import { metricValue } from "./metric_value.ts";
import { quantile } from "./quantile.ts";

/** A case and how much of its image the class covers. */
export interface SizedCase {
  /** The case. */
  one: Case;
  /** The class's share of the image, in the truth. */
  share: number;
  /** The metric's value. */
  value: number;
}

/** Cases of similar size. */
export interface SizeStep {
  /** The smallest share. */
  from: number;
  /** The largest share. */
  to: number;
  /** The median value. */
  median: number;
  /** How many cases. */
  count: number;
}

/**
 * Sorts the cases whose truth contains a class by the share of the image that it covers.
 *
 * @param cases Ranked cases.
 * @param className The class.
 * @param metric The metric.
 * @returns The cases, the smallest share first; none whose number of pixels is unknown.
 */
export function bySize(
  cases: readonly Case[],
  className: string,
  metric: MetricInfo,
): SizedCase[] {
  return cases.flatMap((one) => {
    const { tp, fp, fn, tn = NaN } = one.classes[className];
    const share = (tp + fn) / (tp + fp + fn + tn);
    if (tp + fn === 0 || !Number.isFinite(share)) return [];
    return [{ one, share, value: metricValue(one, className, metric) }];
  }).sort((a, b) => a.share - b.share);
}

/**
 * Divides cases into parts of equal count and computes their medians.
 *
 * @param cases What `bySize` returns; at least one case per part.
 * @param parts How many parts.
 * @returns The parts, the smallest shares first.
 */
export function sizeSteps(cases: readonly SizedCase[], parts: number): SizeStep[] {
  return Array.from({ length: parts }, (_, i) => {
    const at = (share: number) => Math.round(share * cases.length);
    const part = cases.slice(at(i / parts), at((i + 1) / parts));
    return {
      from: part[0].share,
      to: part[part.length - 1].share,
      median: quantile(Float64Array.from(part, ({ value }) => value).sort(), 0.5),
      count: part.length,
    };
  });
}
