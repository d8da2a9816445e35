import manifest from "imagescript/package.json" with { type: "json" };
import { type Orientation, orientationOf } from "./exif.ts";
import type { Photograph } from "./photograph.ts";

/** What a JPEG says before its pixels. */
export interface JpegHeader {
  /** Pixels a row, as stored. */
  width: number;
  /** Rows, as stored. */
  height: number;
  /** How the stored pixels must be turned to lie upright. */
  orientation: Orientation;
  /** Why the pixels can't be decoded, where that is known: `arithmetic coding`. */
  unsupported?: string;
}

const EXIF = "Exif\0\0";

/**
 * Reads the markers of a JPEG up to the one that says its size.
 *
 * @param bytes The file's content.
 * @throws {Error} When it ends before, or is damaged.
 */
export function readJpegHeader(bytes: Uint8Array): JpegHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let orientation: Orientation = 1;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) throw new Error(`there is no marker at byte ${at}`);
    const marker = bytes[at + 1];
    // a marker may have any number of 0xff before it
    if (marker === 0xff) {
      at++;
      continue;
    }
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) break;
    const content = bytes.subarray(at + 4, end);
    if (isFrame(marker) && content.length >= 6) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { width, height, orientation, unsupported: unsupported(marker, content[0]) };
    }
    if (marker === 0xda) throw new Error("its pixels begin before its size is said");
    if (marker === 0xe1 && orientation === 1 && isExif(content)) {
      orientation = orientationOf(content.subarray(EXIF.length));
    }
    at = end;
  }
  throw new Error("it ends within its header");
}

function isExif(content: Uint8Array): boolean {
  return String.fromCharCode(...content.subarray(0, EXIF.length)) === EXIF;
}

/** The start of a frame: 0xc0 to 0xcf but for three that mean something else (ITU T.81, table B.1). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** What a frame's marker and bits a sample say that the decoder doesn't know. */
function unsupported(marker: number, bits: number): string | undefined {
  if (marker >= 0xc9) return "arithmetic coding";
  if (marker === 0xc3) return "lossless coding";
  if (marker > 0xc3) return "hierarchical coding";
  return bits === 8 ? undefined : `${bits} bits a sample`;
}

/** What the decoder's module gives, WebAssembly of Rust's jpeg-decoder. */
interface Decoder {
  memory: WebAssembly.Memory;
  /** Makes room. */
  walloc(length: number): number;
  /** The length of what was handed over last. */
  wlen(): number;
  /** A picture at a quarter, half or whole size, whatever fits; 0 and 0 ask for the whole. 0 when it failed. */
  decode(at: number, length: number, width: number, height: number): number;
  decode_width(picture: number): number;
  decode_height(picture: number): number;
  /** 0 grey, 1 RGB, 2 CMYK. */
  decode_format(picture: number): number;
  decode_buffer(picture: number): number;
}

/**
 * Decodes a JPEG as it is stored.
 *
 * @param bytes The file's content; its caller has checked the size in its header.
 * @throws {Error} When it is damaged, cut short, or coded in a way that is not supported.
 */
export function decodeJpeg(bytes: Uint8Array): Photograph {
  // a fresh instance each time: what a damaged file leaves behind goes with it, and memory shrinks again
  const decoder = new WebAssembly.Instance(loadJpegCodec()).exports as unknown as Decoder;
  const picture = decodeIn(decoder, bytes);
  if (picture <= 1) throw new Error("its pixels can't be decoded");
  const width = decoder.decode_width(picture), height = decoder.decode_height(picture);
  const pixels = decoder.decode_buffer(picture), { buffer } = decoder.memory;
  const stored = new Uint8Array(buffer, pixels, decoder.wlen());
  return { data: rgbOf(stored, decoder.decode_format(picture)), width, height };
}

/** Where the decoder has put the picture; 0 where it failed. */
function decodeIn({ memory, walloc, decode }: Decoder, bytes: Uint8Array): number {
  try {
    const at = walloc(bytes.length);
    new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
    return decode(at, bytes.length, 0, 0);
  } catch (error) {
    // damage that it didn't foresee makes it give up as WebAssembly does
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

let codec: WebAssembly.Module | undefined;

/**
 * Loads what decodes JPEGs, from the package `imagescript`: only its WebAssembly, since the package
 * itself loads a native addon.
 *
 * @throws {Error} When it can't be read.
 */
export function loadJpegCodec(): WebAssembly.Module {
  // the import above makes Deno install the package, so that the address is a file's
  const path = new URL(import.meta.resolve(`${manifest.name}/wasm/any/jpeg.wasm`));
  return codec ??= new WebAssembly.Module(Deno.readFileSync(path));
}
