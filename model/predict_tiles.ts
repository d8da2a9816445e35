/**
 * Images of any size, predicted in overlapping tiles of the model's shape.
 *
 * @module
 */
import { mirroredInside, type Samples, type Shape } from "../core/mod.ts";
import { meanOf, type Predictor } from "./ensemble.ts";
import { classTable, fillLabels, lossOf } from "./labels_of_logits.ts";
import { checkLength, type Prediction, predictLogits, type PredictOptions } from "./predict.ts";

/** An image of its own size. */
export interface OwnImage {
  /** Rows and columns. */
  shape: Shape;
  /** Samples as the model's images have them, shape [rows, columns, channels]. */
  samples: Samples;
}

/** The same of which a few rows are read at a time. */
export interface ImageRows {
  /** Rows and columns. */
  shape: Shape;
  /** Reads the rows from one to before another; never from an earlier one than the time before. */
  rowsAt: (from: number, to: number) => Promise<Samples>;
}

/** Some rows of an image, and what a model says of them. */
export interface LogitRows {
  /** The first row. */
  top: number;
  /** How many rows. */
  rows: number;
  /** Blended logits, shape [rows, columns, classes]; overwritten when the next rows are asked for. */
  logits: Float32Array;
}

/** The part of a tile that its neighbour covers as well, at least; as MONAI's sliding windows. */
const OVERLAP = 0.25;

/**
 * Predicts an image of any size in overlapping tiles, a few rows after the other. Where tiles overlap,
 * their logits are blended: each weighs the less, the nearer its edge is. Beyond the edges of an image that
 * is smaller than a tile it is mirrored, as for pieces in training. What is in memory grows with the image's width, not with its height; the time
 * with its pixels.
 *
 * @param network Of `compile` or `ensembleOf`, or `training.network`.
 * @param image The image.
 * @param options As of `predict`; no `indices` and no `truth`.
 * @returns All rows, from the first to the last.
 * @throws {TypeError} If the samples aren't as many as the shape says.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend, compile } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const network = compile(buildUnet({ size: 16, features: 1, classes, seed: 0 }));
 * const image = { shape: [40, 20], samples: new Uint8Array(40 * 20 * 3) } as const;
 * let rows = 0;
 * for await (const part of predictTiles(network, image)) rows += part.rows;
 * assert.equal(rows, 40);
 * ```
 */
export async function* predictTiles(
  network: Predictor,
  image: OwnImage | ImageRows,
  options: Pick<PredictOptions, "batch" | "signal" | "testAugment"> = {},
): AsyncGenerator<LogitRows, void, void> {
  if ("members" in network) {
    const all = network.members.map((member) => predictTiles(member, image, options));
    return yield* meanOf(all, network.metadata.classes.length);
  }
  const { shape, classes, normalisation } = network.metadata, { length: channels } = normalisation;
  const [height, width] = image.shape, stride = width * classes.length;
  if ("samples" in image) checkImage(image, channels);
  const down = tilesAlong(height, shape[0]), across = tilesAlong(width, shape[1]);
  const band = new Float32Array(Math.min(shape[0], height) * stride);
  for (const [row, start] of down.starts.entries()) {
    const corners = across.starts.map((left): Corner => [start, left]);
    const top = Math.max(start, 0), end = Math.min(start + shape[0], height);
    const samples = "samples" in image
      ? image.samples.subarray(top * width * channels, end * width * channels)
      : await image.rowsAt(top, end);
    const own = { shape: image.shape, samples, first: top };
    const tiles = cutTiles(own, corners, { shape, channels });
    for await (const { index, logits } of predictLogits(network, tiles, options)) {
      const corner = [start - top, corners[index][1]] as const;
      const weights = [down.weights[row], across.weights[index]] as const;
      addTile(logits, weights, { band, corner, width, classes: classes.length });
    }
    const rows = (down.starts[row + 1] ?? height) - top;
    yield { top, rows, logits: band.subarray(0, rows * stride) };
    band.copyWithin(0, rows * stride).fill(0, Math.max(0, band.length - rows * stride));
  }
}

/** A tile's first row and column; negative where it juts out of the image. */
type Corner = readonly [top: number, left: number];

/**
 * Predicts a label for each pixel of an image of any size, in tiles.
 *
 * @param network Of `compile` or `ensembleOf`, or `training.network`.
 * @param image The image.
 * @param options As of `predict`; `truth` is of this image, shape [rows, columns].
 * @returns Labels, shape [rows, columns], and the loss of the blended logits.
 * @throws {TypeError} If the samples or the labels in `truth` aren't as many as the shape says.
 * @throws {RangeError} If a label in `truth` isn't a class.
 */
