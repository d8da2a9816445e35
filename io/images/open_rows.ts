import { damaged, readHeader } from "./image_header.ts";
import { checkPictureSize, MAX_MEGAPIXELS } from "./picture_size.ts";
import { readPng } from "./png.ts";
import { pngChannels } from "./png_raster.ts";
import { CHANNELS, unfilterRow } from "./png_samples.ts";
import type { Raster } from "./raster.ts";
import { tiffRows } from "./tiff/decode.ts";
import { readTiff } from "./tiff/structure.ts";

/** An image of which a few rows are decoded at a time. */
export interface RasterRows extends Pick<Raster, "width" | "height"> {
  /**
   * Decodes rows.
   *
   * @param from The first row; it can't come before that of the previous call.
   * @param to The row after the last.
   */
  rowsAt: (from: number, to: number) => Promise<Raster>;
}

/**
 * Opens an image to be decoded from top to bottom, so that what is in memory doesn't grow with its height: a
 * PNG of 8 bits that isn't interlaced, or a TIFF in strips or tiles.
 *
 * @param bytes The file's content.
 * @param options How large it may be, in millions of pixels; 100 when left out.
 * @returns Undefined for others, and for images that are to be turned: `readImage` reads them.
 * @throws {TypeError} If the file is damaged or too large.
 */
export function openRows(
  bytes: Uint8Array,
  { maxMegapixels = MAX_MEGAPIXELS }: { maxMegapixels?: number } = {},
): RasterRows | undefined {
  const job = "decode image", header = readHeader(job, bytes, 0), { format, orientation } = header;
  checkPictureSize(job, header, maxMegapixels);
  if (orientation !== 1 || (format !== "PNG" && format !== "TIFF")) return undefined;
  const { width, height } = header;
  try {
    const decode = format === "PNG" ? pngRows(bytes) : stripsOf(bytes, maxMegapixels);
    if (decode === undefined) return undefined;
    const rowsAt = (from: number, to: number) =>
      decode(from, to).catch((cause) => {
        throw damaged(job, bytes, format, cause);
      });
    return { width, height, rowsAt };
  } catch (cause) {
    throw damaged(job, bytes, format, cause);
  }
}

function stripsOf(bytes: Uint8Array, maxMegapixels: number): RasterRows["rowsAt"] | undefined {
  const pages = readTiff(bytes);
  return pages.length === 1 ? tiffRows(bytes, pages[0], maxMegapixels) : undefined;
}

/** So many deflated bytes are inflated at a time. */
const PIECE = 2 ** 16;

function pngRows(bytes: Uint8Array): RasterRows["rowsAt"] | undefined {
  const png = readPng(bytes), { width, depth, colorType, interlaced, palette, deflated } = png;
  if (interlaced || depth !== 8 || (colorType === 3 && palette.length === 0)) return undefined;
  const step = CHANNELS[colorType], stride = width * step, read = inflatedBytes(deflated);
  const kind = colorType === 3 ? { palette } : { white: 255 };
  // the rows from `first` to before `end`
  let rows = new Uint8Array(), first = 0, end = 0;
  return async (from, to) => {
    if (to > end) {
      // the last row is needed to undo the next one's filter
      const start = Math.min(from, Math.max(end - 1, 0));
      const next = new Uint8Array((to - start) * stride);
      next.set(rows.subarray((start - first) * stride));
      for (let y = end, filter = new Uint8Array(1); y < to; y++) {
        await read(filter);
        const at = (y - start) * stride;
        await read(next.subarray(at, at + stride));
        unfilterRow(filter[0], next, { start: at, end: at + stride, step, isFirst: y === 0 });
      }
      [rows, first, end] = [next, start, to];
    }
    const data = rows.subarray((from - first) * stride, (to - first) * stride);
    return { width, height: to - from, data, ...pngChannels(colorType), ...kind };
  };
}

/** Inflates bytes as they are asked for. */
function inflatedBytes(deflated: Uint8Array): (into: Uint8Array) => Promise<void> {
  function* pieces() {
    for (let at = 0; at < deflated.length; at += PIECE) {
      yield new Uint8Array(deflated.subarray(at, at + PIECE));
    }
  }
  const stream = ReadableStream.from(pieces()).pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader();
  let piece = new Uint8Array();
  return async (into) => {
    for (let to = 0; to < into.length;) {
      if (piece.length === 0) {
        const { done, value } = await reader.read();
        if (done) throw new Error("its pixels are cut short");
        piece = value;
      }
      const some = piece.subarray(0, into.length - to);
      into.set(some, to);
      to += some.length;
      piece = piece.subarray(some.length);
    }
  };
}
