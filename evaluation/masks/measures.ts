/** What is measured of a class beside Dice, IoU, ASSD and HD95 where it is asked for. */
import {
  clDice,
  type Counts,
  evaluateInstances,
  instancesBySize,
  lesionWise,
  type Mask,
  type MetricId,
  relativeVolumeDifferenceOf,
  topologyErrors,
} from "@triptych/metrics";
import type { LesionMatch, MetricInfo } from "../run_folder/evaluation.ts";

/** A class in two masks. */
export interface MeasuredPair {
  truth: Mask;
  prediction: Mask;
  /** Its counts. */
  counts: Counts;
  /** Its values. */
  label: readonly number[];
  /** Values whose pixels are left out. */
  ignore?: readonly number[];
  /** The size of a voxel. */
  spacing: readonly number[];
  /** Which lesions match; by default those with an IoU of at least 0.5. */
  match?: LesionMatch;
  /** The volumes that divide lesions by size. */
  lesionSizes?: readonly number[];
}

/** Figures by the ids of their measures. */
type Figures = Record<string, number>;

/** What is computed together, since it takes the same time; `evaluate` computes the pixels' and surfaces'. */
const GROUPS = {
  volume({ counts }: MeasuredPair): Figures {
    return { volumeError: Math.abs(relativeVolumeDifferenceOf(counts)) };
  },
  lines(pair: MeasuredPair): Figures {
    return { clDice: clDice(pair.truth, pair.prediction, labelOf(pair)) };
  },
  topology(pair: MeasuredPair): Figures {
    const { euler, betti } = topologyErrors(pair.truth, pair.prediction, labelOf(pair));
    const [betti0, betti1, betti2 = 0] = betti;
    return { eulerError: euler, betti0Error: betti0, betti1Error: betti1, betti2Error: betti2 };
  },
  lesions(pair: MeasuredPair): Figures {
    const { truth, prediction, spacing, match, lesionSizes = [] } = pair;
    const found = evaluateInstances(truth, prediction, { ...labelOf(pair), ...match, spacing });
    return {
      lesionF1: found.f1,
      lesionRecall: found.recall,
      lesionPrecision: found.precision,
      lesionsMissed: found.missed,
      lesionsInvented: found.invented,
      segmentationQuality: found.segmentationQuality,
      panopticQuality: found.panopticQuality,
      ...lesionSizes.length > 0 && Object.fromEntries(
        instancesBySize([found], lesionSizes).flatMap((bin) => {
          const [recall, missed, invented] = idsOfBin(bin);
          return [
            // a case without a lesion of this size says nothing
            [recall, bin.truth === 0 ? NaN : bin.detected / bin.truth],
            [missed, bin.truth - bin.detected],
            [invented, bin.invented],
          ];
        }),
      ),
    };
  },
  brats(pair: MeasuredPair): Figures {
    const { truth, prediction, spacing } = pair;
    const { dice, hd95 } = lesionWise(truth, prediction, { ...labelOf(pair), spacing });
    return { bratsDice: dice, bratsHd95: hd95 };
  },
};

/** A measure, and with which others it is computed. */
type Measure = MetricInfo & { group?: keyof typeof GROUPS };

/** A share, 1 at best. */
const share = (id: string, title: string, group?: Measure["group"]): Measure => ({
  ...{ id, title, group },
  better: "higher",
});
/** An error, 0 at best. */
const error = (id: string, title: string, group?: Measure["group"]): Measure => ({
  ...{ id, title, group },
  better: "lower",
});

/** The metrics that `--measures` takes, in the order of the result; only distances have a unit. */
export const MEASURES: readonly Measure[] = [
  share("precision", "Precision"),
  share("recall", "Recall"),
  share("specificity", "Specificity"),
  share("balancedAccuracy", "Balanced accuracy"),
  share("mcc", "MCC"),
  share("kappa", "Kappa"),
  share("volumeSimilarity", "Volume similarity"),
  error("volumeError", "Volume error", "volume"),
  { ...error("hd", "HD"), unit: "px" },
  { ...error("masd", "MASD"), unit: "px" },
  { ...error("centerDistance", "Centre distance"), unit: "px" },
  share("clDice", "clDice", "lines"),
  error("eulerError", "Euler error", "topology"),
  error("betti0Error", "Betti 0 error", "topology"),
  error("betti1Error", "Betti 1 error", "topology"),
  error("betti2Error", "Betti 2 error", "topology"),
  share("lesionF1", "Lesion F1", "lesions"),
  share("lesionRecall", "Lesion recall", "lesions"),
  share("lesionPrecision", "Lesion precision", "lesions"),
  error("lesionsMissed", "Lesions missed", "lesions"),
  error("lesionsInvented", "Lesions invented", "lesions"),
  share("segmentationQuality", "Segmentation quality", "lesions"),
  share("panopticQuality", "Panoptic quality", "lesions"),
  share("bratsDice", "BraTS Dice", "brats"),
  { ...error("bratsHd95", "BraTS HD95", "brats"), unit: "px" },
];

