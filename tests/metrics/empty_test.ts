import assert from "node:assert/strict";
import {
  asd,
  assd,
  boundaryIou,
  dice,
  type EmptyPolicy,
  evaluate,
  hausdorff,
  iou,
  type Mask,
  precision,
  recall,
  surfaceDice,
  surfaceDistances,
  volumeSimilarity,
} from "@triptych/metrics";
import { box } from "./masks.ts";

const SHAPES = [[7, 8], [5, 6, 7]];

/** An empty mask, and a cube of two voxels a side at each of three places. */
function masks(shape: number[]): { empty: Mask; objects: Mask[] } {
  const empty = { data: new Uint8Array(shape.reduce((product, n) => product * n)), shape };
  const objects = [0, 1, 3].map((first) =>
    box(shape, shape.map(() => first), shape.map(() => first + 1))
  );
  return { empty, objects };
}

type Ratio = (truth: Mask, prediction: Mask) => number;
const RATIOS: Record<string, Ratio> = {
  dice,
  iou,
  precision,
  recall,
  volumeSimilarity,
  surfaceDice: (truth, prediction) => surfaceDice(truth, prediction, { tolerance: 100 }),
  boundaryIou: (truth, prediction) => boundaryIou(truth, prediction, { width: 100 }),
};

type Distance = (truth: Mask, prediction: Mask, options?: { empty?: EmptyPolicy }) => number;
const DISTANCES: Record<string, Distance> = {
  assd,
  asd,
  "asd from the truth": (t, p, options) => asd(t, p, { ...options, from: "truth" }),
  masd: (t, p, options) => assd(t, p, { ...options, average: "mean-of-means" }),
  hausdorff,
  hd95: (t, p, options) => hausdorff(t, p, { ...options, percentile: 95 }),
  "pooled hd95": (t, p, options) => hausdorff(t, p, { ...options, percentile: 95, rule: "pooled" }),
};

for (const [name, ratio] of Object.entries(RATIOS)) {
  Deno.test(`${name} is 1 for two empty masks and 0 where one is empty, wherever the object`, () => {
    for (const shape of SHAPES) {
      const { empty, objects } = masks(shape);
      assert.equal(ratio(empty, empty), 1);
      for (const object of objects) {
        assert.equal(ratio(object, empty), 0);
        assert.equal(ratio(empty, object), 0);
        assert.equal(ratio(object, object), 1);
      }
    }
  });
}

for (const [name, distance] of Object.entries(DISTANCES)) {
  Deno.test(`${name} is 0 for two empty masks, and what "empty" says where one is`, () => {
    for (const shape of SHAPES) {
      const { empty, objects: [object] } = masks(shape);
      for (const policy of [undefined, "infinity", "nan", "throw", 12.5] as EmptyPolicy[]) {
        assert.equal(distance(empty, empty, { empty: policy }), 0);
        assert.equal(distance(object, object, { empty: policy }), 0);
      }
      for (
        const [truth, prediction, which] of [[empty, object, "truth"], [
          object,
          empty,
          "prediction",
        ]] as [Mask, Mask, string][]
      ) {
        assert.equal(distance(truth, prediction), Infinity);
        assert.equal(distance(truth, prediction, { empty: "infinity" }), Infinity);
        assert.equal(distance(truth, prediction, { empty: "nan" }), NaN);
        assert.equal(distance(truth, prediction, { empty: 12.5 }), 12.5);
        assert.throws(() => distance(truth, prediction, { empty: "throw" }), {
          name: "RangeError",
          message: new RegExp(`must not be empty while the other is not, got an empty ${which}$`),
        });
      }
    }
  });
}

Deno.test("evaluate() says which mask is empty and follows the same table", () => {
  for (const shape of SHAPES) {
    const { empty, objects: [object] } = masks(shape);
    const metrics = [
      "dice",
      "precision",
      "recall",
      "assd",
      "asd",
      "hd",
      "hd95",
      "surfaceDice",
    ] as const;
    const options = { labels: [1], metrics, tolerance: 5 };
    const row = (truth: Mask, prediction: Mask) => {
      const [result] = evaluate(truth, prediction, options);
      return [result.truthEmpty, result.predictionEmpty, ...metrics.map((id) => result[id])];
    };
    assert.deepEqual(row(empty, empty), [true, true, 1, 1, 1, 0, 0, 0, 0, 1]);
    const [far, missed] = [Infinity, [0, 0, 0]];
    assert.deepEqual(row(object, empty), [false, true, ...missed, far, far, far, far, 0]);
    assert.deepEqual(row(empty, object), [true, false, ...missed, far, far, far, far, 0]);
    assert.deepEqual(row(object, object), [false, false, 1, 1, 1, 0, 0, 0, 0, 1]);
    const [penalty] = evaluate(object, empty, { labels: [1], metrics: ["hd95"], empty: 99 });
    assert.equal(penalty.hd95, 99);
  }
});

Deno.test("surfaceDistances() lists Infinity from a mask to an empty one", () => {
  const { empty, objects: [object] } = masks([7, 8]);
  assert.deepEqual(surfaceDistances(object, empty), {
    toPrediction: new Float64Array(4).fill(Infinity),
    toTruth: new Float64Array(0),
    truthEmpty: false,
    predictionEmpty: true,
  });
});
