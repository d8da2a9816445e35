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
import { places } from "./brute_force.ts";
import { mulberry32 } from "../../core/mod.ts";
import { assertClose, samples } from "./samples.ts";

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
  const random = mulberry32(14);
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
