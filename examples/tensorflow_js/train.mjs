// Trains a small convnet with TensorFlow.js's own layers and model.fit, in WebAssembly: in Node.js, Deno and
// browsers. tfjs-backend-wasm can't (https://github.com/tensorflow/tfjs/issues/8474).
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { startBackend } from "@triptych/engine";

const SIZE = 16;
const DIGITS = 10;
const EPOCHS = 8;

/** Whether a segment of a calculator's digit is lit: top, upper left and right, middle, lower ones, bottom. */
const SEGMENTS = [
  "1110111",
  "0010010",
  "1011101",
  "1011011",
  "0111010",
  "1101011",
  "1101111",
  "1010010",
  "1111111",
  "1111011",
];

/** Where the segments lie: row, column, height, width. */
const PLACES = [
  [0, 0, 2, 7],
  [0, 0, 6, 2],
  [0, 5, 6, 2],
  [5, 0, 2, 7],
  [5, 0, 6, 2],
  [5, 5, 6, 2],
  [9, 0, 2, 7],
];

/** Numbers from 0 to 1, the same on every machine. */
function generator(state) {
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** Draws digits of a calculator somewhere in noise. */
function drawDigits(count, seed) {
  const random = generator(seed);
  const images = new Float32Array(count * SIZE * SIZE), labels = new Int32Array(count);
  for (let n = 0; n < count; n++) {
    const image = images.subarray(n * SIZE * SIZE, (n + 1) * SIZE * SIZE);
    for (let i = 0; i < image.length; i++) image[i] = 0.3 * random();
    labels[n] = Math.floor(random() * DIGITS);
    const top = Math.floor(random() * (SIZE - 10)), left = Math.floor(random() * (SIZE - 6));
    PLACES.forEach(([row, column, height, width], segment) => {
      if (SEGMENTS[labels[n]][segment] === "0") return;
      for (let y = row; y < row + height; y++) {
        for (let x = column; x < column + width; x++) image[(top + y) * SIZE + left + x] += 0.5;
      }
    });
  }
  const x = tf.tensor4d(images, [count, SIZE, SIZE, 1]);
  return { x, y: tf.oneHot(tf.tensor1d(labels, "int32"), DIGITS) };
}

/** A convnet of two convolutions; seeds make it the same everywhere. */
function buildModel() {
  const start = (seed) => ({ className: "GlorotUniform", config: { seed } });
  const convolution = { kernelSize: 3, activation: "relu" };
  const model = sequential({
    layers: [
      layers.conv2d({
        ...convolution,
        filters: 16,
        kernelInitializer: start(1),
        inputShape: [SIZE, SIZE, 1],
      }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ ...convolution, filters: 32, kernelInitializer: start(2) }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: DIGITS, activation: "softmax", kernelInitializer: start(3) }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(0.01),
    loss: "categoricalCrossentropy",
    metrics: ["acc"],
  });
  return model;
}

/** Prints a line, in a page or in the terminal. */
function say(line) {
  if (globalThis.document) document.body.append(line, document.createElement("br"));
  else console.log(line);
}

// "cpu", for comparison, is tfjs-backend-cpu
const name = globalThis.process?.argv[2] ?? "simd";
const { description } = await startBackend(name);
say(description);
const train = drawDigits(1024, 1), test = drawDigits(256, 2), model = buildModel();
const onEpochEnd = (epoch, { loss }) => say(`epoch ${epoch + 1}: loss ${loss.toFixed(4)}`);
await model.fit(train.x, train.y, {
  epochs: EPOCHS,
  batchSize: 32,
  shuffle: false,
  callbacks: { onEpochEnd },
});
const [, accuracy] = model.evaluate(test.x, test.y).map((value) => value.dataSync()[0]);
say(`accuracy on other digits: ${accuracy.toFixed(3)}`);
