// Feature maps against torchvision's and timm's, with the same weights: fixtures/model/encoders.py.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { input, model as modelOf } from "@tensorflow/tfjs-layers";
import { ENCODERS } from "../../model/encoders/mod.ts";
import {
  chooseBackend,
  compile,
  type EncoderName,
  metadataOf,
  type WeightsFormat,
} from "../../model/mod.ts";
import { fill } from "../../model/weights/mod.ts";
import { generator, tinyUnet } from "./build.ts";
import { drawEncoder } from "./draw.ts";
import fixture from "../fixtures/model/encoders.json" with { type: "json" };

await chooseBackend("simd");

const { size, seed } = fixture;

type Case = typeof fixture.cases[number];

for (const one of fixture.cases) {
  const { encoder, format, channels, maps: expected } = one;
  const { names, padding, batchNorms } = format;
  const title =
    `${encoder} with ${names}'s names, padding of ${padding}, batch norms ${batchNorms}`;
  Deno.test(`${title}: feature maps are PyTorch's`, () => {
    assert.deepEqual(ENCODERS[encoder as EncoderName].channels(1), channels);
    assert.ok(largestError(mapsOf(one, format as WeightsFormat), expected) < 1e-4);
  });
}

Deno.test("TensorFlow's padding gives other feature maps with the same weights", () => {
  const [one] = fixture.cases;
  const found = mapsOf(one, { ...one.format as WeightsFormat, padding: "tensorflow" });
  assert.ok(largestError(found, one.maps) > 0.1);
});

/** The values of the feature maps at the places in the fixture. */
function mapsOf({ encoder, maps: expected }: Case, format: WeightsFormat): number[][] {
  const name = encoder as EncoderName;
  const random = generator(seed);
  const photograph = input({ shape: [size, size, 3] });
  const maps = ENCODERS[name].build(photograph, { features: 1, format });
  const whole = modelOf({ inputs: photograph, outputs: maps });
  const tensors = drawEncoder(whole, name, format, random);
  fill(whole, { encoder: name, format, tensors, file: "encoders.py", sha256: "" });
  const images = tf.tensor4d(random(size * size * 3, 0, 1), [1, size, size, 3]);
  return maps.map((map, i) => {
    const model = modelOf({ inputs: photograph, outputs: map });
    model.setUserDefinedMetadata({ ...metadataOf(tinyUnet()), shape: [size, size] });
    const values = compile(model).infer(images).dataSync();
    const intervals = expected[i].length - 1;
    return expected[i].map((_, k) => values[Math.floor(k * (values.length - 1) / intervals)]);
  });
}

function largestError(found: number[][], expected: number[][]): number {
  const errors = expected.map((map, i) => map.map((value, k) => Math.abs(value - found[i][k])));
  return Math.max(...errors.flat());
}