/** What `--measures` takes besides: the wrong pixels of each class by kind, which are no metric. */
export const ERROR_KINDS_ID = "errorKinds";

/** All ids that `--measures` takes. */
export const MEASURE_IDS: readonly string[] = [...MEASURES.map(({ id }) => id), ERROR_KINDS_ID];

/** The lesions of a range of volumes. */
type Sizes = Record<"from" | "to", number>;

/** `lesionRecallTo10`, `lesionRecall10To100`, `lesionRecallFrom100`, and the same of the counts. */
function idsOfBin({ from, to }: Sizes): string[] {
  const range = to === Infinity ? `From${from}` : from === 0 ? `To${to}` : `${from}To${to}`;
  return ["lesionRecall", "lesionsMissed", "lesionsInvented"].map((id) =>
    id + range.replaceAll(".", "_")
  );
}

/**
 * The measures of lesions by size: in each range of true volumes the part that was found and how many were
 * missed, and how many predicted ones of these volumes match none.
 *
 * @param bounds The volumes that divide them, ascending.
 */
export function measuresBySize(bounds: readonly number[]): MetricInfo[] {
  return [0, ...bounds].flatMap((from, k) => {
    const to = bounds[k] ?? Infinity, [recall, missed, invented] = idsOfBin({ from, to });
    const range = to === Infinity
      ? `from ${from}`
      : from === 0
      ? `below ${to}`
      : `${from} to ${to}`;
    const better = "lower" as const;
    return [
      { id: recall, title: `Lesion recall, volume ${range}`, better: "higher" },
      { id: missed, title: `Lesions missed, volume ${range}`, better },
      { id: invented, title: `Lesions invented, volume ${range}`, better },
    ];
  });
}

/** Whether a measure is one of {@linkcode measuresBySize}. */
function isBySize(id: string): boolean {
  return /^lesion.*(To|From)\d/.test(id);
}

/**
 * Whether a metric depends on the size of a pixel: errors but counts and ratios of them, and ratios by a
 * tolerance or by lesions' volumes.
 */
export function isScaled({ id, better }: Pick<MetricInfo, "id" | "better">): boolean {
  const isCount = MEASURES.some((one) => one.id === id && one.unit === undefined);
  return better === "lower" && !isCount || ["surfaceDice", "bratsDice"].includes(id) ||
    isBySize(id);
}

/**
 * Whether a measure has a value where one of the two masks is empty, as distances between outlines don't:
 * those between lesions count one that was missed or invented with a length of their own.
 *
 * @param id The measure's id.
 */
export function measuresMisses(id: string): boolean {
  return isBySize(id) ||
    MEASURES.some((one) => one.id === id && (one.unit === undefined || one.group !== undefined));
}

const groupOf = new Map(MEASURES.map(({ id, group }) => [id, group]));

/** Those of the ids that `evaluate` computes. */
export function evaluated(ids: readonly string[]): MetricId[] {
  return ids.filter((id) => groupOf.get(id) === undefined && !isBySize(id)) as MetricId[];
}

/**
 * Measures a class by what `evaluate` doesn't compute.
 *
 * @param ids The ids of the measures, others among them.
 * @param pair The class in two masks.
 * @returns The figures of these measures, and of those that are computed with them.
 */
export function furtherFigures(ids: readonly string[], pair: MeasuredPair): Figures {
  const groups = new Set(ids.flatMap((id) => isBySize(id) ? "lesions" : groupOf.get(id) ?? []));
  return Object.assign({}, ...[...groups].map((group) => GROUPS[group](pair)));
}

function labelOf({ label, ignore }: MeasuredPair) {
  return { label, ignore, absent: "allow" } as const;
}
