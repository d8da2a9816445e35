import type { LabelClass } from "../../core/mod.ts";
import { type ProbabilityMap, readProbabilities } from "../../io/mod.ts";
import type { CaseConfidence } from "../run_folder/evaluation.ts";
import type { CalibrationSums } from "../statistics/calibration_sums.ts";
import type { CasePaths } from "./case_paths.ts";
import { labelOf } from "./find_probabilities.ts";
import { caseConfidence, ProbabilityTally } from "./probability_tally.ts";
import type { CaseLabels } from "./read_case.ts";

/** What the probabilities of a case say. */
export interface MeasuredProbabilities {
  /** What calibration follows from. */
  calibration: CalibrationSums;
  /** The probability of each pixel's predicted class in per cent; none where the prediction is missing. */
  map?: Uint8Array;
  /** What follows from that. */
  confidence?: CaseConfidence;
}

/**
 * Measures calibration and confidence of a case's probabilities, at pixels whose truth is one of their classes.
 *
 * @param paths The case, with the files of its probabilities.
 * @param masks Its masks.
 * @param options The classes, regions among them, and the values to ignore.
 * @returns What they say.
 * @throws {Error} If there are no probabilities, or they can't be right.
 */
export async function measureCalibration(
  paths: CasePaths & { probabilities: readonly string[] },
  { truth, prediction, shape }: CaseLabels,
  { classes, ignore }: { classes: readonly LabelClass[]; ignore: readonly number[] },
): Promise<MeasuredProbabilities> {
  const { probabilities: files } = paths;
  if (files.length === 0) throw new Error("there are no probabilities");
  const map = withinRange(await readProbabilities(files, paths.prediction ?? paths.truth));
  if (map.shape.slice(1).join() !== shape.join()) {
    const [wanted, got] = [["classes x " + shape.join("x")], map.shape].map((sides) =>
      sides.join("x")
    );
    throw new TypeError(
      `Cannot measure probabilities: probabilities must have the shape ${wanted}, got ${got}`,
    );
  }
  const named = labelsOf(files, map, classes).map((label) => {
    const { name } = classes.find((one) => one.label === label && one.labels === undefined) ?? {};
    return { label, name };
  });
  const tally = new ProbabilityTally(truth.length, { classes: named, ignore });
  tally.add({ planes: map.data, truth, prediction });
  refuseOtherSums(map);
  const { tallied } = tally;
  if (tallied.calibration === undefined) {
    throw new Error("no pixel's true label is one of the classes'");
  }
  if (prediction === undefined) return { calibration: tallied.calibration };
  return {
    calibration: tallied.calibration,
    map: tallied.confidence,
    confidence: caseConfidence(tallied, { truth, prediction, classes: named, ignore }),
  };
}

/** The label of each class of the probabilities: said by pictures' names, in ascending order in arrays. */
function labelsOf(
  files: readonly string[],
  { shape: [count] }: ProbabilityMap,
  classes: readonly LabelClass[],
): number[] {
  const named = files.map(labelOf).filter((label) => label !== undefined);
  if (named.length > 0) return named;
  const labels = classes.filter(({ labels }) => labels === undefined).map(({ label }) => label)
    .sort((a, b) => a - b);
  if (count === labels.length) return labels;
  if (!labels.includes(0) && count === labels.length + 1) return [0, ...labels];
  const background = labels.includes(0) ? "" : `, or of these and 0, ${labels.length + 1}`;
  throw new TypeError(
    `Cannot measure probabilities: they must be of the ${labels.length} classes ` +
      `${labels.join(", ")}${background}, got ${count}`,
  );
}

/** Softmax and interpolation may leave the range by so much. */
const ROUNDING = 1e-4;

function withinRange({ data, shape }: ProbabilityMap): ProbabilityMap {
  for (let i = 0; i < data.length; i++) {
    if (data[i] > 1 && data[i] <= 1 + ROUNDING) data[i] = 1;
    else if (data[i] < 0 && data[i] >= -ROUNDING) data[i] = 0;
  }
  return { data, shape };
}

function refuseOtherSums({ data, shape: [classes, ...shape] }: ProbabilityMap): void {
  // bytes are off by up to 1/510 in each class
  const pixels = data.length / classes, tolerance = 0.005 + classes / 510;
  for (let i = 0; i < pixels; i++) {
    let sum = 0;
    for (let at = i; at < data.length; at += pixels) sum += data[at];
    if (Math.abs(sum - 1) <= tolerance) continue;
    const place = shape.map((_, axis) => {
      const step = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
      return Math.floor(i / step) % shape[axis];
    });
    throw new RangeError(
      "Cannot measure probabilities: those of a pixel must add up to 1 over all classes, got " +
        `${Number(sum.toFixed(3))} at [${place.join(", ")}]; the background is a class, too`,
    );
  }
}
