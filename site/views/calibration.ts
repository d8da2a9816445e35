/** Whether predicted probabilities are what they say. */
import type { EvaluatedCalibration, ProbabilityBins } from "../../evaluation/mod.ts";
import { reliabilityChart, type ReliabilityData } from "../charts/reliability.ts";
import { bothFits } from "../html/chart.ts";
import { cell } from "../html/numbers.ts";
import { type Markup, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import { countedIn } from "./extent.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { formatNumber, formatPercent, formatRatio, type Unit } from "../text/format.ts";
import { words } from "../text/mod.ts";

/** A class of the probabilities; one that the run doesn't measure, as the background may be, is grey. */
interface Row {
  name: string;
  index?: number;
  ece: number;
  brier: number;
  bins: ProbabilityBins;
}

/** Bins of a smaller share of a class's pixels are few. */
const FEW = 0.01;

/**
 * The reliability curves, a table and a sentence.
 *
 * @param run A run with cases.
 * @returns Undefined where no probabilities were measured.
 */
export function calibrationView(run: SiteRun) {
  const calibration = run.folder.evaluation?.calibration, text = words.besides.calibration;
  if (calibration === undefined) return undefined;
  const unit = countedIn(run);
  const rows = calibration.classes.map((one): Row => ({
    ...one,
    index: run.classes.find(({ label, labels }) => label === one.label && !labels)?.index,
  }));
  return {
    sentence: text.sentence(spreadOf(calibration), formatNumber(100 * calibration.ece, 1), unit),
    note: text.note(calibration.cases, run.cases.length - calibration.cases, unit),
    svg: bothFits(chartOf(rows, unit), reliabilityChart),
    head: [...text.head, text.counts[unit]],
    table: [
      { term: safe`${text.likeliest}`, cells: cellsOf(calibration) },
      ...rows.map((row) => ({ term: rowTerm(row), cells: cellsOf(row) })),
    ],
  };
}

function rowTerm({ name, index }: Row) {
  return index === undefined ? safe`${name}` : termOf({ name, index });
}

function cellsOf({ ece, brier, bins }: Pick<Row, "ece" | "brier" | "bins">): Markup[] {
  const pixels = total(bins.pixels);
  return [
    cell(formatRatio(ece, 3), ece),
    cell(formatNumber(brier, 3), brier),
    cell(formatNumber(pixels), pixels),
  ];
}

/** The likeliest class's mean probability, and how often it is right. */
function spreadOf({ bins, pixels }: EvaluatedCalibration): { sure: string; right: string } {
  const [sure, right] = [bins.probability, bins.right].map((sums) => total(sums) / pixels);
  return { sure: formatPercent(sure, 1), right: formatPercent(right, 1) };
}

function chartOf(rows: readonly Row[], unit: Unit): ReliabilityData {
  const text = words.besides.calibration;
  const curves = rows.map(({ name, index, bins }) => ({
    color: index === undefined ? "var(--soft)" : `var(--k${index})`,
    dash: index === undefined ? undefined : DASHES[index % DASHES.length],
    points: bins.pixels.flatMap((pixels, i) => {
      if (pixels === 0) return [];
      const probability = bins.probability[i] / pixels, right = bins.right[i] / pixels;
      const shares = { probability: formatPercent(probability), right: formatPercent(right) };
      const title = text.point({ name, ...shares, pixels }, unit);
      return [{ probability, right, areFew: pixels < FEW * total(bins.pixels), title }];
    }),
  }));
  return {
    curves,
    axes: text.axes,
    about: text.about(
      rows.map(({ name, ece }) => text.aboutClass(name, formatRatio(ece, 3))),
    ),
  };
}

/** As the lines under the classes' names are. */
const DASHES = [undefined, "2 3", "6 3"];

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
