import { calibration } from "@triptych/metrics";
import { expectedDice, type LabelClass } from "../../core/mod.ts";
import type { CaseConfidence } from "../run_folder/evaluation.ts";
import { addSums, type CalibrationSums, sumsOf } from "../statistics/calibration_sums.ts";
import { confidenceFigures } from "../statistics/confidence_figures.ts";

/** What the probabilities of a case say. */
export interface TalliedProbabilities {
  /** The probability of each pixel's predicted class in per cent, 0 where it is unknown. */
  confidence: Uint8Array<ArrayBuffer>;
  /** What calibration follows from; undefined where no pixel's truth is a class. */
  calibration?: CalibrationSums;
  /** The Dice to be expected of each class that is predicted. */
  expectedDice: Record<string, number>;
}

/** Some pixels of a case. */
export interface ProbabilityPixels {
  /** The probability of each class, shape [classes, pixels]. */
  planes: Float32Array;
  /** True labels. */
  truth: Uint8Array;
  /** Predicted labels, where there are any. */
  prediction?: Uint8Array;
}

/**
 * Adds up what the probabilities of a case say, some of its pixels at a time, so that those of all need not
 * be in memory. Time grows with pixels times classes, memory with a byte per pixel.
 */
export class ProbabilityTally {
  readonly #labels: number[];
  /** What stands for these in a truth: of an ignored one, whose pixels don't count, a value that none has. */
  readonly #trueLabels: number[];
  readonly #names: (string | undefined)[];
  readonly #ignore: readonly number[];
  readonly #confidence: Uint8Array<ArrayBuffer>;
  readonly #place = new Int16Array(256).fill(-1);
  /** Of each class: the sum of its probabilities, that where it is predicted, and the pixels of that. */
  readonly #sums: Float64Array;
  #calibration: CalibrationSums | undefined;
  #filled = 0;

  /**
   * @param pixels How many pixels the case has.
   * @param options The probabilities' classes in their order; without a name a class has no expected Dice.
   * @param options.classes Their labels and names.
   * @param options.ignore Values of the truth whose pixels are left out.
   */
  constructor(
    pixels: number,
    { classes, ignore = [] }: {
      classes: readonly (Pick<LabelClass, "label"> & Partial<Pick<LabelClass, "name">>)[];
      ignore?: readonly number[];
    },
  ) {
    this.#labels = classes.map(({ label }) => label);
    this.#trueLabels = this.#labels.map((one) => ignore.includes(one) ? 256 + one : one);
    this.#names = classes.map(({ name }) => name);
    this.#ignore = ignore;
    this.#confidence = new Uint8Array(pixels);
    this.#sums = new Float64Array(3 * classes.length);
    this.#labels.forEach((label, c) => this.#place[label] = c);
  }

  /** Adds the pixels that follow those that were added before. */
  add({ planes, truth, prediction }: ProbabilityPixels): void {
    const pixels = truth.length, labels = this.#labels, shape = [1, pixels];
    const measured = calibration(
      { data: truth, shape },
      { data: planes, shape: [labels.length, ...shape] },
      { labels: this.#trueLabels, ignore: this.#ignore, absent: "allow" },
    );
    if (measured.voxels > 0) {
      const sums = sumsOf(measured);
      sums.classes.forEach((one, c) => one.label = labels[c]);
      if (this.#calibration === undefined) this.#calibration = sums;
      else addSums(this.#calibration, sums);
    }
    const sums = this.#sums, place = this.#place, confidence = this.#confidence;
    for (let c = 0, at = 0; c < labels.length; c++) {
      let sum = 0;
      for (const end = at + pixels; at < end; at++) sum += planes[at];
      sums[3 * c] += sum;
    }
    for (let i = 0, to = this.#filled; prediction !== undefined && i < pixels; i++, to++) {
      const c = place[prediction[i]];
      if (c < 0) continue;
      const probability = planes[c * pixels + i];
      sums[3 * c + 1] += probability;
      sums[3 * c + 2]++;
      // 0 says that it is unknown
      confidence[to] = Math.max(1, Math.round(100 * probability));
    }
    this.#filled += pixels;
  }

  /** What the pixels added so far say. */
  get tallied(): TalliedProbabilities {
    const expected = this.#names.flatMap((name, c) => {
      const [all, own, predicted] = this.#sums.subarray(3 * c, 3 * c + 3);
      return name === undefined || predicted === 0
        ? []
        : [[name, expectedDice({ all, own, predicted })]];
    });
    return {
      confidence: this.#confidence,
      ...this.#calibration && { calibration: this.#calibration },
      expectedDice: Object.fromEntries(expected),
    };
  }
}

/**
 * The figures of a case's confidence, for `evaluation.json`.
 *
 * @param tallied What its probabilities say.
 * @param masks Its labels, and which of them are classes.
 * @returns Undefined where no pixel counts.
 */
export function caseConfidence(
  { confidence, expectedDice }: Pick<TalliedProbabilities, "confidence" | "expectedDice">,
  { truth, prediction, classes, ignore = [] }: {
    truth: Uint8Array;
    prediction: Uint8Array;
    classes: readonly Pick<LabelClass, "label">[];
    ignore?: readonly number[];
  },
): CaseConfidence | undefined {
  const labels = classes.map(({ label }) => label).filter((label) => !ignore.includes(label));
  const figures = confidenceFigures({ confidence, truth, prediction, labels });
  return figures && { ...figures, expectedDice };
}

/**
 * Marks the confidence as unknown where a label was changed afterwards.
 *
 * @param confidence The confidence of the labels before; it is changed.
 * @param before These labels.
 * @param after What became of them.
 */
export function forgetChanged(
  confidence: Uint8Array,
  before: Uint8Array,
  after: Uint8Array,
): void {
  for (let i = 0; i < confidence.length; i++) {
    if (before[i] !== after[i]) confidence[i] = 0;
  }
}
