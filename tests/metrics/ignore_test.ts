import assert from "node:assert/strict";
import {
  asd,
  assd,
  boundaryIou,
  confusion,
  confusionMatrix,
  connectedComponents,
  contour,
  type ConventionId,
  counts,
  dice,
  distanceTransform,
  evaluate,
  hausdorff,
  iou,
  type Mask,
  type MetricId,
  precision,
  recall,
  surfaceDice,
  surfaceDistances,
  volumeSimilarity,
} from "@triptych/metrics";
import { bruteDistances, brutePercentile, distancesBetween, places } from "./brute_force.ts";
import { mulberry32 } from "../../core/mod.ts";
import { box } from "./masks.ts";

/** Random label maps of 0, 1, 2 and 255, in the truth and in the prediction. */
function* samples(count: number, seed: number): Generator<[Mask, Mask, number[]]> {
  const random = mulberry32(seed);
  const pick = <T>(values: T[]): T => values[Math.floor(random() * values.length)];
  for (let k = 0; k < count; k++) {
    const shape = Array.from({ length: pick([2, 2, 3]) }, () => 1 + Math.floor(random() * 8));
    const voxels = shape.reduce((product, length) => product * length);
    const draw = (values: number[]): Mask => ({
      data: Uint8Array.from({ length: voxels }, () => pick(values)),
      shape,
    });
    const truth = draw(pick([[0, 1, 2, 255], [0, 0, 0, 1, 2, 255], [1, 1, 1, 1, 2, 255]]));
    const prediction = draw(pick([[0, 1, 2], [0, 1, 1, 2, 255]]));
    yield [truth, prediction, shape.map(() => pick([1, 0.7, 3]))];
  }
}

/** Takes voxels out, by definition: what is left of a label as a mask of 0 and 1. */
function take(map: Mask, truth: Mask, ignore: number[], label?: number): Mask {
  const isInside = (value: number) => label === undefined ? value !== 0 : value === label;
  const data = Uint8Array.from(
    map.data as Uint8Array,
    (value, i) => Number(isInside(value) && !ignore.includes(truth.data[i] as number)),
  );
  return { data, shape: map.shape };
}

/** Asserts that two numbers agree to 1e-12 of their size. */
function assertClose(actual: number, expected: number): void {
  if (Object.is(actual, expected)) return;
  assert.ok(Math.abs(actual - expected) <= 1e-12 * Math.max(1, expected), `${actual}, ${expected}`);
}

Deno.test("ignored voxels are in no count", () => {
  for (const [truth, prediction] of samples(200, 51)) {
    for (const [ignore, label] of [[255, 1], [255, 0], [[255, 2], 1], [[], 2], [255, undefined]]) {
      const options = { ignore: ignore as number | number[], label: label as number | undefined };
      const out = [ignore].flat() as number[];
      const a = take(truth, truth, out, options.label).data as Uint8Array;
      const b = take(prediction, truth, out, options.label).data as Uint8Array;
      const number = (isCounted: (i: number) => boolean) =>
        a.reduce((sum, _, i) => sum + Number(isCounted(i)), 0);
      const isOut = (i: number) => out.includes(truth.data[i] as number);
      const found = counts(truth, prediction, { ...options, absent: "allow" });
      assert.deepEqual(found, {
        tp: number((i) => a[i] === 1 && b[i] === 1),
        fp: number((i) => a[i] === 0 && b[i] === 1),
        fn: number((i) => a[i] === 1 && b[i] === 0),
        tn: number((i) => a[i] === 0 && b[i] === 0 && !isOut(i)),
        ignored: number(isOut),
      });
    }
  }
});

/** Each metric as a function of its own, by the name that `evaluate` has for it. */
const FUNCTIONS: [MetricId, (truth: Mask, prediction: Mask, options: never) => number, object][] = [
  ["dice", dice, {}],
  ["iou", iou, {}],
  ["precision", precision, {}],
  ["recall", recall, {}],
  ["volumeSimilarity", volumeSimilarity, {}],
  ["assd", assd, {}],
  ["masd", assd, { average: "mean-of-means" }],
  ["asd", asd, {}],
  ["hd", hausdorff, {}],
  ["hd95", hausdorff, { percentile: 95 }],
  ["surfaceDice", surfaceDice, { tolerance: 1 }],
  ["boundaryIou", boundaryIou, { width: 3 }],
];

