// The pictures of volumes: exactly the planted pixels, few enough, in proportion.
import assert from "node:assert/strict";
import { evaluate } from "@triptych/metrics";
import { mulberry32 } from "../../../core/mod.ts";
import { decodeLabelPng, decodePhotograph, encodeNpy } from "../../../io/mod.ts";
import { picturePaths } from "../../../evaluation/run_folder/pictures.ts";
import { diceInSlice } from "../../../evaluation/volumes/slice_profile.ts";
import { createEvaluationFolder } from "../../../evaluation/run_folder/unfinished.ts";
import { writeVolume } from "../../../evaluation/volumes/write_volume.ts";
import FIXTURE from "../../fixtures/io/label_volumes.json" with { type: "json" };
import { bytesOf } from "../../io/pictures.ts";
import { folderTest } from "../masks/evaluate_command.ts";
import { evaluateJob } from "../masks/evaluate_job.ts";
import { CLASSES, emptyVolume, labelAt, plant } from "./planted.ts";

async function labelsOf(folder: string, path: string | undefined) {
  return decodeLabelPng(await Deno.readFile(`${folder}/${path}`));
}

for (const isAnatomical of [false, true]) {
  const name = isAnatomical
    ? "with the patient's right on the left, front and top up"
    : "as stored";
  folderTest(
    `the three views show the planes through the largest error, ${name}`,
    async (folder) => {
      const volume = emptyVolume([7, 8, 9], [3, 1, 1]), { truth, prediction, shape } = volume;
      const random = mulberry32(1);
      for (const mask of [truth, prediction]) {
        for (let i = 0; i < mask.length; i++) mask[i] = random() < 0.3 ? 1 : 0;
      }
      plant(truth, shape, [[1, 4], [2, 7], [3, 8]], 2);
      plant(prediction, shape, [[1, 4], [2, 7], [3, 8]], 0);
      const set = { ...volume, file: "a", classes: CLASSES, isAnatomical };
      const shown = (await writeVolume(folder, set)).volume!;
      assert.deepEqual([shown.point, shown.axis, shown.labels], [[2, 4, 5], 0, {
        truth: 2,
        prediction: 0,
      }]);
      for (const [axis, paths] of shown.views.entries()) {
        const [rows, columns] = [0, 1, 2].filter((other) => other !== axis);
        for (
          const [mask, path] of [[truth, paths.truth], [prediction, paths.prediction]] as const
        ) {
          const { labels, width, height } = await labelsOf(folder, path);
          assert.deepEqual([height, width], [shape[rows], shape[columns]]);
          for (let i = 0; i < labels.length; i++) {
            const at = [...shown.point], [y, x] = [Math.floor(i / width), i % width];
            at[rows] = isAnatomical ? height - 1 - y : y;
            at[columns] = isAnatomical ? width - 1 - x : x;
            assert.equal(labels[i], labelAt(mask, shape, at), `axis ${axis}, ${[y, x]}`);
          }
        }
      }
    },
  );
}

/** A volume whose every fourth slice has a wrong row, but in the last of eight parts. */
function rowsWrong() {
  const volume = emptyVolume([40, 30, 20], [2, 1, 1]), { truth, prediction, shape } = volume;
  plant(truth, shape, [[4, 36], [10, 20], [5, 10]], 1);
  plant(prediction, shape, [[4, 36], [10, 20], [5, 10]], 1);
  const wrong = [5, 10, 14, 17, 22, 26, 29];
  for (const z of wrong) plant(prediction, shape, [[z, z + 1], [10, 11], [5, 10]], 0);
  return { volume: { ...volume, file: "a", classes: CLASSES }, wrong };
}

