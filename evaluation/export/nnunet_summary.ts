/** The figures of an evaluation as nnU-Net v2 writes them. */
import { compareCodePoints, type LabelClass } from "../../core/mod.ts";
import type { Case } from "../run_folder/evaluation.ts";
import { mean } from "../statistics/quantile.ts";
import type { ExportedFigures } from "./exported_figures.ts";

/** Its names of figures, in its order. */
const NAMES = ["Dice", "FN", "FP", "IoU", "TN", "TP", "n_pred", "n_ref"] as const;
const RATIOS: readonly string[] = ["Dice", "IoU"];

type Figures = Record<typeof NAMES[number], number>;

/**
 * nnU-Net's `summary.json`: `foreground_mean`, `mean` of each label over the cases, and
 * `metric_per_case`, in the format of nnunetv2/evaluation/evaluate_predictions.py. Labels are keys, regions
 * `(1, 2)`; Dice and IoU of a class that neither mask contains are NaN, and in no mean.
 *
 * @param figures The figures.
 * @returns The text, in pieces.
 */
export function* nnunetSummary({ classes, cases }: ExportedFigures): Generator<string> {
  const keys = classes.map((one) => ({ key: keyOf(one), name: one.name }))
    .sort((a, b) => compareCodePoints(a.key, b.key));
  const byName = meansOf(cases, keys.map(({ name }) => name));
  const means = keys.map(({ key, name }) => ({ key, figures: byName.get(name)! }));
  const foreground = means.filter(({ key }) => key !== "0").map(({ figures }) => figures);
  const overall = figuresOf((name) => mean(foreground.map((figures) => figures[name])));
  yield `{\n    "foreground_mean": ${objectText(overall, 4, floatText)},\n    "mean": {\n`;
  yield means.map(({ key, figures }) =>
    `        ${textOf(key)}: ${objectText(figures, 8, floatText)}`
  ).join(",\n");
  yield `\n    },\n    "metric_per_case": [`;
  let isFirst = true;
  for (const one of cases) {
    yield `${isFirst ? "" : ","}\n        {\n            "metrics": {\n`;
    yield keys.map(({ key, name }) =>
      `                ${textOf(key)}: ${
        objectText(figuresIn(one, name), 16, (value, figure) =>
          RATIOS.includes(figure) ? floatText(value) : String(value))
      }`
    ).join(",\n");
    isFirst = false;
    const { truth, prediction } = one.files ?? {};
    yield `\n            },\n            "prediction_file": ${textOf(prediction)},\n` +
      `            "reference_file": ${textOf(truth)}\n        }`;
  }
  yield `${isFirst ? "" : "\n    "}]\n}`;
}

/** `2`; of a region `(1, 2)`, as Python writes a tuple. */
function keyOf({ label, labels }: LabelClass): string {
  if (labels === undefined) return String(label);
  return labels.length === 1 ? `(${labels[0]},)` : `(${labels.join(", ")})`;
}

function figuresIn(one: Case, name: string): Figures {
  const { tp, fp, fn, tn = NaN } = one.classes[name];
  return {
    Dice: (2 * tp) / (2 * tp + fp + fn),
    FN: fn,
    FP: fp,
    IoU: tp / (tp + fp + fn),
    TN: tn,
    TP: tp,
    n_pred: fp + tp,
    n_ref: fn + tp,
  };
}

/** The means of each class over the cases, without NaN. */
function meansOf(cases: Iterable<Case>, names: readonly string[]): Map<string, Figures> {
  const totals = names.map((name) => ({
    name,
    sums: figuresOf(() => 0),
    counts: figuresOf(() => 0),
  }));
  for (const one of cases) {
    for (const { name, sums, counts } of totals) {
      const figures = figuresIn(one, name);
      for (const figure of NAMES) {
        if (Number.isNaN(figures[figure])) continue;
        sums[figure] += figures[figure];
        counts[figure]++;
      }
    }
  }
  return new Map(
    totals.map((
      { name, sums, counts },
    ) => [name, figuresOf((figure) => sums[figure] / counts[figure])]),
  );
}

function figuresOf(value: (name: typeof NAMES[number]) => number): Figures {
  return Object.fromEntries(NAMES.map((name) => [name, value(name)])) as Figures;
}

/** An object of figures, indented. */
function objectText(
  figures: Figures,
  indent: number,
  write: (value: number, name: string) => string,
): string {
  const lines = NAMES.map((name) =>
    `\n${" ".repeat(indent + 4)}"${name}": ${write(figures[name], name)}`
  );
  return `{${lines.join(",")}\n${" ".repeat(indent)}}`;
}

/** A float as Python writes it. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isInteger(value)) return `${value}.0`;
  if (Math.abs(value) >= 1e-4) return String(value);
  return value.toExponential().replace(/e-(\d)$/, "e-0$1");
}

/** A string as Python writes it in JSON, in ASCII; null where there is none. */
function textOf(text: string | undefined): string {
  return JSON.stringify(text ?? null)
    .replace(
      /[\u007f-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}
