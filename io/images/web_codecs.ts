import type { Raster } from "./raster.ts";
import { WasmCodec } from "./wasm_codec.ts";

/** Pixels as the codecs give them. */
interface Pixels {
  data: Uint8ClampedArray | Uint16Array;
  width: number;
  height: number;
}

const WEBP = new WasmCodec<{ decode(bytes: Uint8Array): Pixels | null }>(
  "WebP",
  () => import.meta.resolve("@jsquash/webp/codec/dec/webp_dec.wasm"),
  () => import("@jsquash/webp/codec/dec/webp_dec.js"),
);

const AVIF = new WasmCodec<{ decode(bytes: Uint8Array, bits: number): Pixels | null }>(
  "AVIF",
  () => import.meta.resolve("@jsquash/avif/codec/dec/avif_dec.wasm"),
  () => import("@jsquash/avif/codec/dec/avif_dec.js"),
);

/**
 * Decodes a WebP, by libwebp.
 *
 * @param bytes The file's content; its caller has checked the size in its header.
 * @param alpha Whether its header says that it has alpha.
 * @throws {Error} If it is damaged or cut short.
 */
export async function decodeWebp(bytes: Uint8Array, alpha: boolean): Promise<Raster> {
  const { result } = await WEBP.use(({ decode }) => decode(bytes));
  return rasterOf(result, alpha, 255);
}

/**
 * Decodes an AVIF, by libavif. More than 8 bits per sample come as 16, of which `white` says the range.
 *
 * @param bytes The file's content; its caller has checked the size in its header.
 * @param bits Bits per sample, 8, 10 or 12.
 * @param alpha Whether its header says that it has alpha.
 * @throws {Error} If it is damaged or cut short.
 */
export async function decodeAvif(
  bytes: Uint8Array,
  bits: number,
  alpha: boolean,
): Promise<Raster> {
  const { result } = await AVIF.use(({ decode }) => decode(bytes, bits));
  return rasterOf(result, alpha, 2 ** bits - 1);
}

function rasterOf(pixels: Pixels | null, alpha: boolean, white: number): Raster {
  if (pixels === null) throw new Error("its pixels can't be decoded");
  const { width, height } = pixels, channels = alpha ? 4 : 3;
  const rgba = pixels.data instanceof Uint16Array
    ? pixels.data
    : new Uint8Array(pixels.data.buffer, pixels.data.byteOffset, pixels.data.length);
  const data = alpha ? rgba : withoutAlpha(rgba);
  return { width, height, channels, data, color: "rgb", alpha, white };
}

/** Three of each four samples; `filter` with a function takes forty times as long. */
function withoutAlpha<Data extends Uint8Array | Uint16Array>(rgba: Data): Data {
  const rgb = new (rgba.constructor as Uint8ArrayConstructor)(rgba.length / 4 * 3) as Data;
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = rgba[from];
    rgb[to + 1] = rgba[from + 1];
    rgb[to + 2] = rgba[from + 2];
  }
  return rgb;
}

/**
 * Loads a codec.
 *
 * @param format Which.
 * @throws {Error} If it can't be read.
 */
export async function loadWebCodec(format: "WebP" | "AVIF"): Promise<void> {
  await (format === "WebP" ? WEBP : AVIF).load();
}
