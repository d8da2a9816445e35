import type { Case, Evaluation, ProbabilityBins } from "./evaluation.ts";

/**
 * The first fault in what stands beside masks and truth: raters and calibration.
 *
 * @param evaluation An evaluation that fits the schema.
 * @returns It in words; undefined if there is none.
 */
export function besidesFault(evaluation: Evaluation): string | undefined {
  return raterFault(evaluation) ?? calibrationFault(evaluation);
}

/** Every case must have the same pairs, of raters that are named, with figures of every class. */
function raterFault({ raters = [], cases, classes }: Evaluation): string | undefined {
  const rated = cases.filter((one) => one.raters !== undefined);
  const keysOf = (one: Case): string => one.raters!.map((pair) => pair.raters.join()).join("; ");
  for (const one of rated) {
    const of = `case "${one.id}"`;
    for (const { raters: pair, classes: figures } of one.raters!) {
      const isKnown = pair.length === 1 || pair.length === 2;
      if (!isKnown || pair.some((rater) => rater >= raters.length)) {
        return `raters of ${of} must be one or two of ${raters.length}, got [${pair.join(", ")}]`;
      }
      const lost = classes.find(({ name }) => !Object.hasOwn(figures, name));
      if (lost) return `${of} has no raters' figures of class "${lost.name}"`;
    }
    if (keysOf(one) === keysOf(rated[0])) continue;
    return `all cases must have the same pairs of raters, got others in ${of}`;
  }
}

/** All bins must be of equal width. */
function calibrationFault({ calibration }: Evaluation): string | undefined {
  if (calibration === undefined) return undefined;
  const length = calibration.bins.pixels.length;
  const isWhole = ({ pixels, probability, right }: ProbabilityBins): boolean =>
    [pixels, probability, right].every((list) => list.length === length && length > 0);
  if ([calibration, ...calibration.classes].every(({ bins }) => isWhole(bins))) return undefined;
  return "calibration must have as many bins in every list";
}
