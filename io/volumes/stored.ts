import { inflateUpTo } from "./inflate.ts";

/** How an element is stored: unsigned, signed or floating, and of how many bytes. */
export type Element = "u1" | "i1" | "u2" | "i2" | "u4" | "i4" | "u8" | "i8" | "f2" | "f4" | "f8";

/** The values of an array's file, as numbers or as bigints. */
export type Elements =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float16Array
  | Float32Array
  | Float64Array;

const ARRAYS = {
  u1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  u8: BigUint64Array,
  i8: BigInt64Array,
  f2: Float16Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;

/** An array in a file, its header read and checked, its values not yet. */
export interface Stored {
  /** The kind of file, for messages. */
  format: string;
  /** The length of each axis, the one that changes fastest first: x, y, z. */
  lengths: readonly number[];
  /** How a value is stored. */
  element: Element;
  /** Whether numbers begin with their lowest byte. */
  little: boolean;
  /** The file from its values on, packed as `packing` says. */
  bytes: Uint8Array;
  /** How they are packed. */
  packing: "raw" | "gzip" | "zlib";
  /** The size of a voxel along each axis, in mm, where the file says it. */
  spacing?: readonly number[];
  /** From indices x, y, z to mm towards the patient's right, front and top: three rows of four. */
  affine?: number[][];
}

/** The bytes of an element. */
export function bytesOf(element: Element): number {
  return Number(element[1]);
}

/**
 * Refuses lengths that are no lengths, and an array larger than allowed, before anything is allocated.
 *
 * @param format The kind of file, for the message.
 * @param lengths The length of each axis, as the header says.
 * @param most The most values.
 * @returns How many values there are.
 */
export function countOf(format: string, lengths: readonly number[], most: number): number {
  const said = `the ${format} says it is ${lengths.join("x")}`;
  if (lengths.length === 0 || lengths.some((length) => !(Number.isInteger(length) && length > 0))) {
    throw new TypeError(`Cannot decode labels: each axis must be 1 or more long, ${said}`);
  }
  const count = lengths.reduce((product, length) => product * length, 1);
  if (count <= most) return count;
  throw new TypeError(
    `Cannot decode labels: there must be at most ${most / 1e6} million values, ${said}`,
  );
}

/**
 * Reads the values. No more is inflated than the header says there is.
 *
 * @param stored The array, checked by {@linkcode countOf}.
 * @returns The values; bytes that lie well in memory are not copied.
 * @throws {TypeError} If it is damaged or cut short.
 */
export function elementsOf({ format, lengths, element, little, bytes, packing }: Stored): Elements {
  const count = lengths.reduce((product, length) => product * length, 1);
  const size = bytesOf(element), needed = count * size;
  const file = packing === "raw" ? bytes : inflated(format, bytes, packing, needed);
  if (file.length < needed) {
    throw new TypeError(
      `Cannot decode labels: the ${format} is cut short, it has ${file.length} bytes of values ` +
        `in place of ${needed}`,
    );
  }
  const values = file.subarray(0, needed), isAligned = values.byteOffset % size === 0;
  // a Buffer's slice() would be no copy
  const own = isAligned && little ? values : new Uint8Array(values);
  if (!little) reverse(own, size);
  return new ARRAYS[element](own.buffer as ArrayBuffer, own.byteOffset, count);
}

/**
 * Values as labels of a byte.
 *
 * @param values The values.
 * @returns The labels.
 * @throws {TypeError} If one is no whole number from 0 to 255.
 */
export function labelsOf(values: Elements | readonly number[]): Uint8Array {
  if (values instanceof Uint8Array) return values;
  const labels = new Uint8Array(values.length);
  const numbers = values instanceof BigInt64Array || values instanceof BigUint64Array
    ? Float64Array.from(values, Number)
    : values;
  let bad = -1;
  for (let i = 0; i < labels.length; i++) {
    labels[i] = numbers[i];
    if (labels[i] !== numbers[i]) bad = i;
  }
  if (bad < 0) return labels;
  throw new TypeError(
    `Cannot decode labels: they must be whole numbers from 0 to 255, got ${numbers[bad]}`,
  );
}

function inflated(
  format: string,
  bytes: Uint8Array,
  packing: "gzip" | "zlib",
  needed: number,
): Uint8Array {
  try {
    return inflateUpTo(bytes, packing, needed);
  } catch (cause) {
    throw new TypeError(
      `Cannot decode labels of the ${format}: ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** Reverses the bytes of each number, in place. */
function reverse(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
