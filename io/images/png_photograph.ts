import type { Photograph } from "./photograph.ts";
import { type Png, readPng } from "./png.ts";
import { samplesOf } from "./png_samples.ts";

/**
 * Decodes a PNG of any kind to red, green and blue, as Pillow's `convert("RGB")` does: alpha and
 * colour keys are dropped, and of 16 bits the high byte is kept.
 *
 * @param bytes The file's content; its caller has checked the size in its header.
 * @throws {Error} If it is damaged or cut short.
 */
export function decodePngPhotograph(bytes: Uint8Array): Photograph {
  const png = readPng(bytes);
  const { width, height, colorType } = png;
  const samples = samplesOf(png);
  const data = colorType === 2 ? samples : new Uint8Array(width * height * 3);
  if (colorType === 6) dropAlpha(samples, data);
  else if (colorType !== 2) paint(samples, data, paletteOf(png), colorType === 4 ? 2 : 1);
  return { data, width, height };
}

function dropAlpha(rgba: Uint8Array, rgb: Uint8Array): void {
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = rgba[from];
    rgb[to + 1] = rgba[from + 1];
    rgb[to + 2] = rgba[from + 2];
  }
}

/** Gives each pixel the colour of its first sample. */
function paint(samples: Uint8Array, rgb: Uint8Array, palette: Uint8Array, step: number): void {
  for (let from = 0, to = 0; to < rgb.length; from += step, to += 3) {
    const color = samples[from] * 3;
    rgb[to] = palette[color];
    rgb[to + 1] = palette[color + 1];
    rgb[to + 2] = palette[color + 2];
  }
}

/** 256 colours: those of an indexed PNG, black where it has none; otherwise the greys of its depth. */
function paletteOf({ colorType, depth, palette }: Png): Uint8Array {
  const colors = new Uint8Array(256 * 3);
  if (colorType === 3) {
    if (palette.length === 0) throw new Error("it has no palette");
    colors.set(palette.subarray(0, colors.length));
    return colors;
  }
  const scale = depth < 8 ? 255 / ((1 << depth) - 1) : 1;
  return colors.map((_, i) => Math.floor(i / 3) * scale);
}
