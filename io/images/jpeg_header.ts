import { type Orientation, orientationOf } from "./exif.ts";

/** What a JPEG says before its pixels. */
export interface JpegHeader {
  /** Pixels per row, as stored. */
  width: number;
  /** Rows, as stored. */
  height: number;
  /** Samples per pixel: 1 grey, 3 colours, 4 CMYK. */
  channels: number;
  /** How the stored pixels must be turned to lie upright. */
  orientation: Orientation;
  /** Why the pixels can't be decoded, where that is known: `arithmetic coding`. */
  unsupported?: string;
  /** Where what says this ends; the pixels follow. */
  end: number;
}

const EXIF = "Exif\0\0";

/**
 * Reads the markers of a JPEG up to the one that says its size.
 *
 * @param bytes The file's content.
 * @throws {Error} If it ends before, or is damaged.
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
      return {
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        channels: content[5],
        orientation,
        unsupported: unsupported(marker, content[0]),
        end,
      };
    }
    if (marker === 0xda) throw new Error("its pixels begin before its size is given");
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

/** What the decoder doesn't support, by the frame's marker and bits per sample. */
function unsupported(marker: number, bits: number): string | undefined {
  if (marker >= 0xc9) return "arithmetic coding";
  if (marker === 0xc3) return "lossless coding";
  if (marker > 0xc3) return "hierarchical coding";
  return bits === 8 ? undefined : `${bits} bits per sample`;
}
