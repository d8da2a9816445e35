import { pictureOf } from "../core/mod.ts";
import {
  fitImage,
  labelsAtOwnSize,
  mapsAtOwnSize,
  postProcess,
  toProbabilities,
} from "../data/mod.ts";
import { type Raster, type RasterRows, samplesOf } from "../io/mod.ts";
import { type ModelMetadata, predictLogits, type Predictor, predictTiles } from "../model/mod.ts";

/** What a model says of an image. */
export interface ImagePrediction {
  /**
   * The likeliest class at each pixel, a label of `maskClasses`, post-processed as the model says, shape
   * [height, width].
   */
  labels: Uint8Array;
  /** Each class's probabilities, shape [classes, height, width]; empty unless they were asked for. */
  probabilities: Float32Array;
  /** The image and its labels to look at, at most 25 million pixels. */
  overview: () => Overview;
}

/** An image as the model sees it; of a large one every nth pixel of every nth row. */
export interface Overview {
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** Red, green and blue, shape [height, width, 3]. */
  picture: Uint8Array;
  /** Shape [height, width]. */
  labels: Uint8Array;
}

/** The most pixels of an overview: what is in memory for it doesn't grow with the image. */
const OVERVIEW = 25e6;

/** What is wanted of a prediction. */
export interface PredictImageOptions {
  /** Whether probabilities are, which take four bytes per pixel and class. */
  withProbabilities: boolean;
}

/**
 * Predicts an image at its own size. A model of whole images gets it as in training, and the classes'
 * probabilities are brought back before the likeliest is taken; one of patches gets it in tiles.
 *
 * @param network The model.
 * @param raster The image, as its file has it.
 * @param options What is wanted.
 * @throws {TypeError} If it doesn't have the channels that the model takes.
 */
export async function predictImage(
  network: Predictor,
  raster: Raster | RasterRows,
  options: PredictImageOptions = { withProbabilities: false },
): Promise<ImagePrediction> {
  const { normalisation, depth = 8, fit = "squash" } = network.metadata;
  const format = { channels: normalisation.length, depth };
  const { width, height } = raster, step = Math.ceil(Math.sqrt(width * height / OVERVIEW));
  const { thin, ...maps } = fit === "tile"
    ? await predictInTiles(network, raster, { ...options, step })
    : await predictFitted(network, await wholeOf(raster), { ...options, fit, step });
  postProcess(maps.labels, [height, width], network.metadata);
  toMaskValues(maps.labels, network.metadata);
  const overview = (): Overview => {
    const { width: columns, height: rows, data } = samplesOf(thin, format);
    const whole = { ...thin, width, height, data: maps.labels, channels: 1 };
    const { data: labels } = everyNth(whole, step);
    return { width: columns, height: rows, picture: pictureOf(data, normalisation), labels };
  };
  return { ...maps, overview };
}

/** The model's labels become the values of the masks that it learned from. */
function toMaskValues(labels: Uint8Array, { classes, maskValues }: ModelMetadata): void {
  if (maskValues === undefined) return;
  const values = new Uint8Array(256);
  for (const [i, { label }] of classes.entries()) values[label] = maskValues[i];
  for (let i = 0; i < labels.length; i++) labels[i] = values[labels[i]];
}

/** What a model says of an image, and every nth pixel of that. */
type Maps = Omit<ImagePrediction, "overview"> & { thin: Raster };

async function wholeOf(raster: Raster | RasterRows): Promise<Raster> {
  return "rowsAt" in raster ? await raster.rowsAt(0, raster.height) : raster;
}

/** Every nth pixel of every nth row; the raster itself for n of 1. */
function everyNth<Data extends Raster["data"]>(
  raster: Raster & { data: Data },
  step: number,
): Raster & { data: Data } {
  if (step === 1) return raster;
  const { channels, data } = raster;
  const width = Math.ceil(raster.width / step), height = Math.ceil(raster.height / step);
  const length = width * height * channels;
  const thin = new (data.constructor as new (length: number) => Data)(length);
  for (let y = 0, to = 0; y < height; y++) {
    let from = y * step * raster.width * channels;
    for (let x = 0; x < width; x++, from += step * channels) {
      for (let c = 0; c < channels; c++) thin[to++] = data[from + c];
    }
  }
  return { ...raster, width, height, data: thin };
}

async function predictFitted(
  network: Predictor,
  raster: Raster,
  { withProbabilities, fit, step }: PredictImageOptions & { fit: "pad" | "squash"; step: number },
): Promise<Maps> {
  const { shape, classes, normalisation, depth = 8 } = network.metadata;
  const image = fitImage(raster, { shape, fit, format: { channels: normalisation.length, depth } });
  let values = new Float32Array();
  for await (const { logits } of predictLogits(network, image)) {
    values = new Float32Array(toProbabilities(logits, classes.length));
  }
  const maps = { values, shape, fit };
  return {
    thin: everyNth(raster, step),
    labels: labelsAtOwnSize(maps, raster, classes.map(({ label }) => label)),
    probabilities: withProbabilities
      ? mapsAtOwnSize(maps, raster, classes.length)
      : new Float32Array(),
  };
}

async function predictInTiles(
  network: Predictor,
  raster: Raster | RasterRows,
  { withProbabilities, step }: PredictImageOptions & { step: number },
): Promise<Maps> {
  const { classes, normalisation, depth = 8 } = network.metadata, { width, height } = raster;
  const format = { channels: normalisation.length, depth }, { length: count } = classes;
  const pixels = width * height, labels = new Uint8Array(pixels), shape = [height, width] as const;
  const probabilities = new Float32Array(withProbabilities ? count * pixels : 0);
  const own = classes.map(({ label }) => label), thinned: Raster[] = [];
  const rowsOf = (from: number, to: number) =>
    "rowsAt" in raster ? raster.rowsAt(from, to) : Promise.resolve(someRows(raster, from, to));
  const rowsAt = async (from: number, to: number) => samplesOf(await rowsOf(from, to), format).data;
  for await (const { top, rows, logits } of predictTiles(network, { shape, rowsAt })) {
    const first = top * width;
    const maps = { values: logits, shape: [rows, width], fit: "squash" } as const;
    labels.set(labelsAtOwnSize(maps, { width, height: rows }, own), first);
    // the next of the rows that are drawn
    const drawn = Math.ceil(top / step) * step;
    if (drawn < top + rows) thinned.push(everyNth(await rowsOf(drawn, top + rows), step));
    if (!withProbabilities) continue;
    const planes = mapsAtOwnSize({ ...maps, values: toProbabilities(logits, count) }, {
      width,
      height: rows,
    }, count);
    for (let c = 0; c < count; c++) {
      probabilities.set(
        planes.subarray(c * rows * width, (c + 1) * rows * width),
        c * pixels + first,
      );
    }
  }
  return { labels, probabilities, thin: joined(thinned) };
}

/** Some rows of an image, in its own memory. */
function someRows(raster: Raster, from: number, to: number): Raster {
  const stride = raster.width * raster.channels;
  return { ...raster, height: to - from, data: raster.data.subarray(from * stride, to * stride) };
}

/** Rows that follow each other as one image. */
function joined(parts: readonly Raster[]): Raster {
  const height = parts.reduce((sum, part) => sum + part.height, 0), [first] = parts;
  const length = height * first.width * first.channels;
  const data = new (first.data.constructor as Uint8ArrayConstructor)(length);
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { ...first, height, data };
}
