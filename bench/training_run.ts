/**
 * One measurement for training.ts: FEATURES SIZE BATCH THREADS SECONDS ENGINE; prints one line of JSON.
 * ENGINE is a backend, or fast, the engine simd where V8 has FAST_FLAGS. Data is made up; everything
 * else is the real step: forward, loss, gradients, Adam, running statistics.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { type LabelClass, type Shape, shapeOf } from "../core/mod.ts";
import { TRIMAP_CLASSES } from "../data/types.ts";
import {
  buildUnet,
  chooseBackend,
  type EncoderName,
  type EncoderWeights,
  startTraining,
} from "../model/mod.ts";
import { trainStep } from "../model/step.ts";

/** What a measurement gives, here and in PyTorch. */
export interface Measurement {
  /** Of the engine. */
  version: string;
  /** Images per second. */
  training: number;
  /** Images per second. */
  inference: number;
  /** Milliseconds to run the model on one image. */
  latency: number;
  /** The most memory of the process while it trained, in bytes. */
  peak: number;
  /** Milliseconds to load, compile and start the engine. */
  start?: number;
}

/** A U-Net with a batch of made-up photographs. */
export interface Trainer {
  /** Takes one step and gives the loss. */
  step: () => Promise<number>;
  /** Runs the model as it runs once trained, on the first `count` images. @default the batch */
  infer: (count?: number) => Promise<void>;
}

/** What a U-Net is built from, and how many photographs a step takes. */
export interface TrainerOptions {
  features: number;
  size: number | Shape;
  batch: number;
  classes?: readonly LabelClass[];
  encoder?: EncoderName;
  weights?: EncoderWeights;
}

/** Builds a U-Net on the current engine. */
export function trainer(
  { batch, encoder = "plain", classes = TRIMAP_CLASSES, ...options }: TrainerOptions,
): Trainer {
  const model = buildUnet({ ...options, encoder, classes, seed: 0 });
  const [rows, columns] = shapeOf(options.size);
  const training = startTraining(model);
  const pixels = batch * rows * columns;
  const images = Float32Array.from({ length: 3 * pixels }, (_, i) => i * 7919 % 256 / 255);
  const labels = Int32Array.from({ length: pixels }, (_, i) => i * 31 % classes.length);
  return {
    step: () => trainStep(training, { images, labels, count: batch }),
    async infer(count = batch) {
      const x = tf.tensor4d(images.subarray(0, 3 * count * rows * columns), [
        count,
        rows,
        columns,
        3,
      ]);
      const y = training.network.infer(x);
      await y.data();
      tf.dispose([x, y]);
    },
  };
}

/** Images per second by the median time. */
export async function speed(
  run: () => Promise<unknown>,
  batch: number,
  seconds: number,
): Promise<number> {
  // V8 compiles the kernels once more, better, while they run
  for (let i = 0; i < 3; i++) await run();
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  while (times.length < 5 || performance.now() < end) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return batch / times.sort((a, b) => a - b)[times.length >> 1] * 1000;
}

/** The most memory this process had, by Linux; elsewhere what it has now. */
function peakMemory(): number {
  try {
    const status = Deno.readTextFileSync("/proc/self/status");
    return Number(status.match(/VmHWM:\s+(\d+)/)![1]) * 1024;
  } catch {
    return Deno.memoryUsage().rss;
  }
}

if (import.meta.main) {
  const [features, size, batch, threads, seconds] = Deno.args.map(Number);
  const engine = Deno.args[5] ?? "simd";
  const begin = performance.now();
  const fast = engine === "fast";
  const { version } = await chooseBackend(fast ? "simd" : engine, { threads, fast });
  const start = performance.now() - begin;
  const { step, infer } = trainer({ features, size, batch });
  const training = await speed(step, batch, seconds);
  const peak = peakMemory();
  const inference = await speed(() => infer(), batch, seconds / 2);
  const latency = 1000 / await speed(() => infer(1), 1, seconds / 4);
  const measurement: Measurement = { version, training, inference, latency, peak, start };
  console.log(JSON.stringify(measurement));
}
