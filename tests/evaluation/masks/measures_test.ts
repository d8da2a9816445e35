// Further measures and surface Dice of a folder: the figures of metrics/, in every file that is written.
import assert from "node:assert/strict";
import {
  clDice,
  evaluate,
  evaluateInstances,
  instancesBySize,
  lesionWise,
  type MetricId,
  topologyErrors,
} from "@triptych/metrics";
import {
  evaluateFolders,
  MEASURE_IDS,
  MEASURES,
  mergeShards,
  readEvaluation,
} from "../../../evaluation/mod.ts";
import { encodeNpy } from "../../../io/mod.ts";
import { mulberry32 } from "../../../core/mod.ts";
import { caseErrors } from "../../../evaluation/masks/case_errors.ts";
import { evaluated, measuresBySize } from "../../../evaluation/masks/measures.ts";
import { contentOf, evaluate as run, folderTest, maskFolders } from "./evaluate_command.ts";
import { parseLesionMatch } from "../../../commands/evaluate/values.ts";
import { evaluateJob } from "./evaluate_job.ts";

const SHAPE = [3, 8, 9],
  SPACING = [2, 1, 0.5],
  OVERLAP = { score: "overlap", threshold: 0.2, match: "optimal" } as const,
  SIZES = [2, 7.5];
const CLASSES = [1, 2].map((label) => ({ label, name: `label ${label}`, color: "#e07a3f" }));
const WHOLE = { label: 1, name: "whole", color: "#e07a3f", labels: [1, 2] };
/** The labels of a class, with another tolerance. */
const SAME = { label: 1, name: "same", color: "#e07a3f", labels: [1] };
const TOLERANCE = { "label 1": 0.5, "label 2": 1, whole: 2, same: 1 };
const JOB = {
  classes: CLASSES,
  regions: [WHOLE, SAME],
  spacing: SPACING,
  measures: MEASURE_IDS,
  match: OVERLAP,
  lesionSizes: SIZES,
  tolerance: TOLERANCE,
};

/** Random masks in blocks; the first have no class 2 in the truth, the prediction, or both. */
async function writeRandomMasks(folder: string): Promise<Record<string, Uint8Array>> {
  const random = mulberry32(11), masks: Record<string, Uint8Array> = {};
  for (const side of ["truth", "prediction"]) await Deno.mkdir(`${folder}/${side}`);
  for (let i = 0; i < 6; i++) {
    const truth = new Uint8Array(3 * 8 * 9).map(() =>
      random() < 0.6 ? 0 : 1 + Number(random() < 0.5)
    );
    const prediction = truth.map((label) => random() < 0.8 ? label : Math.floor(random() * 3));
    for (const [k, [side, labels]] of Object.entries({ truth, prediction }).entries()) {
      const mask = i < 4 && i >> k & 1 ? labels.map((label) => label === 2 ? 0 : label) : labels;
      masks[`${side}/${i}`] = mask;
      await Deno.writeFile(`${folder}/${side}/${i}.npy`, encodeNpy(mask, SHAPE));
    }
  }
  return masks;
}

/** What `metrics/` says of a class. */
function figuresOf(
  truthData: Uint8Array,
  predictionData: Uint8Array,
  label: number[],
  tolerance: number,
) {
  const [truth, prediction] = [truthData, predictionData].map((data) => ({ data, shape: SHAPE }));
  const ids: MetricId[] = [
    ...evaluated(MEASURES.map(({ id }) => id)),
    "surfaceDice",
    "relativeVolumeDifference",
  ];
  const options = { label, absent: "allow" } as const, spaced = { ...options, spacing: SPACING };
  const [{ relativeVolumeDifference, ...values }] = evaluate(truth, prediction, {
    ...{ labels: [label], metrics: ids, spacing: SPACING, absent: "allow", tolerance },
  });
  const { euler, betti } = topologyErrors(truth, prediction, options);
  const lesions = evaluateInstances(truth, prediction, { ...spaced, ...OVERLAP });
  const brats = lesionWise(truth, prediction, spaced);
  const bySize = instancesBySize([lesions], SIZES).flatMap((bin, i) => {
    const range = ["To2", "2To7_5", "From7_5"][i];
    return [
      [`lesionRecall${range}`, bin.detected / bin.truth],
      [`lesionsMissed${range}`, bin.truth - bin.detected],
      [`lesionsInvented${range}`, bin.invented],
    ];
  });
  return {
    ...values,
    volumeError: Math.abs(relativeVolumeDifference),
    clDice: clDice(truth, prediction, options),
    ...{ eulerError: euler, betti0Error: betti[0], betti1Error: betti[1], betti2Error: betti[2] },
    ...{ lesionF1: lesions.f1, lesionRecall: lesions.recall, lesionPrecision: lesions.precision },
    ...{ lesionsMissed: lesions.missed, lesionsInvented: lesions.invented },
    segmentationQuality: lesions.segmentationQuality,
    panopticQuality: lesions.panopticQuality,
    ...{ bratsDice: brats.dice, bratsHd95: brats.hd95 },
    ...Object.fromEntries(bySize),
  } as Record<string, unknown>;
}

