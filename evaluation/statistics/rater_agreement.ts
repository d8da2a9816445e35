/** How raters agree with each other, and whether the prediction agrees with them as much. */
import type { Case, ClassFigures, Evaluation, MetricInfo } from "../run_folder/evaluation.ts";
import { drawsOf, intervalOfDraws } from "./draws.ts";
import type { Interval } from "./median_interval.ts";
import { mean, quantile } from "./quantile.ts";

/** The figures of raters: for each pair the same cases in the same order. */
export interface RatedFigures {
  /** What the raters are called. */
  names: readonly string[];
  /** What is independent: the cases when left out. */
  independent?: Evaluation["independent"];
  /** Each two raters, then the prediction with each. */
  pairs: readonly {
    /** One rater with another, or one alone with the prediction; from 0. */
    raters: readonly number[];
    /** The cases with the figures of one class. */
    casesOf: (className: string) => readonly Pick<Case, "id" | "group" | "classes">[];
  }[];
}

/** The agreement of two raters, or of one with the prediction, over cases. */
export interface PairAgreement {
  /** One rater with another, or one alone with the prediction; from 0. */
  raters: readonly number[];
  /** The median over the cases. */
  median: number;
}

/** The prediction's agreement with one rater, beside that of the other raters. */
export interface ModelBesideRater {
  /** The rater, from 0. */
  rater: number;
  /**
   * How much better the prediction agrees with that rater than the others do on average: the median over
   * cases.
   */
  median: number;
  /** Its 95 % interval; none for fewer than six cases, or patients. */
  interval?: Interval;
}

/** The agreement of raters on a class by a metric. */
export interface RaterAgreement {
  /** The cases in which at least one mask contains the class; in all others nothing is to be found. */
  cases: number;
  /** Each two raters, then the prediction with each. */
  pairs: PairAgreement[];
  /** The prediction beside the other raters; none for a single rater. */
  beside: ModelBesideRater[];
}

/**
 * The raters' figures of an evaluation; undefined without raters, or without cases that all of them have
 * masks of.
 */
export function ratedFiguresOf(
  { raters, cases, independent }: Evaluation,
): RatedFigures | undefined {
  const rated = cases.flatMap(({ id, group, raters }) =>
    raters === undefined ? [] : [raters.map((pair) => ({ ...pair, id, group }))]
  );
  if (raters === undefined || rated.length === 0) return undefined;
  return {
    names: raters,
    independent,
    pairs: rated[0].map((pair, k) => ({
      raters: pair.raters,
      casesOf: () => rated.map((pairs) => pairs[k]),
    })),
  };
}

/**
 * Sums up how raters agree on a class. All pairs are over the same cases, and a case in which neither mask
 * of a pair contains the class has the best possible value there.
 *
 * @param figures The raters' figures.
 * @param className The class.
 * @param metric The metric.
 * @returns The agreement.
 */
export function raterAgreement(
  { names, pairs, independent }: RatedFigures,
  className: string,
  metric: MetricInfo,
): RaterAgreement {
  const figures = pairs.map(({ casesOf }) =>
    casesOf(className).map((one) => one.classes[className])
  );
  const isKnown = figures[0].map((_, i) => {
    const ofCase = figures.map((column) => column[i]);
    return !ofCase.every(isEmpty) && !ofCase.some((one) => Number.isNaN(valueOf(one, metric)));
  });
  const columns = figures.map((column) =>
    column.filter((_, i) => isKnown[i]).map((one) => valueOf(one, metric))
  );
  const draws = drawsOf(pairs[0].casesOf(className).filter((_, i) => isKnown[i]), { independent });
  const sign = metric.better === "lower" ? -1 : 1;
  const beside = names.length < 2 ? [] : names.map((_, rater) => {
    const model = pairs.findIndex(({ raters }) => raters.length === 1 && raters[0] === rater);
    const others = columns.filter((_, k) =>
      pairs[k].raters.length === 2 && pairs[k].raters.includes(rater)
    );
    const gains = columns[model].map((value, i) => {
      const other = mean(others.map((column) => column[i]));
      // two infinite distances are equal
      return value === other ? 0 : sign * (value - other);
    });
    const median = quantile(Float64Array.from(gains).sort(), 0.5);
    const interval = intervalOfDraws(gains, draws);
    return { rater, median, ...(interval && { interval }) };
  });
  return {
    cases: columns[0].length,
    pairs: pairs.map(({ raters }, k) => ({
      raters,
      median: quantile(Float64Array.from(columns[k]).sort(), 0.5),
    })),
    beside,
  };
}

function valueOf(figures: ClassFigures, metric: MetricInfo): number {
  const isDistance = metric.better === "lower";
  if (isEmpty(figures)) return isDistance ? 0 : 1;
  const { tp, fp, fn } = figures, value = figures[metric.id];
  if (value !== null && value !== undefined) return value;
  // one of the masks is empty
  return isDistance && tp === 0 && (fp === 0 || fn === 0) ? Infinity : NaN;
}

function isEmpty({ tp, fp, fn }: ClassFigures): boolean {
  return tp + fp + fn === 0;
}