Deno.test("every metric with ignored voxels is that of masks without them", () => {
  for (const [truth, prediction, spacing] of samples(150, 52)) {
    for (const [name, metric, needed] of FUNCTIONS) {
      const own = FUNCTIONS.indexOf(FUNCTIONS.find(([id]) => id === name)!) < 5
        ? needed
        : { ...needed, spacing };
      for (const label of [0, 1, 2, undefined]) {
        const [a, b] = [take(truth, truth, [255], label), take(prediction, truth, [255], label)];
        const options = { ...own, label, ignore: 255, absent: "allow" } as never;
        assertClose(metric(truth, prediction, options), metric(a, b, own as never));
        if (label === undefined) continue;
        const all = { ignore: [255], absent: "allow", tolerance: 1, width: 3, spacing } as const;
        const [result] = evaluate(truth, prediction, { ...all, labels: [label], metrics: [name] });
        assertClose(result[name], metric(a, b, own as never));
        assert.equal(result.ignored, (truth.data as Uint8Array).filter((v) => v === 255).length);
      }
    }
  }
});

Deno.test("distances beside ignored voxels equal brute force: they lie outside the image", () => {
  let compared = 0;
  for (const [truth, prediction, spacing] of samples(300, 53)) {
    const [a, b] = [take(truth, truth, [255], 1), take(prediction, truth, [255], 1)];
    for (let connectivity = 1; connectivity <= truth.shape.length; connectivity++) {
      const [toPrediction, toTruth] = bruteDistances(a, b, spacing, connectivity);
      if (toPrediction.length === 0 || toTruth.length === 0) continue;
      compared++;
      const options = { label: 1, ignore: 255, spacing, connectivity };
      const found = surfaceDistances(truth, prediction, options);
      assert.deepEqual([...found.toPrediction], toPrediction);
      assert.deepEqual([...found.toTruth], toTruth);
      assert.equal(found.ignored, (truth.data as Uint8Array).filter((v) => v === 255).length);
      const both = [...toPrediction, ...toTruth];
      const mean = both.reduce((sum, value) => sum + value, 0) / both.length;
      assertClose(assd(truth, prediction, options), mean);
      for (const percentile of [0, 50, 95, 100]) {
        const larger = Math.max(
          brutePercentile(toPrediction, percentile),
          brutePercentile(toTruth, percentile),
        );
        assertClose(hausdorff(truth, prediction, { ...options, percentile }), larger);
        const pooled = { ...options, percentile, rule: "pooled" } as const;
        assertClose(hausdorff(truth, prediction, pooled), brutePercentile(both, percentile));
      }
      const within = both.filter((distance) => distance <= 1).length / both.length;
      assert.equal(surfaceDice(truth, prediction, { ...options, tolerance: 1 }), within);
    }
  }
  assert.ok(compared > 300);
});

/** What each library has. */
const LIBRARIES: Record<ConventionId, MetricId[]> = {
  "medpy": ["dice", "iou", "precision", "recall", "assd", "asd", "hd", "hd95"],
  "monai": ["dice", "iou", "precision", "recall", "assd", "asd", "hd", "hd95", "surfaceDice"],
  "nnunet": ["dice", "iou"],
  "surface-distance": ["dice", "asd", "hd", "hd95", "surfaceDice"],
  "metrics-reloaded": ["dice", "iou", "assd", "masd", "hd", "hd95", "surfaceDice", "boundaryIou"],
};

for (const [convention, metrics] of Object.entries(LIBRARIES) as [ConventionId, MetricId[]][]) {
  Deno.test(`${convention} with ignored voxels gives its numbers of masks without them`, () => {
    for (const [truth, prediction, spacing] of samples(80, 54)) {
      const [a, b] = [take(truth, truth, [255], 1), take(prediction, truth, [255], 1)];
      const options = { labels: [1], metrics, convention, spacing, tolerance: 1, width: 2 };
      const run = (t: Mask, p: Mask, more: object) => {
        try {
          const [result] = evaluate(t, p, { ...options, absent: "allow", ...more });
          return metrics.map((id) => result[id]);
        } catch (error) {
          // medpy has no distance where a mask is empty
          return (error as Error).message;
        }
      };
      assert.deepEqual(run(truth, prediction, { ignore: 255 }), run(a, b, {}));
    }
  });
}

