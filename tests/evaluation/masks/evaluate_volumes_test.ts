// Volumes of every format, their grids, and regions.
import assert from "node:assert/strict";
import { evaluate } from "@triptych/metrics";
import { decodeLabelPng, encodeNpy } from "../../../io/mod.ts";
import FIXTURE from "../../fixtures/io/label_volumes.json" with { type: "json" };
import { bytesOf } from "../../io/pictures.ts";
import { folderTest } from "./evaluate_command.ts";
import { evaluateJob } from "./evaluate_job.ts";

const [straight, dicom, , , rotated] = FIXTURE.volumes;

/** Two folders with one mask each. */
async function pair(
  folder: string,
  truth: [file: string, bytes: Uint8Array],
  prediction: [file: string, bytes: Uint8Array],
): Promise<{ truth: string; prediction: string }> {
  const sources = { truth: `${folder}/truth`, prediction: `${folder}/prediction` };
  for (const [side, [file, bytes]] of [["truth", truth], ["prediction", prediction]] as const) {
    await Deno.mkdir(`${folder}/${side}`, { recursive: true });
    await Deno.writeFile(`${folder}/${side}/${file}`, bytes);
  }
  return sources;
}

/** A NIfTI of version 2 whose labels are changed. */
function changed(change: (label: number, i: number) => number): Uint8Array {
  const bytes = bytesOf(rotated.files["a.nii"]).slice(), start = bytes.length - 120;
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 60; i++) {
    view.setInt16(start + 2 * i, change(view.getInt16(start + 2 * i, true), i), true);
  }
  return bytes;
}

folderTest(
  "evaluate measures volumes in mm, and shows the slice through the largest error",
  async (folder) => {
    const predicted = changed((label, i) => i >= 36 && i < 44 ? 0 : label);
    const sources = await pair(
      folder,
      ["a.mha", bytesOf(rotated.files["packed.mha"])],
      ["a.nii", predicted],
    );
    const { evaluation } = await evaluateJob(sources, { out: `${folder}/out` });
    const [{ shape, spacing, classes, pictures }] = evaluation.cases;
    assert.deepEqual([shape, evaluation.metrics[2].unit, pictures!.volume!.point], [
      ...[[5, 3, 4], "mm", [3, 0, 1]],
    ]);
    spacing.forEach((step, i) => assert.ok(Math.abs(step - [3, 0.75, 0.5][i]) < 1e-6));
    const data = rotated.labels, wrong = data.map((label, i) => i >= 36 && i < 44 ? 0 : label);
    const expected = evaluate({ data, shape }, { data: wrong, shape }, {
      labels: [1, 2, 3],
      spacing,
    });
    expected.forEach(({ dice, assd, hd95 }, i) => {
      const found = classes[`label ${i + 1}`];
      assert.deepEqual([found.dice, found.assd, found.hd95], [dice, assd, hd95]);
    });
    const shown = decodeLabelPng(await Deno.readFile(`${folder}/out/${pictures!.prediction}`));
    assert.deepEqual([...shown.labels], wrong.slice(36, 48).reverse());
  },
);

folderTest("evaluate refuses volumes that lie elsewhere, with both grids", async (folder) => {
  const cases: [Uint8Array, RegExp][] = [
    [
      bytesOf(dicom.files["a.nii.gz"]),
      /same grid to a tenth of a voxel, got 4x3x5 voxels of 0\.5x0\.75x3 mm from \(10, -20, 7\.5\) mm and 4x3x5 voxels of 0\.5x0\.75x3 mm from \(8\.5, -21\.5, 7\.5\) mm$/,
    ],
    [
      bytesOf(rotated.files["a.nii.gz"]),
      /to a tenth of a voxel, .*, directions 0\.489 -0\.156 0; /,
    ],
    [encodeNpy(new Uint8Array(60), [5, 3, 4]), /must both say where they lie, or neither, got /],
    [
      encodeNpy(new Uint8Array(40), [5, 2, 4]),
      /must have the same grid, got 4x3x5 voxels .* and 4x2x5$/,
    ],
  ];
  for (const [i, [bytes, message]] of cases.entries()) {
    const name = i < 2 ? "a.nii.gz" : "a.npy";
    const sources = await pair(
      `${folder}/${i}`,
      ["a.nii.gz", bytesOf(straight.files["a.nii.gz"])],
      [name, bytes],
    );
    const job = { out: `${folder}/out`, strict: true };
    await assert.rejects(evaluateJob(sources, job), { message });
  }
});

