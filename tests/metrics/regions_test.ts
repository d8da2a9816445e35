import assert from "node:assert/strict";
import {
  boundaryIou,
  confusion,
  connectedComponents,
  contour,
  counts,
  distanceTransform,
  evaluate,
  hausdorff,
  type Mask,
  type Region,
  surfaceDistances,
} from "@triptych/metrics";
import { mulberry32 } from "../../core/mod.ts";
import { refuses } from "./refused.ts";

/** A seeded label map with the labels 0 to 3, 300 and 70000, and 255 where it is unknown. */
function draw(shape: number[], random: () => number): Mask {
  const values = [0, 0, 1, 1, 2, 3, 300, 70000, 255];
  const data = Int32Array.from(
    { length: shape.reduce((a, b) => a * b) },
    () => values[Math.floor(random() * values.length)],
  );
  return { data, shape };
}

/** The region as a mask of 0 and 1; voxels that the truth ignores are outside. */
function take(mask: Mask, truth: Mask, region: Region, ignore: number): Mask {
  const labels = [region].flat();
  const data = Uint8Array.from(
    mask.data as Int32Array,
    (value, i) => Number(labels.includes(value) && truth.data[i] !== ignore),
  );
  return { data, shape: mask.shape };
}

const REGIONS: Region[] = [[1, 2, 3], [3, 2], 3, [300, 1], [70000, 0], [0]];
const SHAPES = [[1, 20], [9, 8], [4, 5, 6]];

Deno.test("several labels are measured as the one region that they are together", () => {
  const random = mulberry32(81);
  for (const shape of SHAPES) {
    for (let repeat = 0; repeat < 8; repeat++) {
      const [truth, prediction] = [draw(shape, random), draw(shape, random)];
      for (const region of REGIONS) {
        const options = { label: region, ignore: 255, absent: "allow" } as const;
        const [a, b] = [take(truth, truth, region, 255), take(prediction, truth, region, 255)];
        const { tp, fp, fn } = counts(a, b);
        const found = counts(truth, prediction, options);
        assert.deepEqual([found.tp, found.fp, found.fn], [tp, fp, fn]);
        const { ignored: _, ...distances } = surfaceDistances(truth, prediction, options);
        assert.deepEqual(distances, surfaceDistances(a, b));
        assert.equal(hausdorff(truth, prediction, options), hausdorff(a, b));
        const width = { width: 1 };
        assert.equal(
          boundaryIou(truth, prediction, { ...options, ...width }),
          boundaryIou(a, b, width),
        );
        assert.deepEqual(contour(truth, options), contour(a));
        assert.deepEqual(connectedComponents(truth, options), connectedComponents(a));
        assert.deepEqual(distanceTransform(truth, options), distanceTransform(a));
      }
    }
  }
});

Deno.test("evaluate() measures regions that share labels as it does each alone", () => {
  const random = mulberry32(82);
  const metrics = ["dice", "precision", "assd", "hd95", "boundaryIou"] as const;
  for (const shape of SHAPES) {
    for (let repeat = 0; repeat < 8; repeat++) {
      const [truth, prediction] = [draw(shape, random), draw(shape, random)];
      const options = { metrics, width: 1, ignore: 255, absent: "allow" } as const;
      const together = evaluate(truth, prediction, { ...options, labels: REGIONS });
      for (const [k, region] of REGIONS.entries()) {
        const [alone] = evaluate(
          take(truth, truth, region, 255),
          take(prediction, truth, region, 255),
          { metrics, width: 1, labels: [1], absent: "allow" },
        );
        const { label, ignored, tn: _, ...figures } = together[k];
        const { label: _one, tn: _tn, ...expected } = alone;
        assert.deepEqual(label, region);
        assert.equal(ignored, (truth.data as Int32Array).filter((value) => value === 255).length);
        assert.deepEqual(figures, expected);
      }
    }
  }
});

Deno.test("confusion() counts regions as labels", () => {
  const truth = { data: [1, 2, 3, 0], shape: [2, 2] };
  const prediction = { data: [2, 2, 1, 3], shape: [2, 2] };
  assert.deepEqual(confusion(truth, prediction, { labels: [[1, 2], 3] }), {
    matrix: [[2, 0], [1, 0]],
    unlabelled: { truth: [0, 1], prediction: [0, 0], both: 0 },
    ignored: 0,
  });
});

Deno.test("regions of no label, of one twice, and equal ones are refused", () => {
  const mask = { data: [0, 1, 1, 0], shape: [2, 2] };
  const run = (labels: unknown) => () => evaluate(mask, mask, { labels: labels as Region[] });
  refuses(
    run([[]]),
    "RangeError",
    "Cannot compute metrics: labels must contain at least one, got none",
  );
  refuses(
    run([[1, 2, 1]]),
    "RangeError",
    "Cannot compute metrics: labels must differ from each other, got 1, 2, 1",
  );
  refuses(
    run([[1, 2], 1, [2, 1]]),
    "RangeError",
    "Cannot compute metrics: labels must differ from each other, got [1, 2], 1, [2, 1]",
  );
  refuses(
    () => contour(mask, { label: [] }),
    "RangeError",
    "Cannot compute the contour: label must contain at least one, got none",
  );
  refuses(
    () => confusion(mask, mask, { labels: [[1, 2], 2] }),
    "RangeError",
    "Cannot compute the confusion matrix: labels must differ from each other, got 1, 2, 2",
  );
});

Deno.test("a region of other labels alone is absent, even if it has the background", () => {
  const mask = { data: [0, 255, 255, 0], shape: [2, 2] };
  const message = /must contain label 1, got 0, 255 in the truth/;
  assert.throws(() => counts(mask, mask, { label: [0, 1] }), { name: "RangeError", message });
  const both = { data: [0, 255, 1, 0], shape: [2, 2] };
  assert.equal(counts(both, mask, { label: [0, 1] }).tp, 2);
  assert.throws(() => counts(mask, mask, { label: [1, 2] }), /contain one of the labels 1, 2, got/);
});
