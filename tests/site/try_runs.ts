/** Runs whose models a page tries, and the images that it tries them on. */
import * as tf from "@tensorflow/tfjs-core";
import { encode } from "fast-png";
import { mulberry32 } from "../../core/mod.ts";
import { readRun, writeRun } from "../../evaluation/mod.ts";
import { encodeIndexedPng } from "../../io/mod.ts";
import { buildUnet, compile, metadataOf, saveModel, type UnetOptions } from "../../model/mod.ts";
import { makeRun } from "./make_run.ts";

/** The classes of all of them. */
export const CLASSES = ["foreground", "background", "border"].map((name, i) => ({
  label: i + 1,
  name,
  color: ["#e07a3f", "#3f6fb5", "#3a9d7c"][i],
}));

/** Images are resized, fitted in with padding to an oblong, predicted in tiles. */
export const MODELS: Record<string, Partial<UnetOptions>> = {
  squash: { size: 32 },
  pad: { size: [32, 48], fit: "pad", testAugment: "flip" },
  patches: { size: 32, fit: "tile" },
  // too large for all bits of its weights in one file
  wide: { size: 32, features: 16 },
};

/** Writes a run per model, one whose model is damaged, one of folds, and one without a model. */
export async function writeRuns(folder: string): Promise<void> {
  for (const [name, options] of Object.entries({ ...MODELS, damaged: {} })) {
    await makeRun(`${folder}/${name}`, { cases: 3, epochs: 1 });
    const model = buildUnet({ size: 32, features: 2, classes: CLASSES, seed: 5, ...options });
    await balance(model);
    await saveModel(`${folder}/${name}/model`, model);
  }
  const weights = await Deno.readFile(`${folder}/damaged/model/weights.bin`);
  weights[100] ^= 1;
  await Deno.writeFile(`${folder}/damaged/model/weights.bin`, weights);
  await makeRun(`${folder}/plain`, { cases: 3, epochs: 1 });
  await makeRun(`${folder}/folds`, { cases: 3, epochs: 1 });
  await makeRun(`${folder}/folds/members/1`, { cases: 3, epochs: 1 });
  const { run } = await readRun(`${folder}/folds`);
  await writeRun(`${folder}/folds`, { ...run!, members: 4 });
}

/** Shifts an untrained model's logits, so that every class is drawn somewhere. */
async function balance(model: ReturnType<typeof buildUnet>): Promise<void> {
  const [rows, columns] = metadataOf(model).shape, random = mulberry32(1);
  const image = Float32Array.from({ length: rows * columns * 3 }, random);
  const logits = compile(model).infer(tf.tensor4d(image, [1, rows, columns, 3]));
  const layer = model.getLayer("logits"), [kernel, bias] = layer.getWeights();
  layer.setWeights([kernel, tf.sub(bias, tf.mean(logits, [0, 1, 2]))]);
  await logits.data();
}

/** Ten images: of many sizes, grey, with alpha, of 16 bits, indexed, of one pixel. */
export function images(): Uint8Array<ArrayBuffer>[] {
  const sizes = [[32, 32], [48, 32], [64, 20], [20, 64], [7, 5], [1, 1], [100, 80], [33, 31], [
    90,
    40,
  ]];
  const made = sizes.map(([width, height], i) => {
    const channels = [3, 3, 1, 4, 3, 3, 2, 3, 3][i], depth = i % 4 === 3 ? 16 : 8;
    const random = mulberry32(i), count = width * height * channels;
    const data = Array.from(
      { length: count },
      (_, at) => (2 ** depth - 1) * (0.5 + 0.3 * Math.sin(at / (9 + i)) + 0.2 * (random() - 0.5)),
    );
    const Samples = depth === 16 ? Uint16Array : Uint8Array;
    return encode({ width, height, channels, depth, data: Samples.from(data) });
  });
  const rows = Uint8Array.from({ length: 31 * 25 }, (_, i) => i % 31 === 0 ? 0 : i * i % 3);
  const palette = [[200, 30, 20], [20, 90, 200], [240, 240, 90]] as const;
  const indexed = encodeIndexedPng(rows, { width: 30, height: 25, depth: 8, palette });
  return [...made, indexed].map((png) => new Uint8Array(png));
}
