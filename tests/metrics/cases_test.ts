import assert from "node:assert/strict";
import {
  assd,
  dice,
  distanceTransform,
  hausdorff,
  iou,
  type Mask,
  surfaceDice,
  surfaceDistances,
} from "@triptych/metrics";
import { ball, box, draw, union } from "./masks.ts";

/** What a worked case expects; numbers as research/metrics.md gives them, to six places. */
interface Expected {
  spacing?: number[];
  connectivity?: number;
  surfaces?: [number, number];
  dice?: number;
  iou?: number;
  hd?: number;
  hd95?: number;
  pooled95?: number;
  assd?: number;
  masd?: number;
  surfaceDice?: Record<number, number>;
}

/** Compares all that is expected of a pair. */
function check(truth: Mask, prediction: Mask, expected: Expected): void {
  const { spacing, connectivity } = expected;
  const options = { spacing, connectivity };
  const close = (name: string, actual: number, wanted?: number) => {
    if (wanted === undefined) return;
    assert.ok(Math.abs(actual - wanted) < 6e-7, `${name} must be ${wanted}, got ${actual}`);
  };
  close("Dice", dice(truth, prediction), expected.dice);
  close("IoU", iou(truth, prediction), expected.iou);
  close("HD", hausdorff(truth, prediction, options), expected.hd);
  close("HD95", hausdorff(truth, prediction, { ...options, percentile: 95 }), expected.hd95);
  const pooled = { ...options, percentile: 95, rule: "pooled" } as const;
  close("pooled HD95", hausdorff(truth, prediction, pooled), expected.pooled95);
  close("ASSD", assd(truth, prediction, options), expected.assd);
  const masd = { ...options, average: "mean-of-means" } as const;
  close("MASD", assd(truth, prediction, masd), expected.masd);
  for (const [tolerance, wanted] of Object.entries(expected.surfaceDice ?? {})) {
    const actual = surfaceDice(truth, prediction, { ...options, tolerance: Number(tolerance) });
    close(`surface Dice at ${tolerance}`, actual, wanted);
  }
  if (expected.surfaces !== undefined) {
    const { toPrediction, toTruth } = surfaceDistances(truth, prediction, options);
    assert.deepEqual([toPrediction.length, toTruth.length], expected.surfaces);
  }
}

Deno.test("case 1: single pixels three rows and four columns apart", () => {
  const truth = box([8, 8], [1, 1], [1, 1]);
  const prediction = box([8, 8], [4, 5], [4, 5]);
  check(truth, prediction, { hd: 5, hd95: 5, assd: 5, dice: 0, surfaceDice: { 1: 0 } });
  check(truth, prediction, { spacing: [2, 0.5], hd: 6.324555, assd: 6.324555 });
});

Deno.test("case 2: single voxels in a volume", () => {
  const truth = box([4, 5, 8], [0, 0, 0], [0, 0, 0]);
  const prediction = box([4, 5, 8], [2, 3, 6], [2, 3, 6]);
  check(truth, prediction, { hd: 7, assd: 7 });
  check(truth, prediction, { spacing: [2.5, 0.5, 0.7], hd: 6.7, assd: 6.7 });
});

Deno.test("cases 3 and 4: a square shifted by three columns", () => {
  const truth = box([20, 20], [5, 3], [14, 12]);
  const prediction = box([20, 20], [5, 6], [14, 15]);
  check(truth, prediction, {
    surfaces: [36, 36],
    dice: 0.7,
    iou: 0.538462,
    hd: 3,
    hd95: 3,
    assd: 1.5,
    surfaceDice: { 0: 0.388889, 1: 0.5, 3: 1 },
  });
  check(truth, prediction, { spacing: [2, 0.5], hd: 1.5, assd: 0.833333, surfaceDice: { 1: 0.5 } });
});

Deno.test("case 5: concentric squares", () => {
  check(box([30, 30], [5, 5], [24, 24]), box([30, 30], [3, 3], [26, 26]), {
    surfaces: [76, 92],
    hd: 2.828427,
    hd95: 2.236068,
    assd: 2.030966,
    masd: 2.028273,
    surfaceDice: { 1: 0, 2: 0.928571 },
  });
});

Deno.test("case 6: a full image has its surface at the edge", () => {
  check(box([10, 10], [0, 0], [9, 9]), box([10, 10], [2, 2], [7, 7]), {
    surfaces: [36, 20],
    hd: 2.828427,
    assd: 2.092897,
  });
});

Deno.test("case 7: masks that touch three edges", () => {
  check(box([20, 20], [0, 0], [9, 19]), box([20, 20], [0, 0], [11, 19]), {
    surfaces: [56, 60],
    hd: 2,
    assd: 0.655172,
    surfaceDice: { 1: 0.689655 },
  });
});

Deno.test("case 8: blocks in opposite quadrants", () => {
  check(box([10, 10], [0, 0], [4, 4]), box([10, 10], [5, 5], [9, 9]), {
    hd: 7.071068,
    hd95: 6.57011,
    pooled95: 6.703699,
    assd: 4.560294,
  });
});

Deno.test("case 9: lines one voxel wide", () => {
  const truth = box([10, 20], [2, 2], [2, 17]);
  const prediction = box([10, 20], [6, 2], [6, 17]);
  check(truth, prediction, { hd: 4, hd95: 4, assd: 4, masd: 4, pooled95: 4 });
  check(truth, prediction, { spacing: [3, 1], hd: 12, hd95: 12, assd: 12, masd: 12 });
});

