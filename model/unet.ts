import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { LabelClass } from "../core/mod.ts";
import { buildModel } from "./build.ts";

/** Options of {@link buildUnet}. */
export interface UnetOptions {
  /** Pixels per side of the images, divisible by 16. */
  size: number;
  /** Channels at the top, which each level down doubles; 64 in the paper. */
  features: number;
  /** What the output channels stand for. */
  classes: readonly LabelClass[];
  /** Seeds the initial weights, 0 to 2^32 − 1. */
  seed: number;
}

/**
 * Builds the U-Net of Ronneberger, Fischer and Brox (https://arxiv.org/abs/1505.04597) from standard
 * TensorFlow.js layers, with batch norm after each convolution and "same" padding. It takes
 * images [n, size, size, 3] with values from 0 to 1 and gives logits [n, size, size, classes].
 * Initialisation, batch norm's epsilon and momentum are PyTorch's defaults. A convolution before a
 * batch norm has no bias, since the norm would remove it.
 *
 * ```
 * image ─ f ───────────────── concatenate ─ f ─ logits
 *          └ 2f ──────── concatenate ─ 2f ┘
 *             └ 4f ─── concatenate ─ 4f ┘
 *                └ 8f concatenate 8f ┘
 *                   └── 16f ──┘
 * ```
 *
 * @param options Size, width, classes and seed.
 * @returns The model, with its `ModelMetadata`.
 * @throws {RangeError} If `size` is not divisible by 16, or `features` or `seed` is out of range.
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
  return buildModel({ encoder: "plain", size, features, classes, seed });
}
