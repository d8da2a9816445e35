import { isScaled } from "../masks/measures.ts";
import type { Evaluation, MetricInfo } from "../run_folder/evaluation.ts";
import type { CasePair } from "./pairs.ts";

/**
 * The metrics of two evaluations that were measured by the same rules.
 *
 * @param both The earlier evaluation and the later one.
 * @param pairs The cases that can be compared.
 * @param classes The names of the classes that can be.
 * @returns These metrics, and a sentence for each of the others that both have.
 */
export function sharedMetrics(
  both: readonly [Evaluation, Evaluation],
  pairs: readonly CasePair[],
  classes: readonly string[],
): { metrics: MetricInfo[]; refused: string[] } {
  const metrics: MetricInfo[] = [], refused: string[] = [], [before, after] = both;
  const isRescaled = pairs.some(({ before: { spacing: a }, after: { spacing: b } }) =>
    a.length > 0 && b.length > 0 && a.join() !== b.join()
  );
  for (const metric of before.metrics) {
    const other = after.metrics.find(({ id }) => id === metric.id);
    if (other === undefined) continue;
    const why = differenceOf([metric, other], classes) ?? otherRules(metric, both) ??
      (isRescaled && isScaled(metric) ? "the spacing of the pixels differs" : undefined);
    if (why === undefined) metrics.push(metric);
    else refused.push(`${metric.title} can't be compared: ${why}`);
  }
  return { metrics, refused };
}

/** How two metrics of one id differ; undefined where they are known to be the same, or nothing is known. */
function differenceOf(
  both: readonly [MetricInfo, MetricInfo],
  classes: readonly string[],
): string | undefined {
  const [metric, other] = both;
  if (metric.unit !== other.unit) {
    const [a, b] = both.map(({ unit }) => unit ?? "an unknown unit");
    return `it is in ${a} before and in ${b} after`;
  }
  if (metric.better !== other.better) {
    return `${metric.better} is better before, ${other.better} after`;
  }
  const [match, otherMatch] = both.map(matchText);
  if (match !== undefined && otherMatch !== undefined && match !== otherMatch) {
    return `lesions match by ${match} before and by ${otherMatch} after`;
  }
  for (const name of classes) {
    const [a, b] = both.map((one) => toleranceOf(one, name));
    if (a !== undefined && b !== undefined && a !== b) {
      return `its tolerance of ${name} is ${a} before and ${b} after`;
    }
  }
  return undefined;
}

/** Which lesions match, as `--lesion-match` says it. */
function matchText({ match }: MetricInfo): string | undefined {
  return match && `${match.score}=${match.threshold}${match.match === "optimal" ? ",optimal" : ""}`;
}

/** A metric's tolerance of a class. */
function toleranceOf({ tolerance }: MetricInfo, name: string): number | undefined {
  return typeof tolerance === "object" ? tolerance[name] : tolerance;
}

/** Whether figures follow the rules of two programs, in words; of imported ones the rules aren't known. */
function otherRules(metric: MetricInfo, both: readonly Evaluation[]): string | undefined {
  const [a, b] = both.map(rulesOf);
  if (a === undefined || b === undefined || a === b || isAlike(metric, both)) return undefined;
  return `it follows the rules of ${a} before and of ${b} after`;
}

/** Whose rules figures follow: those of the program that was asked for, or ours, where we measured. */
function rulesOf({ convention, cases }: Evaluation): string | undefined {
  const isOurs = cases.some(({ truthHash }) => truthHash !== undefined);
  return convention ?? (isOurs ? "Triptych" : undefined);
}

/**
 * Whether a metric is the same by the rules of both. Ratios of counts are, but MONAI rounds them to single
 * precision and has none where the truth is empty.
 */
function isAlike({ id }: MetricInfo, both: readonly Evaluation[]): boolean {
  return ["dice", "iou"].includes(id) && both.every(({ convention }) => convention !== "monai");
}
