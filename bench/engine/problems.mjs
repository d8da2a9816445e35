// What is computed, the same numbers for every contestant: convnets that are trained, images for the U-Net.

/** Convnets by name: 3 × 3 convolutions with relu, a 2 × 2 max pool after each block, then 10 classes. */
export const CONVNETS = {
  small: { side: 16, channels: 1, batch: 32, blocks: [[16], [32]] },
  large: { side: 32, channels: 3, batch: 32, blocks: [[32, 32], [64, 64]] },
};

/** How a convnet is trained: Adam, by the formulas of TensorFlow.js. */
export const ADAM = { rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/** How many classes the convnets tell apart. */
export const CLASSES = 10;

/** Numbers of Numerical Recipes' generator: `(length, low, high)` gives the next ones. */
export function generator(state) {
  return (length, low, high) =>
    Float32Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return low + (high - low) * ((state >>> 8) / 2 ** 24);
    });
}

/** The weights that a convnet starts from: kernels [rows, columns, channels, outputs], biases are 0. */
export function startOf({ side, channels, blocks }) {
  const random = generator(1), convolutions = [];
  let inputs = channels;
  for (const outputs of blocks.flat()) {
    const reach = Math.sqrt(6 / (9 * inputs));
    const values = random(9 * inputs * outputs, -reach, reach);
    convolutions.push({ shape: [3, 3, inputs, outputs], values });
    inputs = outputs;
  }
  const features = inputs * (side >> blocks.length) ** 2, reach = Math.sqrt(3 / features);
  const dense = {
    shape: [features, CLASSES],
    values: random(features * CLASSES, -reach, reach),
  };
  return { convolutions, dense };
}

/** A batch for a convnet: images [n, rows, columns, channels], labels, the same one-hot. */
export function batchOf({ side, channels, batch }) {
  const images = generator(2)(batch * side * side * channels, 0, 1);
  const labels = Int32Array.from({ length: batch }, (_, i) => i * 7 % CLASSES);
  const oneHot = new Float32Array(batch * CLASSES);
  labels.forEach((label, i) => oneHot[i * CLASSES + label] = 1);
  return { images, labels, oneHot };
}

/** Images for the U-Net, values from 0 to 1, [n, rows, columns, 3]. */
export function photographs(batch, side) {
  return generator(3)(batch * side * side * 3, 0, 1);
}

/** Logits of the first image by which results are compared: at 16 pixels, all classes. */
export function sample(logits, { side, classes, channelsFirst }) {
  const pixels = side * side;
  return Array.from({ length: 16 }, (_, k) => Math.floor(k * (pixels - 1) / 15)).flatMap((pixel) =>
    Array.from(
      { length: classes },
      (_, c) => logits[channelsFirst ? c * pixels + pixel : pixel * classes + c],
    )
  );
}