export async function predictOwnSize(
  network: Predictor,
  image: OwnImage,
  { truth, ignore = [], ...options }: Omit<PredictOptions, "indices" | "truth"> & {
    truth?: Uint8Array;
  } = {},
): Promise<Prediction> {
  const { metadata } = network, [height, width] = image.shape;
  const labels = new Uint8Array(height * width), classOf = truth && classTable(metadata, ignore);
  if (truth) checkLength("the truth", truth, labels.length);
  const total = { loss: 0, pixels: 0 };
  for await (const { top, rows, logits } of predictTiles(network, image, options)) {
    const [from, to] = [top * width, (top + rows) * width];
    fillLabels(labels.subarray(from, to), logits, metadata);
    if (!truth || !classOf) continue;
    const own = lossOf(logits, truth.subarray(from, to), classOf);
    total.loss += own.loss;
    total.pixels += own.pixels;
  }
  if (!truth) return { labels };
  return { labels, loss: total.loss / total.pixels, pixels: total.pixels };
}

/** Tiles along one side of an image. */
interface Tiles {
  /** Where each begins; one that is longer than the side has it in its middle. */
  starts: number[];
  /** How much each counts at each of its places; over all tiles the weights at a place sum to 1. */
  weights: Float32Array[];
}

/** Evenly spread tiles that cover a side. */
function tilesAlong(length: number, side: number): Tiles {
  const rest = length - side;
  if (rest <= 0) {
    return { starts: [Math.floor(rest / 2)], weights: [new Float32Array(side).fill(1)] };
  }
  const steps = Math.ceil(rest / (side * (1 - OVERLAP)));
  const starts = Array.from({ length: steps + 1 }, (_, i) => Math.round(i * rest / steps));
  const nearness = Float64Array.from({ length: side }, (_, i) => Math.min(i, side - 1 - i) + 0.5);
  const sums = new Float64Array(length);
  for (const start of starts) nearness.forEach((near, i) => sums[start + i] += near);
  const weights = starts.map((start) =>
    Float32Array.from(nearness, (near, i) => near / sums[start + i])
  );
  return { starts, weights };
}

/** Copies tiles out of an image's rows from the first on, one after the other. */
function cutTiles(
  { shape: [height, width], samples, first }: OwnImage & { first: number },
  corners: readonly Corner[],
  { shape: [rows, columns], channels }: { shape: Shape; channels: number },
): Samples {
  const length = rows * columns * channels, count = corners.length * length;
  const tiles = samples instanceof Uint8Array ? new Uint8Array(count) : new Float32Array(count);
  for (const [i, [top, left]] of corners.entries()) {
    for (let y = 0, to = i * length; y < rows; y++) {
      const row = (mirroredInside(top + y, height - 1) - first) * width;
      if (left >= 0) {
        const from = (row + left) * channels, end = from + columns * channels;
        tiles.set(samples.subarray(from, end), to);
        to += end - from;
        continue;
      }
      for (let x = left; x < left + columns; x++) {
        let from = (row + mirroredInside(x, width - 1)) * channels;
        for (let c = 0; c < channels; c++) tiles[to++] = samples[from++];
      }
    }
  }
  return tiles;
}

/** Adds a tile's weighted logits to the rows that are being collected. */
function addTile(
  logits: Float32Array,
  [down, across]: readonly [Float32Array, Float32Array],
  { band, corner: [top, left], width, classes }: {
    band: Float32Array;
    corner: Corner;
    width: number;
    classes: number;
  },
): void {
  const height = band.length / (width * classes), columns = across.length;
  const from = Math.max(-left, 0), to = Math.min(width - left, columns);
  for (let y = Math.max(-top, 0); y < Math.min(height - top, down.length); y++) {
    let at = (y * columns + from) * classes, place = ((y + top) * width + from + left) * classes;
    for (let x = from; x < to; x++) {
      const weight = down[y] * across[x];
      for (let c = 0; c < classes; c++) band[place++] += weight * logits[at++];
    }
  }
}

function checkImage({ shape: [height, width], samples }: OwnImage, channels: number): void {
  if (samples.length === height * width * channels) return;
  throw new TypeError(
    `Cannot predict: an image of ${width}x${height} px must have ${channels} samples per pixel, ` +
      `got ${samples.length} in all`,
  );
}
