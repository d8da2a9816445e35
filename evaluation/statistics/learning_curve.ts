/** How Dice grows with the images learned from, and what twice as many would bring. */
import { mulberry32 } from "../../core/mod.ts";
import type { Case, Evaluation } from "../run_folder/evaluation.ts";
import type { RunFolder } from "../run_folder/read_run.ts";
import { drawsOf } from "./draws.ts";
import { FEWEST_FOR_MEDIAN, type Interval } from "./median_interval.ts";
import { mean, quantile } from "./quantile.ts";

/** The figures of models that learned from the same number of images. */
export interface CurvePoint {
  /** How many. */
  images: number;
  /** What each of them measured, all of the same test cases. */
  evaluations: Pick<Evaluation, "cases" | "classes" | "independent">[];
}

/** The learning curve of a class, or of all. */
export interface LearningCurve {
  /** The test cases whose truth holds the class. */
  cases: number;
  /** The points, ascending. */
  points: {
    images: number;
    /** Mean Dice over these cases, and over the models. */
    dice: number;
    /** Its 95 % interval; none for fewer than six cases, or groups, as for medians. */
    interval?: Interval;
    /** The mean Dice of each model. */
    models: number[];
  }[];
  /** The power law through them; undefined for fewer than three points, or where one has no error. */
  fit?: PowerLaw;
  /** What twice as many images as the last point's would bring by that law, with its 95 % interval. */
  doubled?: { images: number; dice: number; gain: number; interval?: Interval };
}

/** `1 − Dice = factor · images ^ −exponent`. */
export interface PowerLaw {
  factor: number;
  exponent: number;
  /** By how much, at most, the law misses the Dice of a point. */
  miss: number;
}

/** How often cases are drawn anew for an interval. */
const DRAWS = 1000;

/** The fewest points through which a law is laid. */
const FEWEST = 3;

/**
 * The learning curves of each class, and of the mean over classes. Dice is the mean over the test cases whose
 * truth holds the class, where a missed one counts 0. A power law is fitted to the logarithm of the error by
 * least squares. Intervals are percentiles over 1,000 samples: test cases, whole groups where cases aren't
 * independent, are drawn with replacement, the same for all points, and so are the models of a point; the law
 * is fitted to each sample. They say nothing of whether the error goes on falling by that law. Takes
 * time in proportion to points times cases times classes, a thousand times over.
 *
 * @param points What was measured, in any order.
 * @returns The curve of each class by name, and that of all classes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const cat = (dice: number) => ({ cat: { tp: 1, fp: 0, fn: 1, tn: 0, dice } });
 * const points = [10, 20, 40].map((images) => ({
 *   images,
 *   evaluations: [{
 *     classes: [{ label: 1, name: "cat", color: "#e07a3f" }],
 *     cases: [{ id: "a", shape: [], spacing: [], classes: cat(1 - 4 / images) }],
 *   }],
 * }));
 * const { all } = learningCurves(points);
 * assert.equal(all.doubled?.dice.toFixed(6), "0.950000");
 * ```
 */
export function learningCurves(
  points: readonly CurvePoint[],
): { all: LearningCurve; classes: Map<string, LearningCurve> } {
  const ordered = points.toSorted((a, b) => a.images - b.images);
  const [{ classes, cases, independent }] = ordered[0].evaluations;
  const names = classes.map(({ name }) => name);
  const table = ordered.map(({ evaluations }) =>
    evaluations.map((one) => valuesOf(one.cases, names))
  );
  const counted = cases.map((one) => names.map((name) => holds(one, name)));
  const draws = drawsOf(cases, { independent });
  const keys = draws?.keys ?? cases.map((_, i) => String(i));
  const groups = [...Map.groupBy(cases.keys(), (i) => keys[i]).values()];

  const samples = [sampleOf(table, counted)];
  const random = mulberry32(0), pick = (count: number) => Math.floor(random() * count);
  for (let n = 0; n < DRAWS; n++) {
    const weights = new Float64Array(cases.length);
    for (let k = 0; k < groups.length; k++) {
      for (const i of groups[pick(groups.length)]) weights[i]++;
    }
    const drawn = table.map((models) => models.map(() => models[pick(models.length)]));
    samples.push(sampleOf(drawn, counted, weights));
  }
  const single = table.map((models) => models.map((one) => sampleOf([[one]], counted)[0]));
  const curve = (c: number, those: readonly number[]): LearningCurve =>
    curveOf(ordered.map(({ images }) => images), {
      count: those.length,
      hasInterval: new Set(those.map((i) => keys[i])).size >= FEWEST_FOR_MEDIAN,
      samples: samples.map((sample) => sample.map((values) => values[c])),
      models: single.map((models) => models.map((values) => values[c])),
    });
  return {
    all: curve(names.length, [...cases.keys()]),
    classes: new Map(
      names.map((name, c) => [name, curve(c, [...cases.keys()].filter((i) => counted[i][c]))]),
    ),
  };
}

