import assert from "node:assert/strict";
import {
  evaluateInstances,
  type InstanceOptions,
  type InstanceResult,
  instancesBySize,
  type Mask,
} from "@triptych/metrics";
import { readVolume } from "../../io/mod.ts";
import { ignoreUnless, isShared, SHARED } from "../ignored.ts";
import { draw } from "./masks.ts";
import { refuses } from "./refused.ts";

/** A row of figures of `instances.json`. */
interface Expected {
  match: "greedy" | "optimal";
  threshold: number;
  truth: number;
  prediction: number;
  detected: number;
  missed: number;
  invented: number;
  f1: number;
  segmentationQuality: number | null;
  panopticQuality: number | null;
  dice: number | null;
}

interface Fixture {
  random: {
    shape: number[];
    connectivity: number;
    truth: string;
    prediction: string;
    expected: Expected[];
  }[];
  spine: { kind: "semantic" | "unmatched_instance"; label?: number; expected: Expected[] }[];
}

async function readFixture(): Promise<Fixture> {
  const file = new URL("../fixtures/metrics/instances.json", import.meta.url);
  return JSON.parse(await Deno.readTextFile(file));
}

/** Asserts panoptica's figures under each of its rules. */
function assertPanoptica(
  truth: Mask,
  prediction: Mask,
  options: InstanceOptions,
  expected: Expected[],
  name: string,
): void {
  for (const { match, threshold, ...figures } of expected) {
    const found = evaluateInstances(truth, prediction, { ...options, match, threshold });
    const dices = found.matches.map(({ dice }) => dice);
    const actual: Record<string, number> = {
      ...{ ...found, truth: found.truth.length, prediction: found.prediction.length },
      dice: dices.reduce((sum, dice) => sum + dice, 0) / Math.max(1, dices.length),
    } as unknown as Record<string, number>;
    for (const [id, value] of Object.entries(figures)) {
      // panoptica has no quality without a match
      if (value === null) continue;
      assert.ok(
        Math.abs(actual[id] - value) < 1e-6,
        `${id} of ${name}, ${match} from ${threshold}, must be ${value}, got ${actual[id]}`,
      );
    }
  }
}

Deno.test("evaluateInstances() gives panoptica's figures of random masks", async () => {
  const { random } = await readFixture();
  assert.equal(random.length, 40);
  for (const [k, { shape, connectivity, expected, ...bits }] of random.entries()) {
    const mask = (text: string) => ({ data: Uint8Array.from(text, Number), shape });
    const [truth, prediction] = [mask(bits.truth), mask(bits.prediction)];
    assertPanoptica(truth, prediction, { connectivity }, expected, `case ${k}`);
  }
});

Deno.test({
  name: "evaluateInstances() gives panoptica's figures of a spine",
  ignore: ignoreUnless(isShared("spine"), "../shared/spine is not here"),
  fn: async () => {
    const read = async (kind: string, name: string): Promise<Mask> => {
      const volume = await readVolume(await Deno.readFile(`${SHARED}spine/${kind}/${name}.nii.gz`));
      return { data: volume.data, shape: volume.shape.toReversed() };
    };
    for (const { kind, label, expected } of (await readFixture()).spine) {
      const [truth, prediction] = [await read(kind, "ref"), await read(kind, "pred")];
      const options: InstanceOptions = label === undefined
        ? { instances: "values" }
        : { label, connectivity: 3 };
      assertPanoptica(truth, prediction, options, expected, `${kind} ${label ?? ""}`);
    }
  },
});

Deno.test("without instances all agree; where one map has none, nothing does", () => {
  const [none, some] = [draw([3, 4], () => false), draw([3, 4], (y) => y === 1)];
  const row = ({ precision, recall, f1, segmentationQuality, panopticQuality }: InstanceResult) => [
    ...[precision, recall, f1, segmentationQuality, panopticQuality],
  ];
  assert.deepEqual(row(evaluateInstances(none, none)), [1, 1, 1, 1, 1]);
  assert.deepEqual(row(evaluateInstances(none, some)), [0, 0, 0, 0, 0]);
  assert.deepEqual(row(evaluateInstances(some, none)), [0, 0, 0, 0, 0]);
  const other = draw([3, 4], (y) => y === 2);
  assert.deepEqual(row(evaluateInstances(some, other)), [0, 0, 0, 0, 0]);
});

Deno.test("ignored voxels are in no instance, and divide those around them", () => {
  const truth = { data: [1, 1, 255, 1, 0, 0], shape: [1, 6] };
  const prediction = { data: [1, 1, 1, 1, 0, 1], shape: [1, 6] };
  const found = evaluateInstances(truth, prediction, { label: 1, ignore: 255 });
  assert.deepEqual(found.truth.map(({ voxels }) => voxels), [2, 1]);
  assert.deepEqual(found.prediction.map(({ voxels }) => voxels), [2, 1, 1]);
  assert.deepEqual([found.detected, found.missed, found.invented], [2, 0, 1]);
  const values = evaluateInstances(truth, prediction, { instances: "values", ignore: 255 });
  assert.deepEqual(values.truth.map(({ id, voxels }) => [id, voxels]), [[1, 3]]);
  assert.deepEqual(values.prediction.map(({ id, voxels }) => [id, voxels]), [[1, 4]]);
});

Deno.test("instancesBySize() sorts instances into bins by volume", () => {
  const truth = { data: [1, 1, 1, 0, 1, 0, 1, 1], shape: [1, 8] };
  const prediction = { data: [1, 1, 1, 0, 0, 0, 0, 1], shape: [1, 8] };
  const result = evaluateInstances(truth, prediction, { spacing: [1, 2], threshold: 0.6 });
  assert.deepEqual(instancesBySize([result, result], [4, 6]), [
    { from: 0, to: 4, truth: 2, detected: 0, prediction: 2, invented: 2 },
    { from: 4, to: 6, truth: 2, detected: 0, prediction: 0, invented: 0 },
    { from: 6, to: Infinity, truth: 2, detected: 2, prediction: 2, invented: 0 },
  ]);
  for (const [bounds, found] of [[[2, 1], "[2, 1]"], [[0], "[0]"], [3, "3"]] as const) {
    refuses(
      () => instancesBySize([result], bounds as unknown as number[]),
      "TypeError",
      "Cannot compute instances by size: bounds must be an array of numbers above 0 in ascending " +
        `order, got ${found}`,
    );
  }
});

Deno.test("evaluateInstances() refuses rules that it doesn't know", () => {
  const mask = draw([2, 2], () => true);
  const run = (options: object) => () => evaluateInstances(mask, mask, options);
  const message = (text: string) => `Cannot compute instances: ${text}`;
  refuses(
    run({ instances: "lesions" }),
    "TypeError",
    message('instances must be "components" or "values", got "lesions"'),
  );
  refuses(
    run({ score: "dice" }),
    "TypeError",
    message('score must be "iou" or "overlap", got "dice"'),
  );
  refuses(
    run({ match: "all" }),
    "TypeError",
    message('match must be "greedy" or "optimal", got "all"'),
  );
  for (const threshold of [-0.1, 50, NaN]) {
    const text = `threshold must be a number from 0 to 1, got ${threshold}`;
    refuses(run({ threshold }), "RangeError", message(text));
  }
});
