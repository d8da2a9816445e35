/** Every average by its name: over pixels, over pictures, with and without misses, over classes. */
import {
  type Case,
  type ClassFigures,
  FEWEST_FOR_MEDIAN,
  mean,
  medianInterval,
  type MetricInfo,
  metricValue,
  quantile,
} from "../../evaluation/mod.ts";
import { bare, isLength, number, ratio } from "../text/words.ts";
import { kindOf, type SiteClass, type SiteRun } from "../runs/site_run.ts";

/** One row of the table. */
interface Average {
  name: string;
  formula: string;
  /** One value a class, with its interval where it has one. */
  cells: { value: string; interval?: string; beside?: string }[];
  /** The mean over all classes. */
  over: string;
}

/**
 * The table of averages, and what its intervals are.
 *
 * @param run A run with cases.
 */
export function averagesView(run: SiteRun) {
  const ratios = run.metrics.filter((m) => !isLength(m) && m.id in POOLED);
  const lengths = run.metrics.filter(isLength);
  return {
    classes: run.classes,
    rows: [
      ...ratios.flatMap((m) => ratioRows(run, m)),
      ...countRows(run),
      ...constantRow(run),
      ...lengths.flatMap((m) => lengthRows(run, m)),
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

/** Which way a class errs: how much of what was drawn is right, and how much of the truth was found. */
function countRows(run: SiteRun): Average[] {
  const rows = [
    { name: "Precision, pooled", formula: "ΣTP / (ΣTP + ΣFP)", beside: "fp" },
    { name: "Recall, pooled", formula: "ΣTP / (ΣTP + ΣFN)", beside: "fn" },
  ] as const;
  const ratio: MetricInfo = { id: "ratio", title: "", better: "higher" };
  return rows.map(({ name, formula, beside }) =>
    row(run, ratio, name, formula, (cases, c) => {
      const sum = pixelsOf(cases, c);
      return { value: sum.tp / (sum.tp + sum[beside]) };
    })
  );
}

/** What a model that learned nothing would reach, where the run folder says it. */
function constantRow(run: SiteRun): Average[] {
  const constant = run.folder.evaluation?.constantDice;
  if (!constant) return [];
  const values = run.classes.map((c) => constant[c.name] ?? NaN);
  return [{
    name: "Dice of one constant mask, median",
    formula: "each pixel's commonest class in the training truths",
    cells: values.map((value) => ({ value: ratio(value) })),
    over: ratio(mean(values.filter((value) => !Number.isNaN(value)))),
  }];
}

/** Overlaps that counts of pixels alone give, with their formula. */
const POOLED: Record<string, { of: (sum: Counts) => number; formula: string }> = {
  dice: {
    of: ({ tp, fp, fn }) => (2 * tp) / (2 * tp + fp + fn),
    formula: "2 ΣTP / (2 ΣTP + ΣFP + ΣFN)",
  },
  iou: { of: ({ tp, fp, fn }) => tp / (tp + fp + fn), formula: "ΣTP / (ΣTP + ΣFP + ΣFN)" },
};

type Counts = Pick<ClassFigures, "tp" | "fp" | "fn">;

function ratioRows(run: SiteRun, metric: MetricInfo): Average[] {
  const { of, formula } = POOLED[metric.id];
  return [
    row(run, metric, `${metric.title}, pooled`, formula, (cases, c) => ({
      value: of(pixelsOf(cases, c)),
    })),
    row(
      run,
      metric,
      `${metric.title}, mean over pictures`,
      "missed and invented count as 0",
      (cases, c) => {
        const values = valuesOf(cases, c, metric);
        return { value: mean(values) };
      },
    ),
    row(
      run,
      metric,
      `${metric.title}, mean without misses`,
      "missed and invented left out",
      (cases, c) => {
        const both = cases.filter((one) => ["found", "misplaced"].includes(kindOf(one, c.name)));
        return {
          value: mean(valuesOf(both, c, metric)),
          beside: cases.length > both.length
            ? `${number(cases.length - both.length)} left out`
            : "",
        };
      },
    ),
    medianRow(run, metric),
  ];
}

function pixelsOf(cases: Case[], c: SiteClass): Counts {
  const sum = { tp: 0, fp: 0, fn: 0 };
  for (const one of cases) {
    const counts = one.classes[c.name];
    sum.tp += counts.tp;
    sum.fp += counts.fp;
    sum.fn += counts.fn;
  }
  return sum;
}

function lengthRows(run: SiteRun, metric: MetricInfo): Average[] {
  return [
    row(
      run,
      metric,
      `${metric.title}, mean of finite`,
      "infinite distances left out, and counted",
      (cases, c) => {
        const values = valuesOf(cases, c, metric), finite = values.filter(Number.isFinite);
        const infinite = values.length - finite.length;
        return {
          value: mean(finite),
          beside: infinite ? `${number(infinite)} infinite` : "",
        };
      },
    ),
    medianRow(run, metric),
  ];
}

function medianRow(run: SiteRun, metric: MetricInfo): Average {
  const formula = isLength(metric)
    ? "infinite distances count as such"
    : "half of the pictures are better";
  return row(run, metric, `${metric.title}, median`, formula, (cases, c) => {
    const values = valuesOf(cases, c, metric).sort();
    return { value: quantile(values, 0.5), interval: medianInterval(values) };
  });
}

interface Figure {
  value: number;
  interval?: [number, number];
  beside?: string;
}

function row(
  run: SiteRun,
  metric: MetricInfo,
  name: string,
  formula: string,
  figureOf: (cases: Case[], c: SiteClass) => Figure,
): Average {
  const figures = run.classes.map((c) =>
    figureOf(run.cases.filter((one) => kindOf(one, c.name) !== "empty"), c)
  );
  const write = (value: number) => bare(value, metric);
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

function valuesOf(cases: Case[], c: SiteClass, metric: MetricInfo): Float64Array {
  return Float64Array.from(cases, (one) => metricValue(one, c.name, metric))
    .filter((value) => !Number.isNaN(value));
}
