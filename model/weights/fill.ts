import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type EncoderName, ENCODERS } from "../encoders/mod.ts";
import type { Layer } from "../graph.ts";
import type { WeightsFormat } from "./format.ts";
import type { FileTensor } from "./tensor.ts";

/** The weights of an encoder, as a file holds them. */
export interface EncoderWeights {
  /** Whose they are. */
  encoder: EncoderName;
  /** What they are made for. */
  format: WeightsFormat;
  /** The tensors by name; more than the encoder's are welcome. */
  tensors: Map<string, FileTensor>;
  /** The file's name, for people. */
  file: string;
  /** The file's SHA-256 in hexadecimal. */
  sha256: string;
}

/**
 * Puts an encoder's weights into a model.
 *
 * @param model Built for the encoder and the format of the weights; changed in place
 * @param weights The weights
 * @throws {TypeError} If a tensor is missing, or of another shape than the encoder's
 */
export function fill(
  model: LayersModel,
  { encoder, format, tensors, file }: EncoderWeights,
): void {
  const { tensors: namesOf } = ENCODERS[encoder];
  const names = namesOf!(format.names);
  const find = (name: string, shape: number[]): tf.Tensor => {
    const found = tensors.get(name);
    if (found?.shape.join() !== shape.join()) {
      throw new TypeError(
        `Cannot use the weights of ${file} for ${encoder}: ${name} must be of the shape ` +
          `${shape.join("x")}, got ${found ? found.shape.join("x") : "none"}`,
      );
    }
    return tf.tensor(found.read(), shape);
  };
  for (const layer of model.layers) {
    const prefix = names.get(layer.name);
    if (prefix === undefined) continue;
    tf.tidy(() =>
      layer.setWeights(valuesOf(layer, (name, shape) => find(`${prefix}.${name}`, shape)))
    );
  }
}

/** A layer's weights from PyTorch's tensors. */
function valuesOf(
  layer: Layer,
  find: (name: string, shape: number[]) => tf.Tensor,
): tf.Tensor[] {
  const shapes = layer.weights.map(({ shape }) => shape as number[]);
  const kind = layer.getClassName();
  if (kind === "BatchNormalization") {
    const names = ["weight", "bias", "running_mean", "running_var"];
    return names.map((name, i) => find(name, shapes[i]));
  }
  const [height, width, third, fourth] = shapes[0];
  const kernel = kind === "DepthwiseConv2D"
    ? tf.transpose(find("weight", [third, fourth, height, width]), [2, 3, 0, 1])
    : tf.transpose(find("weight", [fourth, third, height, width]), [2, 3, 1, 0]);
  return shapes.length > 1 ? [kernel, find("bias", shapes[1])] : [kernel];
}
