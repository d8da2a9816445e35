// Weights in forms that people have, and what is said of them.
import assert from "node:assert/strict";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { ENCODERS } from "../../../model/encoders/mod.ts";
import { buildUnet, chooseBackend, openWeights } from "../../../model/mod.ts";
import { weightsOf } from "../build.ts";

await chooseBackend("cpu");

const encoder = "mobilenetv2-0.5";
const classes = ["a", "b"].map((name, i) => ({ label: i, name, color: "#123456" }));
const STEM = "features.0.0.weight";

/** A tensor for safetensors. */
interface Described {
  dtype: string;
  shape: number[];
  bytes: Uint8Array;
}

const model = build();
const tensors = new Map(Object.entries(tensorsOf(model)));
const expected = weightsOf(await used(tensors));

Deno.test("prefixes of wrappers and of larger networks are stripped from the tensors' names, and it is said", async () => {
  for (const prefix of ["module.", "_orig_mod.module.", "net.encoder."]) {
    const others = [["head.weight", float32([1], [1])]] as const;
    const named = new Map([
      ...others,
      ...[...tensors].map(([name, tensor]) => [prefix + name, tensor] as const),
    ]);
    const opened = await open(named);
    assert.deepEqual(opened.notes, [`strips "${prefix}" from the tensors' names`]);
    assert.deepEqual(weightsOf(await used(named)), expected);
  }
});

Deno.test("of two networks in one file none is guessed", async () => {
  const both = ["teacher.", "student."].flatMap((prefix) =>
    [...tensors].map(([name, tensor]) => [prefix + name, tensor] as const)
  );
  await refuses(
    new Map(both),
    /must contain one network with features\.0\.0\.weight, got several, with the prefixes \[teacher\., student\.\]/,
  );
});

Deno.test("weights that are no numbers are refused, with the tensor's name", async () => {
  for (const [value, word] of [[NaN, "NaN"], [Infinity, "Infinity"]] as const) {
    const values = new Array(432).fill(0.5);
    values[77] = value;
    await refuses(
      changed(STEM, float32([16, 3, 3, 3], values)),
      new RegExp(`the weights contain ${word} \\(in features\\.0\\.0\\.weight\\)$`),
    );
  }
});

Deno.test("weights of a type that isn't read are refused by the type's name, and doubles are read", async () => {
  for (const dtype of ["F8_E4M3", "F8_E5M2", "I8"]) {
    await refuses(
      changed(STEM, { dtype, shape: [16, 3, 3, 3], bytes: new Uint8Array(432) }),
      new RegExp(
        `features\\.0\\.0\\.weight is ${dtype}, which isn't supported; save it as float32$`,
      ),
    );
  }
  const doubles = new Map([...tensors].map(([name, { shape, bytes }]) => {
    const values = new Float64Array(new Float32Array(bytes.buffer));
    return [name, { dtype: "F64", shape, bytes: new Uint8Array(values.buffer) }];
  }));
  assert.deepEqual(weightsOf(await used(doubles)), expected);
});

Deno.test("a missing tensor is named beside the closest names, one of another shape with both shapes", async () => {
  const renamed = new Map(
    [...tensors].map(([name, tensor]) => [name.replace("0.0", "0.conv"), tensor]),
  );
  await refuses(
    renamed,
    /features\.0\.0\.weight must be of the shape 16x3x3x3, and is missing; the closest of the file's \d+ names are features\.0\.conv\.weight, /,
  );
  await refuses(new Map(), /is missing; the file contains no floating-point tensors$/);
  await refuses(
    changed(STEM, float32([16, 3, 1, 1], new Array(48).fill(0))),
    /features\.0\.0\.weight must be of the shape 16x3x3x3, got 16x3x1x1$/,
  );
});

