import { counted, type PixelFormat, type Samples } from "../../core/mod.ts";
import type { ImageHeader } from "./image_header.ts";
import type { Raster } from "./raster.ts";
import type { SampledImage } from "./resize_samples.ts";
import { rgbOf } from "./rgb.ts";

/**
 * The pixel format that keeps all of an image: grey 1 channel, RGB and indexed colours 3, others as many
 * as there are; alpha is dropped. Depth: 8 bits, 16 for 9 to 16, floats for the rest. AVIF's colours of
 * 10 and 12 bits are treated like photographs', as 8 bits.
 *
 * @param header The image's header.
 */
export function pixelFormatOf(
  { format, channels, color, alpha, bits, float = false }: ImageHeader,
): PixelFormat {
  const count = color === "grey" ? 1 : color === "other" ? channels - (alpha ? 1 : 0) : 3;
  const depth = float ? "float" : bits <= 8 || format === "AVIF" ? 8 : 16;
  return { channels: count, depth };
}

/**
 * The pixel format of a set: where grey and RGB are mixed 3 channels, else the commonest number; the
 * depth that keeps all of them.
 *
 * @param formats The images' own, at least one.
 */
export function commonPixelFormat(formats: readonly PixelFormat[]): PixelFormat {
  const counts = Map.groupBy(formats, ({ channels }) => channels);
  const [[commonest]] = [...counts].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  const channels = commonest === 1 && counts.has(3) ? 3 : commonest;
  const depths = new Set(formats.map(({ depth }) => depth));
  return { channels, depth: depths.has("float") ? "float" : depths.has(16) ? 16 : 8 };
}

/**
 * An image in a pixel format: alpha dropped, grey as RGB where 3 channels are wanted, RGB whose channels
 * are equal as grey where 1 is, indices as their colours, whole numbers so that white is the format's.
 * Floats keep the file's own units.
 *
 * @param raster The image; its own data are returned where they are in the format.
 * @param format What is wanted.
 * @throws {TypeError} If it has another number of channels, or floats where whole numbers are wanted.
 */
export function samplesOf(image: Raster, { channels, depth }: PixelFormat): SampledImage {
  const raster = channels === 1 ? withoutColors(image) : image;
  const { width, height, color, white } = raster;
  const own = colorsOf(raster);
  const isRepeated = color === "grey" && channels === 3;
  if (own !== channels && !isRepeated) {
    const kind = color === "rgb" || color === "indexed" ? " (RGB)" : "";
    throw new TypeError(
      `Cannot use image: it must have ${counted(channels, "channel")}, got ${own}${kind}`,
    );
  }
  if (depth !== "float" && color !== "indexed" && white === undefined) {
    throw new TypeError(
      "Cannot use image: its samples must be whole numbers of 8 or 16 bits, got floats or signed ones",
    );
  }
  if (channels === 3 && depth === 8 && color !== "other") return { ...rgbOf(raster), channels };
  const data = depth === 8 ? bytesOf(raster, channels) : floatsOf(raster, { channels, depth });
  return { data, width, height, channels };
}

/** RGB or indices without a colour as grey; other images as they are. */
function withoutColors(raster: Raster): Raster {
  const { color, width, height } = raster;
  if (color !== "rgb" && color !== "indexed") return raster;
  const colors = color === "rgb" ? raster : { ...raster, ...rgbOf(raster), ...THREE };
  const { data, channels, white = 0 } = colors, most = NEARLY * white;
  for (let i = 0; i < data.length; i += channels) {
    const green = data[i + 1];
    if (Math.abs(data[i] - green) > most || Math.abs(data[i + 2] - green) > most) return raster;
  }
  const grey = new (data.constructor as Uint8ArrayConstructor)(width * height);
  for (let i = 0; i < grey.length; i++) grey[i] = data[i * channels];
  return {
    width,
    height,
    data: grey,
    channels: 1,
    color: "grey",
    alpha: false,
    white: colors.white,
  };
}

/** The share of white by which a JPEG's coding may move the channels of a grey pixel apart. */
const NEARLY = 2 / 255;

/** Channels, alpha aside; indices stand for three. */
function colorsOf({ color, channels, alpha }: Raster): number {
  if (color === "grey") return 1;
  return color === "other" ? channels - (alpha ? 1 : 0) : 3;
}

function bytesOf(raster: Raster, channels: number): Uint8Array {
  const { data, white } = raster;
  if (data instanceof Uint8Array && white === 255 && channels === raster.channels) return data;
  if (white === 0xffff) {
    return taken(raster, new Uint8Array(lengthOf(raster, channels)), (v) => v >> 8);
  }
  const factor = 255 / white!;
  return taken(raster, new Uint8Array(lengthOf(raster, channels)), (v) => (v * factor + 0.5) | 0);
}

function floatsOf(raster: Raster, { channels, depth }: PixelFormat): Float32Array {
  const { data, white, color } = raster;
  if (data instanceof Float32Array && channels === raster.channels) return data;
  const colors = color === "indexed" ? { ...rgbOf(raster), ...THREE } : raster;
  const factor = depth === 16 ? 0xffff / (white ?? 255) : 1;
  return taken(colors, new Float32Array(lengthOf(raster, channels)), (value) => value * factor);
}

/** What indices become. */
const THREE = { channels: 3, color: "rgb", white: 255 } as const;

function lengthOf({ width, height }: Raster, channels: number): number {
  return width * height * channels;
}

/** The first channels of each pixel, each sample mapped; of grey the one channel as often as wanted. */
function taken<Data extends Samples>(
  { data, channels: stride, color, width, height }: Pick<
    Raster,
    "data" | "channels" | "color" | "width" | "height"
  >,
  into: Data,
  map: (value: number) => number,
): Data {
  const pixels = width * height, channels = into.length / pixels;
  const step = color === "grey" ? 0 : 1;
  for (let i = 0, at = 0; i < pixels; i++) {
    for (let c = 0; c < channels; c++) into[at++] = map(data[i * stride + c * step]);
  }
  return into;
}
