import { imageOf, type Normalisation, pictureOf, pixelsOf } from "../core/mod.ts";
import { writeEpochPicture, writePictures } from "../evaluation/mod.ts";
import type { Subset } from "./split.ts";

/** What is drawn after an epoch. */
interface EpochPredictions {
  /** The epoch, 1 for the first. */
  epoch: number;
  /** The images that were predicted. */
  subset: Subset;
  /** Their predicted labels, [images × rows × columns]. */
  labels: Uint8Array;
  /** How samples become grey levels and colours. */
  normalisation: Normalisation;
  /** The name of each image's files, by its id. */
  files: ReadonlyMap<string, string>;
}

/** Cases whose prediction is drawn after each epoch. */
const CASES_DRAWN = 4;

/**
 * Draws the predictions for a few cases, the same after each epoch, spread over the subset; with the
 * first epoch also their images and truths, since the final pictures may be of other cases.
 */
export async function drawEpoch(
  folder: string,
  { epoch, subset: { data, indices }, labels, normalisation, files }: EpochPredictions,
): Promise<void> {
  const { shape, classes } = data;
  const pixels = pixelsOf(shape);
  const count = Math.min(CASES_DRAWN, indices.length);
  for (let k = 0; k < count; k++) {
    const place = Math.floor((k * indices.length) / count);
    const index = indices[place];
    const file = files.get(data.ids[index])!;
    const about = { file, shape, classes };
    const prediction = labels.subarray(place * pixels, (place + 1) * pixels);
    await writeEpochPicture(folder, epoch, { ...about, prediction });
    if (epoch > 1) continue;
    const truth = data.labels.subarray(index * pixels, (index + 1) * pixels);
    const image = pictureOf(imageOf(data, index), normalisation);
    await writePictures(folder, { ...about, image, truth });
  }
}
