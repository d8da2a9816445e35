import assert from "node:assert/strict";
import { lengthFor, lengthLine } from "../../training/minutes.ts";

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

Deno.test("the length is said in a line", () => {
  assert.equal(
    lengthLine(27, 44, 0.5049),
    "about 10:00 of training: 27 epochs of 44 steps, 0.5 s each; measuring comes on top",
  );
});
