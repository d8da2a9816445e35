/**
 * A data set's pairs decoded again at their own size, one at a time.
 *
 * @module
 */
import { join } from "node:path";
import type { Fit, PixelFormat, Samples, Skipped } from "../core/mod.ts";
import { isNifti, plainJpeg, readVolumeHeader, samplesOf } from "../io/mod.ts";
import { decodeFiles } from "./decode_files.ts";
import { labelsOf } from "./decode_pair.ts";
import type { Axis } from "./look/description.ts";
import type { Meaning } from "./meaning.ts";
import { type Content, type PairFiles, pairReader, type Slice } from "./pair_files.ts";

/** Where a data set's images come from; plain data, so that workers can be told. */
export interface PairSource {
  /** The data folder. */
  folder: string;
  /** The files of each image, in the order of the set's ids. */
  pairs: readonly PairFiles[];
  /** How the images were brought to the set's shape. */
  fit: Fit;
  /** Channels and depth of the set's images. */
  format: PixelFormat;
  /** What the values in masks mean. */
  meaning: Meaning;
  /** The most millions of pixels that a file may have. */
  maxMegapixels: number;
  /** Whether the folder has Oxford-IIIT Pet's own layout. */
  isPets?: boolean;
  /** The height and width of a pixel, where all images have the same. */
  spacing?: readonly [number, number];
  /** The unit of spacing; `mm` without one says that each volume has its own. */
  unit?: string;
  /** Which axis the images are slices across, where they are of volumes. */
  slices?: Axis;
  /** How files are named where an image's channels lie in several, and what names each channel. */
  channelFiles?: { pattern: string; channels: string[] };
  /** The value of each class in the masks, where they are others than its labels, one each, up to 255. */
  maskValues?: readonly number[];
}

/** A pair at its own size. */
export interface OwnPair {
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** Labels, shape [height, width]. */
  labels: Uint8Array;
  /** The image, in the set's pixel format, shape [height, width, channels]. */
  image: Samples;
  /** The image's file, where it is a JPEG that can be shown as it is. */
  jpeg?: Uint8Array;
  /** The height and width of a pixel, where they are known. */
  spacing?: readonly [number, number];
}

/**
 * Reads pairs at their own size.
 *
 * @param source Where they come from.
 * @returns What reads one, by its place in the set; it throws an `Error` that names the file.
 */
export function ownPairReader(source: PairSource): (index: number) => Promise<OwnPair> {
  const { folder, pairs, format, meaning, maxMegapixels, spacing, unit } = source;
  const hasOwn = spacing === undefined && unit === "mm";
  const read = pairReader(folder);
  return async (index) => {
    const files = pairs[index], bytes = read(files);
    const decoded = await decodeFiles(files, bytes, maxMegapixels);
    // it was read before the training, so it has changed since
    const refuse = ({ file, reason }: Skipped): never => {
      throw new Error(`Cannot read ${files.id} at its own size: ${join(folder, file)}: ${reason}`);
    };
    if ("reason" in decoded) return refuse(decoded);
    const labels = labelsOf(files, decoded, meaning);
    if ("reason" in labels) return refuse(labels);
    const { width, height } = decoded.image;
    return {
      width,
      height,
      labels,
      image: samplesOf(decoded.image, format).data,
      jpeg: jpegOf(bytes.images, { isTurned: !decoded.asStored }),
      spacing: hasOwn ? await spacingOf(bytes.images[0], files.slice) : spacing,
    };
  };
}

/** Millimetres in a unit; a file that says none means millimetres. */
const MILLIMETRES = { m: 1000, mm: 1, um: 1e-3 };

function jpegOf(
  images: readonly Content[],
  options: { isTurned: boolean },
): Uint8Array | undefined {
  const [content] = images;
  if (images.length > 1 || typeof content === "string") return undefined;
  return plainJpeg(content, options);
}

/** The height and width of a volume's pixels in one of its slices, in mm; pictures don't say theirs. */
async function spacingOf(
  content: Content,
  { axis }: Slice = { axis: 2, index: 0 },
): Promise<readonly [number, number] | undefined> {
  if (typeof content === "string" || !isNifti(content)) return undefined;
  const { spacing, unit = "mm" } = await readVolumeHeader(content);
  const [across, down] = spacing.filter((_, other) => other !== axis)
    .map((step) => step * MILLIMETRES[unit]);
  return [down, across];
}
