import type { Encoder } from "./encoder.ts";
import { type Block, divisible, type MobileNet, mobilenet } from "./mobilenet.ts";
import { torchvision, torchvisionFormat } from "./torchvision.ts";

/** MobileNetV2 of Sandler et al. (https://arxiv.org/abs/1801.04381), as torchvision builds it. */
export const mobilenetv2: Encoder = mobilenet(ofWidth(1), {
  title: "U-Net on MobileNetV2",
  architecture: "mobilenet_v2 1.0",
  published: torchvision("mobilenet_v2-b0353104.pth"),
});

/** MobileNetV2 with half of the channels. */
export const mobilenetv2Half: Encoder = mobilenet(ofWidth(0.5), {
  title: "U-Net on MobileNetV2 0.5",
  architecture: "mobilenet_v2 0.5",
});

/** The network, the paper's channels multiplied by a width. */
function ofWidth(
  width: number,
): MobileNet {
  // expansion, channels, blocks, stride of the first: table 2 of the paper
  const rows = [
    [1, 16, 1, 1],
    [6, 24, 2, 2],
    [6, 32, 3, 2],
    [6, 64, 4, 2],
    [6, 96, 3, 1],
    [6, 160, 3, 2],
    [6, 320, 1, 1],
  ];
  const stem = divisible(32 * width);
  const blocks: Block[] = [];
  let inputs = stem;
  for (const [expansion, filters, count, firstStride] of rows) {
    const channels = divisible(filters * width);
    for (let i = 0; i < count; i++) {
      const stride = i === 0 ? firstStride : 1;
      const expanded = inputs * expansion;
      blocks.push({ kernel: 3, expanded, channels, stride, activation: "relu6" });
      inputs = channels;
    }
  }
  return {
    version: 2,
    stem,
    activation: "relu6",
    blocks,
    momentum: 0.9,
    format: torchvisionFormat(1e-5),
  };
}
