/** Trains small nets on as many threads as the first argument says; prints a hash of the weights. */
import * as tf from "@tensorflow/tfjs-core";
import {
  Adam,
  batchNorm,
  convolveAtInference,
  convolveConcatenated,
  lossAndGradients,
  softmaxCrossEntropy,
  startBackend,
} from "@triptych/engine";
import { loss as blocksLoss, Weights } from "./blocks.ts";
import { noise } from "./compare.ts";

await startBackend("simd", { threads: Number(Deno.args[0]) });

// direct, Winograd by blocks and by frequencies, transposed, of two tensors, odd sizes
const shapes = [
  ...[[3, 3, 3, 8], [3, 3, 8, 136], [3, 3, 136, 248], [2, 2, 5, 248], [3, 3, 13, 12]],
  [3, 3, 12, 3],
];
const filters = shapes.map((shape, i) =>
  tf.variable(tf.mul(noise(shape, i + 1), 0.1), true, `filter${i}`) as tf.Variable<tf.Rank.R4>
);
const gamma = tf.variable(tf.ones([8]), true, "gamma") as tf.Variable<tf.Rank.R1>;
const beta = tf.variable(tf.zeros([8]), true, "beta") as tf.Variable<tf.Rank.R1>;
const variables = [...filters, gamma, beta];
const x = noise([5, 22, 18, 3], 7) as tf.Tensor4D;
const labels = tf.tensor3d(
  Int32Array.from({ length: 5 * 22 * 18 }, (_, i) => i * i % 3),
  [5, 22, 18],
);
const [first, second, third, up, both, last] = filters;
const adam = new Adam(variables);

function forward(): tf.Scalar {
  const top = batchNorm(tf.conv2d(x, first, 1, "same"), { gamma, beta }, { activation: "relu" }).y;
  const down = tf.maxPool(top, 2, 2, "valid") as tf.Tensor4D;
  const deep = tf.conv2d(tf.relu(tf.conv2d(down, second, 1, "same")), third, 1, "same");
  const grown = tf.conv2dTranspose(deep, up, [5, 22, 18, 5], 2, "same");
  const settings = { strides: [1, 1] as [number, number], pad: "same" as const };
  const joined = tf.relu(convolveConcatenated([top as tf.Tensor4D, grown], both, settings));
  return softmaxCrossEntropy(tf.conv2d(joined, last, 1, "same") as tf.Tensor4D, labels);
}

for (let step = 0; step < 3; step++) {
  const { loss, gradients } = lossAndGradients(forward, variables);
  adam.apply(gradients);
  tf.dispose([loss, gradients]);
}

const inferred = tf.tidy(() => {
  const settings = {
    strides: [1, 1] as [number, number],
    pad: "same" as const,
    isDepthwise: false,
  };
  const norm = { gamma, beta, mean: beta, variance: gamma, epsilon: 1e-5 };
  const run = (x: tf.Tensor4D, filter: tf.Tensor4D, isNormed: boolean) =>
    convolveAtInference([x], { filter, ...isNormed && { norm } }, {
      ...settings,
      activation: "relu",
    });
  const top = run(x, first, true);
  return tf.keep(run(run(top, second, false), third, false));
});

// MobileNet's blocks
const blocks = new Weights();
tf.tidy(() => blocksLoss(x, labels, blocks));
const blocksAdam = new Adam(blocks.variables);
for (let step = 0; step < 3; step++) {
  const forward = () => blocksLoss(x, labels, blocks);
  const { loss, gradients } = lossAndGradients(forward, blocks.variables);
  blocksAdam.apply(gradients);
  tf.dispose([loss, gradients]);
}

const bytes = new Uint8Array(
  await new Blob(
    [...variables, inferred, ...blocks.variables].map((variable) =>
      variable.dataSync().slice() as BlobPart
    ),
  )
    .arrayBuffer(),
);
const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
console.log(digest.toHex());