/**
 * The points of a learning curve that have been measured.
 *
 * @param members The run folders of its models, as far as there are any.
 * @param shares The part of the training set that each learned from.
 */
export function curvePoints(
  members: readonly Pick<RunFolder, "run" | "evaluation">[],
  shares: readonly number[],
): CurvePoint[] {
  const measured = members.flatMap(({ run, evaluation }, i) =>
    run && evaluation ? [{ share: shares[i], images: run.data.train.length, evaluation }] : []
  );
  return [...Map.groupBy(measured, ({ share }) => share).values()].map((those) => ({
    // parts of whole groups may differ
    images: Math.round(mean(those.map(({ images }) => images))),
    evaluations: those.map(({ evaluation }) => evaluation),
  }));
}

/** What a curve shows: whether twice as many images help, as far as its interval says. */
export type CurveVerdict = "rising" | "flat" | "falling" | "unknown";

/**
 * What a curve shows.
 *
 * @param curve The curve.
 * @returns `unknown` where no law could be fitted, or there is no interval.
 */
export function curveVerdict({ doubled }: Pick<LearningCurve, "doubled">): CurveVerdict {
  if (doubled?.interval === undefined) return "unknown";
  const [low, high] = doubled.interval;
  return low > 0 ? "rising" : high < 0 ? "falling" : "flat";
}

/** Dice by case and class; a case without the class in both has none. */
function valuesOf(cases: readonly Case[], names: readonly string[]): number[][] {
  return cases.map(({ classes }) => names.map((name) => Number(classes[name].dice ?? NaN)));
}

function holds({ classes }: Case, name: string): boolean {
  const { tp, fn } = classes[name];
  return tp + fn > 0;
}

/** Of each point the mean Dice of each class, then the mean of these; NaN where no case counts. */
function sampleOf(
  table: readonly (readonly number[][][])[],
  counted: readonly boolean[][],
  weights?: Float64Array,
): number[][] {
  return table.map((models) => {
    const means = counted[0].map((_, c) => {
      let sum = 0, count = 0;
      for (const values of models) {
        for (let i = 0; i < values.length; i++) {
          const weight = weights?.[i] ?? 1;
          if (weight === 0 || !counted[i][c]) continue;
          sum += weight * values[i][c];
          count += weight;
        }
      }
      return sum / count;
    });
    return [...means, mean(means.filter((value) => !Number.isNaN(value)))];
  });
}

function curveOf(
  images: readonly number[],
  { count, hasInterval, samples, models }: {
    count: number;
    hasInterval: boolean;
    samples: number[][];
    models: number[][];
  },
): LearningCurve {
  const [measured, ...drawn] = samples;
  const points = images.map((images, i) => ({
    images,
    dice: measured[i],
    ...(hasInterval && { interval: middle(drawn.map((sample) => sample[i])) }),
    models: models[i],
  }));
  const fit = powerLaw(images, measured);
  if (fit === undefined) return { cases: count, points };
  // where the error grows, it ends at 1
  const last = images.at(-1)!,
    errorAt = ({ factor, exponent }: PowerLaw, n: number) => Math.min(1, factor * n ** -exponent);
  const gainOf = (law: PowerLaw) => errorAt(law, last) - errorAt(law, 2 * last);
  const gains = drawn.map((sample) => powerLaw(images, sample)).filter((law) => law !== undefined)
    .map(gainOf);
  const doubled = {
    images: 2 * last,
    dice: 1 - errorAt(fit, 2 * last),
    gain: gainOf(fit),
    ...(hasInterval && { interval: middle(gains) }),
  };
  return { cases: count, points, fit, doubled };
}

/** The middle 95 %. */
function middle(values: readonly number[]): Interval {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return [quantile(known, 0.025), quantile(known, 0.975)];
}

function powerLaw(images: readonly number[], dice: readonly number[]): PowerLaw | undefined {
  if (images.length < FEWEST || dice.some((value) => !(value < 1))) return undefined;
  const x = images.map(Math.log), y = dice.map((value) => Math.log(1 - value));
  const [mx, my] = [mean(x), mean(y)];
  let above = 0, below = 0;
  for (let i = 0; i < x.length; i++) {
    above += (x[i] - mx) * (y[i] - my);
    below += (x[i] - mx) ** 2;
  }
  const exponent = -above / below, factor = Math.exp(my + exponent * mx);
  const misses = dice.map((value, i) => Math.abs(1 - value - factor * images[i] ** -exponent));
  return { factor, exponent, miss: Math.max(...misses) };
}
