/**
 * U-Nets for other programs: TensorFlow.js's files, and the network alone as ONNX.
 *
 * @module
 */
import { TRIMAP_CLASSES } from "../../data/types.ts";
import { Builder } from "../../export/onnx/builder.ts";
import { addNetwork } from "../../export/onnx/layers.ts";
import { encodeModel, type Port } from "../../export/onnx/messages.ts";
import {
  buildUnet,
  chooseBackend,
  type EncoderName,
  readTrained,
  saveModel,
} from "../../model/mod.ts";

/** What every U-Net here has. */
export const SIDE = 128, CLASSES = TRIMAP_CLASSES.length;

/** The sample's U-Net, and MobileNetV2's, whose convolutions are separable. */
const ENCODERS: Record<string, EncoderName> = { unet: "plain", mobile: "mobilenetv2" };

/** Writes `unet/`, `unet.onnx`, `mobile/` and `mobile.onnx` into a folder, with weights from a seed. */
export async function writeModels(folder: string): Promise<void> {
  await chooseBackend("cpu");
  for (const [name, encoder] of Object.entries(ENCODERS)) {
    const model = buildUnet({
      size: SIDE,
      features: 16,
      classes: TRIMAP_CLASSES,
      encoder,
      seed: 1,
    });
    await saveModel(`${folder}/${name}`, model);
    model.dispose();
    await Deno.writeFile(`${folder}/${name}.onnx`, await networkAsOnnx(`${folder}/${name}`));
  }
}

/** As `deno task export` writes it, without what is before and after the network. */
async function networkAsOnnx(folder: string): Promise<Uint8Array> {
  const builder = new Builder(), model = await readTrained(folder);
  const port = (name: string, channels: number): Port => ({
    name,
    type: "float",
    shape: ["n", channels, SIDE, SIDE],
    doc: name,
  });
  const last = addNetwork(builder, model, { name: "network", image: "image" });
  builder.add("logits", "Identity", [last]);
  const graph = builder.graph([port("image", 3)], [port("logits", CLASSES)]);
  const { pieces } = encodeModel(graph, { doc: "a U-Net", properties: {} });
  return new Uint8Array(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}
