import type { Photograph } from "./photograph.ts";
import type { Raster } from "./raster.ts";

/**
 * A raster as red, green and blue of 8 bits, as Pillow's `convert("RGB")` does: grey in all three,
 * indices as their colours, alpha dropped, of 16 bits the high byte.
 *
 * @param raster The raster; of RGB its own data are returned.
 * @throws {TypeError} If it has channels that are no colours, floats or signed numbers.
 */
export function rgbOf(raster: Raster): Photograph {
  const { width, height, channels, color, palette, white, data } = raster;
  if (color === "other" || (color !== "indexed" && white === undefined)) {
    throw new TypeError(
      "Cannot decode photograph: it must be grey, RGB or indexed, of 8 or 16 bits per sample, got " +
        `${channels === 1 ? "1 channel" : `${channels} channels`} of ${kindOf(data)}`,
    );
  }
  if (color === "rgb" && channels === 3 && data instanceof Uint8Array) {
    return { data, width, height };
  }
  const rgb = new Uint8Array(width * height * 3);
  if (color === "rgb") {
    const level = levelsOf(white!);
    for (let from = 0, to = 0; to < rgb.length; from += channels, to += 3) {
      for (let c = 0; c < 3; c++) rgb[to + c] = level(data[from + c]);
    }
  } else {
    const table = palette ?? greysOf(white!);
    for (let from = 0, to = 0; to < rgb.length; from += channels, to += 3) {
      const at = data[from] * 3;
      for (let c = 0; c < 3; c++) rgb[to + c] = table[at + c];
    }
  }
  return { data: rgb, width, height };
}

/** What makes a sample a byte. */
function levelsOf(white: number): (sample: number) => number {
  if (white === 255) return (sample) => sample;
  if (white === 0xffff) return (sample) => sample >> 8;
  return (sample) => (sample * 255 / white + 0.5) | 0;
}

/** Each level's grey, three bytes each. */
function greysOf(white: number): Uint8Array {
  const level = levelsOf(white), greys = new Uint8Array((white + 1) * 3);
  for (let i = 0; i <= white; i++) greys.fill(level(i), 3 * i, 3 * i + 3);
  return greys;
}

function kindOf(data: Raster["data"]): string {
  if (data instanceof Float32Array) return "floats or signed numbers";
  return data instanceof Uint16Array ? "16 bits" : "8 bits";
}
