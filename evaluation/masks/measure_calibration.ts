import { calibration } from "@triptych/metrics";
import type { LabelClass } from "../../core/mod.ts";
import { type ProbabilityMap, readProbabilities } from "../../io/mod.ts";
import { type CalibrationSums, sumsOf } from "../statistics/calibration_sums.ts";
import type { CasePaths } from "./case_paths.ts";
import { labelOf } from "./find_probabilities.ts";
import type { CaseLabels } from "./read_case.ts";

/**
 * Measures the calibration of a case's probabilities, at pixels whose truth is one of their classes.
 *
 * @param paths The case, with the files of its probabilities.
 * @param masks Its masks.
 * @param options The classes, regions among them, and the values to ignore.
 * @returns The sums.
 * @throws {Error} If there are no probabilities, or they can't be right.
 */
export async function measureCalibration(
  paths: CasePaths & { probabilities: readonly string[] },
  { truth, shape }: CaseLabels,
  { classes, ignore }: { classes: readonly LabelClass[]; ignore: readonly number[] },
): Promise<CalibrationSums> {
  const { probabilities: files } = paths;
  if (files.length === 0) throw new Error("there are no probabilities");
  const map = withinRange(await readProbabilities(files, paths.prediction ?? paths.truth));
  const labels = labelsOf(files, map, classes);
  const measured = calibration({ data: truth, shape }, map, { labels, ignore, absent: "allow" });
  refuseOtherSums(map);
  if (measured.voxels > 0) return sumsOf(measured);
  throw new Error("no pixel's true label is one of the classes'");
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
