/**
 * What the pixels of a set's images are, by their headers.
 *
 * @module
 */
import { counted, type PixelFormat, pixelText, RGB } from "../../core/mod.ts";
import {
  commonPixelFormat,
  isNifti,
  pixelFormatOf,
  readImageHeader,
  readVolumeHeader,
} from "../../io/mod.ts";
import type { PairBytes, PairFiles } from "../pair_files.ts";

/** What an image's header says of its pixels. */
export interface SeenPixels {
  /** What they are; its files' channels together. A volume's numbers are floats. */
  pixels: PixelFormat;
  /** Whether it has alpha, which is dropped. */
  alpha: boolean;
  /** Whether it is CMYK, which is read as RGB. */
  cmyk: boolean;
}

/** What an image's pixels are, by the headers of its files. */
export async function pixelsOfPair(
  { slice }: PairFiles,
  { images }: PairBytes,
): Promise<SeenPixels> {
  const formats: PixelFormat[] = [];
  let alpha = false, cmyk = false;
  for (const bytes of images) {
    if (typeof bytes === "string") continue;
    if (isNifti(bytes)) {
      formats.push({ channels: (await readVolumeHeader(bytes)).channels, depth: "float" });
    } else {
      const header = readImageHeader(bytes, { page: slice?.index });
      alpha ||= header.alpha;
      cmyk ||= header.cmyk === true;
      formats.push(pixelFormatOf(header));
    }
  }
  const [first = RGB, ...others] = formats;
  const isSame = others.every(({ depth }) => depth === first.depth);
  // files of different depths have no white in common
  const depth = isSame ? first.depth : "float";
  const channels = others.reduce((sum, { channels }) => sum + channels, first.channels);
  return { pixels: { channels, depth }, alpha, cmyk };
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
 * @param seen What each image's headers say.
 * @param asked How many channels they are to have; as many as most have if left out.
 */
export function decidePixels(seen: readonly SeenPixels[], asked?: number): DecidedPixels {
  const formats = seen.map(({ pixels }) => pixels);
  const transparent = seen.filter(({ alpha }) => alpha).length;
  const printed = seen.filter(({ cmyk }) => cmyk).length;
  const common = formats.length > 0 ? commonPixelFormat(formats) : RGB;
  const pixels = { ...common, channels: asked ?? common.channels }, { channels, depth } = pixels;
  const count = (wanted: number) => formats.filter((own) => own.channels === wanted).length;
  const notes = [
    ...asked === undefined ? [] : ["as said"],
    ...channels === 3 && count(1) > 0 ? [`${count(1)} grey images become RGB`] : [],
    ...printed > 0 ? [`${counted(printed, "CMYK image")} read as RGB`] : [],
    ...transparent > 0
      ? [`alpha is dropped${transparent < seen.length ? ` from ${transparent}` : ""}`]
      : [],
    channels === 3 && depth === 8
      ? "0 to 255"
      : "black and white are 0.5 and 99.5 percentiles of the training images",
  ];
  return { pixels, reason: `pixels: ${pixelText(pixels)}, ${notes.join(", ")}` };
}
