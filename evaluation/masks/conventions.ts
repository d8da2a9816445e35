import type { ConventionId } from "@triptych/metrics";
import type { MetricInfo } from "../run_folder/evaluation.ts";
import { METRICS } from "./evaluate_case.ts";

/** How the figures of a whole set are valued, where not as usual. */
export interface Valuation {
  /** The program whose values to give. */
  convention?: ConventionId;
  /** What an undefined distance counts as in means; infinite without it, or as the convention has it. */
  empty?: MetricInfo["empty"];
}

/** What a program computes of {@linkcode METRICS}, and which of these are infinite where one mask is empty. */
const PROGRAMS: Record<ConventionId, { has: readonly string[]; infinite: readonly string[] }> = {
  "medpy": { has: ["dice", "iou", "assd", "hd95"], infinite: [] },
  "monai": { has: ["dice", "iou", "assd", "hd95"], infinite: ["assd"] },
  "nnunet": { has: ["dice", "iou"], infinite: [] },
  "surface-distance": { has: ["dice", "hd95"], infinite: ["hd95"] },
  "metrics-reloaded": { has: ["dice", "iou", "assd", "hd95"], infinite: [] },
};

/** The names of the conventions. */
export const CONVENTIONS = Object.keys(PROGRAMS) as ConventionId[];

/**
 * The metrics that are computed, and what their undefined values count as.
 *
 * @param valuation How they are valued.
 * @returns Those of {@linkcode METRICS} that the convention has.
 */
export function metricsOf({ convention, empty }: Valuation = {}): MetricInfo[] {
  const program = convention && PROGRAMS[convention];
  return METRICS.filter(({ id }) => program === undefined || program.has.includes(id))
    .map((metric) => {
      if (metric.better === "higher") return metric;
      const isLeftOut = program !== undefined && !program.infinite.includes(metric.id);
      const rule = empty ?? (isLeftOut ? "nan" : undefined);
      return rule === undefined ? metric : { ...metric, empty: rule };
    });
}

/**
 * What a convention lacks, in words.
 *
 * @param convention The program.
 * @returns A sentence; none where it has all.
 */
export function lackOf(convention: ConventionId | undefined): string[] {
  if (convention === undefined) return [];
  const lost = METRICS.filter(({ id }) => !PROGRAMS[convention].has.includes(id));
  if (lost.length === 0) return [];
  return [`${convention} has no ${lost.map(({ title }) => title).join(" and no ")}`];
}
