/** What nnU-Net's second version writes of two cases and two labels, one of them a region. */
export const SUMMARY = `{"foreground_mean": {"Dice": NaN}, "metric_per_case": [
  {"prediction_file": "/p/case_1.nii.gz", "reference_file": "/r/case_1.nii.gz",
   "metrics": {"1": {"Dice": 0.5, "IoU": 0.333, "TP": 10, "FP": 10, "FN": 10, "TN": 70},
               "(1, 2)": {"Dice": NaN, "IoU": NaN, "TP": 0, "FP": 0, "FN": 0, "TN": 100}}},
  {"prediction_file": "/p/case_2.nii.gz", "reference_file": "/r/case_2.nii.gz",
   "metrics": {"1": {"Dice": 0.0, "IoU": 0.0, "TP": 0, "FP": 0, "FN": 9, "TN": 91},
               "(1, 2)": {"Dice": 1.0, "IoU": 1.0, "TP": 5, "FP": 0, "FN": 0, "TN": 95}}}]}`;
