import { type Normalisation, pictureOf } from "../core/mod.ts";
import { exists } from "../io/mod.ts";
import { writeEpochPicture, writePictures } from "../evaluation/mod.ts";
import {
  imageAt,
  labelsUnfitted,
  type OwnPair,
  ownPairReader,
  type PairSource,
  shapeAt,
  sourceOf,
  truthAt,
} from "../data/mod.ts";
import type { Settings } from "./settings.ts";
import type { Subset } from "./split.ts";

/** What is drawn after an epoch. */
interface EpochPredictions {
  /** The epoch, 1 for the first. */
  epoch: number;
  /** The images that were predicted. */
  subset: Subset;
  /** The predicted labels of those that are drawn, [rows × columns], by their place in the subset. */
  labels: ReadonlyMap<number, Uint8Array>;
  /** How samples become grey levels and colours. */
  normalisation: Normalisation;
  /** The name of each image's files, by its id. */
  files: ReadonlyMap<string, string>;
  /** The size at which cases are measured. */
  measure: Settings["measure"];
}

/** Cases whose prediction is drawn after each epoch. */
const CASES_DRAWN = 4;

/** Which of so many images are drawn: places spread over all. */
export function drawnPlaces(count: number): number[] {
  const drawn = Math.min(CASES_DRAWN, count);
  return Array.from({ length: drawn }, (_, k) => Math.floor((k * count) / drawn));
}

/**
 * Draws the predictions for a few cases, the same after each epoch, spread over the subset; with the
 * first also their images and truths, since the final pictures may be of other cases. They are as
 * large as the final ones, so that pages can lay them over each other.
 */
export async function drawEpoch(
  folder: string,
  { epoch, subset, labels, normalisation, files, measure }: EpochPredictions,
): Promise<void> {
  const { data, indices } = subset, { classes } = data;
  const read = pairsOf(subset, measure);
  for (const place of drawnPlaces(indices.length)) {
    const own = labels.get(place)!, index = indices[place];
    const { width, height, labels: truth, image, fit } = await read(index);
    const prediction = fit === "tile"
      ? own
      : labelsUnfitted(own, { width, height }, { shape: data.shape, fit });
    const about = { file: files.get(data.ids[index])!, shape: [height, width] as const, classes };
    await writeEpochPicture(folder, epoch, { ...about, prediction });
    if (epoch > 1 && await exists(`${folder}/pictures/${about.file}.truth.png`)) continue;
    const picture = pictureOf(image, normalisation);
    await writePictures(folder, { ...about, image: picture, truth });
  }
}

/** Reads images and truths at the size at which they are measured. */
function pairsOf(
  { data }: Subset,
  measure: Settings["measure"],
): (index: number) => Promise<OwnPair & { fit: PairSource["fit"] }> {
  const source = sourceOf(data);
  if (measure === "own" && source !== undefined) {
    const read = ownPairReader(source);
    return async (index) => ({ ...await read(index), fit: source.fit });
  }
  return (index) => {
    const [height, width] = shapeAt(data, index);
    const [labels, image] = [truthAt(data, index), imageAt(data, index)];
    return Promise.resolve({ width, height, labels, image, fit: "squash" });
  };
}
