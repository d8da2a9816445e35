// The ImageNet weights beside the repository, on the photographs beside it.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { input, model as modelOf } from "@tensorflow/tfjs-layers";
import { decodePhotograph, exists, resizePhotograph } from "../../io/mod.ts";
import { ENCODERS } from "../../model/encoders/mod.ts";
import { chooseBackend, compile, metadataOf, openWeights } from "../../model/mod.ts";
import { fill } from "../../model/weights/mod.ts";
import { tinyUnet } from "./build.ts";
import { ignoreUnless, SHARED } from "../ignored.ts";

const weights = `${SHARED}weights/mobilenet_v2_1.0_imagenet_folded.safetensors`;
const photographs = `${SHARED}oxford-iiit-pet/images`;
const SIZE = 224;

const isThere = await exists(weights) && await exists(photographs);

Deno.test({
  name: "pretrained features tell cats from dogs by the nearest centroid",
  ignore: ignoreUnless(isThere, "../shared/weights or ../shared/oxford-iiit-pet is not here"),
  async fn() {
    await chooseBackend("simd");
    const names = [...Deno.readDirSync(photographs)].map(({ name }) => name).sort();
    // breeds of cats have capital initials
    const cats = names.filter((name) => /^[A-Z]/.test(name)).slice(0, 50);
    const dogs = names.filter((name) => /^[a-z]/.test(name)).slice(0, 50);
    const mean = await meanFeatures();
    const features: Float32Array[] = [];
    for (const name of [...cats, ...dogs]) {
      features.push(mean(await read(`${photographs}/${name}`)));
    }
    const right = features.filter((_, i) => isCat(features, i) === (i < 50)).length;
    assert.ok(right >= 95, `${right} of 100 right`);
  },
});

/** Makes a function that averages the last feature map over the image. */
async function meanFeatures(): Promise<(photograph: Float32Array) => Float32Array> {
  const { format, ...rest } = await openWeights("mobilenetv2", { weights });
  const photograph = input({ shape: [SIZE, SIZE, 3] });
  const outputs = ENCODERS.mobilenetv2.build(photograph, { features: 1, format }).at(-1)!;
  const model = modelOf({ inputs: photograph, outputs });
  fill(model, { format, ...rest });
  model.setUserDefinedMetadata({ ...metadataOf(tinyUnet()), shape: [SIZE, SIZE] });
  const network = compile(model);
  return (values) =>
    tf.tidy(() => {
      const map = network.infer(tf.tensor4d(values, [1, SIZE, SIZE, 3]));
      return tf.mean(map, [0, 1, 2]).dataSync<"float32">();
    });
}

async function read(path: string): Promise<Float32Array> {
  const photograph = await decodePhotograph(await Deno.readFile(path));
  const { data } = resizePhotograph(photograph, SIZE, SIZE);
  return Float32Array.from(data, (value) => value / 255);
}

/** Whether the cats' centroid is nearer, the one that is asked for left out. */
function isCat(features: readonly Float32Array[], asked: number): boolean {
  const others = (from: number, to: number) =>
    features.slice(from, to).filter((_, i) => from + i !== asked);
  const [cats, dogs] = [others(0, 50), others(50, 100)].map(centroid);
  return distance(features[asked], cats) < distance(features[asked], dogs);
}

function centroid(points: readonly Float32Array[]): Float32Array {
  return points[0].map((_, c) => points.reduce((sum, point) => sum + point[c], 0) / points.length);
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...a.map((value, c) => value - b[c]));
}
