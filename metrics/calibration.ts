import { MASK_NAMES, type MaskOptions, type Region, toSelectionOf } from "./labels.ts";
import { holdsFloats, type Mask, toGrid, toSingle, type Values } from "./mask.ts";
import { checkOptions, type Names, show } from "./options.ts";
import { scan } from "./scan.ts";
import { ratio } from "./statistics.ts";

/** The probability of each class at each voxel. */
export interface Probabilities {
  /** From 0 to 1, row-major: one class after the other, each as the mask is. */
  data: Float32Array | Float64Array;
  /** The number of classes, followed by the shape of the mask. */
  shape: readonly number[];
}

/** How calibration is measured. */
export interface CalibrationOptions extends MaskOptions {
  /** The label of each class of the probabilities, in their order. @default {[0, 1, 2, …]} */
  labels?: readonly Region[];
  /** How many bins of equal width there are. @default {15} */
  bins?: number;
}

/** The voxels whose probability is in one range. */
export interface ReliabilityBin {
  /** The lower end of the range, exclusive except for 0. */
  from: number;
  /** The upper end of the range, inclusive. */
  to: number;
  /** How many there are. */
  voxels: number;
  /** Their mean probability; NaN without voxels. */
  confidence: number;
  /** The part of them that are right; NaN without voxels. */
  accuracy: number;
}

/** How well the probabilities of one class are calibrated. */
export interface ClassCalibration {
  /** The label of the class. */
  label: Region;
  /** The expected calibration error of the class against all others, 0 to 1. */
  ece: number;
  /** The mean squared difference of its probability from 1 where it is true and 0 elsewhere. */
  brier: number;
  /** Its reliability: how often it is true where it was predicted with this probability. */
  bins: ReliabilityBin[];
}

/** How well probabilities are calibrated. */
export interface Calibration {
  /** The voxels that were measured: those whose truth is one of the labels. */
  voxels: number;
  /** Voxels that were ignored. */
  ignored: number;
  /** The expected calibration error of the likeliest class, 0 to 1. */
  ece: number;
  /** The Brier score over all classes, 0 to 2. */
  brier: number;
  /** The reliability of the likeliest class: how often it is right at this probability. */
  bins: ReliabilityBin[];
  /** The same for each class, in their order. */
  classes: ClassCalibration[];
}

/** Their names. */
const NAMES: Names<CalibrationOptions> = { labels: true, bins: true, ...MASK_NAMES };
const ACTION = "calibration";

/**
 * Measures whether probabilities mean what they say: of the voxels predicted with 0.8, four in five
 * should be right.
 *
 * Expected calibration error: Σ n/N · |accuracy − confidence| over bins of equal width, each without its
 * lower end and with its upper one, and with 0 in the first; over the likeliest class of each voxel
 * (ties go to the first), and for each class against all others. Naeini, Cooper and Hauskrecht,
 * Obtaining Well Calibrated Probabilities Using Bayesian Binning, 2015; Guo et al., On Calibration of
 * Modern Neural Networks, 2017. Brier score: the mean over voxels of Σ (p − y)² over classes, y being 1
 * for the true one and 0 for the others; Brier, Verification of Forecasts Expressed in Terms of
 * Probability, 1950. Voxels whose truth is none of the labels are left out; if none remains, all figures
 * are NaN. Takes two passes, and no memory that grows with the mask.
 *
 * @param truth The true labels.
 * @param probabilities The probability of each class; those of a voxel should add up to 1.
 * @param options Labels, number of bins, ignored values.
 * @returns The figures over all classes, and of each.
 * @throws {TypeError} If the truth, the probabilities or an option are malformed, or if the shapes
 * don't belong together.
 * @throws {RangeError} If a probability isn't from 0 to 1, the number of bins isn't positive, or the
 * truth contains only other labels.
 *
 * @example Two classes at four pixels
 * ```ts
 * import { calibration } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [0, 1, 1, 0], shape: [2, 2] };
 * const data = Float32Array.of(0.75, 0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75);
 * const { ece, brier, classes } = calibration(truth, { data, shape: [2, 2, 2] }, { bins: 4 });
 * assert.equal(ece, 0); // all are predicted with 0.75, and three of four are right
 * assert.equal(brier, (3 * 2 * 0.25 ** 2 + 2 * 0.75 ** 2) / 4);
 * assert.equal(classes[1].bins[2].accuracy, 2 / 3);
 * ```
 */
export function calibration(
  truth: Mask,
  probabilities: Probabilities,
  options: CalibrationOptions = {},
): Calibration {
  checkOptions(options, NAMES, ACTION);
  const classes = checkProbabilities(truth, probabilities);
  const { labels = Array.from<unknown, Region>({ length: classes }, (_, k) => k), bins = 15 } =
    options;
  if (!Number.isInteger(bins) || bins < 1) {
    throw new RangeError(
      `Cannot compute ${ACTION}: bins must be a positive integer, got ${show(bins)}`,
    );
  }
  const selection = toSelectionOf(labels, options, ACTION);
  if (labels.length !== classes) {
    throw new TypeError(
      `Cannot compute ${ACTION}: labels must be one for each of the ${classes} classes, ` +
        `got ${labels.length}`,
    );
  }
  const pair = toSingle(truth, ACTION);
  const { ignored = 0 } = scan(pair, selection, false);
  const classOf = new Map(
    selection.regions!.flatMap((region, k) => region.map((label) => [label, k] as const)),
  );
  const sums = tally(pair.truth, probabilities.data, classOf, bins);
  return { ...summarize(sums, labels), ignored };
}