Deno.test("the first layer is summed for grey, and repeated and scaled for other channels", async () => {
  const rgb = new Float32Array(tensors.get(STEM)!.bytes.buffer);
  const weights = await open(tensors);
  for (const channels of [1, 2, 5]) {
    const normalisation = Array.from({ length: channels }, () => ({ low: 0, high: 1 }));
    const unet = buildUnet({
      encoder,
      size: 32,
      features: 1,
      classes,
      seed: 0,
      weights,
      normalisation,
    });
    // [height, width, in, out]; the file has [out, 3, height, width]
    const found = unet.getLayer("encoder_stem_conv").getWeights()[0];
    assert.deepEqual(found.shape, [3, 3, channels, 16]);
    const values = found.dataSync();
    for (let at = 0; at < values.length; at++) {
      const out = at % 16, own = Math.floor(at / 16) % channels;
      const place = Math.floor(at / 16 / channels);
      const file = (c: number) => rgb[(out * 3 + c) * 9 + place];
      const expected = channels === 1 ? file(0) + file(1) + file(2) : file(own % 3) * 3 / channels;
      assert.ok(Math.abs(values[at] - expected) < 1e-6);
    }
    unet.dispose();
  }
});

Deno.test("images of one channel are scaled by the means of what RGB is scaled by", () => {
  const normalisation = [{ low: 0, high: 1 }];
  const unet = buildUnet({ encoder, size: 32, features: 1, classes, seed: 0, normalisation });
  const [factor, summand] = unet.getLayer("encoder_normalise").getWeights()
    .map((one) => one.dataSync()[0]);
  const mean = (0.485 + 0.456 + 0.406) / 3, std = (0.229 + 0.224 + 0.225) / 3;
  assert.ok(Math.abs(factor - 1 / std) < 1e-6 && Math.abs(summand + mean / std) < 1e-6);
  unet.dispose();
});

function build(weights?: Awaited<ReturnType<typeof open>>): LayersModel {
  return buildUnet({ encoder, size: 32, features: 1, classes, seed: 0, weights });
}

/** The encoder's tensors as torchvision has them, with other values than the model's. */
function tensorsOf({ layers }: LayersModel): Record<string, Described> {
  const names = ENCODERS[encoder].pretrained!.tensors("torchvision");
  const found: Record<string, Described> = {};
  let state = 1;
  for (const layer of layers) {
    const prefix = names.get(layer.name);
    if (prefix === undefined) continue;
    const parts = layer.getClassName() === "BatchNormalization"
      ? ["weight", "bias", "running_mean", "running_var"]
      : ["weight", "bias"];
    layer.weights.forEach(({ shape }, i) => {
      const [height, width, third, fourth] = shape as number[];
      const isDepthwise = layer.getClassName() === "DepthwiseConv2D";
      const channels = isDepthwise ? [third, fourth] : [fourth, third];
      const torch = shape.length === 4 ? [...channels, height, width] : shape as number[];
      const count = torch.reduce((product, size) => product * size, 1);
      const values = Array.from({ length: count }, () => (state = state * 48271 % 65521) / 65521);
      found[`${prefix}.${parts[i]}`] = float32(torch, values);
    });
  }
  return found;
}

function changed(name: string, tensor: Described): Map<string, Described> {
  return new Map([...tensors, [name, tensor]]);
}

function float32(shape: number[], values: number[]): Described {
  return { dtype: "F32", shape, bytes: new Uint8Array(new Float32Array(values).buffer) };
}

async function open(described: ReadonlyMap<string, Described>) {
  const path = await Deno.makeTempFile({ suffix: ".safetensors" });
  try {
    await Deno.writeFile(path, safetensors(described));
    return await openWeights(encoder, { weights: path, format: "torchvision" });
  } finally {
    await Deno.remove(path);
  }
}

async function used(described: ReadonlyMap<string, Described>): Promise<LayersModel> {
  return build(await open(described));
}

async function refuses(described: ReadonlyMap<string, Described>, message: RegExp): Promise<void> {
  await assert.rejects(used(described), { name: "TypeError", message });
}

function safetensors(described: ReadonlyMap<string, Described>): Uint8Array {
  let end = 0;
  const header = Object.fromEntries(
    [...described].map(([name, { dtype, shape, bytes }]) => {
      const start = end;
      end += bytes.length;
      return [name, { dtype, shape, data_offsets: [start, end] }];
    }),
  );
  const text = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  let at = 8 + text.length;
  for (const { bytes } of described.values()) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}
