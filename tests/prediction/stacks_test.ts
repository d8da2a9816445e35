// Volumes, pages and images of several files, predicted as the model's own images were read.
import assert from "node:assert/strict";
import { join } from "node:path";
import { labelClasses } from "../../core/mod.ts";
import {
  encodeLabelVolume,
  findPhotographs,
  readImage,
  readLabels,
  readVolume,
  sliceOf,
} from "../../io/mod.ts";
import {
  buildUnet,
  chooseBackend,
  compile,
  loadModel,
  type ModelMetadata,
  saveModel,
} from "../../model/mod.ts";
import { predictFiles, type PredictFilesOptions } from "../../prediction/mod.ts";
import { predictImage } from "../../prediction/predict_image.ts";
import { encodeTiff } from "../data/tiff.ts";
import { niftiHead } from "./nifti_head.ts";
import { stackPages } from "./stack_pages.ts";

const CLASSES = labelClasses("air", "bone", "rest");
const SHAPE = [20, 12, 3] as const, VOXELS = 20 * 12 * 3;
const values = Uint8Array.from({ length: VOXELS }, (_, i) => (i * i * 37) % 251);

Deno.test("volumes are cut across the axis that the model's were, whatever their spacing", async () => {
  for (const [slices, axis] of [["x", 0], ["y", 1], [undefined, 2]] as const) {
    await inFolder({ slices }, async ({ folder, predict, network }) => {
      await Deno.writeFile(`${folder}/v.nii`, volumeOf(values));
      assert.deepEqual(await predict(["v.nii"]), { written: 1, skipped: [] });
      const volume = await readVolume(await Deno.readFile(`${folder}/out/v.nii.gz`));
      const input = await readVolume(await Deno.readFile(`${folder}/v.nii`));
      assert.deepEqual([volume.shape, volume.affine], [input.shape, input.affine]);
      const own = await network();
      for (let index = 0; index < SHAPE[axis]; index++) {
        const { labels } = await predictImage(own, sliceOf(input, { axis, index }));
        assert.deepEqual(sliceOf(volume, { axis, index }).data, labels, `${slices} ${index}`);
      }
      own.model.dispose();
    });
  }
});

Deno.test("every page of a TIFF is predicted, and written as a page of labels", async () => {
  await inFolder({}, async ({ folder, predict, network }) => {
    const pages = [0, 1, 2].map((z) => values.subarray(z * 240, (z + 1) * 240));
    await Deno.writeFile(`${folder}/t.tif`, stackPages(pages, { width: 20, height: 12 }));
    assert.deepEqual(await predict(["t.tif"], { probabilities: "npy" }), {
      written: 1,
      skipped: [],
    });
    assert.deepEqual(namesIn(`${folder}/out`), ["t.npy", "t.tif"]);
    const found = await readLabels(`${folder}/out/t.tif`);
    assert.deepEqual(found.shape, [3, 12, 20]);
    const own = await network(), file = await Deno.readFile(`${folder}/t.tif`);
    for (let page = 0; page < 3; page++) {
      const { labels } = await predictImage(own, await readImage(file, { page }));
      assert.deepEqual(found.labels.subarray(page * 240, (page + 1) * 240), labels);
    }
    own.model.dispose();
    const { skipped: [{ reason }] } = await predict(["t.tif"], { probabilities: "png" });
    assert.match(
      reason,
      /^--probabilities png is for pictures; of volumes and pages npy holds all/,
    );
  });
});

