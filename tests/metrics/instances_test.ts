import assert from "node:assert/strict";
import {
  connectedComponents,
  counts,
  evaluateInstances,
  hausdorff,
  type InstanceOptions,
  type InstanceResult,
  instancesBySize,
  type Mask,
} from "@triptych/metrics";
import { mulberry32 } from "../../core/mod.ts";
import { readVolume } from "../../io/mod.ts";
import { ignoreUnless, isShared, SHARED, withoutLongTests } from "../ignored.ts";
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

/** All sets of pairs that leave no instance in two. */
function* matchings(pairs: number[][], from = 0): Generator<number[]> {
  yield [];
  for (let k = from; k < pairs.length; k++) {
    for (const rest of matchings(pairs, k + 1)) {
      const isFree = rest.every((r) => pairs[r][0] !== pairs[k][0] && pairs[r][1] !== pairs[k][1]);
      if (isFree) yield [k, ...rest];
    }
  }
}

/** Compares a result with masks of each instance, all pairs, and all ways to match them. */
function assertBruteForce(truth: Mask, prediction: Mask, options: InstanceOptions): void {
  const { instances, connectivity, score = "iou", threshold = 0.5, match, spacing } = options;
  const found = evaluateInstances(truth, prediction, options);
  const numbered = (mask: Mask) =>
    instances === "values" ? mask : connectedComponents(mask, { connectivity });
  const idsOf = (mask: Mask) => [...new Set(mask.data as Int32Array)].filter((value) => value > 0);
  const [a, b] = [numbered(truth), numbered(prediction)];
  const one = (mask: Mask, id: number): Mask => ({
    data: (mask.data as Int32Array).map((value) => Number(value === id)),
    shape: mask.shape,
  });
  assert.deepEqual(found.truth.map(({ id }) => id), idsOf(a));
  assert.deepEqual(found.prediction.map(({ id }) => id), idsOf(b));
  const pairs: [t: number, p: number, score: number][] = [];
  for (const t of idsOf(a)) {
    for (const p of idsOf(b)) {
      const { tp, fp, fn } = counts(one(a, t), one(b, p));
      const value = tp / (score === "iou" ? tp + fp + fn : tp + fn);
      if (tp > 0 && value >= threshold) pairs.push([t, p, value]);
    }
  }
  const total = found.matches.reduce(
    (sum, { truth, prediction }) =>
      sum + pairs.find(([t, p]) => t === truth && p === prediction)![2],
    0,
  );
  if (match === "optimal") {
    let best = 0;
    for (const set of matchings(pairs)) {
      best = Math.max(best, set.reduce((sum, k) => sum + pairs[k][2], 0));
    }
    assert.ok(Math.abs(total - best) < 1e-12);
  } else {
    const left = pairs.toSorted((x, y) => y[2] - x[2]);
    const expected: number[][] = [];
    for (const [t, p] of left) {
      if (!expected.some((pair) => pair[0] === t || pair[1] === p)) expected.push([t, p]);
    }
    const pairsFound = found.matches.map(({ truth, prediction }) => [truth, prediction]);
    const order = idsOf(a);
    expected.sort((x, y) => order.indexOf(x[0]) - order.indexOf(y[0]));
    assert.deepEqual(pairsFound, expected);
  }
  for (const { truth: t, prediction: p, voxels, iou, dice, hd95 } of found.matches) {
    const [x, y] = [one(a, t), one(b, p)];
    const { tp, fp, fn } = counts(x, y);
    assert.deepEqual([voxels, iou, dice], [tp, tp / (tp + fp + fn), 2 * tp / (2 * tp + fp + fn)]);
    assert.equal(hd95, hausdorff(x, y, { percentile: 95, spacing }));
  }
  assert.equal(found.detected + found.missed, idsOf(a).length);
  assert.equal(found.detected + found.invented, idsOf(b).length);
}

/** Compares random pairs with brute force: components and values, each rule and score. */
function compare(pairs: number, seed: number): void {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  for (let k = 0; k < pairs; k++) {
    const shape = Array.from({ length: pick([2, 2, 3]) }, () => 1 + Math.floor(random() * 4));
    const instances = pick(["components", "values"] as const);
    const density = pick([0.2, 0.5, 0.8]);
    const value = () => random() >= density ? 0 : instances === "values" ? pick([1, 2, 7]) : 1;
    const fill = (): Mask => ({
      data: Uint8Array.from({ length: shape.reduce((a, b) => a * b) }, value),
      shape,
    });
    assertBruteForce(fill(), fill(), {
      instances,
      connectivity: 1 + Math.floor(random() * shape.length),
      score: pick(["iou", "overlap"]),
      threshold: pick([0, 0.1, 0.5]),
      match: pick(["greedy", "optimal"]),
      spacing: shape.map(() => pick([1, 0.5, 2.5])),
    });
  }
}

Deno.test("evaluateInstances() equals brute force on 2,000 random pairs", () => compare(2000, 91));

Deno.test({
  name: "evaluateInstances() equals brute force on 20,000 random pairs",
  ignore: withoutLongTests(),
  fn: () => compare(20_000, 92),
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