Deno.test("case 10: an image of one row", () => {
  check(box([1, 30], [0, 3], [0, 9]), box([1, 30], [0, 5], [0, 13]), {
    surfaces: [7, 9],
    hd: 4,
    hd95: 3.6,
    pooled95: 3.25,
    assd: 0.8125,
    masd: 0.769841,
    surfaceDice: { 1: 0.75 },
  });
});

Deno.test("case 11: a hole has a surface of its own", () => {
  const solid = box([16, 16], [3, 3], [12, 12]);
  const hole = box([16, 16], [7, 7], [8, 8]);
  const holed = draw(
    [16, 16],
    (y, x) => solid.data[16 * y + x] === 1 && hole.data[16 * y + x] === 0,
  );
  check(solid, holed, {
    surfaces: [36, 44],
    hd: 3,
    assd: 0.3,
    masd: 0.272727,
    surfaceDice: { 1: 0.9 },
  });
});

Deno.test("case 12: a small outlier", () => {
  const square = box([70, 70], [10, 10], [49, 49]);
  check(square, union(square, box([70, 70], [10, 60], [11, 61])), {
    hd: 12,
    hd95: 0,
    assd: 0.14557,
    masd: 0.14375,
  });
});

Deno.test("case 13: pooling hides an island", () => {
  const square = box([128, 128], [20, 20], [59, 59]);
  check(square, union(square, box([128, 128], [100, 100], [103, 103])), {
    hd: 62.225397,
    hd95: 59.161915,
    pooled95: 0,
  });
});

Deno.test("case 14: a small prediction inside a large truth", () => {
  check(box([128, 128], [30, 30], [89, 89]), box([128, 128], [58, 58], [61, 61]), {
    hd: 39.59798,
    hd95: 38.381785,
    pooled95: 38.209946,
    assd: 31.739648,
    masd: 29.9649,
  });
});

Deno.test("case 15: cubes with three spacings", () => {
  const truth = box([14, 14, 17], [2, 2, 2], [11, 11, 11]);
  const prediction = box([14, 14, 17], [2, 2, 5], [11, 11, 14]);
  check(truth, prediction, { surfaces: [488, 488], hd: 3, assd: 1.07377 });
  check(truth, prediction, { spacing: [3, 1, 1], hd: 3, assd: 1.131148 });
  check(truth, prediction, { spacing: [1, 1, 3], hd: 9, assd: 2.754098 });
});

Deno.test("case 16: plates of one slice are all surface", () => {
  const truth = box([6, 8, 8], [2, 2, 2], [2, 5, 5]);
  const prediction = box([6, 8, 8], [3, 2, 2], [3, 5, 5]);
  check(truth, prediction, { spacing: [5, 1, 1], surfaces: [16, 16], hd: 5, assd: 5 });
});

Deno.test("case 17: discs", () => {
  const center = [31.5, 31.5];
  check(ball([64, 64], 10, center), ball([64, 64], 15, center), {
    surfaces: [56, 84],
    hd: 5.385165,
    hd95: 5.385165,
    assd: 4.912671,
  });
});

Deno.test("case 18: balls", () => {
  const center = [23.5, 23.5, 23.5];
  check(ball([48, 48, 48], 10, center), ball([48, 48, 48], 15, center), {
    surfaces: [968, 2264],
    hd: 5.385165,
    hd95: 5.196152,
    assd: 4.846067,
  });
});

Deno.test("case 19: the surface of a disc by connectivity", () => {
  const disc = ball([41, 41], 10, [20, 20]);
  assert.equal((disc.data as Uint8Array).reduce((sum, value) => sum + value, 0), 317);
  check(disc, disc, { connectivity: 1, surfaces: [56, 56], hd: 0, assd: 0 });
  check(disc, disc, { connectivity: 2, surfaces: [76, 76], hd: 0, assd: 0 });
});

Deno.test("case 20: the surface of a ball by connectivity", () => {
  const solid = ball([41, 41, 41], 10, [20, 20, 20]);
  assert.equal((solid.data as Uint8Array).reduce((sum, value) => sum + value, 0), 4169);
  check(solid, solid, { connectivity: 1, surfaces: [978, 978] });
  check(solid, solid, { connectivity: 2, surfaces: [1440, 1440] });
  check(solid, solid, { connectivity: 3, surfaces: [1640, 1640] });
});

Deno.test("case 21: a missing pixel by connectivity", () => {
  const solid = box([12, 12], [2, 2], [8, 8]);
  const holed = draw([12, 12], (y, x) => solid.data[12 * y + x] === 1 && !(y === 5 && x === 5));
  check(holed, solid, { connectivity: 1, hd: 2, assd: 0.153846 });
  check(holed, solid, { connectivity: 2, hd: 2, assd: 0.285714 });
});

Deno.test("case 22: the distance transform of a single site with spacing", () => {
  const { data } = distanceTransform(box([11, 11], [5, 5], [5, 5]), { spacing: [2, 0.5] });
  assert.equal(data[0], Math.sqrt(10 ** 2 + 2.5 ** 2));
});

Deno.test("case 23: the distance transform without any site is infinite", () => {
  const { data } = distanceTransform({ data: new Uint8Array(60), shape: [3, 4, 5] });
  assert.ok(data.every((distance) => distance === Infinity));
});
