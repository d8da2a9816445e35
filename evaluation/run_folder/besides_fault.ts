import type { Case, Evaluation, ProbabilityBins } from "./evaluation.ts";

/**
 * The first fault in what stands beside masks and truth: raters, calibration and confidence.
 *
 * @param evaluation An evaluation that fits the schema.
 * @returns It in words; undefined if there is none.
 */
export function besidesFault(evaluation: Evaluation): string | undefined {
  return raterFault(evaluation) ?? calibrationFault(evaluation) ?? confidenceFault(evaluation);
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

/** Counts must be parts of each other, and figures from 0 to 1. */
function confidenceFault({ cases, classes }: Evaluation): string | undefined {
  const names = new Set(classes.map(({ name }) => name));
  for (const { id, confidence } of cases) {
    if (confidence === undefined) continue;
    const { pixels, mean, wrong, sure, surelyWrong, auroc, expectedDice } = confidence;
    if (Math.max(wrong, sure) > pixels || surelyWrong > Math.min(wrong, sure)) {
      return `confidence of case "${id}" must count parts of its ${pixels} pixels, got ` +
        `${wrong} wrong, ${sure} sure and ${surelyWrong} both`;
    }
    const odd = [mean, auroc ?? 0, ...Object.values(expectedDice)].find((value) =>
      !(value >= 0 && value <= 1)
    );
    if (odd !== undefined) return `confidence of case "${id}" must be from 0 to 1, got ${odd}`;
    const unknown = Object.keys(expectedDice).find((name) => !names.has(name));
    if (unknown !== undefined) {
      return `confidence of case "${id}" names the class "${unknown}", which is not listed`;
    }
  }
}
