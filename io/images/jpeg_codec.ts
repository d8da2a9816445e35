import manifest from "imagescript/package.json" with { type: "json" };
import { readJpegHeader } from "./jpeg_header.ts";
import type { Photograph } from "./photograph.ts";

/** The exports of the codec: Rust's crates image and jpeg-decoder as WebAssembly. */
interface Codec {
  memory: WebAssembly.Memory;
  /** Allocates bytes. */
  walloc(length: number): number;
  /** The length of the last result. */
  wlen(): number;
  /** Decodes at a quarter, half or full size, whichever fits; 0 and 0 ask for full. 0 if it failed. */
  decode(at: number, length: number, width: number, height: number): number;
  decode_width(picture: number): number;
  decode_height(picture: number): number;
  /** 0 grey, 1 RGB, 2 CMYK. */
  decode_format(picture: number): number;
  decode_buffer(picture: number): number;
  /** Where the JPEG of RGBA pixels begins. */
  encode(pixels: number, width: number, height: number, quality: number): number;
}

/**
 * Decodes a JPEG as it is stored.
 *
 * @param bytes The file's content; its caller has checked the size in its header.
 * @throws {Error} If it is damaged, cut short, or coded in a way that is not supported.
 */
export async function decodeJpeg(bytes: Uint8Array): Promise<Photograph> {
  checkLength(bytes);
  const codec = await freshCodec();
  const picture = decodeIn(codec, bytes);
  if (picture <= 1) throw new Error("its pixels can't be decoded");
  const width = codec.decode_width(picture), height = codec.decode_height(picture);
  const pixels = codec.decode_buffer(picture), { buffer } = codec.memory;
  const stored = new Uint8Array(buffer, pixels, codec.wlen());
  return { data: rgbOf(stored, codec.decode_format(picture)), width, height };
}

/** Refuses a few bytes that claim millions of pixels: each block of 8 × 8 takes at least a bit. */
function checkLength(bytes: Uint8Array): void {
  const { width, height } = readJpegHeader(bytes);
  if (bytes.length * 8 >= Math.ceil(width / 8) * Math.ceil(height / 8)) return;
  throw new Error(`they are too few for the ${width}x${height} pixels of its header`);
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
  const codec = await freshCodec();
  const at = codec.walloc(width * height * 4);
  const rgba = new Uint8Array(codec.memory.buffer, at, width * height * 4);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from];
    rgba[to + 1] = data[from + 1];
    rgba[to + 2] = data[from + 2];
    rgba[to + 3] = 255;
  }
  const jpeg = codec.encode(at, width, height, quality);
  return new Uint8Array(codec.memory.buffer, jpeg, codec.wlen()).slice() as Uint8Array<ArrayBuffer>;
}

/** A fresh instance for each image: a damaged file leaves nothing behind, and its memory is freed. */
async function freshCodec(): Promise<Codec> {
  return new WebAssembly.Instance(await loadJpegCodec()).exports as unknown as Codec;
}

/** Where the decoder has put the picture; 0 where it failed. */
function decodeIn({ memory, walloc, decode }: Codec, bytes: Uint8Array): number {
  try {
    const at = walloc(bytes.length);
    new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
    return decode(at, bytes.length, 0, 0);
  } catch (error) {
    // unforeseen damage makes the WebAssembly trap
    if (error instanceof WebAssembly.RuntimeError) return 0;
    throw error;
  }
}

/** Red, green and blue of grey, RGB or CMYK pixels. */
function rgbOf(stored: Uint8Array, format: number): Uint8Array {
  if (format === 1) return stored.slice();
  const samples = format === 0 ? 1 : 4, count = stored.length / samples;
  const rgb = new Uint8Array(count * 3);
  for (let from = 0, to = 0; to < rgb.length; from += samples, to += 3) {
    for (let c = 0; c < 3; c++) {
      rgb[to + c] = format === 0
        ? stored[from]
        : Math.round((255 - stored[from + c]) * (255 - stored[from + 3]) / 255);
    }
  }
  return rgb;
}

let module: WebAssembly.Module | undefined;

/**
 * Loads the JPEG codec of the package `imagescript`: only its WebAssembly, since the package itself loads a
 * native addon.
 *
 * @throws {Error} If it can't be read.
 */
export async function loadJpegCodec(): Promise<WebAssembly.Module> {
  // the import above makes Deno install the package, so that the address is a file's
  const path = new URL(import.meta.resolve(`${manifest.name}/wasm/any/jpeg.wasm`));
  return module ??= await WebAssembly.compile(await Deno.readFile(path));
}
