import assert from "node:assert/strict";
import {
  assd,
  boundaryIou,
  dice,
  distanceTransform,
  evaluate,
  hausdorff,
  iou,
  type Mask,
  surfaceDice,
  surfaceDistances,
} from "@triptych/metrics";
import {
  bruteDistances,
  brutePercentile,
  distancesBetween,
  places,
  surfaceOf,
} from "./brute_force.ts";
import { draw, generator, noise } from "./masks.ts";

/** Two random masks, neither of them empty, and the spacing they are measured with. */
interface Sample {
  truth: Mask;
  prediction: Mask;
  spacing: number[];
}

/** Seeded random pairs: 2D and 3D, 1 to 12 voxels an axis, sparse to nearly full. */
function* samples(count: number, seed: number): Generator<Sample> {
  const random = generator(seed);
  const pick = <T>(values: T[]): T => values[Math.floor(random() * values.length)];
  for (let made = 0; made < count;) {
    const dimensions = pick([2, 2, 3]);
    const shape = Array.from({ length: dimensions }, () => 1 + Math.floor(random() * 12));
    const truth = noise(shape, pick([0.02, 0.2, 0.5, 0.98]), random);
    const prediction = noise(shape, pick([0.02, 0.2, 0.5, 0.98]), random);
    const spacing = shape.map(() => pick([1, 1, 0.5, 0.7, 2.5, 3]));
    const isEmpty = (mask: Mask) => !(mask.data as Uint8Array).includes(1);
    if (isEmpty(truth) || isEmpty(prediction)) continue;
    made++;
    yield { truth, prediction, spacing };
  }
}

/** Asserts that two numbers agree to 1e-12 of their size. */
function assertClose(actual: number, expected: number, message: string): void {
  const isClose = Math.abs(actual - expected) <= 1e-12 * Math.max(1, Math.abs(expected));
  assert.ok(isClose, `${message}: ${actual}, expected ${expected}`);
}

Deno.test("surfaceDistances() equals brute force bit for bit, whatever the spacing", () => {
  for (const { truth, prediction, spacing } of samples(400, 1)) {
    for (const sizes of [spacing.map(() => 1), spacing]) {
      const [toPrediction, toTruth] = bruteDistances(truth, prediction, sizes);
      const found = surfaceDistances(truth, prediction, { spacing: sizes });
      assert.deepEqual([...found.toPrediction], toPrediction);
      assert.deepEqual([...found.toTruth], toTruth);
    }
  }
});

Deno.test("surfaceDistances() equals brute force for each connectivity", () => {
  for (const { truth, prediction } of samples(100, 2)) {
    for (let connectivity = 1; connectivity <= truth.shape.length; connectivity++) {
      const [toPrediction, toTruth] = bruteDistances(truth, prediction, undefined, connectivity);
      const found = surfaceDistances(truth, prediction, { connectivity });
      assert.deepEqual([...found.toPrediction], toPrediction);
      assert.deepEqual([...found.toTruth], toTruth);
    }
  }
});

Deno.test("distanceTransform() equals brute force, and its indices are nearest features", () => {
  for (const { truth, spacing } of samples(200, 3)) {
    const all = places(truth.shape);
    const features = all.filter((_, i) => truth.data[i]);
    for (const sizes of [spacing.map(() => 1), spacing]) {
      const { data, indices } = distanceTransform(truth, { spacing: sizes, indices: true });
      assert.deepEqual([...data], distancesBetween(all, features, sizes));
      assert.ok(indices!.every((index) => truth.data[index] === 1));
      const toIndices = all.map((place, i) =>
        distancesBetween([place], [all[indices![i]]], sizes)[0]
      );
      assert.deepEqual(toIndices, [...data]);
    }
  }
});

