import { bytesOf, countOf, type Element, type Stored } from "./stored.ts";

/** Whether a file is a NumPy array. */
export function isNpy(bytes: Uint8Array): boolean {
  return bytes[0] === 0x93 && String.fromCharCode(...bytes.subarray(1, 6)) === "NUMPY";
}

/** NumPy's names of types without the byte order; booleans are bytes of 0 and 1. */
const ELEMENTS = /^([<>|=])([ui][1248]|f[248]|b1)$/;

/** The longest header that is read; NumPy itself warns from 10,000 bytes on. */
const LONGEST = 2 ** 16;

/**
 * Reads the header of a NumPy array of labels: of two axes, [rows, columns], or three, [slices, rows,
 * columns].
 *
 * @param bytes The file's content.
 * @param most The most values.
 * @returns The array.
 * @throws {TypeError} If the header is damaged, or of something that is no label map.
 */
export function readNpy(bytes: Uint8Array, most: number): NpyArray {
  const array = readNpyArray(bytes, most), shape = array.lengths.toReversed();
  if (shape.length === 2 || shape.length === 3) return array;
  throw new TypeError(
    "Cannot decode labels: a NumPy array must have two axes, rows and columns, or three, " +
      `slices first, got shape (${shape.join(", ")})`,
  );
}

/** An array, and whether its first axis is the fastest. */
export type NpyArray = Stored & { isFortran: boolean };

/**
 * Reads the header of a NumPy array, `.npy` of version 1 to 3, of any number of axes. An array in Fortran's order has its axes the other way round in memory;
 * `isFortran` says so.
 *
 * @param bytes The file's content.
 * @param most The most values.
 * @returns The array.
 * @throws {TypeError} If the header is damaged, or the values are no numbers.
 */
export function readNpyArray(bytes: Uint8Array, most: number): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[6] > 1, start = wide ? 12 : 10;
  const length = bytes.length < start
    ? NaN
    : wide
    ? view.getUint32(8, true)
    : view.getUint16(8, true);
  if (!(length <= LONGEST && start + length <= bytes.length)) {
    throw new TypeError("Cannot decode labels: the NumPy array is cut short within its header");
  }
  const text = new TextDecoder().decode(bytes.subarray(start, start + length));
  // of records it is a list
  const descr = /'descr':\s*(?:'([^']*)'|(\[.*?\]))/.exec(text)?.slice(1).join("") ?? "none";
  const shape = (/'shape':\s*\(([^()]*)\)/.exec(text)?.[1] ?? "").split(",")
    .filter((part) => part.trim() !== "").map(Number);
  const [, order, type] = ELEMENTS.exec(descr) ?? [];
  if (type === undefined) {
    throw new TypeError(
      `Cannot decode labels: NumPy's type must be of numbers or booleans, got ${descr}`,
    );
  }
  countOf("NumPy array", shape, most);
  const element = (type === "b1" ? "u1" : type) as Element;
  return {
    format: "NumPy array",
    lengths: shape.toReversed(),
    element,
    little: order !== ">" || bytesOf(element) === 1,
    bytes: bytes.subarray(start + length),
    packing: "raw",
    isFortran: /'fortran_order':\s*True/.test(text),
  };
}
