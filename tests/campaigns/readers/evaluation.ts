import { buildEvaluation, evaluateCase } from "../../../evaluation/mod.ts";
import { importReader } from "../imports.ts";
import { oddJson } from "../odd_json.ts";

const classes = [
  { label: 1, name: "cat", color: "#e07a3f" },
  { label: 2, name: "dog", color: "#3f6fb5" },
];
const truth = Uint8Array.of(0, 1, 1, 2, 2, 0), shape = [2, 3] as const;
const cases = [Uint8Array.of(0, 1, 0, 2, 2, 2), Uint8Array.of(0, 0, 0, 1, 2, 2)]
  .map((prediction, i) => ({
    ...evaluateCase(truth, prediction, { id: `case_${i}`, group: "x", shape, classes }),
    pictures: { image: `pictures/case_${i}.jpg`, truth: `pictures/case_${i}.truth.png` },
  }));
const confusion = [[1, 0], [1, 3]];
const evaluation = {
  ...buildEvaluation(cases, { name: "x", classes, confusion }),
  createdAt: "2026-01-01T00:00:00.000Z",
};

/** `evaluation.json`. */
export const reader = importReader({
  name: "evaluation.json",
  texts: [JSON.stringify(evaluation)],
  repair: oddJson,
});
