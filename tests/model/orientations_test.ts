import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { addTurnedBack, orientationsOf, turn } from "../../model/orientations.ts";
import { buildUnet, chooseBackend, compile, predict, predictLogits } from "../../model/mod.ts";
import { generator, tinyUnet } from "./build.ts";

await chooseBackend("cpu");

const SHAPES = [[4, 4], [2, 5]] as const;

Deno.test("an image has one orientation, two with its mirror image, eight of a square or four", () => {
  const counts = SHAPES.map((shape) =>
    ([undefined, "none", "flip", "d4"] as const).map((augment) =>
      orientationsOf(augment, shape).length
    )
  );
  assert.deepEqual(counts, [[1, 1, 2, 8], [1, 1, 2, 4]]);
  const [asItIs] = orientationsOf("d4", [4, 4]);
  assert.deepEqual(asItIs, { isTransposed: false, isUpsideDown: false, isMirrored: false });
});

Deno.test("turned images are those that transposing and reversing make, and turn back", () => {
  for (const shape of SHAPES) {
    const length = 3 * shape[0] * shape[1] * 2;
    const images = Float32Array.from(generator(3)(length, 0, 100));
    const layout = { shape, channels: 2 }, seen = new Set<string>();
    for (const orientation of orientationsOf("d4", shape)) {
      const { isTransposed, isUpsideDown, isMirrored } = orientation;
      const turned = turn(images, orientation, layout);
      const expected = tf.tidy(() => {
        const axes = [...isUpsideDown ? [1] : [], ...isMirrored ? [2] : []];
        const reversed = tf.reverse(tf.tensor4d(images, [3, ...shape, 2]), axes);
        return isTransposed ? tf.transpose(reversed, [0, 2, 1, 3]) : reversed;
      });
      assert.deepEqual(turned, expected.dataSync());
      const back = new Float32Array(length).fill(1);
      addTurnedBack(back, turned, orientation, layout);
      assert.deepEqual(back, images.map((value) => value + 1));
      seen.add(String(turned));
    }
    assert.equal(seen.size, shape[0] === shape[1] ? 8 : 4);
  }
});

Deno.test("with d4 a turned image is predicted as the image is, turned", async () => {
  const network = compile(tinyUnet({ features: 2 }));
  const layout = { shape: [16, 16] as const, channels: 3 };
  const image = Float32Array.from(generator(1)(16 * 16 * 3, 0, 256));
  const logitsOf = async (image: Float32Array, testAugment: "d4" | "none") => {
    for await (
      const { logits } of predictLogits(network, Uint8Array.from(image), { testAugment })
    ) {
      return logits;
    }
  };
  const straight = await logitsOf(image, "d4");
  const classes = { shape: layout.shape, channels: 3 };
  let apart = 0;
  for (const orientation of orientationsOf("d4", layout.shape)) {
    const of = async (testAugment: "d4" | "none") => {
      const found = new Float32Array(16 * 16 * 3);
      const own = await logitsOf(turn(image, orientation, layout), testAugment);
      addTurnedBack(found, own!, orientation, classes);
      return found;
    };
    (await of("d4")).forEach((value, i) => assert.ok(Math.abs(value - straight![i]) < 1e-5));
    apart += (await of("none")).filter((value, i) => Math.abs(value - straight![i]) > 1e-4).length;
  }
  assert.ok(apart > 100, "an untrained model sees turned images otherwise");
});

Deno.test("the model says that it predicts turned images, and predict() does", async () => {
  const classes = tinyUnet({ features: 2 }).getUserDefinedMetadata() as { classes: [] };
  const options = { size: 16, features: 2, classes: classes.classes, seed: 0 } as const;
  const network = compile(buildUnet({ ...options, testAugment: "d4" }));
  assert.equal(network.metadata.testAugment, "d4");
  const images = Uint8Array.from(generator(2)(16 * 16 * 3, 0, 256));
  const { labels } = await predict(network, images);
  assert.deepEqual((await predict(network, images, { testAugment: "d4" })).labels, labels);
});
