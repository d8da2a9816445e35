import { readJpegHeader } from "./jpeg_header.ts";
import type { Photograph } from "./photograph.ts";
import type { Raster } from "./raster.ts";
import { WasmCodec } from "./wasm_codec.ts";

/** mozjpeg's decoder: libjpeg's pixels, which are Pillow's, too. */
interface Decoder {
  decode(bytes: Uint8Array, turn: boolean): Rgba | null;
}

/** Pixels as codecs give them. */
interface Rgba {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
}

/** mozjpeg's encoder. */
interface Encoder {
  encode(
    rgba: Uint8Array,
    width: number,
    height: number,
    options: typeof ENCODING,
  ): Uint8Array<ArrayBuffer>;
}

const DECODER = new WasmCodec<Decoder>(
  "JPEG",
  () => import.meta.resolve("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm"),
  () => import("@jsquash/jpeg/codec/dec/mozjpeg_dec.js"),
);

const ENCODER = new WasmCodec<Encoder>(
  "JPEG",
  () => import.meta.resolve("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm"),
  () => import("@jsquash/jpeg/codec/enc/mozjpeg_enc.js"),
);

/** As libjpeg encodes: baseline, the standard's tables, colours at half the resolution. */
const ENCODING = {
  quality: 88,
  baseline: true,
  arithmetic: false,
  progressive: false,
  optimize_coding: true,
  smoothing: 0,
  color_space: 3,
  quant_table: 0,
  trellis_multipass: false,
  trellis_opt_zero: false,
  trellis_opt_table: false,
  trellis_loops: 1,
  auto_subsample: false,
  chroma_subsample: 2,
  separate_chroma_quality: false,
  chroma_quality: 75,
};

/**
 * Decodes a JPEG as it is stored: grey, or red, green and blue; CMYK becomes RGB.
 *
 * @param bytes The file's content; its caller has checked the size in its header.
 * @throws {Error} If it is damaged, cut short, or coded in a way that is not supported.
 */
export async function decodeJpeg(bytes: Uint8Array): Promise<Raster> {
  const { width, height, channels, end } = readJpegHeader(bytes);
  checkLength(bytes, width, height);
  checkScans(bytes);
  if (channels === 4) return await decodeCmyk(bytes);
  const { result, said } = await DECODER.use(({ decode }) => decode(bytes, false));
  if (result === null) throw new Error("its pixels can't be decoded");
  if (said.length > 0) checkEnd(bytes.subarray(end), said[0]);
  const data = channels === 1 ? firstOfFour(result.data) : threeOfFour(result.data);
  return {
    width: result.width,
    height: result.height,
    channels: channels === 1 ? 1 : 3,
    data,
    color: channels === 1 ? "grey" : "rgb",
    alpha: false,
    white: 255,
  };
}

/** The most scans of a progressive JPEG; encoders write about ten. */
const MOST_SCANS = 200;

/** Refuses thousands of scans of a few bytes, each of which goes through all pixels again. */
function checkScans(bytes: Uint8Array): void {
  let scans = 0;
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    // the mark that a scan begins with; pixels can't hold it
    if (bytes[at + 1] === 0xda) scans++;
  }
  if (scans > MOST_SCANS) throw new Error(`it has ${scans} scans, which is not supported`);
}

/** Refuses a few bytes that claim millions of pixels: each block of 8 × 8 takes a bit at least. */
function checkLength(bytes: Uint8Array, width: number, height: number): void {
  if (bytes.length * 8 >= Math.ceil(width / 8) * Math.ceil(height / 8)) return;
  throw new Error(`they are too few for the ${width}x${height} pixels of its header`);
}

/**
 * libjpeg fills what is missing with grey and warns, of the first fault only. What is cut short is
 * refused here, as by Pillow; odd bytes in a whole file are passed over, as by every viewer.
 */
function checkEnd(pixels: Uint8Array, warning: string): void {
  const end = pixels.findLastIndex((byte, i) => byte === 0xff && pixels[i + 1] === 0xd9);
  if (end < 0 || warning.startsWith("Premature end of JPEG")) throw new Error("it is cut short");
}

/**
 * Red, green and blue of RGBA, in its place: of four pixels in three words, which is faster than byte by
 * byte.
 */
function threeOfFour(rgba: Uint8ClampedArray<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = rgba;
  const words = new Uint32Array(buffer, byteOffset, length / 4), pixels = words.length;
  const whole = pixels & ~3, bytes = new Uint8Array(buffer, byteOffset, 3 * pixels);
  for (let i = 0, to = 0; i < whole; i += 4, to += 3) {
    const second = words[i + 1], third = words[i + 2];
    words[to] = words[i] & 0xffffff | second << 24;
    words[to + 1] = second >>> 8 & 0xffff | third << 16;
    words[to + 2] = third >>> 16 & 0xff | words[i + 3] << 8;
  }
  for (let i = whole; i < pixels; i++) bytes.set(rgba.subarray(4 * i, 4 * i + 3), 3 * i);
  return bytes;
}

function firstOfFour(rgba: Uint8ClampedArray): Uint8Array {
  const grey = new Uint8Array(rgba.length / 4);
  for (let i = 0; i < grey.length; i++) grey[i] = rgba[4 * i];
  return grey;
}

/** mozjpeg's build knows no CMYK; another decoder, slower by far, does. */
async function decodeCmyk(bytes: Uint8Array): Promise<Raster> {
  const { default: { decode } } = await import("jpeg-js");
  const { data, width, height } = decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxMemoryUsageInMB: 4096,
  });
  return { width, height, channels: 3, data, color: "rgb", alpha: false, white: 255 };
}

/**
 * Encodes pixels as a JPEG.
 *
 * @param photograph RGB; its caller has checked its size.
 * @param quality 1 to 100.
 * @returns The file's content.
 */
export async function encodeWithCodec(
  { data, width, height }: Photograph,
  quality: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from];
    rgba[to + 1] = data[from + 1];
    rgba[to + 2] = data[from + 2];
  }
  const options = { ...ENCODING, quality };
  const { result } = await ENCODER.use(({ encode }) => encode(rgba, width, height, options));
  return result;
}

/**
 * Loads what decodes JPEGs.
 *
 * @throws {Error} If it can't be read.
 */
export async function loadJpegCodec(): Promise<void> {
  await DECODER.load();
}
