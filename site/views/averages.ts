/** Every average by its name: over pixels, over pictures, with and without misses, over classes. */
import {
  type Averages,
  averagesOf,
  FEWEST_FOR_MEDIAN,
  type Interval,
  mean,
  type MetricInfo,
  POOLED_RATIOS,
  type PooledCounts,
  pooledCounts,
} from "../../evaluation/mod.ts";
import { formatFigure, formatNumber, formatRatio, isLength } from "../text/format.ts";
import type { SiteRun } from "../runs/site_run.ts";

/** One row of the table. */
interface AverageRow {
  name: string;
  formula: string;
  /** One value a class, with its interval where it has one. */
  cells: { value: string; interval?: string; beside?: string }[];
  /** The mean over all classes. */
  over: string;
}

/** A class's value in a row. */
interface Figure {
  value: number;
  interval?: Interval;
  beside?: string;
}

/**
 * The table of averages, and what its intervals are.
 *
 * @param run A run with cases.
 */
export function averagesView(run: SiteRun) {
  const ratios = run.metrics.filter((m) => !isLength(m) && m.id in FORMULAS);
  const counts = run.classes.map((c) => pooledCounts(run.cases, c.name));
  return {
    classes: run.classes,
    rows: [
      ...ratios.flatMap((m) => ratioRows(m, counts, averages(run, m))),
      pooledRow("Precision, pooled", "ΣTP / (ΣTP + ΣFP)", counts, POOLED_RATIOS.precision),
      pooledRow("Recall, pooled", "ΣTP / (ΣTP + ΣFN)", counts, POOLED_RATIOS.recall),
      ...constantRow(run),
      ...run.metrics.filter(isLength).flatMap((m) => lengthRows(m, averages(run, m))),
    ],
    note:
      `In brackets: the median's 95 % interval by order statistics${
        run.cases.length < FEWEST_FOR_MEDIAN
          ? `, which fewer than ${FEWEST_FOR_MEDIAN} pictures don't have`
          : ""
      }. ` +
      `Pictures where neither mask holds a class are left out of its ` +
      `averages. TP, FP, FN: pixels found, invented, missed.`,
  };
}

/** How overlaps are made that counts of pixels alone give. */
const FORMULAS: Record<string, string> = {
  dice: "2 ΣTP / (2 ΣTP + ΣFP + ΣFN)",
  iou: "ΣTP / (ΣTP + ΣFP + ΣFN)",
};

function averages(run: SiteRun, metric: MetricInfo): Averages[] {
  return run.classes.map((c) => averagesOf(run.cases, c.name, metric));
}

function ratioRows(metric: MetricInfo, counts: PooledCounts[], all: Averages[]): AverageRow[] {
  const pooled = POOLED_RATIOS[metric.id as "dice" | "iou"];
  return [
    pooledRow(`${metric.title}, pooled`, FORMULAS[metric.id], counts, pooled),
    row(
      metric,
      `${metric.title}, mean over pictures`,
      "missed and invented count as 0",
      all.map((one) => ({ value: one.mean })),
    ),
    row(
      metric,
      `${metric.title}, mean without misses`,
      "missed and invented left out",
      all.map(({ meanWithoutMisses, leftOut }) => ({
        value: meanWithoutMisses,
        beside: leftOut > 0 ? `${formatNumber(leftOut)} left out` : "",
      })),
    ),
    row(metric, `${metric.title}, median`, "half of the pictures are better", all.map(medianOf)),
  ];
}

function lengthRows(metric: MetricInfo, all: Averages[]): AverageRow[] {
  return [
    row(
      metric,
      `${metric.title}, mean of finite`,
      "infinite distances left out, and counted",
      all.map(({ finiteMean, infinite }) => ({
        value: finiteMean,
        beside: infinite > 0 ? `${formatNumber(infinite)} infinite` : "",
      })),
    ),
    row(
      metric,
      `${metric.title}, median`,
      "infinite distances count as such",
      all.map(medianOf),
    ),
  ];
}

/** What a model that learned nothing would reach, where the run folder says it. */
function constantRow(run: SiteRun): AverageRow[] {
  const constant = run.folder.evaluation?.constantDice;
  if (!constant) return [];
  const values = run.classes.map((c) => constant[c.name] ?? NaN);
  return [{
    name: "Dice of one constant mask, median",
    formula: "each pixel's commonest class in the training truths",
    cells: values.map((value) => ({ value: formatRatio(value) })),
    over: formatRatio(mean(values.filter((value) => !Number.isNaN(value)))),
  }];
}

function medianOf({ median, interval }: Averages): Figure {
  return { value: median, interval };
}

function pooledRow(
  name: string,
  formula: string,
  counts: PooledCounts[],
  ratio: (counts: PooledCounts) => number,
): AverageRow {
  return row({ better: "higher" }, name, formula, counts.map((sum) => ({ value: ratio(sum) })));
}

function row(
  metric: Pick<MetricInfo, "better">,
  name: string,
  formula: string,
  figures: Figure[],
): AverageRow {
  const write = (value: number) => formatFigure(value, metric);
  return {
    name,
    formula,
    cells: figures.map(({ value, interval, beside }) => ({
      value: write(value),
      interval: interval && `${write(interval[0])} to ${write(interval[1])}`,
      beside,
    })),
    over: write(mean(figures.map((f) => f.value).filter((value) => !Number.isNaN(value)))),
  };
}
