// What `deno task predict` reads besides photographs, and writes besides masks.
import assert from "node:assert/strict";
import { labelClasses } from "../../core/mod.ts";
import { decodeLabelPng, encodeLabelVolume, readImage, readVolume } from "../../io/mod.ts";
import { buildUnet, chooseBackend, saveModel } from "../../model/mod.ts";
import { niftiHead } from "../prediction/nifti_head.ts";
import { filesBelow, folderTest, MODEL, predict } from "./predict_command.ts";

folderTest(
  "predict gives volumes labels where they lie, and TIFF a label picture",
  [],
  async (cwd) => {
    await Deno.mkdir(`${cwd}/in`);
    const [x, y, z] = [20, 12, 3];
    const voxels = Uint8Array.from({ length: x * y * z }, (_, i) => (i * 37) % 256);
    const head = niftiHead([x, y, z], [0.5, 0.5, 4]);
    await Deno.writeFile(
      `${cwd}/in/v.nii.gz`,
      encodeLabelVolume(voxels, { shape: [x, y, z], head }),
    );
    await Deno.writeFile(`${cwd}/in/t.tif`, greyTiff(20, 12));
    await chooseBackend("cpu");
    const classes = labelClasses("air", "bone", "rest"), normalisation = [{ low: 0, high: 255 }];
    const about = { size: [16, 32], depth: "float", fit: "pad" } as const;
    const ofVolumes = buildUnet({ ...about, normalisation, features: 2, classes, seed: 1 });
    await saveModel(`${cwd}/run/model`, ofVolumes);
    const args = ["--model", "run", "in", "--out", "out", "--probabilities", "npy"];
    const { code, stdout, stderr } = await predict(cwd, args);
    assert.deepEqual([code, stderr], [0, ""], stdout);
    assert.deepEqual(await filesBelow(`${cwd}/out`), [
      "t.npy",
      "t.overlay.jpg",
      "t.png",
      "v.nii.gz",
      "v.npy",
    ]);
    const volume = await readVolume(await Deno.readFile(`${cwd}/out/v.nii.gz`));
    assert.deepEqual([volume.shape, volume.spacing], [[x, y, z], [0.5, 0.5, 4]]);
    assert.deepEqual(
      volume.affine,
      (await readVolume(await Deno.readFile(`${cwd}/in/v.nii.gz`))).affine,
    );
    assert.ok(volume.data.every((label) => label >= 1 && label <= 3));
    assertDecided(await Deno.readFile(`${cwd}/out/v.npy`), volume.data, "(3, 3, 12, 20)");
    const { labels } = decodeLabelPng(await Deno.readFile(`${cwd}/out/t.png`));
    assertDecided(await Deno.readFile(`${cwd}/out/t.npy`), labels, "(3, 12, 20)");
  },
);

folderTest("predict writes a PNG of probabilities per class", ["ph/a.jpg"], async (cwd) => {
  const { code, stderr } = await predict(cwd, [...MODEL, "ph", "--probabilities", "png"]);
  assert.equal(code, 0, stderr);
  const planes = await Promise.all(
    [1, 2, 3].map(async (label) =>
      (await readImage(await Deno.readFile(`${cwd}/predictions/a.class-${label}.png`))).data
    ),
  );
  const { labels } = decodeLabelPng(await Deno.readFile(`${cwd}/predictions/a.png`));
  labels.forEach((label, i) => {
    const own = planes.map((plane) => plane[i]);
    assert.ok(Math.abs(own[0] + own[1] + own[2] - 65535) <= 2, `${own} at ${i}`);
    assert.equal(own[label - 1], Math.max(...own));
  });
});

/** Probabilities are highest for the label at each place. */
function assertDecided(
  npy: Uint8Array<ArrayBuffer>,
  labels: ArrayLike<number>,
  shape: string,
): void {
  const start = 10 + npy[8] + 256 * npy[9];
  const header = new TextDecoder().decode(npy.subarray(10, start));
  assert.ok(header.includes("'<f4'") && header.includes(`'shape': ${shape}`), header);
  const values = new Float32Array(npy.buffer.slice(start)), count = labels.length;
  assert.equal(values.length, 3 * count);
  for (let i = 0; i < count; i++) {
    const own = [0, 1, 2].map((c) => values[c * count + i]);
    assert.equal(own[labels[i] - 1], Math.max(...own));
    assert.ok(Math.abs(own[0] + own[1] + own[2] - 1) < 1e-5);
  }
}

/** A TIFF of one strip of grey bytes. */
function greyTiff(width: number, height: number): Uint8Array {
  const entries = [[256, width], [257, height], [258, 8], [259, 1], [262, 1], [273, 200], [277, 1]];
  entries.push([278, height], [279, width * height]);
  const file = new Uint8Array(200 + width * height), view = new DataView(file.buffer);
  file.set(new TextEncoder().encode("II"));
  view.setUint16(2, 42, true);
  view.setUint32(4, 8, true);
  view.setUint16(8, entries.length, true);
  entries.forEach(([tag, value], i) => {
    view.setUint16(10 + 12 * i, tag, true);
    view.setUint16(12 + 12 * i, 4, true);
    view.setUint32(14 + 12 * i, 1, true);
    view.setUint32(18 + 12 * i, value, true);
  });
  for (let i = 0; i < width * height; i++) file[200 + i] = (i * 7) % 256;
  return file;
}
