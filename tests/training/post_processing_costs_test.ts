import assert from "node:assert/strict";
import { classColor } from "../../core/mod.ts";
import type { Case } from "../../evaluation/mod.ts";
import { choosePostProcessing } from "../../training/choose_post_processing.ts";

const SIZE = 24;

function square(labels: Uint8Array, [left, top, side]: readonly number[], label: number) {
  for (let y = top; y < top + side; y++) {
    labels.fill(label, y * SIZE + left, y * SIZE + left + side);
  }
  return labels;
}

Deno.test("a step that takes more from other classes than it gives its own isn't kept", async () => {
  const classes = ["ground", "cell", "rim"].map((name, label) => ({
    name,
    label,
    color: classColor(label),
  }));
  // a rim with ground in it, where the prediction has a small cell: it would become rim
  const truth = square(new Uint8Array(SIZE * SIZE), [2, 2, 8], 1);
  square(square(truth, [14, 14, 5], 2), [15, 15, 3], 0);
  const prediction = square(truth.slice(), [15, 15, 3], 1);
  const cases = Array.from({ length: 12 }, (_, i): Case => ({
    ...{ id: `case ${i}`, shape: [SIZE, SIZE], spacing: [1, 1], classes: {} },
  }));
  const read = () => Promise.resolve({ truth, prediction: prediction.slice() });
  const { steps, classes: tried } = await choosePostProcessing({ cases, classes }, read);
  const [, cell] = tried;
  assert.ok(cell.best!.change > 0.05 && cell.best!.p * cell.tried < 0.05, JSON.stringify(cell));
  assert.deepEqual([steps, cell.isKept], [[], false]);
});