Deno.test("files of one channel are an image, by the names that the model's had", async () => {
  const channelFiles = { pattern: "imagesTr/*_{channel}.tif", channels: ["0000", "0001"] };
  await inFolder({ channelFiles, channels: 2 }, async ({ folder, predict, network }) => {
    const both = Uint8Array.from({ length: 480 }, (_, i) => values[(i * 7) % VOXELS]);
    const of = (channel: number) => both.filter((_, i) => i % 2 === channel);
    const about = { width: 20, height: 12 };
    await Deno.mkdir(`${folder}/in/deep`, { recursive: true });
    for (
      const [name, channels, data] of [
        ["deep/a_0000.tif", 1, of(0)],
        ["deep/a_0001.tif", 1, of(1)],
        ["whole.tif", 2, both],
        ["b_0001.tif", 1, of(1)],
      ] as const
    ) {
      await Deno.writeFile(`${folder}/in/${name}`, encodeTiff({ ...about, channels, data }));
    }
    const { written, skipped } = await predict(["in"]);
    assert.equal(written, 2);
    assert.deepEqual(skipped.map(({ file, reason }) => `${file.replace(folder, "")}: ${reason}`), [
      "/in/b_0001.tif: the model's images must have the channels 0000 and 0001, each a file " +
      "*_{channel}, got 0001 alone",
    ]);
    assert.deepEqual(namesIn(`${folder}/out/deep`), ["a.overlay.jpg", "a.png"]);
    const [one, other] = await Promise.all(
      ["deep/a", "whole"].map((name) => readLabels(`${folder}/out/${name}.png`)),
    );
    assert.deepEqual(one.labels, other.labels);
    const own = await network();
    const raster = await readImage(await Deno.readFile(`${folder}/in/whole.tif`));
    assert.deepEqual(one.labels, (await predictImage(own, raster)).labels);
    own.model.dispose();
  });
});

Deno.test("volumes of one channel each are a volume", async () => {
  const channelFiles = { pattern: "{split}/{channel}/*.nii.gz", channels: ["ct", "pet"] };
  await inFolder({ channelFiles, channels: 2, slices: "z" }, async ({ folder, predict }) => {
    for (const channel of channelFiles.channels) {
      await Deno.mkdir(`${folder}/in/${channel}`, { recursive: true });
    }
    await Deno.writeFile(`${folder}/in/ct/a.nii`, volumeOf(values));
    await Deno.writeFile(`${folder}/in/pet/a.nii`, volumeOf(values.toReversed()));
    assert.deepEqual(await predict(["in"]), { written: 1, skipped: [] });
    assert.deepEqual(namesIn(`${folder}/out`), ["a.nii.gz"]);
    await Deno.writeFile(`${folder}/in/pet/a.nii`, volumeOf(values.subarray(0, 480), [20, 12, 2]));
    const { written, skipped: [{ reason }] } = await predict(["in"]);
    assert.equal(written, 0);
    assert.equal(reason, "the volumes of an image must have one size, got 20x12x3 and 20x12x2");
  });
});

/** Gives a test a folder with a model. */
async function inFolder(
  { channels = 1, ...about }: Pick<ModelMetadata, "slices" | "channelFiles"> & {
    channels?: number;
  },
  test: (tools: {
    folder: string;
    predict: (
      paths: string[],
      options?: Pick<PredictFilesOptions, "probabilities">,
    ) => Promise<{ written: number; skipped: { file: string; reason: string }[] }>;
    network: () => Promise<ReturnType<typeof compile>>;
  }) => Promise<void>,
): Promise<void> {
  await chooseBackend("simd", { threads: 1 });
  const folder = await Deno.makeTempDir();
  const model = buildUnet({
    ...about,
    size: [16, 32],
    fit: "pad",
    depth: "float",
    normalisation: Array(channels).fill({ low: 0, high: 255 }),
    features: 2,
    classes: CLASSES,
    seed: 1,
  });
  try {
    await saveModel(`${folder}/run/model`, model);
    await test({
      folder,
      predict: async (paths, options = {}) => {
        const skipped: { file: string; reason: string }[] = [];
        const files = await findPhotographs(paths.map((path) => join(folder, path)));
        const where = { run: `${folder}/run`, out: `${folder}/out`, files };
        const onSkipped = (one: { file: string; reason: string }) => skipped.push(one);
        const { written } = await predictFiles({ ...where, ...options, onSkipped });
        return { written, skipped };
      },
      network: async () => compile(await loadModel(`${folder}/run/model`)),
    });
  } finally {
    model.dispose();
    await Deno.remove(folder, { recursive: true });
  }
}

/** A NIfTI volume, coarsest along z. */
function volumeOf(
  voxels: Uint8Array,
  shape: readonly [number, number, number] = SHAPE,
): Uint8Array {
  return encodeLabelVolume(voxels, { shape, head: niftiHead(shape, [0.5, 0.5, 4]) }, {
    gzip: false,
  });
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile).map(({ name }) => name)
    .sort();
}
