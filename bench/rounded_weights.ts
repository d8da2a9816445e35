/**
 * What the weights that a page loads first, rounded to fit in 5 MB, change in a model's labels:
 * `deno run -A --no-lock bench/rounded_weights.ts RUN [FOLDER]`. Predicts the photographs of a run's cases, or
 * of a folder, by the model as it is, as the page gets it, and with the rest that its button loads.
 *
 * @module
 */
import { startBackend } from "@triptych/engine";
import { table } from "../cli/mod.ts";
import { packModel, readImage, unpackModel } from "../io/mod.ts";
import { compile, modelOf } from "../model/mod.ts";
import { predictImage } from "../prediction/mod.ts";
import { MOST } from "../site/try/write_try.ts";

const [run, folder = `${run}/pictures`] = Deno.args;
const description = await Deno.readTextFile(`${run}/model/model.json`);
const weights = await Deno.readFile(`${run}/model/weights.bin`);

// the scripts set these
const loaded = globalThis as unknown as {
  model: Parameters<typeof unpackModel>[0];
  modelRest?: Parameters<typeof unpackModel>[1];
};
const { script, bits, rest } = packModel(description, weights, { name: "model", most: MOST });
for (const one of [script, ...rest ? [rest] : []]) {
  new Function(new TextDecoder("utf-16le").decode(one))();
}

await startBackend("simd");
const networkOf = async (own: typeof weights) =>
  compile(await modelOf(JSON.parse(description), own));
const networks = await Promise.all(
  [weights, unpackModel(loaded.model).weights, unpackModel(loaded.model, loaded.modelRest).weights]
    .map(networkOf),
);

let images = 0, pixels = 0;
const other = [0, 0];
for (const { name } of Deno.readDirSync(folder)) {
  if (!/^[^.]+\.(jpe?g|png)$/i.test(name)) continue;
  const raster = await readImage(await Deno.readFile(`${folder}/${name}`));
  const [own, ...others] = await Promise.all(networks.map((one) => predictImage(one, raster)));
  for (const [i, { labels }] of others.entries()) {
    other[i] += labels.reduce((sum, label, at) => sum + Number(label !== own.labels[at]), 0);
  }
  images++;
  pixels += own.labels.length;
}
const rows = [
  [`${bits} bits after the point`, (script.length / 1e6).toFixed(2), String(other[0])],
  ["with the rest", ((rest?.length ?? 0) / 1e6).toFixed(2), String(other[1])],
];
console.log(`${images} images, ${pixels} pixels\n`);
console.log(table(rows, { head: ["weights", "MB", "pixels of another label"] }));
