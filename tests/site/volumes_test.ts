// The pages of volumes and regions.
import assert from "node:assert/strict";
import { buildSite } from "../../site/site.ts";
import { encodeNpy } from "../../io/mod.ts";
import { caseShapes } from "../../site/pictures/shapes.ts";
import { folderTest } from "../evaluation/masks/evaluate_command.ts";
import { evaluateJob } from "../evaluation/masks/evaluate_job.ts";

folderTest("the page of a volume says which slice it shows", async (folder) => {
  const voxels = new Uint8Array(3 * 8 * 8);
  voxels.fill(1, 64, 160);
  await Deno.mkdir(`${folder}/t`);
  await Deno.mkdir(`${folder}/p`);
  await Deno.writeFile(`${folder}/t/a.npy`, encodeNpy(voxels, [3, 8, 8]));
  voxels.fill(0, 70, 90);
  await Deno.writeFile(`${folder}/p/a.npy`, encodeNpy(voxels, [3, 8, 8]));
  await evaluateJob({ truth: `${folder}/t`, prediction: `${folder}/p` }, { out: `${folder}/run` });
  await buildSite({ runs: [`${folder}/run`], out: `${folder}/site` });
  const page = await Deno.readTextFile(`${folder}/site/runs/run/cases/a.html`);
  assert.match(page, /The image is 8 × 8 × 3 voxels\. The pictures show slice 2 of 3, /);
});

Deno.test("the outline of a region is that of its labels together", () => {
  const size = { width: 4, height: 2 };
  const parts = Uint8Array.of(1, 2, 0, 0, 1, 2, 0, 0), one = parts.map((label) => label ? 1 : 0);
  const [region] = caseShapes({ truth: parts, ...size, classes: [{ label: 1, labels: [1, 2] }] });
  const [whole] = caseShapes({ truth: one, ...size, classes: [{ label: 1 }] });
  assert.deepEqual(region, whole);
});
