import type { ConventionId } from "@triptych/metrics";
import type { LesionMatch, MetricInfo } from "../run_folder/evaluation.ts";
import { METRICS } from "./evaluate_case.ts";
import { MEASURE_IDS, MEASURES, measuresBySize } from "./measures.ts";

/** How the figures of a whole set are valued, where not as usual. */
export interface Valuation {
  /** The program whose values to give. */
  convention?: ConventionId;
  /** What an undefined distance counts as in means; infinite without it, or as the convention has it. */
  empty?: MetricInfo["empty"];
  /** The tolerance of surface Dice, or that of each class; surface Dice is not measured without it. */
  tolerance?: MetricInfo["tolerance"];
  /** The ids of further measures, of {@linkcode MEASURE_IDS}. */
  measures?: readonly string[];
  /** Which lesions match, for the measures by lesion. */
  match?: LesionMatch;
  /** The volumes that divide lesions by size, ascending; without them lesions aren't counted by size. */
  lesionSizes?: readonly number[];
}

/**
 * How the figures of a set are valued, of all that is known of it.
 *
 * @param job Settings, these among them.
 */
export function valuationOf(
  { convention, empty, tolerance, measures, match, lesionSizes }: Valuation,
): Valuation {
  return { convention, empty, tolerance, measures, match, lesionSizes };
}

/**
 * Checks that figures can be valued so.
 *
 * @param valuation How.
 * @throws {Error} If a measure that isn't known, or that a convention has other rules for, is asked for.
 */
export function checkValuation(
  { convention, measures = [], match, lesionSizes }: Valuation,
): void {
  const unknown = measures.find((id) => !MEASURE_IDS.includes(id));
  if (unknown !== undefined) {
    throw new Error(
      `Cannot measure ${unknown}: measures must be among ${MEASURE_IDS.join(", ")}`,
    );
  }
  const areLesions = lesionSizes !== undefined ||
    MEASURES.some(({ id, group }) => group === "lesions" && measures.includes(id));
  if (match !== undefined && !areLesions) {
    throw new Error(
      "Cannot match lesions: a measure by lesion, such as lesionF1, must be asked for, " +
        `got ${measures.join(", ") || "none"}`,
    );
  }
  const [further] = [...measures, ...lesionSizes === undefined ? [] : ["lesions by size"]];
  if (convention === undefined || further === undefined) return;
  throw new Error(
    `Cannot measure ${further} as ${convention} does: further measures have Triptych's rules, so ` +
      "that there must be no convention",
  );
}

/** What a program computes, and which of these are infinite where one mask is empty. */
const PROGRAMS: Record<ConventionId, { has: readonly string[]; infinite: readonly string[] }> = {
  "medpy": { has: ["dice", "iou", "assd", "hd95"], infinite: [] },
  "monai": { has: ["dice", "iou", "assd", "hd95", "surfaceDice"], infinite: ["assd"] },
  "nnunet": { has: ["dice", "iou"], infinite: [] },
  "surface-distance": { has: ["dice", "hd95", "surfaceDice"], infinite: ["hd95"] },
  "metrics-reloaded": { has: ["dice", "iou", "assd", "hd95", "surfaceDice"], infinite: [] },
};

/** The names of the conventions. */
export const CONVENTIONS = Object.keys(PROGRAMS) as ConventionId[];

/**
 * The metrics that are computed, and what their undefined values count as.
 *
 * @param valuation How they are valued.
 * @returns Those of {@linkcode METRICS} that the convention has, surface Dice if it has a tolerance, and
 *   the further measures.
 */
export function metricsOf(valuation: Valuation = {}): MetricInfo[] {
  const { convention, empty } = valuation, program = convention && PROGRAMS[convention];
  return wanted(valuation).filter(({ id }) => program === undefined || program.has.includes(id))
    .map((metric) => {
      // only a distance is undefined where one mask is empty
      if (metric.better === "higher" || metric.unit === undefined) return metric;
      const isLeftOut = program !== undefined && !program.infinite.includes(metric.id);
      const rule = empty ?? (isLeftOut ? "nan" : undefined);
      return rule === undefined ? metric : { ...metric, empty: rule };
    });
}

/**
 * What a convention lacks, in words.
 *
 * @param valuation How the figures are valued.
 * @returns A sentence; none where it has all.
 */
export function lackOf(valuation: Valuation): string[] {
  const { convention } = valuation;
  if (convention === undefined) return [];
  const lost = wanted(valuation).filter(({ id }) => !PROGRAMS[convention].has.includes(id));
  if (lost.length === 0) return [];
  return [`${convention} has no ${lost.map(({ title }) => title).join(" and no ")}`];
}

/** As `evaluateInstances` matches them where nothing is said. */
const USUAL_MATCH: LesionMatch = { score: "iou", threshold: 0.5 };

/** What is asked for. */
function wanted(
  { tolerance, measures = [], match = USUAL_MATCH, lesionSizes }: Valuation,
): MetricInfo[] {
  return [
    ...METRICS,
    ...(tolerance === undefined
      ? []
      : [{ id: "surfaceDice", title: "Surface Dice", better: "higher" as const, tolerance }]),
    ...MEASURES.filter(({ id }) => measures.includes(id)).map(({ group, ...metric }) =>
      group === "lesions" ? { ...metric, match } : metric
    ),
    ...(lesionSizes === undefined ? [] : measuresBySize(lesionSizes))
      .map((metric) => ({ ...metric, match })),
  ];
}
