/**
 * What the pixels of a set's images are, by their headers.
 *
 * @module
 */
import { type PixelFormat, pixelText, RGB } from "../../core/mod.ts";
import {
  commonPixelFormat,
  isNifti,
  pixelFormatOf,
  readImageHeader,
  readVolumeHeader,
} from "../../io/mod.ts";
import type { PairBytes, PairFiles } from "../pair_files.ts";

/** What an image's pixels are; its files' channels together. A volume's numbers are floats. */
export async function pixelFormatOfPair(
  { slice }: PairFiles,
  { images }: PairBytes,
): Promise<PixelFormat> {
  const formats: PixelFormat[] = [];
  for (const bytes of images) {
    if (typeof bytes === "string") continue;
    if (isNifti(bytes)) {
      formats.push({ channels: (await readVolumeHeader(bytes)).channels, depth: "float" });
    } else {
      formats.push(pixelFormatOf(readImageHeader(bytes, { page: slice?.index })));
    }
  }
  const [first = RGB, ...others] = formats;
  const isSame = others.every(({ depth }) => depth === first.depth);
  // files of different depths have no white in common
  const depth = isSame ? first.depth : "float";
  return { channels: others.reduce((sum, { channels }) => sum + channels, first.channels), depth };
}

/** What the pixels of a set are, and a sentence with the reason. */
export interface DecidedPixels {
  /** The format that all of its images are brought to. */
  pixels: PixelFormat;
  /** The sentence. */
  reason: string;
}

/**
 * Decides what the pixels of a set are.
 *
 * @param formats Each image's own.
 * @param asked How many channels they are to have; as many as most have if left out.
 */
export function decidePixels(formats: readonly PixelFormat[], asked?: number): DecidedPixels {
  const common = formats.length > 0 ? commonPixelFormat(formats) : RGB;
  const pixels = { ...common, channels: asked ?? common.channels }, { channels, depth } = pixels;
  const count = (wanted: number) => formats.filter((own) => own.channels === wanted).length;
  const notes = [
    ...asked === undefined ? [] : ["as said"],
    ...channels === 3 && count(1) > 0 ? [`${count(1)} grey images become RGB`] : [],
    channels === 3 && depth === 8
      ? "0 to 255"
      : "black and white are 0.5 and 99.5 percentiles of the training images",
  ];
  return { pixels, reason: `pixels: ${pixelText(pixels)}, ${notes.join(", ")}` };
}
