import { decodeJpeg } from "../jpeg_codec.ts";
import { readJpegHeader } from "../jpeg_header.ts";
import type { Raster } from "../raster.ts";
import { decompress } from "./compression.ts";
import { undoPredictor } from "./predictor.ts";
import type { TiffPage } from "./structure.ts";

/** The most samples for each pixel that is allowed: a few hundred channels on a small image. */
const SAMPLES_A_PIXEL = 4;

/**
 * What a page's tags say of its channels.
 *
 * @param page The page.
 */
export function tiffChannels(page: TiffPage): Pick<Raster, "channels" | "color" | "alpha"> {
  const { channels, photometric, extraSamples } = page;
  const last = extraSamples.at(-1);
  const alpha = last === 1 || last === 2;
  const rest = channels - (alpha ? 1 : 0);
  if (photometric === 3) return { channels, color: "indexed", alpha };
  if (photometric === 5 && channels === 4) return { channels: 3, color: "rgb", alpha: false };
  if ((photometric === 2 || photometric === 6) && rest >= 3 && rest <= 4) {
    return { channels, color: "rgb", alpha };
  }
  return { channels, color: photometric <= 1 && rest === 1 ? "grey" : "other", alpha };
}

/**
 * Decodes a page.
 *
 * @param bytes The file's content.
 * @param page The page; its caller has checked its size.
 * @param maxMegapixels The most millions of pixels, of four samples each.
 * @throws {Error} If it is damaged, cut short, or stored in a way that is not supported.
 */
export async function decodeTiff(
  bytes: Uint8Array,
  page: TiffPage,
  maxMegapixels: number,
): Promise<Raster> {
  check(page, maxMegapixels);
  const data = samplesFor(page);
  for (const piece of piecesOf(page)) await decodePiece(bytes, page, piece, data);
  return rasterOf(page, data);
}

/**
 * What decodes some rows of a page: the strips or tiles that they lie in, each once where rows are asked for
 * from top to bottom.
 *
 * @param bytes The file's content.
 * @param page The page; its caller has checked its size.
 * @param maxMegapixels The most millions of pixels, of four samples each.
 * @throws {Error} If it is stored in a way that is not supported.
 */
export function tiffRows(
  bytes: Uint8Array,
  page: TiffPage,
  maxMegapixels: number,
): (from: number, to: number) => Promise<Raster> {
  check(page, maxMegapixels);
  const { width, height, channels, pieceHeight } = page, stride = width * channels;
  const decoded = new Map<number, Raster["data"]>();
  return async (from, to) => {
    const data = samplesFor({ ...page, height: to - from });
    for (const n of decoded.keys()) if ((n + 1) * pieceHeight <= from) decoded.delete(n);
    for (let y = from; y < to;) {
      const n = Math.floor(y / pieceHeight), top = n * pieceHeight;
      const rows = decoded.get(n) ?? await decodePieces(bytes, page, n);
      decoded.set(n, rows);
      const end = Math.min(top + pieceHeight, height, to);
      data.set(rows.subarray((y - top) * stride, (end - top) * stride), (y - from) * stride);
      y = end;
    }
    return rasterOf({ ...page, height: to - from }, data);
  };
}

/** Decodes the strips or tiles beside each other. */
async function decodePieces(bytes: Uint8Array, page: TiffPage, n: number): Promise<Raster["data"]> {
  const { width, height, channels, planar, pieceWidth, pieceHeight } = page;
  const own = { ...page, height: Math.min(pieceHeight, height - n * pieceHeight) };
  const across = Math.ceil(width / pieceWidth), down = Math.ceil(height / pieceHeight);
  const data = samplesFor(own);
  for (let channel = 0; channel < (planar ? channels : 1); channel++) {
    for (let k = 0; k < across; k++) {
      const index = (channel * down + n) * across + k;
      await decodePiece(bytes, own, { index, x: k * pieceWidth, y: 0, channel }, data);
    }
  }
  return data;
}

/** Samples as a page's tags mean them. */
function rasterOf(page: TiffPage, data: Raster["data"]): Raster {
  const { width, height, channels, bits, sampleFormat, photometric } = page;
  if (photometric === 0 && data instanceof Float32Array === false) {
    const white = 2 ** bits - 1;
    for (let i = 0; i < data.length; i++) data[i] = white - data[i];
  }
  const white = sampleFormat === 1 && bits <= 16 && photometric !== 3
    ? { white: 2 ** bits - 1 }
    : {};
  const image = { width, height, ...tiffChannels(page), ...white };
  if (photometric === 5 && channels === 4) return { ...image, data: rgbOfCmyk(data, bits) };
  if (photometric !== 3) return { ...image, data };
  if (!page.palette) throw new Error("it has no palette");
  return { ...image, data, palette: page.palette };
}

function check(page: TiffPage, maxMegapixels: number): void {
  const { width, height, channels, bits, sampleFormat, photometric, compression } = page;
  const allowed: Record<number, number[]> = {
    1: [1, 2, 4, 8, 16, 32],
    2: [8, 16, 32],
    3: [32, 64],
  };
  if (!allowed[sampleFormat]?.includes(bits)) {
    const kind = sampleFormat === 3 ? "floats" : "samples";
    throw new Error(`it has ${kind} of ${bits} bits, which is not supported`);
  }
  if (channels === 0) throw new Error("it has no channel");
  const most = maxMegapixels * 1e6 * SAMPLES_A_PIXEL;
  if (width * height * channels > most) {
    throw new Error(`its ${channels} channels of ${width}x${height} pixels are too many`);
  }
  if (photometric > 3 && photometric !== 5 && !(photometric === 6 && compression === 7)) {
    throw new Error(`its colours are of TIFF's kind ${photometric}, which is not supported`);
  }
  const { pieceWidth, pieceHeight, offsets, counts } = page;
  if (pieceWidth === 0 || pieceHeight === 0) throw new Error("its strips or tiles have no pixel");
  if (pieceWidth * pieceHeight * (page.planar ? 1 : channels) > most) {
    throw new Error(`its tiles of ${pieceWidth}x${pieceHeight} pixels are too large`);
  }
  const needed = Math.ceil(width / pieceWidth) * Math.ceil(height / pieceHeight) *
    (page.planar ? channels : 1);
  if (offsets.length < needed || counts.length < needed) {
    throw new Error(`it lists ${offsets.length} of its ${needed} strips or tiles`);
  }
}

