import { metricValue } from "./rank.ts";
import { quantile } from "./statistics.ts";
import type { Case, MetricInfo } from "./types.ts";

/** A case by the size that the class has in its truth. */
export interface SizedCase {
  /** The case. */
  one: Case;
  /** The class's share of the image. */
  share: number;
  /** The metric's value. */
  value: number;
}

/** Cases of like size. */
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
 * The cases whose truth holds a class by the share of the image that it covers there.
 *
 * @param cases Ranked cases.
 * @param className The class.
 * @param metric The metric.
 * @returns The cases, the smallest share first; without those whose number of pixels isn't known.
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
 * Medians of parts of equal count.
 *
 * @param cases What `bySize` returns; at least one case per part.
 * @param parts How many parts.
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
