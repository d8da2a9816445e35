import {
  input,
  layers,
  type LayersModel,
  model,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import type { ClassInfo } from "../data/types.ts";
import { initialise } from "./initialise.ts";
import { type ModelMetadata, SCHEMA, UNIT_RGB } from "./metadata.ts";

/** What a U-Net is built from. */
export interface UnetOptions {
  /** Pixels a side of the photographs, divisible by 16. */
  size: number;
  /** Channels at the top; each down doubles them. 64 in the paper. */
  features: number;
  /** What the output channels stand for. */
  classes: readonly ClassInfo[];
  /** Of the first weights, 0 to 2^32 − 1. */
  seed: number;
}

const DOWNS = 4;

/**
 * Builds the U-Net of Ronneberger, Fischer and Brox (https://arxiv.org/abs/1505.04597) from standard
 * TensorFlow.js layers, with batch norm after each convolution and "same" padding. It takes
 * photographs [n, size, size, 3] with values from 0 to 1 and gives logits [n, size, size, classes].
 * Initialisation, batch norm's epsilon and momentum are PyTorch's defaults. A convolution before a
 * batch norm has no bias: the norm would take it away again.
 *
 * ```
 * photograph ─ f ───────────────── concatenate ─ f ─ logits
 *               └ 2f ──────── concatenate ─ 2f ┘
 *                  └ 4f ─── concatenate ─ 4f ┘
 *                     └ 8f concatenate 8f ┘
 *                        └── 16f ──┘
 * ```
 *
 * @param options Size, width, classes and seed
 * @returns The model, which carries its {@link ModelMetadata}
 * @throws {RangeError} If `size` is not divisible by 16, or `features` or `seed` is out of range
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { chooseBackend } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const model = buildUnet({ size: 32, features: 4, classes, seed: 0 });
 * assert.deepEqual(model.outputs[0].shape, [null, 32, 32, 2]);
 * ```
 */
export function buildUnet({ size, features, classes, seed }: UnetOptions): LayersModel {
  checkOptions({ size, features, classes, seed });
  const photograph = input({ shape: [size, size, 3], name: "photograph" });

  // down: two convolutions a level, what they found is kept for the way up
  const skips: SymbolicTensor[] = [];
  let x = photograph;
  for (let level = 0; level < DOWNS; level++) {
    const skip = twice(x, features * 2 ** level, `down${level + 1}`);
    skips.push(skip);
    x = apply(layers.maxPooling2d({ poolSize: 2, strides: 2, name: `pool${level + 1}` }), skip);
  }
  x = twice(x, features * 2 ** DOWNS, "bottom");

  // up: double the size, halve the channels, set what the way down found beside it
  for (let level = DOWNS - 1; level >= 0; level--) {
    const filters = features * 2 ** level;
    const name = `up${level + 1}`;
    const up = apply(
      layers.conv2dTranspose({
        ...ZEROS,
        filters,
        kernelSize: 2,
        strides: 2,
        name: `${name}_grow`,
      }),
      x,
    );
    const both = apply(layers.concatenate({ name: `${name}_concatenate` }), [skips[level], up]);
    x = twice(both, filters, name);
  }
  const logits = apply(
    layers.conv2d({ ...ZEROS, filters: classes.length, kernelSize: 1, name: "logits" }),
    x,
  );

  const unet = model({ inputs: photograph, outputs: logits, name: "unet" });
  initialise(unet, seed);
  const metadata: ModelMetadata = {
    schema: SCHEMA,
    architecture: { name: "unet", features },
    size,
    classes: [...classes],
    normalisation: UNIT_RGB,
  };
  unet.setUserDefinedMetadata(metadata);
  return unet;
}

/** `initialise` draws the weights: what the layers themselves would draw is thrown away. */
const ZEROS = { kernelInitializer: "zeros", biasInitializer: "zeros" } as const;

/** Two times convolution 3×3, batch norm, ReLU. */
function twice(x: SymbolicTensor, filters: number, name: string): SymbolicTensor {
  for (const i of [1, 2]) {
    x = apply(
      layers.conv2d({
        ...ZEROS,
        filters,
        kernelSize: 3,
        padding: "same",
        useBias: false,
        name: `${name}_conv${i}`,
      }),
      x,
    );
    // PyTorch's momentum is the weight of the new value, 0.1; Keras's that of the old
    const norm = { epsilon: 1e-5, momentum: 0.9, name: `${name}_norm${i}` };
    x = apply(layers.batchNormalization(norm), x);
    x = apply(layers.reLU({ name: `${name}_relu${i}` }), x);
  }
  return x;
}

function apply(
  layer: { apply(x: SymbolicTensor | SymbolicTensor[]): unknown },
  x: SymbolicTensor | SymbolicTensor[],
): SymbolicTensor {
  return layer.apply(x) as SymbolicTensor;
}

function checkOptions({ size, features, classes, seed }: UnetOptions): void {
  const multiple = 2 ** DOWNS;
  if (!Number.isInteger(size) || size < multiple || size % multiple !== 0) {
    throw new RangeError(
      `Cannot build a U-Net: size must be a positive multiple of ${multiple}, got ${size}`,
    );
  }
  if (!Number.isInteger(features) || features < 1) {
    throw new RangeError(
      `Cannot build a U-Net: features must be a positive integer, got ${features}`,
    );
  }
  if (classes.length < 2) {
    throw new RangeError(
      `Cannot build a U-Net: classes must be two or more, got ${classes.length}`,
    );
  }
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new RangeError(
      `Cannot build a U-Net: seed must be an integer from 0 to 2^32 − 1, got ${seed}`,
    );
  }
}
