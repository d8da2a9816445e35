import assert from "node:assert/strict";
import { lengthFor, lengthLine, stepsOfMeasuring } from "../../training/minutes.ts";
import type { Subset } from "../../training/split.ts";

Deno.test("minutes are filled with as few epochs as possible, none of more steps than all images", () => {
  for (const steps of [1, 3, 46, 1000]) {
    for (const total of [1, 2, 45, 46, 47, 93, 999, 5000]) {
      const { epochs, epochSteps = steps } = lengthFor(total * 0.5 + 0.01, 0.5, steps);
      const wasted = total - epochs * epochSteps;
      assert.ok(wasted >= 0 && wasted < epochs, `${total} steps: ${epochs} of ${epochSteps}`);
      assert.ok(epochSteps <= steps && epochSteps >= 1);
      assert.equal(epochs, Math.ceil(total / steps));
    }
  }
  assert.deepEqual(lengthFor(10, 1, 5), { epochs: 2 }, "whole epochs need no number of steps");
  assert.deepEqual(lengthFor(0.1, 1, 5), { epochs: 1, epochSteps: 1 }, "one step is the least");
});

Deno.test("measuring is forecast by its predictions, each a third of an image's share of a step", () => {
  const data = { shape: [32, 32] } as unknown as Subset["data"];
  const part = (count: number): Subset => ({
    data,
    indices: Array.from({ length: count }, (_, i) => i),
  });
  const split = { train: part(40), validation: part(6), test: part(24) };
  const settings = { batch: 4, testAugment: "none" } as const;
  assert.equal(stepsOfMeasuring(settings, split, 10), (10 * 6 + 24) / 3 / 4);
  assert.equal(
    stepsOfMeasuring({ ...settings, testAugment: "flip" }, split, 10),
    (10 * 6 + 48) / 3 / 4,
  );
});

Deno.test("the length is said in a line", () => {
  assert.equal(
    lengthLine({ epochs: 27, steps: 44, measuring: 100 }, 0.5049),
    "about 10:00 of training: 27 epochs of 44 steps, 0.5 s each; measuring takes about 51 s on top",
  );
});