/** Room for all samples, as {@linkcode Raster} has them. */
function samplesFor({ width, height, channels, bits, sampleFormat }: TiffPage): Raster["data"] {
  const count = width * height * channels;
  if (sampleFormat !== 1 || bits > 16) return new Float32Array(count);
  return bits > 8 ? new Uint16Array(count) : new Uint8Array(count);
}

/** A strip or tile, and where it belongs. */
interface Piece {
  index: number;
  x: number;
  y: number;
  /** The channel of a planar image, otherwise 0. */
  channel: number;
}

function* piecesOf(page: TiffPage): Generator<Piece> {
  const { width, height, channels, planar, pieceWidth, pieceHeight } = page;
  let index = 0;
  for (let channel = 0; channel < (planar ? channels : 1); channel++) {
    for (let y = 0; y < height; y += pieceHeight) {
      for (let x = 0; x < width; x += pieceWidth) yield { index: index++, x, y, channel };
    }
  }
}

async function decodePiece(
  bytes: Uint8Array,
  page: TiffPage,
  { index, x, y, channel }: Piece,
  data: Raster["data"],
): Promise<void> {
  const { width, height, channels, bits, planar, isTiled, pieceWidth, pieceHeight } = page;
  const start = page.offsets[index], packed = bytes.subarray(start, start + page.counts[index]);
  if (packed.length < page.counts[index]) throw new Error("it is cut short");
  const inPiece = planar ? 1 : channels;
  // the last strip is as long as the rows that are left, a tile is always whole
  const rows = isTiled ? pieceHeight : Math.min(pieceHeight, height - y);
  const stride = Math.ceil(pieceWidth * inPiece * bits / 8);
  const raw = page.compression === 7
    ? await decodeJpegPiece(packed, page, rows)
    : decompress(packed, page.compression, stride * rows);
  const layout = { ...page, rows, stride, inPiece };
  const samples = page.compression === 7 ? raw : undoPredictor(raw, layout);
  const read = readerOf(samples, page, page.predictor === 3);
  const shownRows = Math.min(rows, height - y), shown = Math.min(pieceWidth, width - x);
  for (let row = 0; row < shownRows; row++) {
    let to = ((y + row) * width + x) * channels + channel;
    const from = row * (bits < 8 ? stride * 8 / bits : pieceWidth * inPiece);
    for (let i = 0; i < shown * inPiece; i++, to += planar ? channels : 1) {
      data[to] = read(from + i);
    }
  }
}

/** What gives sample number i of a piece. */
function readerOf(
  bytes: Uint8Array,
  { bits, sampleFormat, little }: TiffPage,
  isBig: boolean,
): (i: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const low = little && !isBig;
  if (bits < 8) {
    const mask = (1 << bits) - 1, perByte = 8 / bits;
    return (i) => bytes[Math.floor(i / perByte)] >> (8 - bits - (i % perByte) * bits) & mask;
  }
  if (bits === 8) return sampleFormat === 2 ? (i) => view.getInt8(i) : (i) => bytes[i];
  if (bits === 16) {
    return sampleFormat === 2
      ? (i) => view.getInt16(2 * i, low)
      : (i) => view.getUint16(2 * i, low);
  }
  if (bits === 64) return (i) => view.getFloat64(8 * i, low);
  if (sampleFormat === 3) return (i) => view.getFloat32(4 * i, low);
  return sampleFormat === 2 ? (i) => view.getInt32(4 * i, low) : (i) => view.getUint32(4 * i, low);
}

/** A piece that is a JPEG, its tables put in again. */
async function decodeJpegPiece(
  packed: Uint8Array,
  { jpegTables, pieceWidth, channels, photometric, bits, planar }: TiffPage,
  rows: number,
): Promise<Uint8Array> {
  if (bits !== 8) throw new Error(`its JPEG has ${bits} bits per sample, which is not supported`);
  // Adobe's marker says that three channels are RGB already
  const adobe = photometric === 2
    ? [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0]
    : [];
  const tables = jpegTables?.subarray(2, -2) ?? [];
  const jpeg = Uint8Array.from([0xff, 0xd8, ...adobe, ...tables, ...packed.subarray(2)]);
  const { width, height } = readJpegHeader(jpeg), wanted = planar ? 1 : channels;
  if (width !== pieceWidth || height < rows) {
    throw new Error(`a piece of ${pieceWidth}x${rows} pixels is a JPEG of ${width}x${height}`);
  }
  const { data, channels: found } = await decodeJpeg(jpeg);
  if (found !== wanted) throw new Error(`its JPEG has ${found} channels, not ${wanted}`);
  return data as Uint8Array;
}

function rgbOfCmyk(cmyk: Raster["data"], bits: number): Uint8Array {
  if (bits !== 8) throw new Error(`it is CMYK of ${bits} bits per sample, which is not supported`);
  const rgb = new Uint8Array(cmyk.length / 4 * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    const light = 255 - cmyk[from + 3];
    for (let c = 0; c < 3; c++) {
      rgb[to + c] = Math.max(0, Math.round(light - cmyk[from + c] * light / 255));
    }
  }
  return rgb;
}
