// A site of one volume whose errors are known.
import { buildSite } from "../../site/site.ts";
import { encodeNpy } from "../../io/mod.ts";
import { evaluateJob } from "../evaluation/masks/evaluate_job.ts";
import { plant } from "../evaluation/volumes/planted.ts";
import { metaImage } from "./meta_image.ts";

/** Slices, rows, columns, 3 mm and 1 mm apart; the file grows to the patient's left, back and top. */
export const SHAPE = [16, 40, 48], SPACING = [3, 1, 1];

/** The masks: three classes, and a tumour at slice 3, row 30, column 9 that is missed. */
export function madeMasks(): { truth: Uint8Array; prediction: Uint8Array } {
  const truth = new Uint8Array(SHAPE[0] * SHAPE[1] * SHAPE[2]), prediction = truth.slice();
  for (const mask of [truth, prediction]) plant(mask, SHAPE, [[1, 14], [6, 36], [4, 40]], 1);
  plant(truth, SHAPE, [[2, 5], [26, 35], [5, 14]], 2);
  plant(prediction, SHAPE, [[9, 11], [10, 12], [30, 33]], 3);
  return { truth, prediction };
}

/**
 * Evaluates the volume and builds its site.
 *
 * @param folder Where to.
 * @param options What is measured further, and what is there beside masks: an image, which follows the truth, and probabilities, of which
 * the predicted class has 97 %, but 60 % in the last slices.
 * @returns The folder of its cases' pages.
 */
export async function madeSite(
  folder: string,
  { images = false, probabilities = false, measures }: {
    images?: boolean;
    probabilities?: boolean;
    measures?: string[];
  },
): Promise<string> {
  const { truth, prediction } = madeMasks();
  const files = { t: truth, p: prediction, ...(images && { i: truth.map((label) => 60 * label) }) };
  for (const [side, voxels] of Object.entries(files)) {
    await Deno.mkdir(`${folder}/${side}`);
    await Deno.writeFile(`${folder}/${side}/a.mha`, metaImage(voxels, SHAPE, SPACING));
  }
  if (probabilities) {
    const voxels = truth.length, all = new Float32Array(4 * voxels);
    for (let i = 0; i < voxels; i++) {
      const own = i < 12 * SHAPE[1] * SHAPE[2] ? 0.97 : 0.6;
      for (let c = 0; c < 4; c++) {
        all[c * voxels + i] = c === prediction[i] ? own : (1 - own) / 3;
      }
    }
    await Deno.mkdir(`${folder}/soft`);
    await Deno.writeFile(`${folder}/soft/a.npy`, encodeNpy(all, [4, ...SHAPE]));
  }
  await evaluateJob({ truth: `${folder}/t`, prediction: `${folder}/p` }, {
    out: `${folder}/run`,
    measures,
    ...(images && { images: `${folder}/i` }),
    ...(probabilities && { probabilities: `${folder}/soft` }),
  });
  await buildSite({ runs: [`${folder}/run`], out: `${folder}/site` });
  return `${folder}/site/runs/run/cases`;
}
