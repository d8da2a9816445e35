/**
 * The engine with its own operations for inference, `convolveAtInference` and what else `predict` uses: bundled
 * into a module for host.mjs, where the engine and TensorFlow.js are the packages.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { startBackend } from "@triptych/engine";
import { compile, type Network } from "../../model/network.ts";
import { photographs, sample } from "./problems.mjs";

/** What a contestant is started with. */
interface StartOptions {
  threads: number;
  /** Where the models are. */
  url: string;
}

/** What it is asked to infer. */
interface InferRequest {
  model: string;
  batch: number;
  side: number;
  classes: number;
}

/** Starts the engine; gives its version, and what it can be asked. */
export async function start(_name: string, { threads, url }: StartOptions) {
  const { description } = await startBackend("simd", { threads });
  const networks = new Map<string, Network>();
  return {
    version: description,
    /** A run of a U-Net, and a sample of its logits. */
    async infer({ model, batch, side, classes }: InferRequest) {
      if (!networks.has(model)) {
        networks.set(model, compile(await loadLayersModel(`${url}/${model}/model.json`)));
      }
      const images = tf.tensor4d(photographs(batch, side), [batch, side, side, 3]);
      return {
        async run() {
          const logits = networks.get(model)!.infer(images), values = await logits.data();
          logits.dispose();
          return sample(values, { side, classes, channelsFirst: false });
        },
        end: () => images.dispose(),
      };
    },
  };
}
