import { setImmediate } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs-core";
import { imageOf, normalise, pixelsOf, type Samples } from "../core/mod.ts";
import { meanOf, type Predictor } from "./ensemble.ts";
import { classTable, fillLabels, lossOf } from "./labels_of_logits.ts";
import type { ModelMetadata, TestAugmentation } from "./metadata.ts";
import type { Network } from "./network.ts";
import { addTurnedBack, type Orientation, orientationsOf, turn } from "./orientations.ts";

/** Images that are read one by one, as they are predicted. */
export interface ImageReader {
  /** How many there are. */
  count: number;
  /** Reads one, shape [rows, columns, channels]. */
  imageAt: (index: number) => Samples;
}

/** Options of {@link predict}. */
export interface PredictOptions {
  /** Which of the images, in this order. @default {all} */
  indices?: readonly number[];
  /** The true labels of all images, [n, rows, columns], or what reads those of one; the loss needs them. */
  truth?: Uint8Array | ((index: number) => Uint8Array);
  /** Labels in `truth` whose pixels are not in the loss. @default {[]} */
  ignore?: readonly number[];
  /** Images computed together. @default {16} */
  batch?: number;
  /**
   * With `flip` the logits are the mean of those of the image and of its mirror image, flipped back;
   * with `d4`, of those of the eight mirrored and turned versions of a square image, or the four of an
   * oblong one.
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
 * @param network What `compile` returned, or `training.network`; with several models, the mean of their
 *   probabilities decides.
 * @param images Samples, as the model's metadata says: RGB of 8 bits unless it says otherwise,
 *   [n, rows, columns, channels]; or what reads them.
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
  images: Samples | { count: number; imageAt: (index: number) => Samples },
  options: PredictOptions = {},
): Promise<Prediction> {
  const { shape, normalisation } = network.metadata, pixels = pixelsOf(shape);
  const count = options.indices?.length ??
    Math.floor(countOf(images, pixels * normalisation.length));
  const labels = new Uint8Array(count * pixels), total = { loss: 0, pixels: 0 };
  let place = 0;
  for await (const own of predictEach(network, images, options)) {
    labels.set(own.labels, place);
    place += pixels;
    total.loss += own.loss;
    total.pixels += own.pixels;
  }
  const loss = total.loss / total.pixels;
  return options.truth ? { labels, loss, pixels: total.pixels } : { labels };
}

/** The labels that are predicted for an image. */
export interface ImageLabels {
  /** The image's place among the images. */
  index: number;
  /** Labels, shape [rows, columns]. */
  labels: Uint8Array;
  /** Logits, shape [rows, columns, classes]: a view of its batch's. */
  logits: Float32Array;
  /** The sum over pixels of the cross-entropy; 0 without `truth`. */
  loss: number;
  /** How many pixels that is the sum of. */
  pixels: number;
}

/**
 * Predicts a label for each pixel of images, which are handed out one after the other: what is in memory
 * doesn't grow with their number.
 *
 * @param network As of {@link predict}.
 * @param images As of {@link predict}.
 * @param options Which images, and their truth.
 * @returns Each image's labels, in the order of `indices`.
 * @throws {TypeError} If images or truth don't have the network's size.
 * @throws {RangeError} If an index is out of range, or a label in `truth` isn't a class.
 */
export async function* predictEach(
  network: Predictor,
  images: Samples | ImageReader,
  options: PredictOptions = {},
): AsyncGenerator<ImageLabels, void, void> {
  const { metadata } = network, pixels = pixelsOf(metadata.shape);
  const { truth, ignore = [] } = options, classOf = classTable(metadata, ignore);
  const truthOf = (index: number) =>
    typeof truth === "function"
      ? truth(index)
      : truth?.subarray(index * pixels, (index + 1) * pixels);
  for await (const { index, logits } of predictLogits(network, images, options)) {
    const labels = new Uint8Array(pixels), own = truthOf(index);
    if (own) checkLength(`the truth of image ${index}`, own, pixels);
    fillLabels(labels, logits, metadata);
    const loss = own ? lossOf(logits, own, classOf) : { loss: 0, pixels: 0 };
    yield { index, labels, logits, ...loss };
  }
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
 * @param images Samples as the model's images have them, [n, rows, columns, channels], or what reads them.
 * @param options Which images.
 * @returns Each image's logits, in the order of `indices`.
 * @throws {TypeError} If images or truth don't have the network's size.
 * @throws {RangeError} If an index is out of range.
 */
export async function* predictLogits(
  network: Predictor,
  images: Samples | ImageReader,
  options: PredictOptions = {},
): AsyncGenerator<ImageLogits, void, void> {
  if ("members" in network) {
    const all = network.members.map((member) => predictLogits(member, images, options));
    return yield* meanOf(all, network.metadata.classes.length);
  }
  const { metadata } = network;
  const { shape, classes, normalisation } = metadata, { length: channels } = normalisation;
  const { batch = 16, signal, testAugment = metadata.testAugment } = options;
  const pixels = pixelsOf(shape), orientations = orientationsOf(testAugment, shape);
  const count = countOf(images, channels * pixels);
  const indices = options.indices ?? Array.from({ length: count }, (_, i) => i);
  checkInput(images, { ...options, indices, batch }, { pixels, channels });

  for (let start = 0; start < indices.length; start += batch) {
    signal?.throwIfAborted();
    const chosen = indices.slice(start, start + batch);
    const input = new Float32Array(chosen.length * pixels * channels);
    chosen.forEach((index, i) => {
      const own = input.subarray(i * pixels * channels);
      const image = "imageAt" in images
        ? images.imageAt(index)
        : imageOf({ shape, channels, images }, index);
      checkLength(`image ${index}`, image, pixels * channels);
      normalise(image, normalisation, own);
    });
    const logits = await computeAll(network, input, orientations);

    const values = pixels * classes.length;
    for (const [i, index] of chosen.entries()) {
      yield { index, logits: logits.subarray(i * values, (i + 1) * values) };
    }
    // an engine that computes synchronously starves Ctrl-C
    await setImmediate();
  }
}

/** The mean logits of images in several orientations, each turned back. */
async function computeAll(
  network: Network,
  input: Float32Array,
  [, ...others]: readonly Orientation[],
): Promise<Float32Array> {
  const { shape, classes, normalisation } = network.metadata, { length: channels } = normalisation;
  const count = input.length / (pixelsOf(shape) * channels);
  const logits = await compute(network, input, count);
  for (const other of others) {
    const turned = turn(input, other, { shape, channels });
    const own = await compute(network, turned, count);
    addTurnedBack(logits, own, other, { shape, channels: classes.length });
  }
  const of = others.length + 1;
  if (of > 1) { for (let i = 0; i < logits.length; i++) logits[i] /= of; }
  return logits;
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

/** How many images there are; a fraction, if their samples aren't whole ones. */
function countOf(images: Samples | ImageReader, values: number): number {
  return "imageAt" in images ? images.count : images.length / values;
}

/** Refuses samples or labels that are more or fewer than their image's size says. */
export function checkLength(what: string, { length }: Samples, expected: number): void {
  if (length === expected) return;
  throw new TypeError(`Cannot predict: ${what} must have ${expected} values, got ${length}`);
}

function checkInput(
  images: Samples | ImageReader,
  { indices, truth, batch }: PredictOptions & { indices: readonly number[]; batch: number },
  { pixels, channels }: { pixels: number; channels: number },
): void {
  const count = countOf(images, channels * pixels);
  if (!("imageAt" in images) && !Number.isInteger(count)) {
    throw new TypeError(
      `Cannot predict: images must have ${
        channels * pixels
      } values each, got ${images.length} in all`,
    );
  }
  if (truth instanceof Uint8Array && truth.length !== count * pixels) {
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
