import { inflateSync } from "node:zlib";

/** What compressions that are not read are called. */
const NAMES: Record<number, string> = {
  2: "CCITT",
  3: "CCITT fax",
  4: "CCITT fax",
  6: "old-style JPEG",
  34712: "JPEG 2000",
  34887: "LERC",
  34925: "LZMA",
  50000: "Zstandard",
  50001: "WebP",
};

/**
 * Undoes the compression of a piece.
 *
 * @param packed The piece as it is stored.
 * @param compression TIFF's number of it; JPEG is decoded elsewhere.
 * @param length How many bytes it must give; more are not made.
 * @throws {Error} If it is damaged or cut short, or the compression is not supported.
 */
export function decompress(packed: Uint8Array, compression: number, length: number): Uint8Array {
  const decoder = DECODERS[compression];
  if (decoder === undefined) {
    const name = NAMES[compression] ?? `number ${compression}`;
    throw new Error(`its compression is ${name}, which is not supported; save it with LZW or none`);
  }
  const bytes = decoder(packed, length);
  if (bytes.length < length) {
    throw new Error(`its pixels are cut short, ${bytes.length} bytes in place of ${length}`);
  }
  return bytes.subarray(0, length);
}

const DECODERS: Record<number, (packed: Uint8Array, length: number) => Uint8Array> = {
  1: (packed) => packed,
  5: undoLzw,
  8: inflate,
  32946: inflate,
  32773: undoPackBits,
};

function inflate(packed: Uint8Array, length: number): Uint8Array {
  try {
    // some writers fill up the last strip
    return inflateSync(packed, { maxOutputLength: 2 * length + 65536 });
  } catch (error) {
    throw new Error(`its pixels can't be inflated, ${(error as Error).message}`);
  }
}

/** Runs of equal and of different bytes (TIFF 6.0, section 9). */
function undoPackBits(packed: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let to = 0;
  for (let at = 0; at + 1 < packed.length && to < length;) {
    const head = packed[at++];
    if (head < 128) {
      const run = packed.subarray(at, at + Math.min(head + 1, length - to));
      bytes.set(run, to);
      to += run.length;
      at += head + 1;
    } else if (head > 128) {
      const end = Math.min(to + 257 - head, length);
      bytes.fill(packed[at++], to, end);
      to = end;
    }
  }
  return bytes.subarray(0, to);
}

const CLEAR = 256, END = 257, LONGEST = 12;

/** LZW as TIFF has it (section 13): the highest bits first, codes longer by a bit one code early. */
function undoLzw(packed: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  // a code stands for a place in what was written before, and a length
  const starts = new Uint32Array(1 << LONGEST), lengths = new Uint32Array(1 << LONGEST);
  let to = 0, bits = 9, next = END + 1, previous = -1, held = 0, buffer = 0, at = 0;
  while (to < length) {
    for (; held < bits; held += 8) {
      if (at === packed.length) return bytes.subarray(0, to);
      buffer = (buffer << 8 | packed[at++]) & 0xffffff;
    }
    const code = (buffer >> (held - bits)) & ((1 << bits) - 1);
    held -= bits;
    if (code === END) break;
    if (code === CLEAR) {
      bits = 9;
      next = END + 1;
      previous = -1;
      continue;
    }
    if (code > next || (previous < 0 && code > END)) throw new Error(`its code ${code} is unknown`);
    const start = to;
    if (code < CLEAR) {
      bytes[to++] = code;
    } else {
      // a code that is being made now is the previous one's bytes and their first
      const from = code < next ? starts[code] : starts[next];
      const count = Math.min(code < next ? lengths[code] : lengths[next], length - to);
      for (let i = 0; i < count; i++) bytes[to++] = bytes[from + i];
    }
    // the code to be made next: what was just written, and one byte more
    if (previous >= 0 && next < (1 << LONGEST) - 1) next++;
    starts[next] = start;
    lengths[next] = to - start + 1;
    previous = code;
    if (next + 1 >= 1 << bits && bits < LONGEST) bits++;
  }
  return bytes.subarray(0, to);
}
