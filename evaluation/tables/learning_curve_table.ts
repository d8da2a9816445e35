/** A learning curve in the terminal. */
import {
  curveVerdict,
  type LearningCurve,
  type learningCurves,
} from "../statistics/learning_curve.ts";
import { FEWEST_FOR_MEDIAN } from "../statistics/median_interval.ts";
import type { TextTable } from "./comparison_tables.ts";
import { formatChange, formatRatio } from "../../core/mod.ts";

const DICE = { better: "higher" } as const;

/**
 * Mean Dice by the number of images learned from, a row per point and one for what twice as many would bring.
 *
 * @param curves The curves of all classes and of each.
 */
export function learningCurveTable({ all, classes }: ReturnType<typeof learningCurves>): TextTable {
  const curves = [all, ...classes.values()];
  const rows = all.points.map(({ images, interval }, i) => [
    String(images),
    ...curves.map(({ points }) => formatRatio(points[i].dice, 3)),
    interval?.map((end) => formatRatio(end, 3)).join(" to ") ?? "–",
  ]);
  const doubled = all.doubled === undefined ? [] : [[
    `${all.doubled.images}, by the law`,
    ...curves.map(({ doubled }) => doubled === undefined ? "–" : formatRatio(doubled.dice, 3)),
    "",
  ]];
  return {
    head: ["images", "mean Dice", ...classes.keys(), "95 % interval of the mean"],
    rows: [...rows, ...doubled],
  };
}

/**
 * What twice as many images would bring, as far as a curve says it.
 *
 * @param curve That of all classes.
 */
export function learningCurveSentence(curve: LearningCurve): string {
  const { doubled, points } = curve, verdict = curveVerdict(curve);
  if (doubled === undefined) {
    return points.length < 3
      ? "What more images would bring can't be said of fewer than three points."
      : "What more images would bring can't be said: a point has no error left, or none was measured.";
  }
  const { gain, interval, images } = doubled;
  const [by, ...ends] = [gain, ...interval ?? []].map((value) => formatChange(value, DICE));
  const bring = `${images} images, twice as many, would change the mean Dice by ${by} ` +
    `${interval ? `(95 % interval ${ends.join(" to ")}) ` : ""}by the power law through the points`;
  return {
    rising: `${bring}.`,
    flat: `${bring}: it isn't shown that more images help.`,
    falling:
      `${bring}: here more images made it worse, which shouldn't happen; check the training.`,
    unknown: `${bring}: fewer than ${FEWEST_FOR_MEDIAN} test cases, or groups of them, have no ` +
      "interval, so this may be chance.",
  }[verdict];
}
