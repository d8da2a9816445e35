/**
 * A model as one script, which a page may load from anywhere, `file://` too: its weights with as many bits as
 * fit, in planes of bytes that deflate, 15 bits in each of a text's 16.
 *
 * @module
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";

/** A model's two files, each as a text of 15 bits in each unit of UTF-16. */
export interface PackedModel {
  /** `model.json`. */
  description: string;
  /** The weights. */
  weights: string;
}

/** What was rounded away from a model's weights, for those who want all of their bits. */
export interface PackedRest {
  /** The bits after the point that were kept. */
  bits: number;
  /** The bits below. */
  low: string;
}

/** Of a float of 32 bits those after the point; fewer than {@linkcode LEAST_BITS} would show in labels. */
const ALL_BITS = 23, LEAST_BITS = 14;

/** Units from here on: none of them is a sign that ends a text, or half of a character. */
const FIRST = 0x3000, UNIT_BITS = 15;

/**
 * Packs a model. Where all bits of its weights take too much room, they are rounded, to 14 bits after the point
 * at least.
 *
 * @param description The content of `model.json`.
 * @param weights The content of `weights.bin`: floats of 32 bits, the lowest byte first.
 * @param options For the script.
 * @param options.name The global variable that it sets, to a {@linkcode PackedModel}.
 * @param options.most The bytes that it should have at most.
 * @returns The script, UTF-16 with its mark, and the bits of each weight that are kept after the point; where
 *   those aren't all, a second script, which sets `NAMERest` to a {@linkcode PackedRest}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const weights = new Uint8Array(Float32Array.of(0.1, -2).buffer);
 * const { script, bits } = packModel("{}", weights, { name: "model", most: 1000 });
 * new Function(new TextDecoder("utf-16le").decode(script))();
 * const packed = (globalThis as unknown as { model: PackedModel }).model;
 * assert.deepEqual([bits, unpackModel(packed)], [23, { description: "{}", weights }]);
 * ```
 */
export function packModel(
  description: string,
  weights: Uint8Array,
  { name, most }: { name: string; most: number },
): { script: Uint8Array; bits: number; rest?: Uint8Array } {
  const about = unitsOf(deflateRawSync(new TextEncoder().encode(description)));
  const frame = framed(name, about).length, count = weights.length / 4;
  let bits = ALL_BITS, packed = deflateRawSync(planesOf(weights, bits));
  for (;;) {
    const over = frame + Math.ceil(packed.length * 8 / UNIT_BITS) - most / 2;
    if (over <= 0 || bits === LEAST_BITS) break;
    // each weight has its share of what is too much
    bits = Math.max(LEAST_BITS, bits - Math.ceil(over * UNIT_BITS / count));
    packed = deflateRawSync(planesOf(weights, bits));
  }
  const script = new Uint8Array(framed(name, about, unitsOf(packed)).buffer);
  if (bits === ALL_BITS) return { script, bits };
  const low = unitsOf(deflateRawSync(lowBits(weights, bits)));
  const rest = joined([`\ufeffglobalThis.${name}Rest={bits:${bits},low:"`, low, '"};\n']);
  return { script, bits, rest: new Uint8Array(rest.buffer) };
}

/** The script around both parts. */
function framed(
  name: string,
  about: Uint16Array<ArrayBuffer>,
  weights = new Uint16Array(),
): Uint16Array<ArrayBuffer> {
  // the mark tells the order of bytes, which is this machine's
  const start = `\ufeffglobalThis.${name}={description:"`;
  return joined([start, about, '",weights:"', weights, '"};\n']);
}

function joined(pieces: (string | Uint16Array<ArrayBuffer>)[]): Uint16Array<ArrayBuffer> {
  const parts = pieces.map((part) =>
    typeof part === "string" ? Uint16Array.from(part, (c) => c.charCodeAt(0)) : part
  );
  const script = new Uint16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    script.set(part, at);
    at += part.length;
  }
  return script;
}

