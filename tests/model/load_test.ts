// Models from elsewhere: whatever their files contain, loadModel() gives the model that was saved, or says
// at once what is wrong.
import assert from "node:assert/strict";
import { join } from "node:path";
import { buildUnet, chooseBackend, compile, loadModel, saveModel } from "../../model/mod.ts";
import { uniform } from "../../model/uniform.ts";
import { withoutUnix } from "../ignored.ts";
import { tinyUnet, weightsOf } from "./build.ts";

await chooseBackend("cpu");

const saved = await Deno.makeTempDir();
await saveModel(saved, tinyUnet({ seed: 4 }));
const text = await Deno.readTextFile(join(saved, "model.json"));
const bytes = await Deno.readFile(join(saved, "weights.bin"));
const folder = await Deno.makeTempDir();

Deno.test("loadModel() refuses weights.bin with any bit flipped", async () => {
  const random = uniform(1);
  for (let i = 0; i < 400; i++) {
    const damaged = bytes.slice();
    damaged[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(random() * 8);
    await refuses(
      { bytes: damaged },
      /^the checksum of weights\.bin must be the one in model\.json/,
    );
  }
});

Deno.test("loadModel() refuses model.json with any bit flipped that makes a difference", async () => {
  const random = uniform(2);
  const whole = new TextEncoder().encode(text);
  let same = 0;
  for (let i = 0; i < 400; i++) {
    const damaged = whole.slice();
    damaged[Math.floor(random() * whole.length)] ^= 1 << Math.floor(random() * 8);
    const changed = new TextDecoder().decode(damaged);
    // 1e-5 is 1E-5, and what isn't called sha256 is no checksum
    const isSame = meaning(changed) === meaning(text);
    if (isSame) same++;
    else await refuses({ text: changed }, /must|isn't|two layers|nothing/);
  }
  assert.ok(same < 20, `${same}`);
});

Deno.test("loadModel() takes models without checksums, as earlier versions wrote them", async () => {
  await put({ json: unsealed(() => {}) });
  assert.deepEqual(weightsOf(await loadModel(folder)), weightsOf(await loadModel(saved)));
});

Deno.test("loadModel() takes a model.json that was laid out anew, and one edited whose sha256 is empty", async () => {
  await put({ text: JSON.stringify(JSON.parse(text), null, 2) });
  await loadModel(folder);
  const renamed = text.replace("border", "edge");
  await refuses({ text: renamed }, /was edited by hand: then set its last entry to "sha256": ""/);
  const { sha256: _, ...rest } = JSON.parse(renamed);
  await put({ text: JSON.stringify({ ...rest, sha256: "" }) });
  await loadModel(folder);
  // a key that was damaged is no edit
  await refuses({ text: JSON.stringify({ ...rest, shb256: "" }) }, /checksum/);
});

Deno.test("a crash between the two files of a model leaves the old one whole", async () => {
  const run = await Deno.makeTempDir();
  await saveModel(run, tinyUnet({ seed: 1 }));
  const old = await Deno.readFile(join(run, "weights.bin"));
  await saveModel(run, tinyUnet({ seed: 2 }));
  assert.deepEqual(weightsOf(await loadModel(run)), weightsOf(tinyUnet({ seed: 2 })));
  await Deno.writeFile(join(run, "weights.bin"), old);
  assert.deepEqual(weightsOf(await loadModel(run)), weightsOf(tinyUnet({ seed: 1 })));
  // those before the last two are another model's
  await saveModel(run, tinyUnet({ seed: 2 }));
  await saveModel(run, tinyUnet({ seed: 3 }));
  await Deno.writeFile(join(run, "weights.bin"), old);
  await assert.rejects(loadModel(run), /checksum/);
  await Deno.remove(run, { recursive: true });
});

Deno.test("loadModel() names the layer whose input isn't there, which tfjs-layers waits for", async () => {
  const json = unsealed(({ layers }) => {
    layers[1].name = layers[1].config.name = "another";
  });
  await refuses({ json }, "layer down1_norm1 takes down1_conv1, which doesn't exist");
  // what names no layer, a value that none has, and a date that a faulty program wrote
  for (
    const [taken, shown] of [[3, "3"], [["logits", 1, 0, {}], "[logits, 1, 0, something else]"], [
      "1970-13-45T99:99:99Z",
      '"1970-13-45T99:99:99Z"',
    ]] as const
  ) {
    const json = unsealed(({ layers }) =>
      layers[2].inbound_nodes = [[taken]] as unknown as Layer["inbound_nodes"]
    );
    await refuses({ json }, `layer down1_norm1 takes ${shown}, which doesn't exist`);
  }
});

Deno.test("loadModel() refuses cycles, layers of one name, and layers that nothing uses", async () => {
  const refusesLayers = (change: (layers: Layer[]) => void, reason: string) =>
    refuses({ json: unsealed(({ layers }) => change(layers)) }, reason);
  await refusesLayers(
    (layers) => layers[1].inbound_nodes[0][0][0] = "down1_relu1",
    "layer down1_conv1 is part of a cycle: it takes what is made from its own output",
  );
  await refusesLayers(
    (layers) => rename(layers[4], "down1_conv1"),
    "two layers are called down1_conv1",
  );
  await refusesLayers(
    (layers) => layers[4].inbound_nodes[0][0][0] = "down1_norm1",
    "nothing uses layer down1_relu1",
  );
  await refusesLayers((layers) => rename(layers[1], "__proto__"), nameRule("__proto__"));
  await refusesLayers((layers) => rename(layers[1], "constructor"), nameRule("constructor"));
  await refusesLayers((layers) => rename(layers[1], "a\nb"), nameRule('"a\\nb"'));
});

Deno.test("loadModel() refuses kinds of layers that our models aren't made of, and models in models", async () => {
  for (const kind of ["Lambda", "Model", "Sequential", "toString", 3]) {
    const json = unsealed(({ layers }) => layers[1].class_name = kind as string);
    await refuses(
      { json },
      new RegExp(`^layer down1_conv1 must be one of InputLayer, .* got ${kind}`),
    );
  }
  const json = unsealed(({ layers }) => layers[1].config.activation = "relu");
  await refuses({ json }, `layer down1_conv1's activation must be "linear", got relu`);
});

Deno.test("loadModel() refuses a network that contradicts its metadata", async () => {
  const shape = unsealed((_, json) => json.userDefinedMetadata.shape = [32, 32]);
  await refuses(
    { json: shape },
    "its network must turn 32x32x3 into 32x32x3, as its metadata says, got 16x16x3 into 16x16x3",
  );
  const classes = unsealed((_, json) => json.userDefinedMetadata.classes.pop());
  await refuses({ json: classes }, /must turn 16x16x3 into 16x16x2, .* got 16x16x3 into 16x16x3/);
});

Deno.test("loadModel() refuses filters that weights.bin doesn't contain before it allocates them", async () => {
  const json = unsealed(({ layers }) => layers[4].config.filters = 2 ** 40);
  await refuses({ json }, /^layer down1_conv2 must give at most \d+ values per image, got/);
  const few = unsealed(({ layers }) => layers[4].config.filters = 4096);
  await refuses(
    { json: few },
    "down1_conv2/kernel must be of the shape 3x3x1x4096, got [3, 3, 1, 1]",
  );
});

Deno.test("loadModel() reads weights of weights.bin alone, which are floats", async () => {
  const group = (change: (group: Group) => void) =>
    unsealed((_, json) => change(json.weightsManifest[0]));
  for (const path of ["../weights.bin", "/etc/passwd", "https://host/weights.bin"]) {
    const json = group((group) => group.paths = [path]);
    await refuses({ json }, /^its weights must lie in weights\.bin and nowhere else, got \[/);
  }
  await refuses(
    { json: group(({ weights }) => weights[0].dtype = "int32") },
    "down1_conv1/kernel must be of the type float32 or float16, got int32",
  );
  await refuses(
    { json: group(({ weights }) => weights.pop()) },
    /^\w+\/moving_variance must be among its weights, and is not$/,
  );
});

Deno.test(
  "loadModel() reads no file outside the model's folder",
  { ignore: withoutUnix() },
  async () => {
    const other = await Deno.makeTempDir();
    await saveModel(other, tinyUnet({ seed: 5 }));
    await put({});
    await Deno.remove(join(folder, "weights.bin"));
    await Deno.symlink(join(other, "weights.bin"), join(folder, "weights.bin"));
    await assert.rejects(
      loadModel(folder),
      /must lie inside the folder, got a link that leads out/,
    );
    await Deno.remove(join(folder, "weights.bin"));
    await Deno.remove(other, { recursive: true });
  },
);

Deno.test("loadModel() refuses weights that are no numbers, and says whose they are", async () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    const values = new Float32Array(bytes.slice().buffer);
    values[28] = value;
    const damaged = new Uint8Array(values.buffer);
    const reason = `its weights must be finite, down1_norm1/beta contains ${value}`;
    await refuses({ json: unsealed(() => {}), bytes: damaged }, reason);
  }
});

Deno.test("loadModel() gives each encoder's model back as it was saved", async () => {
  const classes = ["a", "b"].map((name, i) => ({ label: i, name, color: "#123456" }));
  for (const encoder of ["mobilenetv2-0.5", "mobilenetv3-small"] as const) {
    const model = buildUnet({ encoder, size: 32, features: 1, classes, seed: 0 });
    await saveModel(folder, model);
    const loaded = await loadModel(folder);
    assert.deepEqual(weightsOf(loaded), weightsOf(model));
    assert.deepEqual(namesOf(compile(loaded)), namesOf(compile(model)));
  }
});

interface Layer {
  name: string;
  class_name: string;
  config: Record<string, unknown>;
  inbound_nodes: [string, number, number, unknown][][];
}

interface Group {
  paths: string[];
  weights: { name: string; shape: number[]; dtype: string }[];
  sha256?: string[];
}

interface Json {
  sha256?: string;
  modelTopology: { config: { layers: Layer[] } };
  weightsManifest: [Group];
  userDefinedMetadata: { shape: number[]; classes: unknown[] };
}

/** The saved model.json with something changed, and without checksums, which would tell. */
function unsealed(change: (config: { layers: Layer[] }, json: Json) => void): Json {
  const json: Json = JSON.parse(text);
  delete json.sha256;
  delete json.weightsManifest[0].sha256;
  change(json.modelTopology.config, json);
  return json;
}

function rename(layer: Layer, name: string): void {
  layer.name = layer.config.name = name;
}

function nameRule(name: string): string {
  return "each layer must have a name of letters, digits, dots and dashes, the same in its settings, " +
    `got ${name} and ${name}`;
}

/** What a model.json says, checksums apart. */
function meaning(text: string): string | undefined {
  try {
    const { modelTopology, weightsManifest: [{ paths, weights }], userDefinedMetadata } = JSON
      .parse(
        text,
      );
    return JSON.stringify([modelTopology, paths, weights, userDefinedMetadata]);
  } catch {
    return undefined;
  }
}

function namesOf({ trainable, model }: ReturnType<typeof compile>): unknown {
  return [trainable.length, model.layers.map(({ name }) => name)];
}

async function put(files: { json?: Json; text?: string; bytes?: Uint8Array }): Promise<void> {
  const json = files.json && JSON.stringify(files.json);
  await Deno.writeTextFile(join(folder, "model.json"), json ?? files.text ?? text);
  await Deno.writeFile(join(folder, "weights.bin"), files.bytes ?? bytes);
}

async function refuses(
  files: Parameters<typeof put>[0],
  reason: string | RegExp,
): Promise<void> {
  await put(files);
  await assert.rejects(loadModel(folder), (error: Error) => {
    const beginning = `Cannot load the model in ${folder}: `;
    assert.ok(error instanceof TypeError && error.message.startsWith(beginning), error.message);
    const found = error.message.slice(beginning.length);
    if (typeof reason === "string") assert.equal(found, reason);
    else assert.match(found, reason);
    return true;
  });
}

addEventListener("unload", () => {
  for (const path of [saved, folder]) Deno.removeSync(path, { recursive: true });
});
