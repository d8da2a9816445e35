import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { type ConventionId, evaluate, type Mask, type MetricId } from "@triptych/metrics";
import { decodeLabelPng } from "../../io/mod.ts";
import { box, shift } from "./masks.ts";
import { ignoreUnless } from "../ignored.ts";

/** What a library gives: a number, or what JSON has no number for. */
type Value = number | "NaN" | "Infinity" | "throws";

/** A pair of masks of `libraries.json`. */
interface Case {
  name: string;
  shape: number[];
  truth: number[];
  prediction: number[];
  spacing: number[];
  tolerance: number;
  width: number;
  expected: Record<ConventionId, Partial<Record<MetricId, Value>>>;
}

/** Reads a fixture. */
async function read(name: string): Promise<{ cases: Case[] }> {
  const file = new URL(`../fixtures/metrics/${name}.json`, import.meta.url);
  return JSON.parse(await readFile(file, "utf8"));
}

/** The mask of runs of 0 and 1 by turns. */
function fromRuns(runs: number[], shape: number[]): Mask {
  return { data: Uint8Array.from(runs.flatMap((length, i) => Array(length).fill(i % 2))), shape };
}

/** Asserts that a convention gives all the numbers of its library. */
function check(
  convention: ConventionId,
  truth: Mask,
  prediction: Mask,
  options: { spacing?: number[]; tolerance: number; width: number },
  expected: Partial<Record<MetricId, Value>>,
): void {
  for (const [metric, value] of Object.entries(expected) as [MetricId, Value][]) {
    const compute = () =>
      evaluate(truth, prediction, {
        ...options,
        labels: [1],
        metrics: [metric],
        convention,
      })[0][metric];
    if (value === "throws") {
      assert.throws(compute, {
        name: "RangeError",
        message: /as medpy does: both masks must contain/,
      });
      continue;
    }
    const actual = compute();
    const wanted = Number(value);
    // MONAI computes in single precision
    const limit = (convention === "monai" ? 5e-7 : 1e-12) * Math.max(1, Math.abs(wanted));
    assert.ok(
      Object.is(actual, wanted) || Math.abs(actual - wanted) <= limit,
      `${metric} must be ${wanted}, got ${actual}`,
    );
  }
}

for (
  const convention of ["medpy", "monai", "surface-distance", "metrics-reloaded"] as ConventionId[]
) {
  Deno.test(`evaluate() gives the numbers of ${convention}`, async (t) => {
    const { cases } = await read("libraries");
    assert.ok(cases.length > 60);
    for (const one of cases) {
      await t.step(one.name, () => {
        const [truth, prediction] = [one.truth, one.prediction].map((runs) =>
          fromRuns(runs, one.shape)
        );
        const { spacing, tolerance, width } = one;
        const options = { spacing, tolerance, width };
        check(convention, truth, prediction, options, one.expected[convention]);
      });
    }
  });
}

const TRIMAPS = new URL("../../../shared/oxford-iiit-pet/annotations/trimaps/", import.meta.url);

Deno.test({
  name: "evaluate() gives the numbers of all libraries on real trimaps",
  ignore: ignoreUnless(existsSync(TRIMAPS), "../shared/oxford-iiit-pet is not here"),
  fn: async (t) => {
    const { cases } = await read("photographs");
    assert.ok(cases.length >= 12);
    for (const { name, expected } of cases) {
      await t.step(name, async () => {
        const [id, label] = name.split(" label ");
        const picture = decodeLabelPng(await readFile(new URL(`${id}.png`, TRIMAPS)));
        const data = picture.labels.map((value) => Number(value === Number(label)));
        const truth = { data, shape: [picture.height, picture.width] };
        const prediction = shift(truth, [5, -3]);
        for (const [convention, values] of Object.entries(expected)) {
          check(convention as ConventionId, truth, prediction, { tolerance: 1, width: 2 }, values);
        }
      });
    }
  },
});

Deno.test("case 24: surface-distance's surfels between two pixels", () => {
  const [truth, prediction] = [box([5, 9], [2, 3], [2, 3]), box([5, 9], [2, 5], [2, 5])];
  const [result] = evaluate(truth, prediction, {
    labels: [1],
    convention: "surface-distance",
    metrics: ["asd", "hd", "surfaceDice"],
    spacing: [2, 1],
    tolerance: 1,
  });
  assert.deepEqual([result.asd, result.hd, result.surfaceDice], [1.5, 2, 0.5]);
});

Deno.test("evaluate() refuses metrics that a library lacks", () => {
  const mask = box([4, 4], [1, 1], [2, 2]);
  const run = (convention: ConventionId, metric: MetricId) => () =>
    evaluate(mask, mask, {
      labels: [1],
      metrics: [metric],
      convention,
      tolerance: 1,
      width: 1,
    });
  assert.throws(run("medpy", "surfaceDice"), {
    name: "TypeError",
    message: "Cannot compute metrics: metrics must be an array of dice, iou, precision, recall, " +
      'assd, asd, hd, hd95 with medpy, got "surfaceDice"',
  });
  assert.throws(run("monai", "volumeSimilarity"), /with monai, got "volumeSimilarity"/);
  assert.throws(run("surface-distance", "assd"), /with surface-distance, got "assd"/);
  assert.throws(run("metrics-reloaded", "asd"), /with metrics-reloaded, got "asd"/);
});

Deno.test("evaluate() refuses options that a convention decides", () => {
  const mask = box([4, 4], [1, 1], [2, 2]);
  const run = (options: Record<string, unknown>) => () =>
    evaluate(mask, mask, { labels: [1], ...options });
  assert.throws(run({ convention: "monai", empty: "nan" }), {
    name: "TypeError",
    message: "Cannot compute metrics: empty must be left to the convention, got nan",
  });
  assert.throws(run({ convention: "monai", connectivity: 2 }), {
    name: "TypeError",
    message: "Cannot compute metrics: connectivity must be left to monai, got 2",
  });
  assert.throws(run({ convention: "medpy", percentile: 90 }), {
    name: "TypeError",
    message: "Cannot compute metrics: percentile must be 95 with medpy, got 90",
  });
  assert.throws(run({ convention: "nnu-net" }), {
    name: "TypeError",
    message:
      "Cannot compute metrics: convention must be one of medpy, monai, nnunet, surface-distance, " +
      'metrics-reloaded, got "nnu-net"',
  });
});