folderTest(
  "further measures are those of metrics/, in evaluation.json, in CSV, in a program and merged",
  async (folder) => {
    const masks = await writeRandomMasks(folder);
    const sources = { truth: `${folder}/truth`, prediction: `${folder}/prediction` };
    const { evaluation } = await evaluateJob(sources, { ...JOB, out: `${folder}/whole/run` });
    const ids = ["dice", "iou", "assd", "hd95", "surfaceDice", ...MEASURES.map(({ id }) => id)];
    ids.push(...measuresBySize(SIZES).map(({ id }) => id));
    assert.deepEqual(evaluation.metrics.map(({ id }) => id), ids);
    for (const { id, classes, errors } of evaluation.cases) {
      const told = { shape: SHAPE, spacing: SPACING, classes: evaluation.classes };
      const pair = [masks[`truth/${id}`], masks[`prediction/${id}`]] as const;
      assert.deepEqual(errors, caseErrors(...pair, told));
      for (const { name, label, labels = [label] } of evaluation.classes) {
        const tolerance = TOLERANCE[name as keyof typeof TOLERANCE];
        const right = figuresOf(masks[`truth/${id}`], masks[`prediction/${id}`], labels, tolerance);
        for (const measure of ids.slice(4)) {
          const value = right[measure] as number;
          // there need not be a lesion of each size
          assert.ok(!Number.isNaN(value) || /^lesionRecall./.test(measure), measure);
          assert.equal(classes[name][measure], Number.isFinite(value) ? value : null, measure);
        }
      }
    }
    const { spacing, ...job } = JOB, cases = [];
    for await (
      const { pictures: _, ...one } of evaluateFolders(sources.truth, sources.prediction, {
        ...{ ...job, spacing },
      })
    ) cases.push(one);
    assert.deepEqual(cases, evaluation.cases.map(({ pictures: _, ...one }) => one));
    const parts = [1, 2, 3].map((part) => `${folder}/part-${part}`);
    for (const [i, out] of parts.entries()) {
      await evaluateJob(sources, { ...JOB, out, shard: { part: i + 1, of: 3 } });
    }
    await mergeShards(parts, `${folder}/merged/run`);
    const [whole, merged] = await Promise.all(
      ["whole", "merged"].map((name) => contentOf(`${folder}/${name}/run`)),
    );
    assert.equal(merged["evaluation.wide.csv"], whole["evaluation.wide.csv"]);
    const { metrics } = await readEvaluation(`${folder}/merged/run/evaluation.json`);
    assert.deepEqual(metrics, evaluation.metrics);
    assert.match(whole["evaluation.wide.csv"], /,label 1 lesionF1,.*,label 2 centerDistance/);
  },
);

Deno.test("--lesion-match takes the best pairs first, or those of the largest sum", () => {
  assert.deepEqual(
    ["iou=0.3", "optimal", "overlap=0.1,optimal"].map(parseLesionMatch),
    [
      { score: "iou", threshold: 0.3 },
      { score: "iou", threshold: 0.5, match: "optimal" },
      { score: "overlap", threshold: 0.1, match: "optimal" },
    ],
  );
});

folderTest("a tolerance or a measure that can't be had has its sentence", async (folder) => {
  const line = await maskFolders(folder, { a: [0, 1], b: [0, 1] }, { a: [0, 1], b: [1, 0] });
  const classes = ["--classes", "1=liver"];
  const good = await run([...line, ...classes, "--out", `${folder}/run`, "--tolerance", "1"]);
  assert.match(good.stdout, /Surface Dice \(1 px\)/);
  const { cases } = await readEvaluation(`${folder}/run/evaluation.json`);
  assert.ok(cases.every(({ errors }) => errors === undefined), "errors nobody asked for");
  for (
    const [flags, code, message] of [
      [["--tolerance", "x"], 2, /--tolerance must be a number of at least 0, or one for each/],
      [["--tolerance", "liver=1,liver=2"], 2, /--tolerance must be/],
      [["--tolerance", "tumour=1"], 1, /surface Dice of tumour: it must be a class .* got liver/],
      [["--tolerance", "liver=1", "--regions", "all=1"], 1, /surface Dice of all: the tolerance/],
      [
        ["--measures", "nsd"],
        2,
        /--measures must be among precision, .*bratsHd95, errorKinds, got "nsd"/,
      ],
      [
        ["--measures", "hd", "--convention", "medpy"],
        1,
        /Cannot measure hd as medpy does: further/,
      ],
      [
        ["--lesion-match", "iou=0.1"],
        1,
        /Cannot match lesions: .*lesionF1, must be asked for, got/,
      ],
      [["--lesion-match", "iou=2"], 2, /--lesion-match must be iou or overlap from 0 to 1/],
      [["--lesion-sizes", "10,5"], 2, /--lesion-sizes must be volumes above 0 in ascending order/],
    ] as const
  ) {
    const out = `${folder}/${flags.join()}`;
    const found = await run([...line, ...classes, "--out", out, ...flags]);
    assert.deepEqual([found.code, found.stdout.includes("Surface Dice")], [code, false]);
    assert.match(found.stderr, message);
  }
});
