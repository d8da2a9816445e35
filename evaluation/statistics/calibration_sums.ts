/** Calibration over the pixels of many cases, from sums that add up to the same in any order. */
import type { Calibration, ClassCalibration } from "@triptych/metrics";
import type { LabelClass } from "../../core/mod.ts";
import type { EvaluatedCalibration, ProbabilityBins } from "../run_folder/evaluation.ts";

/** What the figures of calibration follow from. */
export interface CalibrationSums {
  /** The reliability of the likeliest class. */
  bins: ProbabilityBins;
  /** Each class's reliability, and its sum of squared differences. */
  classes: { label: number; squares: number; bins: ProbabilityBins }[];
}

/**
 * Sums of one case. They are rounded to multiples of 2⁻¹⁶, which add up exactly in any order as long as
 * they stay below 2³⁷, so that workers and shards give the same figures.
 *
 * @param calibration The case's calibration.
 * @returns The sums.
 */
export function sumsOf({ voxels, bins, classes }: Calibration): CalibrationSums {
  return {
    bins: binsOf(bins),
    classes: classes.map(({ label, brier, bins }) => ({
      label: Number(label),
      squares: rounded(brier * voxels),
      bins: binsOf(bins),
    })),
  };
}

function binsOf(bins: ClassCalibration["bins"]): ProbabilityBins {
  return {
    pixels: bins.map(({ voxels }) => voxels),
    probability: bins.map(({ voxels, confidence }) => voxels && rounded(voxels * confidence)),
    right: bins.map(({ voxels, accuracy }) => voxels && Math.round(voxels * accuracy)),
  };
}

/**
 * Adds the sums of further pixels of the same classes.
 *
 * @param to Sums; they are changed.
 * @param sums What is added.
 */
export function addSums(to: CalibrationSums, sums: CalibrationSums): void {
  addBins(to.bins, sums.bins);
  to.classes.forEach((one, c) => {
    one.squares += sums.classes[c].squares;
    addBins(one.bins, sums.classes[c].bins);
  });
}

function rounded(sum: number): number {
  return Math.round(sum * 2 ** 16) / 2 ** 16;
}

/** The sums of all cases so far. */
export class CalibrationTotals {
  #cases = 0;
  readonly #bins = emptyBins();
  readonly #classes = new Map<number, { squares: number; bins: ProbabilityBins }>();

  /**
   * Adds the sums of a case, or of several.
   *
   * @param sums The sums.
   * @param cases How many cases they are of.
   */
  add({ bins, classes }: CalibrationSums, cases = 1): void {
    this.#cases += cases;
    addBins(this.#bins, bins);
    for (const { label, squares, bins } of classes) {
      const all = this.#classes.get(label) ?? { squares: 0, bins: emptyBins() };
      this.#classes.set(label, all);
      all.squares += squares;
      addBins(all.bins, bins);
    }
  }

  /**
   * The figures that follow from the sums.
   *
   * @param named The classes; regions among them have no probabilities.
   * @returns The figures, and the sums, for `evaluation.json`; undefined where there is no case.
   */
  figures(named: readonly LabelClass[]): EvaluatedCalibration | undefined {
    if (this.#cases === 0) return undefined;
    const plain = named.filter(({ labels }) => labels === undefined);
    const names = new Map(plain.map(({ label, name }) => [label, name]));
    const pixels = total(this.#bins.pixels);
    const classes = [...this.#classes].sort(([a], [b]) => a - b);
    return {
      cases: this.#cases,
      pixels,
      ece: errorOf(this.#bins),
      brier: total(classes.map(([, { squares }]) => squares)) / pixels,
      bins: this.#bins,
      classes: classes.map(([label, { squares, bins }]) => ({
        label,
        name: names.get(label) ?? (label === 0 ? "background" : `label ${label}`),
        ece: errorOf(bins),
        brier: squares / total(bins.pixels),
        squares,
        bins,
      })),
    };
  }
}

function emptyBins(): ProbabilityBins {
  return { pixels: [], probability: [], right: [] };
}

function addBins(to: ProbabilityBins, bins: ProbabilityBins): void {
  for (const name of ["pixels", "probability", "right"] as const) {
    bins[name].forEach((value, i) => to[name][i] = (to[name][i] ?? 0) + value);
  }
}

/** The expected calibration error: how far probabilities are from the share that is right. */
function errorOf({ pixels, probability, right }: ProbabilityBins): number {
  return total(right.map((count, i) => Math.abs(count - probability[i]))) / total(pixels);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