/** Checks that probabilities belong to a mask; returns the number of classes. */
function checkProbabilities(truth: Mask, probabilities: Probabilities): number {
  toGrid(truth, "truth", ACTION);
  const { data, shape } = probabilities ?? {};
  const fail = (rule: string, found: string): never => {
    throw new TypeError(`Cannot compute ${ACTION}: probabilities ${rule}, got ${found}`);
  };
  if (!(ArrayBuffer.isView(data) && holdsFloats(data))) {
    fail("must have data of floating-point numbers", data === undefined ? "nothing" : "others");
  }
  if (!Array.isArray(shape) && !ArrayBuffer.isView(shape)) {
    fail("must have a shape", show(shape));
  }
  const [classes, ...rest] = shape;
  if (!(Number.isInteger(classes) && classes > 0) || rest.join() !== truth.shape.join()) {
    fail(`must have the shape classes x ${truth.shape.join("x")}`, shape.join("x"));
  }
  const values = classes * truth.data.length;
  if (data.length !== values) fail(`must have ${values} values`, `${data.length}`);
  return classes;
}

/** Sums over voxels, from which all figures follow. */
interface Sums {
  /** Bins in each row. */
  bins: number;
  /** Where the bins end, from 0 on. */
  ends: Float64Array;
  /** Voxels by bin: a row for each class, and one for the likeliest. */
  voxels: Float64Array;
  /** The sum of their probabilities. */
  confidence: Float64Array;
  /** How many of them are right. */
  right: Float64Array;
  /** The sum of squared differences of each class. */
  squares: Float64Array;
  /** How many voxels there are. */
  count: number;
}

/** Adds up all voxels whose truth is a class. */
function tally(
  truth: Values,
  data: Float32Array | Float64Array,
  classOf: Map<number, number>,
  bins: number,
): Sums {
  const classes = data.length / truth.length;
  const rows = () => new Float64Array((classes + 1) * bins);
  const sums: Sums = {
    bins,
    ends: Float64Array.from({ length: bins + 1 }, (_, bin) => bin / bins),
    voxels: rows(),
    confidence: rows(),
    right: rows(),
    squares: new Float64Array(classes),
    count: 0,
  };
  for (let i = 0; i < truth.length; i++) {
    const trueClass = classOf.get(truth[i]);
    if (trueClass === undefined) continue;
    sums.count++;
    let likeliest = 0;
    let most = -1;
    for (let k = 0, at = i; k < classes; k++, at += truth.length) {
      const probability = data[at];
      if (!(probability >= 0 && probability <= 1)) refuse(probability, k, i);
      const right = k === trueClass ? 1 : 0;
      add(sums, k, probability, right);
      sums.squares[k] += (probability - right) ** 2;
      if (probability > most) {
        likeliest = k;
        most = probability;
      }
    }
    add(sums, classes, most, likeliest === trueClass ? 1 : 0);
  }
  return sums;
}

/** Adds a voxel to the bin of its probability. */
function add(sums: Sums, row: number, probability: number, right: number): void {
  const bin = row * sums.bins + binOf(probability, sums.ends);
  sums.voxels[bin]++;
  sums.confidence[bin] += probability;
  sums.right[bin] += right;
}

/** The bin between whose ends a probability lies; the product is rounded, and may be in the next one. */
function binOf(probability: number, ends: Float64Array): number {
  const bin = Math.max(0, Math.ceil(probability * (ends.length - 1)) - 1);
  if (bin > 0 && probability <= ends[bin]) return bin - 1;
  return probability > ends[bin + 1] ? bin + 1 : bin;
}

/** Says which value is no probability. */
function refuse(value: number, index: number, voxel: number): never {
  throw new RangeError(
    `Cannot compute ${ACTION}: probabilities must be from 0 to 1, got ${value} for class ${index} ` +
      `at voxel ${voxel}; apply the softmax first`,
  );
}

/** The figures that follow from the sums. */
function summarize(sums: Sums, labels: readonly Region[]): Omit<Calibration, "ignored"> {
  const { bins, voxels, confidence, right, squares, count } = sums;
  const row = (k: number): { ece: number; bins: ReliabilityBin[] } => {
    let gaps = 0;
    const list = Array.from({ length: bins }, (_, bin): ReliabilityBin => {
      const at = k * bins + bin;
      gaps += Math.abs(right[at] - confidence[at]);
      return {
        from: bin / bins,
        to: (bin + 1) / bins,
        voxels: voxels[at],
        confidence: ratio(confidence[at], voxels[at], NaN),
        accuracy: ratio(right[at], voxels[at], NaN),
      };
    });
    return { ece: ratio(gaps, count, NaN), bins: list };
  };
  return {
    voxels: count,
    brier: ratio(squares.reduce((a, b) => a + b, 0), count, NaN),
    ...row(labels.length),
    classes: labels.map((label, k) => ({ label, brier: ratio(squares[k], count, NaN), ...row(k) })),
  };
}
