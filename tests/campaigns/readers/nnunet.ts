import { importReader } from "../imports.ts";
import { oddJson } from "../odd_json.ts";

const SUMMARIES = [
  `{"foreground_mean": {"Dice": NaN}, "metric_per_case": [
    {"prediction_file": "/p/a/case_1.nii.gz", "reference_file": "/r/case_1.nii.gz", "metrics": {
      "1": {"Dice": 0.5, "IoU": 0.333, "TP": 10, "FP": 10, "FN": 10, "TN": 70},
      "(1, 2)": {"Dice": NaN, "HD95": Infinity, "TP": 0, "FP": 0, "FN": 0, "TN": 100}}},
    {"prediction_file": "/p/b/case_1.nii.gz", "metrics": {
      "1": {"Dice": 0.0, "TP": 0, "FP": 0, "FN": 9, "TN": 91},
      "(1, 2)": {"Dice": 1.0, "TP": 5, "FP": 0, "FN": 0, "TN": 95}}}]}`,
  `{"author": "someone", "results": {"all": [
    {"1": {"Dice": 0.8, "Total Positives Reference": 100, "Total Positives Test": 90},
     "reference": "/r/c1.nii.gz", "test": "/p/c1.nii.gz"},
    {"1": {"Dice": NaN, "Total Positives Reference": 0, "Total Positives Test": 0},
     "test": "C:\\\\p\\\\x, y.nii.gz"}], "mean": {}}}`,
];

/** nnU-Net's summaries, of both versions. */
export const reader = importReader({
  name: "summary.json",
  texts: SUMMARIES,
  repair: (texts, bytes) =>
    oddJson(texts.map((text) => text.replaceAll(/NaN|Infinity/g, "0")), bytes),
});
