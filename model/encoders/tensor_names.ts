import type { WeightsFormat } from "../weights/format.ts";
import type { Block, MobileNet } from "./mobilenet.ts";

/** The prefix of the first convolution's layer names. */
export const STEM = "encoder_stem";

/** The prefix of a block's layer names. */
export function nameOf(block: number): string {
  return `encoder_block${block + 1}`;
}

/** The prefix of a layer's tensors in a file of weights, by the layer's name. */
export function tensorsOf(net: MobileNet, names: WeightsFormat["names"]): Map<string, string> {
  const blocks = names === "timm" ? timm(net) : torchvision(net);
  const stem = names === "timm" ? ["conv_stem", "bn1"] : ["features.0.0", "features.0.1"];
  const tensors = new Map([[`${STEM}_conv`, stem[0]], [`${STEM}_norm`, stem[1]]]);
  blocks.forEach((block, i) => {
    for (const [layer, prefix] of Object.entries(block)) {
      tensors.set(`${nameOf(i)}_${layer}`, prefix);
    }
  });
  return tensors;
}

/** torchvision numbers the layers of each block; in version 2 the last convolution isn't nested. */
function torchvision({ version, stem, blocks }: MobileNet): Record<string, string>[] {
  return blocks.map((block, i) => {
    const at = `features.${i + 1}.${version === 2 ? "conv" : "block"}.`;
    let place = 0;
    const unit = (layer: string) => {
      const number = place++;
      return { [`${layer}_conv`]: `${at}${number}.0`, [`${layer}_norm`]: `${at}${number}.1` };
    };
    const gate = () => {
      const number = place++;
      return { squeeze: `${at}${number}.fc1`, excite: `${at}${number}.fc2` };
    };
    return {
      ...widens(block, blocks[i - 1]?.channels ?? stem) && unit("expand"),
      ...unit("depthwise"),
      ...block.gate && gate(),
      ...version === 3
        ? unit("project")
        : { project_conv: `${at}${place}`, project_norm: `${at}${place + 1}` },
    };
  });
}

/** timm counts stages, runs of blocks of one width, and names each layer by its role. */
function timm({ stem, blocks }: MobileNet): Record<string, string>[] {
  let [stage, place] = [-1, 0];
  return blocks.map((block, i) => {
    const inputs = blocks[i - 1]?.channels;
    [stage, place] = block.channels === inputs ? [stage, place + 1] : [stage + 1, 0];
    const at = `blocks.${stage}.${place}.`;
    const widened = widens(block, inputs ?? stem);
    const [depthwise, project] = widened ? ["bn2", "bn3"] : ["bn1", "bn2"];
    return {
      ...widened && { expand_conv: `${at}conv_pw`, expand_norm: `${at}bn1` },
      depthwise_conv: `${at}conv_dw`,
      depthwise_norm: at + depthwise,
      ...block.gate && { squeeze: `${at}se.conv_reduce`, excite: `${at}se.conv_expand` },
      project_conv: at + (widened ? "conv_pwl" : "conv_pw"),
      project_norm: at + project,
    };
  });
}

function widens({ expanded }: Block, inputs: number): boolean {
  return expanded !== inputs;
}
