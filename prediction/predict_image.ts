import { pictureOf } from "../core/mod.ts";
import {
  type ClassMaps,
  fitImage,
  labelsAtOwnSize,
  mapsAtOwnSize,
  toProbabilities,
} from "../data/mod.ts";
import { type Raster, samplesOf } from "../io/mod.ts";
import { type Network, predictLogits } from "../model/mod.ts";

/** What a model says of an image. */
export interface ImagePrediction {
  /** The likeliest class's label at each pixel, shape [height, width]. */
  labels: Uint8Array;
  /** Each class's probabilities, shape [classes, height, width]. */
  probabilities: () => Float32Array;
  /** The image as the model sees it, in colours, shape [height, width, 3]. */
  picture: () => Uint8Array;
}

/**
 * Predicts an image at its own size: it is brought to the model's shape as in training, and the classes'
 * probabilities are brought back before the likeliest is taken.
 *
 * @param network The model.
 * @param raster The image, as its file has it.
 * @throws {TypeError} If it hasn't the channels that the model takes.
 */
export async function predictImage(network: Network, raster: Raster): Promise<ImagePrediction> {
  const { shape, classes, normalisation, depth = 8, fit = "squash" } = network.metadata;
  const format = { channels: normalisation.length, depth };
  const image = fitImage(raster, { shape, fit, format });
  const maps: ClassMaps = { values: new Float32Array(), shape, fit };
  for await (const { logits } of predictLogits(network, image)) {
    maps.values = toProbabilities(logits, classes.length);
  }
  return {
    labels: labelsAtOwnSize(maps, raster, classes.map(({ label }) => label)),
    probabilities: () => mapsAtOwnSize(maps, raster, classes.length),
    picture: () => pictureOf(samplesOf(raster, format).data, normalisation),
  };
}