Deno.test("surfaceDistances() reads the other surface's exact distance transform", () => {
  const random = generator(4);
  for (const shape of [[60, 70], [11, 200], [20, 24, 22]]) {
    for (const [a, b] of [[0.5, 0.5], [0.9, 0.001], [0.001, 0.9], [0.0005, 0.6]]) {
      const truth = noise(shape, a, random);
      const prediction = noise(shape, b, random);
      (truth.data as Uint8Array)[0] = (prediction.data as Uint8Array)[7] = 1;
      for (
        const spacing of [
          shape.map(() => 1),
          shape.map(() => 0.7),
          [3, 0.3, 1.1].slice(-shape.length),
        ]
      ) {
        const surface = (mask: Mask): Mask => {
          const data = new Uint8Array(mask.data.length);
          for (const place of surfaceOf(mask)) {
            data[place.reduce((at, p, axis) => at * shape[axis] + p, 0)] = 1;
          }
          return { data, shape };
        };
        const from = surface(truth);
        const { data } = distanceTransform(surface(prediction), { spacing });
        const { toPrediction } = surfaceDistances(truth, prediction, { spacing });
        assert.deepEqual([...toPrediction], [...data.filter((_, i) => from.data[i])]);
      }
    }
  }
});

Deno.test("HD, HD95, ASSD and surface Dice equal brute force", () => {
  for (const { truth, prediction, spacing } of samples(200, 5)) {
    const [a, b] = bruteDistances(truth, prediction, spacing);
    const both = [...a, ...b];
    const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const options = { spacing };
    assert.equal(hausdorff(truth, prediction, options), Math.max(...both));
    for (const percentile of [0, 5, 50, 95, 99.5]) {
      const directed = Math.max(brutePercentile(a, percentile), brutePercentile(b, percentile));
      assertClose(hausdorff(truth, prediction, { spacing, percentile }), directed, "percentile");
      const pooled = hausdorff(truth, prediction, { spacing, percentile, rule: "pooled" });
      assertClose(pooled, brutePercentile(both, percentile), "pooled percentile");
    }
    assertClose(assd(truth, prediction, options), mean(both), "ASSD");
    const masd = assd(truth, prediction, { spacing, average: "mean-of-means" });
    assertClose(masd, (mean(a) + mean(b)) / 2, "mean of means");
    for (const tolerance of [0, 0.5, 1, 2, 5]) {
      const within = both.filter((d) => d <= tolerance * (1 + 1e-9)).length / both.length;
      assert.equal(surfaceDice(truth, prediction, { spacing, tolerance }), within);
    }
  }
});

Deno.test("boundaryIou() equals brute force", () => {
  for (const { truth, prediction, spacing } of samples(60, 6)) {
    const width = Math.max(...spacing) * 1.5;
    const boundary = (mask: Mask): Set<string> => {
      const padded = mask.shape.map((length) => length + 2);
      const outside = places(padded).map((place) => place.map((p) => p - 1)).filter((place) => {
        const isWithin = place.every((p, axis) => p >= 0 && p < mask.shape[axis]);
        const at = place.reduce((sum, p, axis) => sum * mask.shape[axis] + p, 0);
        return !isWithin || !mask.data[at];
      });
      const inside = places(mask.shape).filter((_, i) => mask.data[i]);
      const distances = distancesBetween(inside, outside, spacing);
      return new Set(inside.filter((_, i) => distances[i] <= width * (1 + 1e-9)).map(String));
    };
    const [a, b] = [boundary(truth), boundary(prediction)];
    const common = [...a].filter((place) => b.has(place)).length;
    const expected = common / (a.size + b.size - common);
    assertClose(boundaryIou(truth, prediction, { width, spacing }), expected, "boundary IoU");
  }
});

Deno.test("metrics are symmetric, and perfect for identical masks", () => {
  for (const { truth, prediction, spacing } of samples(60, 7)) {
    for (const metric of [dice, iou, assd, hausdorff] as ((a: Mask, b: Mask) => number)[]) {
      assert.equal(metric(truth, prediction), metric(prediction, truth));
    }
    const options = { spacing, tolerance: 0 };
    assert.equal(surfaceDice(truth, prediction, options), surfaceDice(prediction, truth, options));
    assert.equal(dice(truth, truth), 1);
    assert.equal(hausdorff(truth, truth, { spacing }), 0);
    assert.equal(assd(truth, truth, { spacing }), 0);
    assert.equal(surfaceDice(truth, truth, options), 1);
  }
});

