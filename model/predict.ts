import { setImmediate } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs-core";
import { imageOf, normalise, pixelsOf, type Samples } from "../core/mod.ts";
import type { ModelMetadata, TestAugmentation } from "./metadata.ts";
import { meanOf, type Predictor } from "./ensemble.ts";
import type { Network } from "./network.ts";

/** Options of {@link predict}. */
export interface PredictOptions {
  /** Which of the images, in this order. @default {all} */
  indices?: readonly number[];
  /** The true labels of all images, [n, rows, columns]; the loss needs them. */
  truth?: Uint8Array;
  /** Labels in `truth` whose pixels are not in the loss. @default {[]} */
  ignore?: readonly number[];
  /** Images computed together. @default {16} */
  batch?: number;
  /**
   * With `flip` the logits are the mean of those of the image and of its mirror image, flipped back.
   * @default {what the model's metadata says}
   */
  testAugment?: TestAugmentation;
  /** Stops before the next batch, and throws its reason. */
  signal?: AbortSignal;
}

/** The result of {@link predict}. */
export interface Prediction {
  /** The most probable class's label (`metadata.classes[i].label`) at each pixel, [n, rows, columns]. */
  labels: Uint8Array;
  /** Softmax cross-entropy, mean over pixels, in nats; only with `truth`. */
  loss?: number;
  /** How many pixels that is the mean of; only with `truth`. */
  pixels?: number;
}

/**
 * Predicts a label for each pixel of images.
 *
 * @param network Of `compile`, or `training.network`; of several models the mean of their probabilities
 *   decides.
 * @param images Samples, as the model's metadata says: RGB of 8 bits, if not others,
 *   [n, rows, columns, channels].
 * @param options Which images, and their truth.
 * @returns Labels, and the loss.
 * @throws {TypeError} If images or truth don't have the network's size.
 * @throws {RangeError} If an index is out of range, or a label in `truth` isn't a class.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend, compile } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const network = compile(buildUnet({ size: 16, features: 1, classes, seed: 0 }));
 * const images = new Uint8Array(2 * 16 * 16 * 3);
 * const { labels } = await predict(network, images);
 * assert.equal(labels.length, 2 * 16 * 16);
 * ```
 */
export async function predict(
  network: Network | { readonly members: readonly Network[]; readonly metadata: ModelMetadata },
  images: Samples,
  options: PredictOptions = {},
): Promise<Prediction> {
  const { metadata } = network, pixels = pixelsOf(metadata.shape);
  const { truth, ignore = [] } = options;
  const values = pixels * metadata.normalisation.length;
  const count = options.indices?.length ?? Math.floor(images.length / values);
  const labels = new Uint8Array(count * pixels);
  const classOf = truth && classTable(metadata, ignore);
  const total = { loss: 0, pixels: 0 };
  let place = 0;
  for await (const { index, logits } of predictLogits(network, images, options)) {
    fillLabels(labels.subarray(place, place + pixels), logits, metadata);
    place += pixels;
    if (truth && classOf) {
      const own = lossOf(logits, truth.subarray(index * pixels, (index + 1) * pixels), classOf);
      total.loss += own.loss;
      total.pixels += own.pixels;
    }
  }
  const loss = total.loss / total.pixels;
  return truth ? { labels, loss, pixels: total.pixels } : { labels };
}

/** What a model says about one image. */
export interface ImageLogits {
  /** The image's place among the images. */
  index: number;
  /** Logits, shape [rows, columns, classes]: a view of its batch's. */
  logits: Float32Array;
}

/**
 * Predicts images one after the other, computed in batches.
 *
 * @param network Of `compile` or `ensembleOf`, or `training.network`.
 * @param images Samples as the model's images have them, [n, rows, columns, channels].
 * @param options Which images.
 * @returns Each image's logits, in the order of `indices`.
 * @throws {TypeError} If images or truth don't have the network's size.
 * @throws {RangeError} If an index is out of range.
 */
