// Volumes to look at, and the units of their voxels.
import assert from "node:assert/strict";
import { encodeNpy, readGreyVolume, readLabels } from "../../io/mod.ts";
import { inFolder } from "../commands/train_command.ts";
import FIXTURE from "../fixtures/io/label_volumes.json" with { type: "json" };
import { bytesOf } from "./pictures.ts";

/** The greys of values, each twice in the rows of two equal slices. */
async function greysOf(folder: string, values: number[]): Promise<number[]> {
  const { length } = values, slice = values.flatMap((value) => [value, value]);
  const volume = encodeNpy(Float32Array.from([...slice, ...slice]), [2, length, 2]);
  await Deno.writeFile(`${folder}/a.npy`, volume);
  const { labels, shape } = await readGreyVolume(`${folder}/a.npy`);
  assert.deepEqual(shape, [2, length, 2]);
  return values.map((_, i) => labels[2 * i]);
}

Deno.test("a volume is black at its lowest value and white at its highest, but for outliers", () =>
  inFolder(async (folder) => {
    assert.deepEqual(await greysOf(folder, [-1000, 0, 1000]), [0, 128, 255]);
    assert.deepEqual(await greysOf(folder, [NaN, -1, 3, Infinity]), [0, 0, 255, 255]);
    assert.deepEqual(await greysOf(folder, [7, 7]), [0, 0]);
    // half a percent at either end: a metal clip doesn't darken the rest
    const values = Array.from({ length: 1000 }, (_, i) => i);
    const greys = await greysOf(folder, values.with(999, 1e6).with(0, -1e6));
    assert.deepEqual([greys[0], greys[1], greys[999]], [0, 0, 255]);
    assert.ok(Math.abs(greys[500] - 128) <= 1, `${greys[500]}`);
  }));

Deno.test("voxels in micrometres or metres are read in millimetres", () =>
  inFolder(async (folder) => {
    const { files, spacing, affine } = FIXTURE.volumes[0];
    for (const [code, millimetres] of [[1, 1000], [2, 1], [3, 1e-3], [0, 1]]) {
      const bytes = bytesOf(files["a.nii"]).slice();
      // where version 2 has its unit
      new DataView(bytes.buffer).setInt32(500, code, true);
      await Deno.writeFile(`${folder}/a.nii`, bytes);
      const map = await readLabels(`${folder}/a.nii`);
      const found = [...map.spacing!, ...map.affine!.flat()];
      [...spacing, ...affine.flat()].forEach((value, i) => {
        const right = value * millimetres;
        assert.ok(Math.abs(found[i] - right) <= 1e-5 * Math.abs(right), `${found[i]}, ${right}`);
      });
    }
  }));