/**
 * Unpacks a model.
 *
 * @param packed What a script of {@linkcode packModel} has set.
 * @param rest What the second one has set, where all bits are wanted.
 * @returns The content of `model.json`, and of `weights.bin` as far as it was kept.
 * @throws {Error} If it is damaged.
 */
export function unpackModel(
  { description, weights }: PackedModel,
  rest?: PackedRest,
): { description: string; weights: Uint8Array<ArrayBuffer> } {
  const planes = inflateRawSync(bytesOf(weights)), count = planes.length / 4;
  const bytes = new Uint8Array(planes.length);
  for (let i = 0, to = 0; i < count; i++) {
    for (let plane = 3; plane >= 0; plane--) bytes[to++] = planes[plane * count + i];
  }
  if (rest !== undefined) addRest(bytes, rest);
  return {
    description: new TextDecoder().decode(inflateRawSync(bytesOf(description))),
    weights: bytes,
  };
}

/** Undoes the rounding: what was below tells whether it went up. */
function addRest(weights: Uint8Array<ArrayBuffer>, { bits, low }: PackedRest): void {
  const view = new DataView(weights.buffer), count = weights.length / 4;
  const planes = inflateRawSync(bytesOf(low)), cut = ALL_BITS - bits, half = 2 ** (cut - 1);
  for (let i = 0; i < count; i++) {
    const below = planes[i] | planes[count + i] << 8;
    const rounded = view.getUint32(4 * i, true);
    view.setUint32(4 * i, rounded + below - (below >= half ? 2 * half : 0), true);
  }
}

/** The bits of each weight that are rounded away: the lower bytes, then the upper ones. */
function lowBits({ buffer, byteOffset, length }: Uint8Array, bits: number): Uint8Array {
  const view = new DataView(buffer, byteOffset, length), count = length / 4;
  const planes = new Uint8Array(2 * count), mask = 2 ** (ALL_BITS - bits) - 1;
  for (let i = 0; i < count; i++) {
    const below = view.getUint32(4 * i, true) & mask;
    planes[i] = below;
    planes[count + i] = below >> 8;
  }
  return planes;
}

/** The highest bytes of all weights, then the next: exponents are alike, and deflate well. */
function planesOf(weights: Uint8Array, bits: number): Uint8Array {
  const { buffer, byteOffset, length } = weights, count = length / 4;
  const view = new DataView(buffer, byteOffset, length), planes = new Uint8Array(length);
  const cut = ALL_BITS - bits, half = cut === 0 ? 0 : 2 ** (cut - 1), kept = -(2 ** cut);
  for (let i = 0; i < count; i++) {
    const whole = view.getUint32(4 * i, true);
    // to the nearest, halves away from zero
    const value = (whole + half) & kept;
    for (let plane = 0; plane < 4; plane++) planes[plane * count + i] = value >>> (24 - 8 * plane);
  }
  return planes;
}

/** 15 bits in each. */
function unitsOf(bytes: Uint8Array): Uint16Array<ArrayBuffer> {
  const units = new Uint16Array(Math.ceil(bytes.length * 8 / UNIT_BITS));
  let held = 0, bits = 0, to = 0;
  for (let i = 0; i < bytes.length; i++) {
    held = held << 8 | bytes[i];
    bits += 8;
    if (bits < UNIT_BITS) continue;
    bits -= UNIT_BITS;
    units[to++] = FIRST + (held >>> bits);
    held &= (1 << bits) - 1;
  }
  if (bits > 0) units[to] = FIRST + (held << UNIT_BITS - bits);
  return units;
}

/** The bytes, and behind them up to one of zeros. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor(text.length * UNIT_BITS / 8));
  let held = 0, bits = 0, to = 0;
  for (let i = 0; i < text.length; i++) {
    held = held << UNIT_BITS | text.charCodeAt(i) - FIRST;
    for (bits += UNIT_BITS; bits >= 8;) bytes[to++] = held >>> (bits -= 8);
    held &= (1 << bits) - 1;
  }
  return bytes;
}
