import { pictureOf } from "../core/mod.ts";
import {
  fitImage,
  labelsAtOwnSize,
  mapsAtOwnSize,
  postProcess,
  toProbabilities,
} from "../data/mod.ts";
import { type Raster, samplesOf } from "../io/mod.ts";
import { predictLogits, type Predictor, predictTiles } from "../model/mod.ts";

/** What a model says of an image. */
export interface ImagePrediction {
  /** The likeliest class's label at each pixel, post-processed as the model says, shape [height, width]. */
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
 * @throws {TypeError} If it hasn't the channels that the model takes.
 */
export async function predictImage(
  network: Predictor,
  raster: Raster,
  options: PredictImageOptions = { withProbabilities: false },
): Promise<ImagePrediction> {
  const { normalisation, depth = 8, fit = "squash" } = network.metadata;
  const format = { channels: normalisation.length, depth };
  const maps = fit === "tile"
    ? await predictInTiles(network, raster, options)
    : await predictFitted(network, raster, { ...options, fit });
  postProcess(maps.labels, [raster.height, raster.width], network.metadata);
  const overview = (): Overview => {
    const step = Math.ceil(Math.sqrt(raster.width * raster.height / OVERVIEW));
    const shown = everyNth(raster, step), { width, height } = shown;
    const picture = pictureOf(samplesOf(shown, format).data, normalisation);
    const whole = { ...raster, data: maps.labels, channels: 1 };
    return { width, height, picture, labels: everyNth(whole, step).data };
  };
  return { ...maps, overview };
}

/** Every nth pixel of every nth row; the raster itself for n of 1. */
function everyNth<Data extends Raster["data"]>(
  raster: Raster & { data: Data },
  step: number,
): Raster & { data: Data } {
  if (step === 1) return raster;
  const { channels, data } = raster;
  const width = Math.floor(raster.width / step), height = Math.floor(raster.height / step);
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
  { withProbabilities, fit }: PredictImageOptions & { fit: "pad" | "squash" },
): Promise<Omit<ImagePrediction, "overview">> {
  const { shape, classes, normalisation, depth = 8 } = network.metadata;
  const image = fitImage(raster, { shape, fit, format: { channels: normalisation.length, depth } });
  let values = new Float32Array();
  for await (const { logits } of predictLogits(network, image)) {
    values = new Float32Array(toProbabilities(logits, classes.length));
  }
  const maps = { values, shape, fit };
  return {
    labels: labelsAtOwnSize(maps, raster, classes.map(({ label }) => label)),
    probabilities: withProbabilities
      ? mapsAtOwnSize(maps, raster, classes.length)
      : new Float32Array(),
  };
}

async function predictInTiles(
  network: Predictor,
  raster: Raster,
  { withProbabilities }: PredictImageOptions,
): Promise<Omit<ImagePrediction, "overview">> {
  const { classes, normalisation, depth = 8 } = network.metadata, { width, height } = raster;
  const { data: samples } = samplesOf(raster, { channels: normalisation.length, depth });
  const pixels = width * height, labels = new Uint8Array(pixels), { length: count } = classes;
  const probabilities = new Float32Array(withProbabilities ? count * pixels : 0);
  const own = classes.map(({ label }) => label);
  for await (
    const { top, rows, logits } of predictTiles(network, { shape: [height, width], samples })
  ) {
    const first = top * width;
    const maps = { values: logits, shape: [rows, width], fit: "squash" } as const;
    labels.set(labelsAtOwnSize(maps, { width, height: rows }, own), first);
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
  return { labels, probabilities };
}
