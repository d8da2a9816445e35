import type { Raster } from "./raster.ts";

/** The first frame of a GIF, before it is decoded. */
export interface Gif {
  /** Pixels per row: of the screen, or more where the frame reaches beyond it. */
  width: number;
  /** Rows. */
  height: number;
  /** The frame's place on it. */
  frame: { x: number; y: number; width: number; height: number; interlaced: boolean };
  /** Colours, three bytes each. */
  palette: Uint8Array;
  /** The index of transparent pixels. */
  transparent?: number;
  /** Bits of the shortest codes. */
  codeBits: number;
  /** Where the frame's codes begin, in blocks. */
  start: number;
}

/** The colours of a GIF that names none, as Pillow has it. */
const GREYS = Uint8Array.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3));

/**
 * Reads a GIF up to its first frame's pixels.
 *
 * @param bytes The file's content.
 * @throws {Error} If it is damaged or cut short.
 */
export function readGif(bytes: Uint8Array): Gif {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = bytes[10];
  let at = 13, palette = GREYS, transparent: number | undefined;
  const table = (bits: number): Uint8Array<ArrayBuffer> => {
    const size = 3 * 2 ** ((bits & 7) + 1);
    at += size;
    return new Uint8Array(bytes.subarray(at - size, at));
  };
  if (flags & 0x80) palette = table(flags);
  // extensions and the image, each by its first byte (GIF89a, appendix B)
  while (at < bytes.length) {
    const kind = bytes[at++];
    if (kind === 0x21) {
      // the graphic control extension says what is transparent
      if (bytes[at] === 0xf9 && bytes[at + 2] & 1) transparent = bytes[at + 5];
      at = skipBlocks(bytes, at + 1);
    } else if (kind === 0x2c) {
      if (at + 10 > bytes.length) break;
      const [x, y, width, height] = [0, 2, 4, 6].map((i) => view.getUint16(at + i, true));
      const how = bytes[at + 8];
      at += 9;
      if (how & 0x80) palette = table(how);
      if (at >= bytes.length) break;
      return {
        width: Math.max(view.getUint16(6, true), x + width),
        height: Math.max(view.getUint16(8, true), y + height),
        frame: { x, y, width, height, interlaced: (how & 0x40) !== 0 },
        palette,
        transparent,
        codeBits: bytes[at],
        start: at + 1,
      };
    } else {
      throw new Error(kind === 0x3b ? "it contains no image" : `its block ${kind} is unknown`);
    }
  }
  throw new Error("it is cut short");
}

/** The place after a run of data blocks, the last of which is empty. */
function skipBlocks(bytes: Uint8Array, at: number): number {
  while (bytes[at] > 0) at += 1 + bytes[at];
  return at + 1;
}

/**
 * Decodes the first frame to indices: what the frame doesn't cover has index 0, or the transparent index
 * where there is one, as in Pillow.
 *
 * @param bytes The file's content.
 * @param gif What {@linkcode readGif} says of it; its caller has checked the size.
 * @throws {Error} If the pixels are damaged or cut short.
 */
export function decodeGif(bytes: Uint8Array, gif: Gif): Raster {
  const { width, height, frame, palette, transparent = 0 } = gif;
  if (frame.width === 0 || frame.height === 0) throw new Error("its first frame has no pixel");
  const indices = decodeLzw(dataOf(bytes, gif.start), gif.codeBits, frame.width * frame.height);
  const data = new Uint8Array(width * height).fill(transparent);
  let from = 0;
  for (const y of rowsOf(frame)) {
    data.set(indices.subarray(from, from += frame.width), (frame.y + y) * width + frame.x);
  }
  return { width, height, channels: 1, data, color: "indexed", alpha: false, palette };
}

/** The rows in the order in which they are stored; interlaced, every eighth comes first. */
function rowsOf({ height, interlaced }: Gif["frame"]): number[] {
  const passes = interlaced ? [[0, 8], [4, 8], [2, 4], [1, 2]] : [[0, 1]];
  return passes.flatMap(([start, step]) =>
    Array.from(
      { length: Math.max(0, Math.ceil((height - start) / step)) },
      (_, i) => start + i * step,
    )
  );
}

/** The content of a run of data blocks, as far as they go. */
function dataOf(bytes: Uint8Array, start: number): Uint8Array {
  const data = new Uint8Array(bytes.length - start);
  let length = 0;
  for (let at = start; bytes[at] > 0; at += 1 + bytes[at]) {
    const block = bytes.subarray(at + 1, at + 1 + bytes[at]);
    data.set(block, length);
    length += block.length;
  }
  return data.subarray(0, length);
}

/** The longest code of a GIF, in bits. */
const LONGEST = 12;

/** Undoes GIF's LZW (GIF89a, appendix F): exactly `count` indices, whatever follows them. */
function decodeLzw(packed: Uint8Array, codeBits: number, count: number): Uint8Array {
  if (!(codeBits >= 1 && codeBits <= 8)) throw new Error(`its codes have ${codeBits} bits`);
  const clear = 1 << codeBits, end = clear + 1;
  // a code stands for another code's indices and one more
  const prefix = new Uint16Array(1 << LONGEST), last = new Uint8Array(1 << LONGEST);
  const lengths = new Uint16Array(1 << LONGEST).fill(1, 0, clear);
  for (let code = 0; code < clear; code++) last[code] = code;
  const indices = new Uint8Array(count);
  let bits = codeBits + 1, next = end + 1, previous = -1, held = 0, buffer = 0, at = 0, done = 0;
  while (done < count) {
    for (; held < bits; held += 8) {
      if (at === packed.length) throw new Error("its pixels are cut short");
      buffer |= packed[at++] << held;
    }
    const code = buffer & ((1 << bits) - 1);
    buffer >>>= bits;
    held -= bits;
    if (code === end) throw new Error(`it has ${done} pixels instead of ${count}`);
    if (code === clear) {
      bits = codeBits + 1;
      next = end + 1;
      previous = -1;
      continue;
    }
    if (code > next || (code === next && previous < 0) || (previous < 0 && code > end)) {
      throw new Error(`its code ${code} stands for nothing`);
    }
    // a code that is not known yet is the previous one's indices and its own first
    const known = code < next ? code : previous;
    const length = lengths[known];
    let from = known;
    for (let i = done + length - 1; i >= done; i--, from = prefix[from]) indices[i] = last[from];
    const first = indices[done];
    if (code === next) indices[done + length] = first;
    done += code === next ? length + 1 : length;
    if (previous >= 0 && next < 1 << LONGEST) {
      prefix[next] = previous;
      last[next] = first;
      lengths[next] = lengths[previous] + 1;
      if (++next === 1 << bits && bits < LONGEST) bits++;
    }
    previous = code;
  }
  return indices;
}
