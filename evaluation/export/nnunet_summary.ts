/** The figures of an evaluation as nnU-Net v2 writes them. */
import { compareCodePoints, type LabelClass } from "../../core/mod.ts";
import { mean } from "../statistics/quantile.ts";
import type { Export, ExportedFigures } from "./exported_figures.ts";
import {
  NNUNET_NAMES,
  type NnunetFigures,
  nnunetFiguresBy,
  nnunetFiguresOf,
} from "./nnunet_means.ts";

const RATIOS: readonly string[] = ["Dice", "IoU"];

/**
 * nnU-Net's `summary.json`: `foreground_mean`, `mean` of each label over the cases, and
 * `metric_per_case`, in the format of nnunetv2/evaluation/evaluate_predictions.py. Labels are keys, regions
 * `(1, 2)`; Dice and IoU of a class that neither mask contains are NaN, and in no mean.
 *
 * @param figures What is exported.
 */
export function nnunetSummary({ classes, totals }: ExportedFigures): Export {
  const keys = classes.map((one) => ({ key: keyOf(one), name: one.name }))
    .sort((a, b) => compareCodePoints(a.key, b.key));
  const means = keys.map(({ key, name }) => ({ key, figures: totals.means.of(name) }));
  const foreground = means.filter(({ key }) => key !== "0").map(({ figures }) => figures);
  const overall = nnunetFiguresBy((name) => mean(foreground.map((figures) => figures[name])));
  const head = `{\n    "foreground_mean": ${objectText(overall, 4, floatText)},\n    "mean": {\n` +
    means.map(({ key, figures }) => `        ${textOf(key)}: ${objectText(figures, 8, floatText)}`)
      .join(",\n") +
    `\n    },\n    "metric_per_case": [`;
  let before = "";
  return {
    head,
    textOf(one) {
      const metrics = keys.map(({ key, name }) =>
        `                ${textOf(key)}: ${
          objectText(nnunetFiguresOf(one, name), 16, (value, figure) =>
            RATIOS.includes(figure) ? floatText(value) : String(value))
        }`
      );
      const { truth, prediction } = one.files ?? {};
      const text = `${before}\n        {\n            "metrics": {\n${metrics.join(",\n")}` +
        `\n            },\n            "prediction_file": ${textOf(prediction)},\n` +
        `            "reference_file": ${textOf(truth)}\n        }`;
      before = ",";
      return text;
    },
    get end() {
      return `${before === "" ? "" : "\n    "}]\n}`;
    },
  };
}

/** `2`; of a region `(1, 2)`, as Python writes a tuple. */
function keyOf({ label, labels }: LabelClass): string {
  if (labels === undefined) return String(label);
  return labels.length === 1 ? `(${labels[0]},)` : `(${labels.join(", ")})`;
}

/** An object of figures, indented. */
function objectText(
  figures: NnunetFigures,
  indent: number,
  write: (value: number, name: string) => string,
): string {
  const lines = NNUNET_NAMES.map((name) =>
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