folderTest("evaluate refuses single slices that lie elsewhere", async (folder) => {
  const slice = (size: string, spacing: string): Uint8Array =>
    new TextEncoder().encode(
      `ObjectType = Image\nNDims = 3\nDimSize = ${size}\nElementSpacing = ${spacing}\n` +
        "TransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 0 0 0\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n\0\x01\x01\0",
    );
  const others: [Uint8Array, RegExp][] = [
    [
      slice("2 2 1", "2 2 3"),
      /got 2x2x1 voxels of 0\.5x0\.5x\S+ mm .* and 2x2x1 voxels of 2x2x\S+ mm/,
    ],
    [slice("2 1 2", "0.5 0.5 0.5"), /got 2x2x1 voxels .* and 2x1x2 voxels/],
  ];
  for (const [i, [other, message]] of others.entries()) {
    const truth = slice("2 2 1", "0.5 0.5 3");
    const sources = await pair(`${folder}/${i}`, ["a.mha", truth], ["a.mha", other]);
    await assert.rejects(evaluateJob(sources, { out: `${folder}/out`, strict: true }), { message });
  }
  const thick = await pair(
    `${folder}/thick`,
    ["a.mha", slice("2 2 1", "0.5 0.5 3")],
    ["a.mha", slice("2 2 1", "0.5 0.5 1")],
  );
  const { evaluation } = await evaluateJob(thick, { out: `${folder}/same`, strict: true });
  assert.deepEqual(evaluation.cases[0].spacing, [0.5, 0.5]);
});

folderTest("evaluate --spacing takes the place of the files' own, and must fit", async (folder) => {
  const mask = encodeNpy(Uint8Array.of(0, 1, 1, 0, 0, 0, 1, 1), [2, 2, 2]);
  const sources = await pair(folder, ["a.npy", mask], ["a.npy", mask]);
  const { evaluation } = await evaluateJob(sources, { out: `${folder}/a`, spacing: [3, 1, 1] });
  assert.deepEqual([evaluation.cases[0].spacing, evaluation.metrics[2].unit], [
    ...[[3, 1, 1], undefined],
  ]);
  await assert.rejects(
    evaluateJob(sources, { out: `${folder}/b`, spacing: [1, 1], strict: true }),
    /a\.npy: --spacing must have 3 numbers for a volume, Z,Y,X, got 1,1$/,
  );
});

folderTest("evaluate --regions measures unions beside the classes", async (folder) => {
  const truth = encodeNpy(Uint8Array.of(1, 2, 0, 0, 255), [1, 5]);
  const prediction = encodeNpy(Uint8Array.of(2, 1, 2, 0, 1), [1, 5]);
  const sources = await pair(folder, ["a.npy", truth], ["a.npy", prediction]);
  const regions = [{ label: 1, name: "whole", color: "#888888", labels: [1, 2] }];
  const { evaluation } = await evaluateJob(sources, { out: `${folder}/a`, regions, ignore: [255] });
  const [{ classes, ignored }] = evaluation.cases;
  assert.deepEqual(Object.keys(classes), ["label 1", "label 2", "whole"]);
  assert.deepEqual([classes["label 1"].dice, classes.whole.tp, classes.whole.fp], [0, 2, 1]);
  assert.deepEqual([classes.whole.dice, ignored, evaluation.confusion], [0.8, 1, [[0, 1], [1, 0]]]);
  assert.deepEqual(evaluation.classes[2], regions[0]);
  await assert.rejects(
    evaluateJob(sources, {
      out: `${folder}/b`,
      regions: [{ ...regions[0], name: "label 1" }],
      ignore: [255],
    }),
    /region label 1: its name must differ from the classes'/,
  );
});
