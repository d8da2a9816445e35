/** Calibration over the pixels of many cases, from sums that add up to the same in any order. */
import type { Calibration, ClassCalibration } from "@triptych/metrics";
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

function rounded(sum: number): number {
  return Math.round(sum * 2 ** 16) / 2 ** 16;
}

/** The sums of all cases so far. */
export class CalibrationTotals {
  #cases = 0;
  readonly #bins = emptyBins();
  readonly #classes = new Map<number, { squares: number; bins: ProbabilityBins }>();

  /** Adds a case. */
  add({ bins, classes }: CalibrationSums): void {
    this.#cases++;
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
   * @param names The names of the classes, by label.
   * @returns The figures, and the sums, for `evaluation.json`; undefined where there is no case.
   */
  figures(names: ReadonlyMap<number, string>): EvaluatedCalibration | undefined {
    if (this.#cases === 0) return undefined;
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
