/** Larger buffers than this (in elements) are given back after a call instead of being kept. */
const KEPT_LENGTH = 2 ** 22;

/** The kinds of buffers. */
type Buffer = Int32Array | Uint32Array | Float64Array;

const kept = new Map<string, Buffer>();

/**
 * Lends working memory of at least `length` elements, the same again at the next call, so that a
 * loop over many pairs of masks allocates nothing. Its content is whatever the last borrower left. A
 * name is a purpose: two buffers in use at the same time must have different names.
 */
export function int32(name: string, length: number): Int32Array {
  return lend(name, length, Int32Array);
}

/** Lends working memory for floating-point numbers; see `int32`. */
export function float64(name: string, length: number): Float64Array {
  return lend(name, length, Float64Array);
}

/** Lends working memory for indices up to 2^32; see `int32`. */
export function uint32(name: string, length: number): Uint32Array {
  return lend(name, length, Uint32Array);
}

/** Finds a kept buffer or makes one. */
function lend<T extends Buffer>(
  name: string,
  length: number,
  Type: { new (length: number): T },
): T {
  const found = kept.get(name);
  if (found !== undefined && found.length >= length) return found as T;
  // some room to grow saves a new buffer for each slightly larger mask
  const made = new Type(length > KEPT_LENGTH ? length : Math.ceil(length * 1.25));
  if (length <= KEPT_LENGTH) kept.set(name, made);
  return made;
}
