import { IMAGENET } from "../weights/format.ts";
import type { Encoder } from "./encoder.ts";
import { type Block, divisible, mobilenet } from "./mobilenet.ts";

/** Expansion, channels, blocks, stride of the first: table 2 of the paper. */
const ROWS = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

/**
 * MobileNetV2 of Sandler et al. (https://arxiv.org/abs/1801.04381), as torchvision and timm build it.
 *
 * @param width What the paper's channels are multiplied by
 * @returns The encoder
 */
export function mobilenetv2(width: number): Encoder {
  const stem = divisible(32 * width);
  const blocks: Block[] = [];
  let inputs = stem;
  for (const [expansion, filters, count, firstStride] of ROWS) {
    const channels = divisible(filters * width);
    for (let i = 0; i < count; i++) {
      const stride = i === 0 ? firstStride : 1;
      const expanded = inputs * expansion;
      blocks.push({ kernel: 3, expanded, channels, stride, activation: "relu6" });
      inputs = channels;
    }
  }
  return mobilenet({
    version: 2,
    stem,
    activation: "relu6",
    blocks,
    momentum: 0.9,
    format: {
      names: "torchvision",
      padding: "torch",
      normalisation: IMAGENET,
      batchNorms: "live",
      epsilon: 1e-5,
    },
  });
}
