// Arrays that don't belong together are refused before anything is trained on them.
import assert from "node:assert/strict";
import { labelClasses } from "../../core/mod.ts";
import { type LabelledImages, trainingBatches } from "../../data/mod.ts";

const PIXELS = 16, OPTIONS = { batch: 2, seed: 0 };

/** Three images whose every pixel is of the first class. */
function arrays(): LabelledImages & { images: Uint8Array } {
  return {
    shape: [4, 4],
    images: new Uint8Array(3 * PIXELS * 3),
    labels: new Uint8Array(3 * PIXELS).fill(1),
    classes: labelClasses("cat", "background"),
  };
}

Deno.test("trainingBatches() refuse labels that are neither a class nor ignored, in the images to use", () => {
  for (const label of [0, 3, 255]) {
    const data = arrays();
    data.labels[2 * PIXELS + 5] = label;
    assert.throws(() => trainingBatches(data, [0, 2], OPTIONS), {
      name: "RangeError",
      message:
        `Cannot make batches: labels must be those of classes and ignore, 1, 2, got ${label}`,
    });
    assert.equal(trainingBatches(data, [0, 1], OPTIONS).count, 2);
    assert.equal(trainingBatches({ ...data, ignore: [label] }, [0, 2], OPTIONS).count, 2);
  }
});

Deno.test("trainingBatches() refuse images and masks whose lengths don't belong together", () => {
  const refuses = (change: Partial<LabelledImages>, message: string) =>
    assert.throws(() => trainingBatches({ ...arrays(), ...change }, [0], OPTIONS), {
      name: "TypeError",
      message: `Cannot make batches: ${message}`,
    });
  const three = "images must have 144 samples, 3 (channels) for each of the 48 labels, got ";
  refuses({ images: new Uint8Array(4 * 48) }, three + "192");
  refuses({ images: new Float32Array(48) }, three + "48");
  const one = "images must have 48 samples, 1 (channels) for each of the 48 labels, got 144";
  refuses({ channels: 1 }, one);
  const masks = "labels must be whole masks of 16 pixels, got 47 labels";
  refuses({ labels: new Uint8Array(47) }, masks);
});

Deno.test("trainingBatches() refuse a normalisation of other channels than the images'", () => {
  const normalisation = [{ low: 0, high: 255 }];
  assert.throws(() => trainingBatches(arrays(), [0], { ...OPTIONS, normalisation }), {
    name: "TypeError",
    message: "Cannot make batches: normalisation must have a range for each of 3 channels, got 1",
  });
});