folderTest(
  "all slices with classes are kept, cut to them, and each part's worst stands for it",
  async (folder) => {
    const { volume, wrong } = rowsWrong();
    const { slices } = (await writeVolume(folder, volume)).volume!;
    assert.deepEqual(slices!.indices, Array.from({ length: 32 }, (_, i) => 4 + i));
    // the last part, 32 to 35, has no error: its middle
    assert.deepEqual(slices!.shown!.map((at) => slices!.indices[at]), [...wrong, 33]);
    // cut to the object and a margin of a fifth and two voxels
    assert.deepEqual([slices!.from, slices!.shape], [[6, 2], [18, 11]]);
    const { labels, height } = await labelsOf(folder, slices!.pictures.prediction);
    assert.equal(height, 32 * 18);
    const rowOf = (
      z: number,
      row: number,
    ) => [...labels.subarray(((z - 4) * 18 + row) * 11, ((z - 4) * 18 + row + 1) * 11)];
    assert.deepEqual(rowOf(5, 4), Array(11).fill(0), "the wrong row of slice 5");
    assert.deepEqual(rowOf(5, 5), [0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0]);
  },
);

folderTest("a profile counts each slice's voxels as a measurement of it does", async (folder) => {
  const random = mulberry32(2);
  for (const spacing of [[3, 1, 1], [1, 3, 1], [1, 1, 3]]) {
    const volume = emptyVolume([9, 8, 7], spacing), { truth, prediction, shape } = volume;
    for (const mask of [truth, prediction]) {
      plant(mask, shape, [[2, 6], [1, 7], [1, 6]], 1);
      for (let i = 0; i < mask.length; i++) if (random() < 0.1) mask[i] = Math.floor(3 * random());
    }
    const set = { ...volume, file: "a", classes: CLASSES, ignore: [7] };
    truth[100] = 7;
    const { profile, axis } = (await writeVolume(folder, set)).volume!;
    assert.equal(axis, spacing.indexOf(3));
    for (let index = 0; index < shape[axis]; index++) {
      const slice = (mask: Uint8Array) => {
        const data = mask.filter((_, i) => {
          const at = [Math.floor(i / 56), Math.floor(i / 7) % 8, i % 7];
          return at[axis] === index;
        });
        return { data, shape: [1, data.length] };
      };
      const options = { labels: [1, 2], ignore: [7], metrics: ["dice"], absent: "allow" } as const;
      evaluate(slice(truth), slice(prediction), options).forEach((expected, k) => {
        const { start, ...counts } = profile![CLASSES[k].name];
        const [inTruth, missed, invented] = [counts.truth, counts.missed, counts.invented]
          .map((all) => all[index - start] ?? 0);
        assert.deepEqual([inTruth - missed, invented, missed], [
          ...[expected.tp, expected.fp, expected.fn],
        ]);
        const has = expected.tp + expected.fp + expected.fn > 0;
        const dice = diceInSlice(profile![CLASSES[k].name], index);
        assert.equal(dice, has ? expected.dice : null);
      });
    }
  }
});

folderTest(
  "slices whose pictures take more than the budget are kept in parts of equal length",
  async (folder) => {
    const volume = emptyVolume([100, 90, 90], [2, 1, 1]), { truth, prediction } = volume;
    const random = mulberry32(3);
    // noise doesn't deflate
    for (const mask of [truth, prediction]) {
      mask.forEach((_, i) => mask[i] = Math.floor(3 * random()));
    }
    const { slices, point } =
      (await writeVolume(folder, { ...volume, file: "a", classes: CLASSES })).volume!;
    const { indices, shown } = slices!;
    let bytes = 0;
    for (const path of Object.values(slices!.pictures)) {
      bytes += (await Deno.stat(`${folder}/${path}`)).size;
    }
    assert.ok(bytes <= 300_000 && bytes > 200_000, `${bytes}`);
    assert.ok(indices.length > 8 && indices.length < 100 && indices.includes(point[0]));
    const wrongIn = (z: number) => {
      let sum = 0;
      for (let i = 8100 * z; i < 8100 * (z + 1); i++) sum += Number(truth[i] !== prediction[i]);
      return sum;
    };
    // of each eighth the slice with the most wrong voxels is among them
    shown!.forEach((at, part) => {
      const [from, to] = [Math.floor(part * 12.5), Math.floor((part + 1) * 12.5)];
      const all = Array.from({ length: to - from }, (_, i) => wrongIn(from + i));
      assert.equal(indices[at], from + all.indexOf(Math.max(...all)));
    });
  },
);

