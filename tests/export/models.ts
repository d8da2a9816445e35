// Models of every kind with weights from a seed, and images for them, for other programs to predict.
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { pixelsOf, type Shape } from "../../core/mod.ts";
import { TRIMAP_CLASSES } from "../../data/types.ts";
import type { Raster } from "../../io/mod.ts";
import { buildUnet, saveModel, type UnetOptions } from "../../model/mod.ts";
import { LOGITS } from "../../model/unet.ts";
import { generator } from "../model/build.ts";

/** A run of one model or several, and images for it. */
export interface ExportCase {
  name: string;
  members: (Partial<UnetOptions> & { size: Shape })[];
  /** What is added to the classes' logits, so that each is somewhere the likeliest. */
  balance: number[];
  /** Heights and widths of images; the first is the model's own. */
  images: Shape[];
}

const range = (low: number, high: number) => ({ low, high });
const floats = [range(-900, 1100), range(-1, 3)];
const sixteen = Array.from({ length: 4 }, (_, c) => range(1000 * c, 50_000));

/** All encoders, kinds of samples, fits, orientations and paddings. */
export const CASES: readonly ExportCase[] = [
  {
    name: "plain",
    members: [{ size: [32, 32] }],
    balance: [-0.09, 0.14, 0.07],
    images: [[32, 32], [50, 37]],
  },
  {
    name: "plain, floats of 2 channels, oblong, padded",
    members: [{ size: [32, 48], normalisation: floats, depth: "float", fit: "pad" }],
    balance: [0.3, 0.34, 0.31],
    images: [[32, 48], [61, 33], [20, 90]],
  },
  {
    name: "mobilenetv2, padded, d4",
    members: [{ size: [32, 32], encoder: "mobilenetv2", fit: "pad", testAugment: "d4" }],
    balance: [0.93, -1.19, 0.44],
    images: [[32, 32], [48, 64], [33, 20]],
  },
  {
    name: "mobilenetv2-0.5, folded, TensorFlow's padding",
    members: [{ size: [64, 32], encoder: "mobilenetv2-0.5", format: "tensorflow-folded" }],
    balance: [-0.24, 0.29, 0.38],
    images: [[64, 32], [40, 40]],
  },
  {
    name: "mobilenetv3-small, 16 bits, tiles",
    members: [{
      size: [32, 64],
      encoder: "mobilenetv3-small",
      normalisation: sixteen,
      depth: 16,
      fit: "tile",
    }],
    balance: [-1.37, 0.86, 0.16],
    images: [[32, 64]],
  },
  {
    name: "mobilenetv3-large, grey, mirrored",
    members: [{
      size: [32, 32],
      encoder: "mobilenetv3-large",
      normalisation: [range(10, 240)],
      testAugment: "flip",
    }],
    balance: [-0.22, 0.1, 0.09],
    images: [[32, 32], [45, 31]],
  },
  {
    name: "the mean of two",
    members: [{ size: [16, 32], seed: 1 }, {
      size: [16, 32],
      seed: 2,
      normalisation: [range(5, 200), range(0, 255), range(20, 255)],
      testAugment: "d4",
    }],
    balance: [-0.75, 0.1, 0],
    images: [[16, 32], [30, 30]],
  },
];

/** From PyTorch's initial weights to He's, with which values neither grow nor shrink from layer to layer. */
const GAIN = Math.sqrt(6);

/** Writes a case's models into folders below one, and returns these. */
export async function writeModels(
  folder: string,
  { members, balance }: ExportCase,
): Promise<string[]> {
  const folders = members.map((_, i) => `${folder}/member${i + 1}`);
  for (const [i, options] of members.entries()) {
    const model = buildUnet({ features: 2, classes: TRIMAP_CLASSES, seed: 0, ...options });
    enliven(model, i + 7, balance);
    await saveModel(folders[i], model);
    model.dispose();
  }
  return folders;
}

/**
 * Gives batch norms and biases weights that nobody can mistake for each other, and makes kernels so large
 * that an image's waves and noise reach the logits.
 */
function enliven(model: LayersModel, seed: number, balance: readonly number[]): void {
  const random = generator(seed);
  const ranges: Record<string, [number, number]> = {
    gamma: [0.7, 1.3],
    beta: [-0.2, 0.4],
    moving_mean: [-0.2, 0.2],
    moving_variance: [0.5, 1.5],
    bias: [-0.2, 0.2],
  };
  for (const layer of model.layers) {
    if (layer.name === "encoder_normalise" || layer.weights.length === 0) continue;
    tf.tidy(() =>
      layer.setWeights(layer.weights.map(({ originalName, shape }, i) => {
        const own = ranges[originalName.split("/").at(-1)!];
        if (own === undefined) return tf.mul(layer.getWeights()[i], GAIN);
        const values = random(shape[0]!, ...own);
        if (layer.name === LOGITS) balance.forEach((value, c) => values[c] += value);
        return tf.tensor(values, shape as number[]);
      }))
    );
  }
}

/** An image of waves and noise with a case's samples. */
export function imageOf({ members: [options] }: ExportCase, shape: Shape, seed: number): Raster {
  const { normalisation = Array(3).fill(range(0, 255)), depth = 8 } = options;
  const channels = normalisation.length, [height, width] = shape;
  const random = generator(seed)(pixelsOf(shape) * channels, 0, 1);
  const values = random.map((noise, i) => {
    const { low, high } = normalisation[i % channels], pixel = Math.floor(i / channels);
    const wave = (pixel % width) / width * 0.5 + Math.floor(pixel / width) / height * 0.3;
    return low + (high - low) * (wave + noise * 0.2);
  });
  const data = depth === 8
    ? Uint8Array.from(values, (value) => Math.min(255, Math.max(0, Math.round(value))))
    : depth === 16
    ? values.map(Math.round)
    : values;
  const white = depth === 8 ? 255 : depth === 16 ? 0xffff : undefined;
  const color = channels === 1 ? "grey" : channels === 3 ? "rgb" : "other";
  return { data, width, height, channels, color, alpha: false, white };
}