Deno.test("flips and transpositions with permuted spacing change nothing", () => {
  for (const { truth, prediction, spacing } of samples(60, 8)) {
    const last = truth.shape.length - 1;
    const turn = (mask: Mask): Mask => {
      const shape = [...mask.shape].reverse();
      const data = new Uint8Array(mask.data.length);
      places(mask.shape).forEach((place, i) => {
        // the axes the other way round, the new last one flipped
        const turned = place.toReversed();
        turned[last] = shape[last] - 1 - turned[last];
        data[turned.reduce((at, p, axis) => at * shape[axis] + p, 0)] = Number(mask.data[i]);
      });
      return { data, shape };
    };
    const turned = { spacing: spacing.toReversed() };
    const [a, b] = [turn(truth), turn(prediction)];
    assertClose(hausdorff(a, b, turned), hausdorff(truth, prediction, { spacing }), "HD");
    assertClose(assd(a, b, turned), assd(truth, prediction, { spacing }), "ASSD");
    assert.equal(dice(a, b), dice(truth, prediction));
  }
});

Deno.test("distances grow with the spacing, and background around the masks changes nothing", () => {
  for (const { truth, prediction, spacing } of samples(60, 9)) {
    const doubled = spacing.map((size) => 2 * size);
    const hd = hausdorff(truth, prediction, { spacing });
    assert.equal(hausdorff(truth, prediction, { spacing: doubled }), 2 * hd);
    const pad = (mask: Mask): Mask => {
      const shape = mask.shape.map((length) => length + 5);
      const data = new Uint8Array(shape.reduce((product, length) => product * length));
      places(mask.shape).forEach((place, i) => {
        data[place.reduce((at, p, axis) => at * shape[axis] + p + 2, 0)] = Number(mask.data[i]);
      });
      return { data, shape };
    };
    const [a, b] = [pad(truth), pad(prediction)];
    const plain = surfaceDistances(truth, prediction, { spacing });
    assert.deepEqual(surfaceDistances(a, b, { spacing }), plain);
    const width = 1.5 * Math.max(...spacing);
    const options = { spacing, width };
    assert.equal(boundaryIou(a, b, options), boundaryIou(truth, prediction, options));
  }
});

Deno.test("metrics keep their order: HD, percentiles, tolerances, Dice and IoU", () => {
  for (const { truth, prediction, spacing } of samples(60, 10)) {
    const hd = hausdorff(truth, prediction, { spacing });
    const hd95 = hausdorff(truth, prediction, { spacing, percentile: 95 });
    const { toPrediction, toTruth } = surfaceDistances(truth, prediction, { spacing });
    assert.ok(hd >= hd95 && hd95 >= 0);
    assert.equal(hausdorff(truth, prediction, { spacing, percentile: 100 }), hd);
    const least = Math.max(Math.min(...toPrediction), Math.min(...toTruth));
    assert.equal(hausdorff(truth, prediction, { spacing, percentile: 0 }), least);
    const within = [0, 0.5, 1, 2, hd].map((tolerance) =>
      surfaceDice(truth, prediction, { spacing, tolerance })
    );
    within.reduce((less, more) => (assert.ok(less <= more), more));
    assert.equal(within.at(-1), 1);
    const i = iou(truth, prediction);
    assertClose(dice(truth, prediction), 2 * i / (1 + i), "Dice by IoU");
  }
});

