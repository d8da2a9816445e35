// nnU-Net's summary.json of both versions: what its counts give, and what is refused.
import assert from "node:assert/strict";
import { evaluationOfNnunet } from "../../../evaluation/import/nnunet.ts";
import { parsePythonJson } from "../../../evaluation/import/text.ts";
import { SUMMARY } from "./nnunet_summary.ts";

const ORIGIN = { name: "x", createdAt: new Date(0) };

/** A summary of nnU-Net v1 with one label of two cases. */
function version1(...labels: Record<string, number>[]): string {
  const all = labels.map((label, i) => ({ "1": label, test: `/p/c${i}.nii.gz` }));
  return JSON.stringify(
    { results: { all, mean: {} }, author: "someone" },
    (_, value) => Number.isNaN(value) ? "NaN!" : value,
  ).replaceAll('"NaN!"', "NaN");
}
const V1 = { "Dice": 0.8, "Total Positives Reference": 100, "Total Positives Test": 90 };

Deno.test("nnU-Net v1's counts follow from its Dice and both masks' pixels", () => {
  const empty = { "Dice": NaN, "Total Positives Reference": 0, "Total Positives Test": 0 };
  const missed = { ...empty, "Total Positives Reference": 7, "Dice": 0 };
  const json = parsePythonJson(version1(V1, empty, missed));
  const { cases } = evaluationOfNnunet(json, ORIGIN)!;
  assert.deepEqual(cases.map(({ id, classes }) => [id, Object.values(classes["label 1"])]), [
    ["c0", [76, 14, 24, 0.8, 76 / 114]],
    ["c1", [0, 0, 0, 1, 1]],
    ["c2", [0, 0, 7, 0, 0]],
  ]);
});

Deno.test("nnU-Net v1's summary is refused where its counts don't follow, and is named", () => {
  for (const label of [{ ...V1, Dice: 0.7503 }, { ...V1, Dice: NaN }, { ...V1, Dice: 1 }]) {
    const json = parsePythonJson(version1(label));
    assert.throws(() => evaluationOfNnunet(json, ORIGIN), {
      name: "TypeError",
      message: /^label 1 of case c0: nnU-Net v1 writes no TP, FP and FN, .* deno task evaluate$/,
    });
  }
});

Deno.test("nnU-Net v2's figures must be those that its counts give", () => {
  const json = parsePythonJson(SUMMARY.replace('"Dice": 0.5', '"Dice": 0.9'));
  assert.throws(
    () => evaluationOfNnunet(json, ORIGIN),
    /label 1 of case case_1 has Dice 0\.9, and its TP, FP and FN give 0\.5/,
  );
  for (const count of ["-1", "2.5", "1e300", "NaN", '"9"']) {
    const json = parsePythonJson(SUMMARY.replace('"TP": 10', `"TP": ${count}`));
    assert.throws(() => evaluationOfNnunet(json, ORIGIN), /must have whole TP, FP and FN/);
  }
});

Deno.test("cases of one name get as many folders into their ids as tell them apart", () => {
  const idsOf = (...paths: string[]) =>
    evaluationOfNnunet({
      metric_per_case: paths.map((path) => ({
        prediction_file: path,
        metrics: { "1": { TP: 1, FP: 0, FN: 0 } },
      })),
    }, ORIGIN)!.cases.map(({ id }) => id);
  assert.deepEqual(idsOf("/a/x.nii.gz", "/b/x.nii.gz", "/b/y.nii.gz"), ["a/x", "b/x", "y"]);
  assert.deepEqual(idsOf("/a/k/x.png", "C:\\b\\k\\x.png"), ["a/k/x", "b/k/x"]);
  assert.deepEqual(idsOf("x.png", "k/x.png"), ["x", "k/x"]);
  assert.deepEqual(idsOf("x.png", "k/x.png", "y.png", "k/y.png"), ["x", "k/x", "y", "k/y"]);
  const deep = "d/".repeat(1e5);
  assert.equal(new Set(idsOf(`/a/${deep}x`, `/b/${deep}x`)).size, 2);
  assert.throws(
    () => idsOf("/a/x.png", "/a/x.png"),
    /every case must occur once, got a\/x twice/,
  );
});

Deno.test("NaN and Infinity become null, but not in texts", () => {
  const text = String
    .raw`{"a: NaN, \"NaN": [NaN, -Infinity, Infinity, "Infinity, NaN\\"], "n": -1}`;
  assert.deepEqual(parsePythonJson(text), {
    'a: NaN, "NaN': [null, null, null, "Infinity, NaN\\"],
    n: -1,
  });
  assert.throws(() => parsePythonJson('["NaN'), SyntaxError);
  assert.throws(() => parsePythonJson("[NaNs]"), SyntaxError);
});
