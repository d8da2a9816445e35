/** NumPy's names of the types that are written. */
const TYPES = { Float32Array: "<f4", Uint8Array: "|u1", Uint16Array: "<u2" } as const;

/**
 * Encodes an array as NumPy's `.npy`, version 1.0, the last axis fastest.
 *
 * @param data The values.
 * @param shape The length of each axis.
 * @returns The file's content.
 * @throws {TypeError} If there isn't one value per place.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const file = encodeNpy(Float32Array.of(0.5, 1), [1, 2]);
 * const header = new TextDecoder().decode(file.subarray(10, 128)).trim();
 * assert.equal(header, "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }");
 * assert.equal(file.length, 128 + 8);
 * ```
 */
export function encodeNpy(
  data: Float32Array | Uint8Array | Uint16Array,
  shape: readonly number[],
): Uint8Array {
  const count = shape.reduce((product, length) => product * length, 1);
  if (count !== data.length) {
    throw new TypeError(
      `Cannot encode npy: there must be one value per place, got ${data.length} values ` +
        `for ${shape.join("x")}`,
    );
  }
  const type = TYPES[data.constructor.name as keyof typeof TYPES];
  // Python writes a tuple of one with a comma
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${tuple}), }`;
  // mark, version and length take 10 bytes; the values begin at a multiple of 64
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  const file = new Uint8Array(length + data.byteLength).fill(0x20, 10, length);
  file.set([
    0x93,
    ...new TextEncoder().encode("NUMPY"),
    1,
    0,
    (length - 10) & 255,
    (length - 10) >> 8,
  ]);
  file.set(new TextEncoder().encode(text), 10);
  file[length - 1] = 0x0a;
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), length);
  return file;
}
