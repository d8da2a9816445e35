// Exported models in onnxruntime, whose figures are in fixtures/export/onnx_runtime.json, beside predict.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { fitImage } from "../../data/mod.ts";
import { exportOnnx } from "../../export/mod.ts";
import type { Raster } from "../../io/mod.ts";
import { chooseBackend, compile, ensembleOf, loadModel, predictLogits } from "../../model/mod.ts";
import type { Predictor } from "../../model/mod.ts";
import { predictImage } from "../../prediction/predict_image.ts";
import { CASES, imageOf, writeModels } from "./models.ts";
import fixture from "../fixtures/export/onnx_runtime.json" with { type: "json" };

await chooseBackend("simd");

for (const [i, one] of CASES.entries()) {
  const { sha256, images } = fixture.cases[i];
  Deno.test(`${one.name}: onnxruntime gives what predict gives`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "triptych-export-" });
    try {
      const models = await writeModels(`${folder}/run`, one), out = `${folder}/model.onnx`;
      await exportOnnx({ run: `${folder}/run`, models, out });
      const digest = createHash("sha256").update(await Deno.readFile(out)).digest("hex");
      assert.equal(digest, sha256, "another file than onnxruntime ran: run onnx_runtime.py again");

      const networks = await Promise.all(models.map(loadModel));
      const network = ensembleOf(networks.map(compile));
      for (const [k, shape] of one.images.entries()) {
        const image = imageOf(one, shape, k), { logits, labels } = images[k];
        const own = await predicted(network, image);
        // at another size a byte may differ by one: docs/export.md
        const tolerance = k === 0 ? 1e-3 : 2e-2;
        const error = largestError(atPlaces(own.logits, logits.length), logits);
        assert.ok(error < tolerance, `${shape}: ${error}`);
        const found = atPlaces(own.labels, labels.length);
        assert.ok(new Set(labels).size > 1, `${shape}: one label tells nothing`);
        const differing = labels.filter((label, place) => label !== found[place]).length;
        assert.ok(differing <= (k === 0 ? 0 : 1), `${shape}: ${differing} labels differ`);
      }
      networks.forEach((model) => model.dispose());
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("docs/export.md says how near onnxruntime's resizing is to ours", async () => {
  const page = await Deno.readTextFile(new URL("../../docs/export.md", import.meta.url));
  const { perThousand, largest } = fixture.resize;
  assert.equal(largest, 1);
  assert.ok(
    page.replaceAll(/\s+/g, " ").includes(`by at most one in up to ${perThousand} of 1000`),
  );
});

/** Logits at the model's size, a plane per class, and labels at the image's. */
async function predicted(
  network: Predictor,
  image: Raster,
): Promise<{ logits: Float32Array; labels: Uint8Array }> {
  const { shape, fit = "squash", normalisation, depth = 8, classes } = network.metadata;
  const format = { channels: normalisation.length, depth };
  const fitted = fitImage(image, { shape, fit: fit === "tile" ? "squash" : fit, format });
  const { labels } = await predictImage(network, image);
  for await (const { logits } of predictLogits(network, fitted)) {
    const pixels = logits.length / classes.length;
    const planes = logits.map((_, i) =>
      logits[(i % pixels) * classes.length + Math.floor(i / pixels)]
    );
    return { logits: planes, labels };
  }
  throw new Error("no prediction");
}

/** As `at_places` in onnx_runtime.py. */
function atPlaces(values: ArrayLike<number>, places: number): number[] {
  return Array.from(
    { length: places },
    (_, k) => values[Math.floor(k * (values.length - 1) / (places - 1))],
  );
}

function largestError(found: readonly number[], expected: readonly number[]): number {
  return Math.max(...found.map((value, i) => Math.abs(value - expected[i])));
}
