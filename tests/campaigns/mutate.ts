import { mulberry32 } from "../../core/mod.ts";

/** Numbers that fields and lengths are set to. */
const ODD_NUMBERS = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0xffffffff];

/** A generator of whole numbers from 0 to below a limit, the same for the same seed. */
export type Random = (below: number) => number;

/**
 * Seeded whole numbers.
 *
 * @param seed What it starts with.
 */
export function randomFrom(seed: number): Random {
  const random = mulberry32(seed);
  return (below) => Math.floor(random() * below);
}

type Mutation = (bytes: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array;

/** The ways in which files are damaged. */
const MUTATIONS: readonly Mutation[] = [
  flip,
  overwrite,
  truncate,
  duplicate,
  remove,
  splice,
  (bytes, random) => setNumber(bytes, random, Math.min(64, bytes.length)),
  (bytes, random) => setNumber(bytes, random, bytes.length),
];

/**
 * Damages a file in one way, or every other time in two or three.
 *
 * @param seeds Files that can be read.
 * @param random Where chance comes from; the same gives the same file.
 * @returns A new file.
 */
export function mutate(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes: Uint8Array = seeds[random(seeds.length)].slice();
  for (let times = random(2) === 0 ? 1 : 2 + random(2); times > 0; times--) {
    if (bytes.length === 0) return bytes;
    bytes = MUTATIONS[random(MUTATIONS.length)](bytes, random, seeds);
  }
  return bytes;
}

/** Flips one to eight bits. */
function flip(bytes: Uint8Array, random: Random): Uint8Array {
  for (let times = 1 + random(8); times > 0; times--) {
    bytes[random(bytes.length)] ^= 1 << random(8);
  }
  return bytes;
}

/** Sets a few bytes to anything. */
function overwrite(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random(bytes.length);
  return bytes.fill(random(256), at, at + 1 + random(8));
}

/** Cuts the end off. */
function truncate(bytes: Uint8Array, random: Random): Uint8Array {
  return bytes.slice(0, random(bytes.length));
}

/** Puts a piece in twice. */
function duplicate(bytes: Uint8Array, random: Random): Uint8Array {
  const [from, to] = piece(bytes, random);
  return joined(bytes.subarray(0, to), bytes.subarray(from));
}

/** Takes a piece out. */
function remove(bytes: Uint8Array, random: Random): Uint8Array {
  const [from, to] = piece(bytes, random);
  return joined(bytes.subarray(0, from), bytes.subarray(to));
}

/** Goes on with another file's end. */
function splice(bytes: Uint8Array, random: Random, others: readonly Uint8Array[]): Uint8Array {
  const other = others[random(others.length)];
  return joined(bytes.subarray(0, random(bytes.length)), other.subarray(random(other.length)));
}

/** Sets a number of 1, 2 or 4 bytes, in either byte order, to one that readers trip over. */
function setNumber(bytes: Uint8Array, random: Random, end: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = random(end), value = ODD_NUMBERS[random(ODD_NUMBERS.length)];
  const little = random(2) === 0, size = 1 << random(3);
  if (at + size > bytes.length) return bytes;
  if (size === 1) view.setUint8(at, value);
  else if (size === 2) view.setUint16(at, value, little);
  else view.setUint32(at, value, little);
  return bytes;
}

function piece(bytes: Uint8Array, random: Random): [from: number, to: number] {
  const from = random(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + random(64))];
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => Array.from(part)));
}