folderTest("a volume of many slices has few pictures, and images in proportion", async (folder) => {
  const volume = emptyVolume([300, 64, 64], [0.5, 1, 4]), { truth, shape } = volume;
  plant(truth, shape, [[5, 290], [5, 60], [5, 60]], 1);
  const image = truth.map((label) => label * 200);
  const pictures = await writeVolume(folder, { ...volume, image, file: "a", classes: CLASSES });
  assert.equal(picturePaths(pictures).length, 12);
  assert.equal([...Deno.readDirSync(`${folder}/pictures`)].length, 12);
  // 64 × 1 mm by 300 × 0.5 mm, across the axis of 4 mm
  const { width, height, data } = await decodePhotograph(
    await Deno.readFile(`${folder}/${pictures.image}`),
  );
  assert.deepEqual([width, height], [128, 300]);
  assert.ok(Math.abs(data[(150 * 128 + 64) * 3] - 200) < 4);
  const sides = await Promise.all(pictures.volume!.views.map(async ({ image }) => {
    const { width, height } = await decodePhotograph(await Deno.readFile(`${folder}/${image}`));
    return [width, height];
  }));
  assert.deepEqual(sides, [[256, 64], [512, 300], [128, 300]]);
});

folderTest("evaluate shows volumes that lie otherwise as radiologists see them", async (folder) => {
  const [straight, , , , rotated] = FIXTURE.volumes;
  const changed = bytesOf(rotated.files["a.nii"]).slice(), view = new DataView(changed.buffer);
  for (let i = 36; i < 44; i++) view.setInt16(changed.length - 120 + 2 * i, 0, true);
  await Deno.mkdir(`${folder}/t`);
  await Deno.mkdir(`${folder}/p`);
  await Deno.mkdir(`${folder}/i`);
  await Deno.writeFile(`${folder}/t/a.mha`, bytesOf(rotated.files["packed.mha"]));
  await Deno.writeFile(`${folder}/p/a.nii`, changed);
  // an image that lies elsewhere is not shown, one of the same grid is
  await Deno.writeFile(`${folder}/i/a_0000.nii.gz`, bytesOf(straight.files["a.nii.gz"]));
  const sources = { truth: `${folder}/t`, prediction: `${folder}/p` };
  const first = await evaluateJob(sources, { out: `${folder}/one`, images: `${folder}/i` });
  assert.match(
    first.notes.join(),
    /Cannot show .*a_0000\.nii\.gz: it must have the grid of its masks/,
  );
  await Deno.writeFile(`${folder}/i/a.nii.gz`, bytesOf(rotated.files["a.nii.gz"]));
  const job = { out: `${folder}/two`, images: `${folder}/i` };
  const { evaluation: { cases: [{ pictures }] } } = await evaluateJob(sources, job);
  const { anatomical, axis, point } = pictures!.volume!;
  assert.deepEqual([anatomical, axis, pictures!.image], [true, 0, "pictures/a.jpg"]);
  const wrong = rotated.labels.map((label: number, i: number) => i >= 36 && i < 44 ? 0 : label);
  const { labels } = await labelsOf(`${folder}/two`, pictures!.prediction);
  assert.deepEqual([...labels], wrong.slice(12 * point[0], 12 * point[0] + 12).reverse());
});

folderTest("an evaluation of volumes that was ended is cleared and begun again", async (folder) => {
  for (const side of ["t", "p"]) await Deno.mkdir(`${folder}/${side}`);
  const voxels = new Uint8Array(64).fill(1, 20, 44);
  await Deno.writeFile(`${folder}/t/a.npy`, encodeNpy(voxels, [4, 4, 4]));
  await Deno.writeFile(`${folder}/p/a.npy`, encodeNpy(voxels.fill(0, 20, 30), [4, 4, 4]));
  const out = `${folder}/run`;
  await evaluateJob({ truth: `${folder}/t`, prediction: `${folder}/p` }, { out });
  assert.equal([...Deno.readDirSync(`${out}/pictures`)].length, 8);
  const run = JSON.parse(await Deno.readTextFile(`${out}/run.json`));
  await Deno.writeTextFile(`${out}/run.json`, JSON.stringify({ ...run, status: "stopped" }));
  using _held = await createEvaluationFolder(out);
  assert.deepEqual([...Deno.readDirSync(`${out}/pictures`)], []);
});