Deno.test("confusion() counts every voxel once: labels, those without, ignored ones", () => {
  for (const [truth, prediction] of samples(200, 55)) {
    for (const [labels, ignore] of [[[1, 2], [255]], [[2], [255, 1]], [[0, 2], []]]) {
      const found = confusion(truth, prediction, { labels, ignore, absent: "allow" });
      const number = (t?: number, p?: number) =>
        (truth.data as Uint8Array).filter((value, i) => {
          const isLike = (v: number, label?: number) =>
            label === undefined ? !labels.includes(v) : v === label;
          return !ignore.includes(value) && isLike(value, t) &&
            isLike(prediction.data[i] as number, p);
        }).length;
      assert.deepEqual(found, {
        matrix: labels.map((t) => labels.map((p) => number(t, p))),
        unlabelled: {
          truth: labels.map((p) => number(undefined, p)),
          prediction: labels.map((t) => number(t, undefined)),
          both: number(undefined, undefined),
        },
        ignored: (truth.data as Uint8Array).filter((value) => ignore.includes(value)).length,
      });
      const options = { ignore, absent: "allow" } as const;
      assert.deepEqual(confusionMatrix(truth, prediction, labels, options), found.matrix);
    }
  }
});

Deno.test("functions of one mask leave ignored voxels out of it", () => {
  for (const [mask, , spacing] of samples(60, 56)) {
    for (const label of [undefined, 1]) {
      const left = take(mask, mask, [2, 255], label);
      const options = { label, ignore: [2, 255], absent: "allow" } as const;
      assert.deepEqual(contour(mask, options), contour(left));
      assert.deepEqual(connectedComponents(mask, options), connectedComponents(left));
      const all = places(mask.shape);
      const features = all.filter((_, i) => left.data[i]);
      const expected = distancesBetween(all, features, spacing);
      assert.deepEqual([...distanceTransform(mask, { ...options, spacing }).data], expected);
    }
  }
});

Deno.test("a ring of void: only what lies inside is measured", () => {
  const truth = { data: [1, 1, 255, 0, 0, 255, 0, 0], shape: [1, 8] };
  const prediction = { data: [1, 0, 1, 0, 0, 1, 0, 1], shape: [1, 8] };
  const options = { ignore: 255 };
  const expected = { tp: 1, fp: 1, fn: 1, tn: 3, ignored: 2 };
  assert.deepEqual(counts(truth, prediction, options), expected);
  assert.equal(dice(truth, prediction, options), 0.5);
  assert.equal(hausdorff(truth, prediction, options), 6);
  assert.equal(assd(truth, prediction, options), 7 / 4);
});

Deno.test("a square cut by void has its surface there", () => {
  const data = Uint8Array.from({ length: 49 }, (_, i) => i % 7 === 3 ? 255 : 1);
  const full = { data: new Uint8Array(49).fill(1), shape: [7, 7] };
  const options = { label: 1, ignore: 255 };
  const { toPrediction, toTruth } = surfaceDistances({ data, shape: [7, 7] }, full, options);
  // two blocks of seven rows and three columns, all but five voxels of each surface, in both masks
  assert.deepEqual([toPrediction.length, toTruth.length], [32, 32]);
  assert.ok([...toPrediction, ...toTruth].every((distance) => distance === 0));
});

Deno.test("a prediction that holds the ignored value beside it is wrong as any", () => {
  const truth = { data: [1, 1, 255, 0], shape: [2, 2] };
  const prediction = { data: [255, 1, 1, 255], shape: [2, 2] };
  const found = counts(truth, prediction, { label: 1, ignore: 255 });
  assert.deepEqual(found, { tp: 1, fp: 0, fn: 1, tn: 1, ignored: 1 });
  // without a label all that isn't zero is predicted
  const all = counts(truth, prediction, { ignore: 255 });
  assert.deepEqual(all, { tp: 2, fp: 1, fn: 0, tn: 0, ignored: 1 });
});

Deno.test("VOC's void around a square: 25, 6 and 11 voxels, Dice 0.746 (F01)", () => {
  const [square, moved] = [box([16, 16], [3, 3], [8, 8]), box([16, 16], [4, 4], [9, 9])];
  const isVoid = box([16, 16], [9, 4], [9, 8]).data;
  const data = (square.data as Uint8Array).map((value, i) => isVoid[i] ? 255 : value);
  const truth = { ...square, data };
  const options = { label: 1, ignore: 255 };
  const expected = { tp: 25, fp: 6, fn: 11, tn: 256 - 25 - 6 - 11 - 5, ignored: 5 };
  assert.deepEqual(counts(truth, moved, options), expected);
  assert.equal(dice(truth, moved, options), 0.746268656716418);
  assert.equal(dice(truth, moved, { label: 1 }), 0.6944444444444444);
});
