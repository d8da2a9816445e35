/**
 * What a set holds that decides how it is trained on.
 *
 * @module
 */
import type { Shape } from "../../core/mod.ts";
import { type OwnWidths, ownWidthsOf } from "../own_widths.ts";
import type { FolderPair } from "../pair_files.ts";
import { meaningOf } from "../read_folder.ts";
import type { Look } from "./look.ts";
import { type Part, partsOf } from "./splits.ts";

/** What a training is planned by. Masks that the data itself keeps for a test are left out. */
export interface SetFacts {
  /** How many images with masks there are. */
  images: number;
  /** Rows and columns of the image in the middle, by its pixels. */
  shape: Shape;
  /** The share of the images that have the commonest size, of 1. */
  ofOneSize: number;
  /** Channels of the images. */
  channels: number;
  /** The parts of the set that the data names. */
  split: Part[];
  /** The classes, in the order of the model's outputs. */
  classes: ClassFacts[];
}

/** What is known of a class. */
export interface ClassFacts {
  /** Its name. */
  name: string;
  /** Its share of the pixels that count, of 1. */
  share: number;
  /** Its width in the masks' own pixels: the median over masks of their medians; infinite over 254. */
  width: number;
}

/** Masks that are enough to tell. */
const MOST_MASKS = 200;

/**
 * Measures up to 200 masks of a set, spread evenly through it.
 *
 * @param look What was found in the folder.
 * @param options How large a mask may be.
 */
export async function factsOf(
  look: Look,
  { maxMegapixels }: { maxMegapixels: number },
): Promise<SetFacts> {
  const { folder, description, survey } = look, pairs = await learnedFrom(look);
  const step = Math.ceil(pairs.length / MOST_MASKS);
  const some = pairs.map((_, i) => i).filter((i) => i % step === 0);
  const source = { folder, pairs, meaning: meaningOf(look), maxMegapixels };
  const masks = await ownWidthsOf(source, some);
  const pixels = description.classes.map((_, i) => pixelsIn(masks, i + 1));
  const total = pixels.reduce((sum, count) => sum + count, 0);
  return {
    images: pairs.length,
    shape: middleShape(survey.sizes),
    ofOneSize: ofOneSize(survey.sizes),
    channels: survey.pixels.channels,
    split: Object.keys(description.split ?? {}) as Part[],
    classes: description.classes.map(({ name }, i) => ({
      name,
      share: total === 0 ? 0 : pixels[i] / total,
      width: widthIn(masks, i + 1),
    })),
  };
}

/** All pairs but those that the data itself keeps for a test. */
async function learnedFrom({ folder, description: { split }, pairs }: Look): Promise<FolderPair[]> {
  if (split === undefined) return pairs;
  const parts = await partsOf(folder, split, pairs);
  const train = pairs.filter((_, i) => parts[i] === "train");
  return train.length > 0 ? train : pairs;
}

function pixelsIn(masks: readonly OwnWidths[], label: number): number {
  return masks.reduce((sum, { pixels }) => sum + (pixels.get(label) ?? 0), 0);
}

/** Of two in the middle the larger. */
function widthIn(masks: readonly OwnWidths[], label: number): number {
  const widths = masks.flatMap((mask) => mask.widths.get(label) ?? []).sort((a, b) => a - b);
  return widths[widths.length >> 1] ?? Infinity;
}

function ofOneSize(sizes: Look["survey"]["sizes"]): number {
  const [[, most]] = sizes;
  return most / sizes.reduce((sum, [, count]) => sum + count, 0);
}

function middleShape(sizes: Look["survey"]["sizes"]): Shape {
  const shapes = sizes.map(([size, count]) => {
    const [width, height] = size.split("x").map(Number);
    return { shape: [height, width] as Shape, pixels: width * height, count };
  }).sort((a, b) => a.pixels - b.pixels);
  let left = shapes.reduce((sum, { count }) => sum + count, 0) / 2;
  return shapes.find(({ count }) => (left -= count) < 0)!.shape;
}
