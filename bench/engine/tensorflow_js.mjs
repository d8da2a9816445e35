// Contestants that are backends of TensorFlow.js: models of tf.layers, as anybody has them.
import * as tf from "@tensorflow/tfjs-core";
import { layers, loadLayersModel, sequential } from "@tensorflow/tfjs-layers";
import { ADAM, batchOf, CLASSES, CONVNETS, photographs, sample, startOf } from "./problems.mjs";

/** How each backend is started; gives its version. */
const BACKENDS = {
  simd: async ({ threads }) => {
    const { startBackend } = await import("@triptych/engine");
    return (await startBackend("simd", { threads })).description;
  },
  cpu: async () => {
    const { version_cpu } = await import("@tensorflow/tfjs-backend-cpu");
    await tf.setBackend("cpu");
    return `${version_cpu}, JavaScript on 1 thread`;
  },
  wasm: async ({ threads, files }) => {
    const wasm = await import("@tensorflow/tfjs-backend-wasm");
    if (globalThis.document) wasm.setWasmPaths(`${files}/@tensorflow/tfjs-backend-wasm/dist/`);
    wasm.setThreadsCount(threads);
    await tf.setBackend("wasm");
    // in Node.js it has one, whatever is asked for
    const count = wasm.getThreadsCount();
    return `${wasm.version_wasm}, WebAssembly on ${count} ${count === 1 ? "thread" : "threads"}`;
  },
  node: async ({ threads }) => {
    process.env.OMP_NUM_THREADS = process.env.TF_NUM_INTRAOP_THREADS = String(threads);
    const { version } = await import("@tensorflow/tfjs-node");
    await tf.setBackend("tensorflow");
    return `${version["tfjs-node"]}, native on ${threads} threads`;
  },
};

/** Starts a backend; gives its version, and what it can be asked. */
export async function start(name, options) {
  // else it prints an advertisement for tfjs-node
  if (name === "cpu") tf.env().set("IS_NODE", false);
  const version = await BACKENDS[name](options);
  const models = new Map();
  return {
    version,
    /** A run of a U-Net, and a sample of its logits. */
    async infer({ model, batch, side, classes }) {
      if (!models.has(model)) {
        models.set(model, await loadLayersModel(`${options.url}/${model}/model.json`));
      }
      const images = tf.tensor4d(photographs(batch, side), [batch, side, side, 3]);
      return {
        async run() {
          const logits = models.get(model).predict(images, { batchSize: batch });
          const values = await logits.data();
          logits.dispose();
          return sample(values, { side, classes });
        },
        end: () => images.dispose(),
      };
    },
    /** A step of training, which gives the loss. */
    train({ convnet }) {
      const problem = CONVNETS[convnet], model = buildConvnet(problem);
      const { images, oneHot } = batchOf(problem), { batch, side, channels } = problem;
      const x = tf.tensor4d(images, [batch, side, side, channels]);
      const y = tf.tensor2d(oneHot, [batch, CLASSES]);
      return {
        run: () => model.trainOnBatch(x, y),
        end: () => [model, x, y].forEach((one) => one.dispose()),
      };
    },
  };
}

function buildConvnet({ side, channels, blocks, ...problem }) {
  const { convolutions, dense } = startOf({ side, channels, blocks, ...problem });
  const model = sequential();
  for (const block of blocks) {
    for (const filters of block) {
      const first = model.layers.length === 0 ? { inputShape: [side, side, channels] } : {};
      const settings = { kernelSize: 3, padding: "same", activation: "relu" };
      model.add(layers.conv2d({ filters, ...settings, ...first }));
    }
    model.add(layers.maxPooling2d({ poolSize: 2 }));
  }
  model.add(layers.flatten());
  model.add(layers.dense({ units: CLASSES, activation: "softmax" }));
  const kernels = [...convolutions, dense].flatMap(({ shape, values }) => [
    tf.tensor(values, shape),
    tf.zeros([shape.at(-1)]),
  ]);
  model.setWeights(kernels);
  const { rate, beta1, beta2, epsilon } = ADAM;
  model.compile({
    optimizer: tf.train.adam(rate, beta1, beta2, epsilon),
    loss: "categoricalCrossentropy",
  });
  return model;
}
