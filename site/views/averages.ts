/** Every average by its name: over pixels, over cases, with and without misses, over classes. */
import {
  type Averages,
  averagesOf,
  emptyText,
  FEWEST_FOR_MEDIAN,
  type Interval,
  mean,
  measuresMisses,
  type MetricInfo,
  POOLED_RATIOS,
  type PooledCounts,
  pooledCounts,
} from "../../evaluation/mod.ts";
import type { Figure } from "../html/numbers.ts";
import { formatFigure, isLength } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { countedIn } from "./extent.ts";
import type { SiteRun } from "../runs/site_run.ts";

/** More classes than these have no room beside each other: the table scrolls, their mean comes first. */
const MANY = 6;

/** One row of the table. */
interface AverageRow {
  name: string;
  formula: string;
  /** One value a class, with its interval where it has one. */
  cells: { value: string; interval?: string; beside?: string; figure: Figure }[];
  /** The mean over all classes. */
  over: { value: string; figure: number };
}

/** A class's value in a row. */
interface Average {
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
  const text = words.figures.averages, { draws } = run;
  const ratios = run.metrics.filter((m) => !isLength(m) && m.id in FORMULAS);
  const counts = run.classes.map((c) => pooledCounts(run.cases, c.name));
  return {
    classes: run.classes,
    many: run.classes.length > MANY,
    rows: [
      ...ratios.flatMap((m) => ratioRows(m, counts, averages(run, m))),
      pooledRow(text.precision, "ΣTP / (ΣTP + ΣFP)", counts, POOLED_RATIOS.precision),
      pooledRow(text.recall, "ΣTP / (ΣTP + ΣFN)", counts, POOLED_RATIOS.recall),
      ...constantRow(run),
      ...run.metrics.filter((m) => isLength(m) && !isFurther(m))
        .flatMap((m) => lengthRows(m, averages(run, m))),
      ...run.metrics.filter(isFurther).flatMap((m) => furtherRows(m, averages(run, m))),
    ],
    note: text.note({
      fewest: (draws?.count ?? run.cases.length) < FEWEST_FOR_MEDIAN
        ? FEWEST_FOR_MEDIAN
        : undefined,
      draws,
      cases: run.cases,
      unit: countedIn(run),
    }),
  };
}

/** How overlaps are made that counts of pixels alone give. */
const FORMULAS: Record<string, string> = {
  dice: "2 ΣTP / (2 ΣTP + ΣFP + ΣFN)",
  iou: "ΣTP / (ΣTP + ΣFP + ΣFN)",
};

/** Whether a metric is neither infinite where a mask is empty nor a ratio of the counts that are pooled. */
function isFurther(metric: MetricInfo): boolean {
  return isLength(metric) ? measuresMisses(metric.id) : !(metric.id in FORMULAS);
}

function averages(run: SiteRun, metric: MetricInfo): Averages[] {
  return run.classes.map((c) => averagesOf(run.cases, c.name, metric, run.folder.evaluation ?? {}));
}

function ratioRows(metric: MetricInfo, counts: PooledCounts[], all: Averages[]): AverageRow[] {
  const pooled = POOLED_RATIOS[metric.id as "dice" | "iou"];
  const text = words.figures.averages, { title } = metric;
  return [
    pooledRow(text.pooled(title), FORMULAS[metric.id], counts, pooled),
    row(
      metric,
      text.mean(title),
      all.map(({ mean, defined, count }) => ({
        value: mean,
        beside: defined < count ? text.defined(defined, count) : "",
      })),
    ),
    row(
      metric,
      text.without(title),
      all.map(({ meanWithoutMisses, leftOut }) => ({
        value: meanWithoutMisses,
        beside: text.leftOut(leftOut),
      })),
    ),
    row(metric, text.median(title), all.map(medianOf)),
  ];
}

function lengthRows(metric: MetricInfo, all: Averages[]): AverageRow[] {
  const text = words.figures.averages;
  return [
    row(
      metric,
      metric.empty === undefined || metric.empty === "nan"
        ? text.finite(withUnit(metric))
        : text.counted(withUnit(metric), emptyText(metric)),
      all.map(({ finiteMean, mean, defined, count }) => ({
        value: metric.empty === undefined ? finiteMean : mean,
        beside: count > 0 ? text.defined(defined, count) : "",
      })),
    ),
    row(metric, text.medianDistance(withUnit(metric)), all.map(medianOf)),
  ];
}

/** A distance's name with its unit, which the figures leave out. */
function withUnit({ title, unit }: MetricInfo): string {
  return unit ? words.figures.averages.inUnit(title, unit) : title;
}

function furtherRows(metric: MetricInfo, all: Averages[]): AverageRow[] {
  const text = words.figures.averages, title = withUnit(metric);
  return [
    row(
      metric,
      text.measured(title),
      all.map(({ mean, defined, count }) => ({
        value: mean,
        beside: defined < count ? text.defined(defined, count) : "",
      })),
    ),
    row(metric, text.median(title), all.map(medianOf)),
  ];
}

/** What a model that learned nothing would reach, where the run folder says it. */
function constantRow(run: SiteRun): AverageRow[] {
  const constant = run.folder.evaluation?.constantDice;
  if (!constant) return [];
  const figures = run.classes.map((c) => ({ value: constant[c.name] ?? NaN }));
  return [row({ better: "higher" }, words.figures.averages.constant, figures)];
}

function medianOf({ median, interval }: Averages): Average {
  return { value: median, interval };
}

function pooledRow(
  name: string,
  formula: string,
  counts: PooledCounts[],
  ratio: (counts: PooledCounts) => number,
): AverageRow {
  return row({ better: "higher" }, [name, formula], counts.map((sum) => ({ value: ratio(sum) })));
}

function row(
  metric: Pick<MetricInfo, "better">,
  [name, formula]: string[],
  figures: Average[],
): AverageRow {
  const write = (value: number) => formatFigure(value, metric);
  const over = mean(figures.map((f) => f.value).filter((value) => !Number.isNaN(value)));
  return {
    name,
    formula,
    cells: figures.map(({ value, interval, beside }) => ({
      value: write(value),
      interval: interval && words.figures.averages.interval(write(interval[0]), write(interval[1])),
      beside,
      figure: interval ? [value, ...interval] : value,
    })),
    over: { value: write(over), figure: over },
  };
}
