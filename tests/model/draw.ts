// Weights as the scripts fixtures/model/encoders.py and encoder_losses.py draw them, in the same order.
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { ENCODERS } from "../../model/encoders/mod.ts";
import type { EncoderName, WeightsFormat } from "../../model/mod.ts";
import type { FileTensor } from "../../model/weights/mod.ts";
import type { Layer } from "../../model/graph.ts";
import type { generator } from "./build.ts";

type Random = ReturnType<typeof generator>;

/** An encoder's tensors by the names that a file has for them. */
export function drawEncoder(
  model: LayersModel,
  encoder: EncoderName,
  { names, batchNorms }: WeightsFormat,
  random: Random,
): Map<string, FileTensor> {
  const tensors = new Map<string, FileTensor>();
  for (const [name, prefix] of ENCODERS[encoder].pretrained!.tensors(names)) {
    // folded batch norms are no layers
    if (batchNorms === "folded" && name.endsWith("_norm")) continue;
    for (const [part, tensor] of drawLayer(model.getLayer(name), random)) {
      tensors.set(`${prefix}.${part}`, tensor);
    }
  }
  return tensors;
}

/** Fills a decoder of five levels, its convolutions and batch norms from the coarsest on. */
export function fillDecoder(model: LayersModel, random: Random): void {
  const levels = [5, 4, 3, 2, 1].flatMap((level) =>
    [1, 2].flatMap((i) => [`up${level}_conv${i}`, `up${level}_norm${i}`])
  );
  for (const name of [...levels, "logits"]) {
    const layer = model.getLayer(name);
    tf.tidy(() =>
      layer.setWeights(
        drawLayer(layer, random).map(([, { shape, read }]) => {
          const tensor = tf.tensor(read(), shape);
          return shape.length === 4 ? tf.transpose(tensor, [2, 3, 1, 0]) : tensor;
        }),
      )
    );
  }
}

/** A layer's tensors, shaped as PyTorch's. */
function drawLayer(layer: Layer, random: Random): [string, FileTensor][] {
  const draw = (part: string, shape: number[], low: number, high: number): [string, FileTensor] => {
    const values = random(tf.util.sizeFromShape(shape), low, high);
    return [part, { shape, read: () => values }];
  };
  const shapes = layer.weights.map(({ shape }) => shape as number[]);
  if (layer.getClassName() === "BatchNormalization") {
    return [
      draw("weight", shapes[0], 0.5, 1.5),
      draw("bias", shapes[0], -0.5, 0.5),
      draw("running_mean", shapes[0], -0.5, 0.5),
      draw("running_var", shapes[0], 0.5, 1.5),
    ];
  }
  const [height, width, third, fourth] = shapes[0];
  const isDepthwise = layer.getClassName() === "DepthwiseConv2D";
  const [outputs, inputs] = isDepthwise ? [third, 1] : [fourth, third];
  const bound = Math.sqrt(4 / (inputs * height * width));
  const weight = draw("weight", [outputs, inputs, height, width], -bound, bound);
  return shapes.length > 1 ? [weight, draw("bias", [outputs], -0.5, 0.5)] : [weight];
}
