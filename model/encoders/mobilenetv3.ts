import type { Activation } from "@triptych/engine";
import { IMAGENET } from "../weights/format.ts";
import type { Encoder } from "./encoder.ts";
import { type Block, mobilenet } from "./mobilenet.ts";

type Row = [kernel: number, expanded: number, channels: number, gate: 0 | 1, Activation, number];

/** Table 1 of the paper, as torchvision has it. */
const LARGE: Row[] = [
  [3, 16, 16, 0, "relu", 1],
  [3, 64, 24, 0, "relu", 2],
  [3, 72, 24, 0, "relu", 1],
  [5, 72, 40, 1, "relu", 2],
  [5, 120, 40, 1, "relu", 1],
  [5, 120, 40, 1, "relu", 1],
  [3, 240, 80, 0, "hardSwish", 2],
  [3, 200, 80, 0, "hardSwish", 1],
  [3, 184, 80, 0, "hardSwish", 1],
  [3, 184, 80, 0, "hardSwish", 1],
  [3, 480, 112, 1, "hardSwish", 1],
  [3, 672, 112, 1, "hardSwish", 1],
  [5, 672, 160, 1, "hardSwish", 2],
  [5, 960, 160, 1, "hardSwish", 1],
  [5, 960, 160, 1, "hardSwish", 1],
];

/** Table 2 of the paper, as torchvision has it. */
const SMALL: Row[] = [
  [3, 16, 16, 1, "relu", 2],
  [3, 72, 24, 0, "relu", 2],
  [3, 88, 24, 0, "relu", 1],
  [5, 96, 40, 1, "hardSwish", 2],
  [5, 240, 40, 1, "hardSwish", 1],
  [5, 240, 40, 1, "hardSwish", 1],
  [5, 120, 48, 1, "hardSwish", 1],
  [5, 144, 48, 1, "hardSwish", 1],
  [5, 288, 96, 1, "hardSwish", 2],
  [5, 576, 96, 1, "hardSwish", 1],
  [5, 576, 96, 1, "hardSwish", 1],
];

/**
 * MobileNetV3 of Howard et al. (https://arxiv.org/abs/1905.02244), as torchvision builds it, with its
 * batch norms' epsilon of 0.001 and momentum of 0.01.
 *
 * @param size Which of the two
 * @returns The encoder
 */
export function mobilenetv3(size: "small" | "large"): Encoder {
  const rows = size === "small" ? SMALL : LARGE;
  const blocks = rows.map(([kernel, expanded, channels, gate, activation, stride]): Block => ({
    ...{ kernel, expanded, channels, activation, stride },
    gate: gate === 1,
  }));
  return mobilenet({
    version: 3,
    stem: 16,
    activation: "hardSwish",
    blocks,
    momentum: 0.99,
    format: {
      names: "torchvision",
      padding: "torch",
      normalisation: IMAGENET,
      batchNorms: "live",
      epsilon: 1e-3,
    },
  });
}