Deno.test("values depend neither on the label nor on the array's type", () => {
  for (const { truth, prediction } of samples(20, 11)) {
    const expected = [
      dice(truth, prediction),
      assd(truth, prediction),
      hausdorff(truth, prediction),
    ];
    const arrays = [
      Uint8Array,
      Uint8ClampedArray,
      Int8Array,
      Uint16Array,
      Int16Array,
      Uint32Array,
      Int32Array,
      Float32Array,
      Float64Array,
      Array,
    ] as Uint8ArrayConstructor[];
    const forms = [
      ...arrays.map((type) => (mask: Mask) => ({
        ...mask,
        data: type.from(mask.data as Uint8Array),
      })),
      (mask: Mask) => ({ ...mask, data: Array.from(mask.data as Uint8Array, Boolean) }),
      (mask: Mask) => ({ ...mask, data: BigInt64Array.from(Array.from(mask.data, BigInt)) }),
      (mask: Mask) => ({ ...mask, data: (mask.data as Uint8Array).map((v) => 255 * v) }),
    ];
    for (const form of forms) {
      const [a, b] = [form(truth), form(prediction)];
      assert.deepEqual([dice(a, b), assd(a, b), hausdorff(a, b)], expected);
    }
  }
});

Deno.test("a byte array that starts anywhere in its memory gives the same values", () => {
  for (const { truth, prediction } of samples(40, 12)) {
    const move = (mask: Mask, offset: number): Mask => {
      const data = new Uint8Array(new ArrayBuffer(mask.data.length + offset), offset);
      data.set(mask.data as Uint8Array);
      return { ...mask, data };
    };
    const expected = evaluate(truth, prediction, { labels: [1] });
    for (const offset of [1, 2, 3, 4]) {
      const actual = evaluate(move(truth, offset), move(prediction, 4), { labels: [1] });
      assert.deepEqual(actual, expected);
    }
  }
});

Deno.test("a mask is never changed", () => {
  for (const { truth, prediction, spacing } of samples(20, 13)) {
    const before = [[...truth.data as Uint8Array], [...prediction.data as Uint8Array]];
    evaluate(truth, prediction, { labels: [1], spacing });
    boundaryIou(truth, prediction, { width: 3, spacing });
    distanceTransform(truth, { spacing });
    assert.deepEqual([[...truth.data as Uint8Array], [...prediction.data as Uint8Array]], before);
  }
});

Deno.test("evaluate() gives the numbers of the single functions, for all labels at once", () => {
  const random = generator(14);
  for (const shape of [[11, 10], [1, 37], [6, 7, 8]]) {
    for (const labels of [[1, 2, 3], [300, 2, 70000], [-1, 0]]) {
      const draw = (): Mask => ({
        data: Int32Array.from(
          { length: shape.reduce((product, length) => product * length) },
          () => [...labels, 9][Math.floor(random() * (labels.length + 1))],
        ),
        shape,
      });
      const [truth, prediction] = [draw(), draw()];
      const results = evaluate(truth, prediction, {
        labels,
        tolerance: 1,
        width: 2,
        metrics: [
          "dice",
          "iou",
          "assd",
          "hd",
          "hd95",
          "surfaceDice",
          "boundaryIou",
        ],
      });
      for (const [slot, label] of labels.entries()) {
        const result = results[slot];
        assert.equal(result.label, label);
        assert.equal(result.dice, dice(truth, prediction, { label }));
        assert.equal(result.iou, iou(truth, prediction, { label }));
        assert.equal(result.assd, assd(truth, prediction, { label }));
        assert.equal(result.hd, hausdorff(truth, prediction, { label }));
        assert.equal(result.hd95, hausdorff(truth, prediction, { label, percentile: 95 }));
        assert.equal(result.surfaceDice, surfaceDice(truth, prediction, { label, tolerance: 1 }));
        assert.equal(result.boundaryIou, boundaryIou(truth, prediction, { label, width: 2 }));
        const all = result.tp + result.fp + result.fn + result.tn;
        assert.equal(all, truth.data.length);
      }
    }
  }
});

Deno.test("a checkerboard of a million runs is all surface, one voxel from its negative", () => {
  const shape = [1500, 1500];
  const board = draw(shape, (y, x) => (y + x) % 2 === 0);
  const negative = { data: (board.data as Uint8Array).map((value) => 1 - value), shape };
  const { toPrediction, toTruth } = surfaceDistances(board, negative);
  assert.deepEqual([toPrediction.length, toTruth.length], [1125000, 1125000]);
  assert.ok(toPrediction.every((distance) => distance === 1));
  assert.ok(toTruth.every((distance) => distance === 1));
});