export async function* predictLogits(
  network: Predictor,
  images: Samples,
  options: PredictOptions = {},
): AsyncGenerator<ImageLogits, void, void> {
  if ("members" in network) {
    const all = network.members.map((member) => predictLogits(member, images, options));
    return yield* meanOf(all, network.metadata.classes.length);
  }
  const { metadata } = network;
  const { shape, classes, normalisation } = metadata, channels = normalisation.length;
  const pixels = pixelsOf(shape), columns = shape[1];
  const { batch = 16, signal, testAugment = metadata.testAugment } = options;
  const indices = options.indices ??
    Array.from({ length: images.length / (channels * pixels) }, (_, i) => i);
  checkInput(images, { ...options, indices, batch }, { pixels, channels });

  for (let start = 0; start < indices.length; start += batch) {
    signal?.throwIfAborted();
    const chosen = indices.slice(start, start + batch);
    const input = new Float32Array(chosen.length * pixels * channels);
    chosen.forEach((index, i) => {
      const own = input.subarray(i * pixels * channels);
      normalise(imageOf({ shape, channels, images }, index), normalisation, own);
    });
    const logits = await compute(network, input, chosen.length);
    if (testAugment === "flip") {
      const mirrored = await compute(network, flip(input, columns, channels), chosen.length);
      flip(mirrored, columns, classes.length).forEach((value, i) =>
        logits[i] = (logits[i] + value) / 2
      );
    }

    const values = pixels * classes.length;
    for (const [i, index] of chosen.entries()) {
      yield { index, logits: logits.subarray(i * values, (i + 1) * values) };
    }
    // an engine that computes synchronously starves Ctrl-C
    await setImmediate();
  }
}

async function compute(
  { infer, metadata: { shape: [rows, columns], normalisation } }: Network,
  input: Float32Array,
  count: number,
): Promise<Float32Array> {
  const tensor = tf.tensor4d(input, [count, rows, columns, normalisation.length]);
  const logits = infer(tensor);
  const values = await logits.data<"float32">();
  tf.dispose([tensor, logits]);
  return values;
}

/** Mirrors images [n, rows, columns, channels] left to right. */
function flip(images: Float32Array, columns: number, channels: number): Float32Array {
  const flipped = new Float32Array(images.length);
  const row = columns * channels;
  for (let start = 0; start < images.length; start += row) {
    for (let x = 0, from = start, to = start + row - channels; x < columns; x++) {
      for (let c = 0; c < channels; c++) flipped[to + c] = images[from + c];
      from += channels;
      to -= channels;
    }
  }
  return flipped;
}

/** The label of the largest logit at each pixel. */
export function fillLabels(
  labels: Uint8Array,
  logits: Float32Array,
  { classes }: ModelMetadata,
): void {
  for (let pixel = 0, at = 0; pixel < labels.length; pixel++, at += classes.length) {
    let best = 0;
    for (let c = 1; c < classes.length; c++) if (logits[at + c] > logits[at + best]) best = c;
    labels[pixel] = classes[best].label;
  }
}

/** What stands for no class in a table of class indices. */
const IGNORED = -1, UNKNOWN = -2;

/** The class index of each label, {@linkcode IGNORED} or {@linkcode UNKNOWN}. */
export function classTable({ classes }: ModelMetadata, ignore: readonly number[]): Int16Array {
  const table = new Int16Array(256).fill(UNKNOWN);
  for (const label of ignore) table[label] = IGNORED;
  classes.forEach(({ label }, i) => table[label] = i);
  return table;
}

/** Sum over pixels of −log softmax(logits)[truth], those to ignore left out, and how many there are. */
export function lossOf(
  logits: Float32Array,
  truth: Uint8Array,
  classOf: Int16Array,
): { loss: number; pixels: number } {
  const classes = logits.length / truth.length;
  let loss = 0, pixels = 0;
  for (let pixel = 0, at = 0; pixel < truth.length; pixel++, at += classes) {
    const index = classOf[truth[pixel]];
    if (index === IGNORED) continue;
    if (index === UNKNOWN) {
      throw new RangeError(
        `Cannot compute the loss: truth must contain only labels of the model's classes, got ${
          truth[pixel]
        }`,
      );
    }
    let max = logits[at];
    for (let c = 1; c < classes; c++) max = Math.max(max, logits[at + c]);
    let exponentials = 0;
    for (let c = 0; c < classes; c++) exponentials += Math.exp(logits[at + c] - max);
    loss += Math.log(exponentials) + max - logits[at + index];
    pixels++;
  }
  return { loss, pixels };
}

function checkInput(
  images: Samples,
  { indices, truth, batch }: PredictOptions & { indices: readonly number[]; batch: number },
  { pixels, channels }: { pixels: number; channels: number },
): void {
  const count = images.length / (channels * pixels);
  if (!Number.isInteger(count)) {
    throw new TypeError(
      `Cannot predict: images must have ${
        channels * pixels
      } values each, got ${images.length} in all`,
    );
  }
  if (truth && truth.length !== count * pixels) {
    throw new TypeError(
      `Cannot predict: truth must have ${count * pixels} labels for ${count} images, ` +
        `got ${truth.length}`,
    );
  }
  const outside = indices.find((i) => !Number.isInteger(i) || i < 0 || i >= count);
  if (outside !== undefined) {
    throw new RangeError(
      `Cannot predict: indices must be from 0 to ${count - 1}, got ${outside}`,
    );
  }
  if (!Number.isInteger(batch) || batch < 1) {
    throw new RangeError(`Cannot predict: batch must be a positive integer, got ${batch}`);
  }
}
