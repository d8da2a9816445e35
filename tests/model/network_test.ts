import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import {
  input,
  layers,
  type LayersModel,
  model as modelOf,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { lossAndGradients, softmaxCrossEntropy } from "@triptych/engine";
import { TRIMAP_CLASSES } from "../../data/types.ts";
import { chooseBackend, compile, metadataOf } from "../../model/mod.ts";
import { initialise } from "../../model/initialise.ts";
import { updateRunning } from "../../model/network.ts";
import { generator, noise, squares, tinyUnet } from "./build.ts";

await chooseBackend("cpu");

Deno.test("infer() gives the logits of the standard layers' predict()", () => {
  const model = tinyUnet({ features: 2 });
  const network = compile(model);
  const images = tf.tensor4d(noise(2, 16, 1).images, [2, 16, 16, 3]);
  // running statistics other than 0 and 1
  updateRunning(network.train(images).statistics);
  assertClose(network.infer(images), model.predict(images) as tf.Tensor, 1e-5);
});

Deno.test("train() gives the logits of the standard layers in training", () => {
  const model = tinyUnet({ features: 2 });
  const images = tf.tensor4d(noise(3, 16, 1).images, [3, 16, 16, 3]);
  const expected = model.apply(images, { training: true }) as tf.Tensor;
  assertClose(compile(model).train(images).logits, expected, 1e-4);
});

Deno.test("updateRunning() moves a tenth towards mean and sample variance, as PyTorch", () => {
  const model = tinyUnet();
  const network = compile(model);
  const images = tf.tensor4d(noise(2, 16, 1).images, [2, 16, 16, 3]);
  const values = (model.getLayer("down1_conv1").apply(images) as tf.Tensor).dataSync<"float32">();
  updateRunning(network.train(images).statistics);

  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const [, , runningMean, runningVariance] = model.getLayer("down1_norm1").getWeights();
  assert.ok(Math.abs(runningMean.dataSync()[0] - 0.1 * mean) < 1e-6);
  const expected = 0.9 + 0.1 * squares / (values.length - 1);
  assert.ok(Math.abs(runningVariance.dataSync()[0] - expected) < 1e-6);
});

Deno.test("gradients of every kind of layer agree with finite differences", () => {
  const network = compile(oneLevel());
  const images = tf.tensor4d(noise(4, 8, 1).images, [4, 8, 8, 3]);
  const labels = tf.tensor3d(squares(4, 8, 3), [4, 8, 8], "int32");
  const lossOf = () => softmaxCrossEntropy(network.train(images).logits, labels);
  const { gradients } = lossAndGradients(lossOf, network.trainable);
  assert.equal(network.trainable.length, 10);

  const random = generator(1);
  for (const variable of network.trainable) {
    // half along the gradient, where the change is large, half anywhere, where no part is left out
    const gradient = gradients[variable.name];
    const anywhere = tf.tensor(random(variable.size, -1, 1), variable.shape);
    const direction = tf.add(unit(gradient), unit(anywhere));
    const expected = tf.sum(tf.mul(gradient, direction)).dataSync()[0];

    const start = variable.clone();
    const lossAt = (step: number) =>
      tf.tidy(() => {
        variable.assign(tf.add(start, tf.mul(direction, step)));
        return lossOf().dataSync()[0];
      });
    const step = 2e-3;
    const measured = (lossAt(step) - lossAt(-step)) / (2 * step);
    variable.assign(start);
    // a loss in float32 is exact to about 1e-7, its difference over the step to 5e-5
    assert.ok(
      Math.abs(measured - expected) < 0.002 * Math.abs(expected) + 5e-5,
      `${variable.name}: ${measured} by differences, ${expected} by backpropagation`,
    );
  }
});

Deno.test("infer() frees what it computed", () => {
  const network = compile(tinyUnet());
  const images = tf.tensor4d(noise(1, 16, 1).images, [1, 16, 16, 3]);
  const before = tf.memory().numTensors;
  network.infer(images).dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("a network refuses images of another size", () => {
  const network = compile(tinyUnet());
  assert.throws(() => network.infer(tf.zeros([1, 32, 32, 3])), {
    name: "TypeError",
    message: "Cannot run the model: images must be [n, 16, 16, 3], got [1, 32, 32, 3]",
  });
});

Deno.test("compile() refuses layers and settings that it does not know", () => {
  const refuses = (layer: layers.Layer, message: string | RegExp) => {
    const photograph = input({ shape: [16, 16, 3] });
    const unknown = modelOf({
      inputs: photograph,
      outputs: layer.apply(photograph) as SymbolicTensor,
    });
    unknown.setUserDefinedMetadata(metadataOf(tinyUnet()));
    assert.throws(() => compile(unknown), { name: "TypeError", message });
  };
  refuses(
    layers.dropout({ rate: 0.5, name: "drop" }),
    "Cannot run layer drop: its kind must be one of Conv2D, DepthwiseConv2D, Conv2DTranspose, " +
      "MaxPooling2D, GlobalAveragePooling2D, UpSampling2D, Concatenate, Add, Multiply, Reshape, or " +
      "one that runs with a convolution: ZeroPadding2D before it, BatchNormalization, ReLU up to " +
      "infinity or 6, hard swish and hard sigmoid after it, got Dropout",
  );
  refuses(
    layers.conv2d({ filters: 1, kernelSize: 1, activation: "tanh", name: "conv" }),
    'Cannot run layer conv: activation must be "linear", got "tanh"',
  );
  refuses(
    layers.conv2dTranspose({ filters: 1, kernelSize: 3, strides: 2, name: "grow" }),
    "Cannot run layer grow: a transposed convolution's kernel must be as large as its strides, " +
      "got 3x3 and 2x2",
  );
});

Deno.test("compile() refuses a model of another program", () => {
  const photograph = input({ shape: [16, 16, 3] });
  const other = modelOf({
    inputs: photograph,
    outputs: layers.conv2d({ filters: TRIMAP_CLASSES.length, kernelSize: 1 })
      .apply(photograph) as SymbolicTensor,
  });
  assert.throws(() => compile(other), {
    name: "TypeError",
    message: 'Cannot use this model: its metadata must have the schema "triptych/model@1", ' +
      "got undefined. Was it written by another program?",
  });
});

/** A U-Net of one level: each kind of layer once or twice, few kinks for finite differences to hit. */
function oneLevel(): LayersModel {
  const photograph = input({ shape: [8, 8, 3] });
  const apply = (layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]) =>
    layer.apply(x) as SymbolicTensor;
  const block = (x: SymbolicTensor, filters: number) => {
    const conv = layers.conv2d({ filters, kernelSize: 3, padding: "same", useBias: false });
    return apply(layers.reLU(), apply(layers.batchNormalization(), apply(conv, x)));
  };
  const skip = block(photograph, 2);
  const down = block(apply(layers.maxPooling2d({ poolSize: 2 }), skip), 4);
  const up = apply(layers.conv2dTranspose({ filters: 2, kernelSize: 2, strides: 2 }), down);
  const both = apply(layers.concatenate(), [skip, up]);
  const outputs = apply(layers.conv2d({ filters: 3, kernelSize: 1 }), both);
  const model = modelOf({ inputs: photograph, outputs });
  model.setUserDefinedMetadata({ ...metadataOf(tinyUnet()), shape: [8, 8] });
  initialise(model, 1);
  return model;
}

function unit(x: tf.Tensor): tf.Tensor {
  return tf.div(x, tf.norm(x));
}

function assertClose(found: tf.Tensor, expected: tf.Tensor, tolerance: number): void {
  assert.deepEqual(found.shape, expected.shape);
  const [a, b] = [found.dataSync(), expected.dataSync()];
  assert.ok(b.some((value) => Math.abs(value) > 100 * tolerance), "nothing to compare");
  for (let i = 0; i < a.length; i++) {
    assert.ok(Math.abs(a[i] - b[i]) <= tolerance, `value ${i}: got ${a[i]}, expected ${b[i]}`);
  }
}
