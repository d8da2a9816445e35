import type { Activation } from "@triptych/engine";
import type { Encoder } from "./encoder.ts";
import { type Block, type MobileNet, mobilenet } from "./mobilenet.ts";
import { torchvision, torchvisionFormat } from "./torchvision.ts";

/**
 * MobileNetV3-Small of Howard et al. (https://arxiv.org/abs/1905.02244), table 2 of the paper as
 * torchvision has it.
 */
export const mobilenetv3Small: Encoder = mobilenet(
  ofRows([
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
  ]),
  {
    title: "U-Net on MobileNetV3-Small",
    architecture: "mobilenet_v3_small 1.0",
    published: torchvision("mobilenet_v3_small-047dcff4.pth"),
  },
);

/** MobileNetV3-Large, table 1 of the paper as torchvision has it. */
export const mobilenetv3Large: Encoder = mobilenet(
  ofRows([
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
  ]),
  {
    title: "U-Net on MobileNetV3-Large",
    architecture: "mobilenet_v3_large 1.0",
    published: torchvision("mobilenet_v3_large-8738ca79.pth"),
  },
);

/** A line of the paper's tables. */
type Row = [
  kernel: number,
  expanded: number,
  channels: number,
  gate: 0 | 1,
  activation: Activation,
  stride: number,
];

/** The network, with the epsilon and the momentum of torchvision's batch norms. */
function ofRows(
  rows: Row[],
): MobileNet {
  const blocks = rows.map(([kernel, expanded, channels, gate, activation, stride]): Block => ({
    kernel,
    expanded,
    channels,
    stride,
    activation,
    gate: gate === 1,
  }));
  return {
    version: 3,
    stem: 16,
    activation: "hardSwish",
    blocks,
    momentum: 0.99,
    format: torchvisionFormat(1e-3),
  };
}
