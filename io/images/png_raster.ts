import { readPng } from "./png.ts";
import { CHANNELS, samplesOf } from "./png_samples.ts";
import type { Raster } from "./raster.ts";

/** What a PNG's colour types are, alpha aside. */
const COLORS: Record<number, Raster["color"]> = {
  0: "grey",
  2: "rgb",
  3: "indexed",
  4: "grey",
  6: "rgb",
};

/**
 * What a PNG's colour type says of its channels; colour keys and a palette's alpha are passed over, as
 * by Pillow's `convert("RGB")`.
 *
 * @param colorType 0, 2, 3, 4 or 6.
 */
export function pngChannels(colorType: number): Pick<Raster, "channels" | "color" | "alpha"> {
  return { channels: CHANNELS[colorType], color: COLORS[colorType], alpha: colorType >= 4 };
}

/**
 * Decodes a PNG of any kind.
 *
 * @param bytes The file's content; its caller has checked the size in its header.
 * @throws {Error} If it is damaged or cut short.
 */
export function decodePng(bytes: Uint8Array): Raster {
  const png = readPng(bytes);
  const { width, height, colorType, depth, palette } = png;
  if (colorType === 3 && palette.length === 0) throw new Error("it has no palette");
  const image = { width, height, data: samplesOf(png), ...pngChannels(colorType) };
  return colorType === 3 ? { ...image, palette } : { ...image, white: 2 ** depth - 1 };
}
