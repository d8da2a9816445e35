import { BYTES, floats, type FloatType } from "./floats.ts";

/** A tensor of a file of weights. */
export interface FileTensor {
  /** Sizes, in PyTorch's order: [out, in, height, width] for a filter. */
  shape: number[];
  /**
   * Reads the values.
   *
   * @returns All of them, the last axis fastest.
   */
  read(): Float32Array;
}

/** The content of a file of weights. */
export interface WeightsFile {
  /** The floating-point tensors by name. */
  tensors: Map<string, FileTensor>;
  /** The types of the tensors that aren't read, by name: integers, such as counters, and 8-bit floats. */
  others: Map<string, string>;
  /** What people should know about how the file was read: predicates of sentences about it. */
  notes: string[];
  /** What the file says about itself; `.pth` files say nothing. */
  metadata: Record<string, string>;
}

/** Where a tensor's values lie in its storage. */
export interface Place {
  /** The first value. */
  offset: number;
  /** Sizes. */
  shape: number[];
  /** How far apart the values along each axis lie. */
  strides: number[];
}

/** A tensor whose values are converted when read, since files contain more than an encoder needs. */
export function lazyTensor(bytes: Uint8Array, type: FloatType, place: Place): FileTensor {
  const { shape } = place;
  return { shape, read: () => floats(gathered(bytes, BYTES[type], place), type) };
}

/** The place of contiguous values, the last axis fastest. */
export function inARow(shape: number[]): Place {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  return { offset: 0, shape, strides };
}

/**
 * The place of a tensor in a storage of `count` values; undefined if it isn't inside. Strides are arbitrary,
 * as in PyTorch, but no tensor has more values than its storage.
 */
export function placeIn(
  count: number,
  offset: unknown,
  shape: unknown,
  strides: unknown,
): Place | undefined {
  const values = bytesOf(shape, 1);
  const isPlace = values !== undefined && isSize(offset) && Array.isArray(strides) &&
    strides.length === (shape as number[]).length && strides.every(isSize);
  if (!isPlace || values > count) return undefined;
  const place = { offset: offset as number, shape: shape as number[], strides };
  const reach = place.shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis], 1);
  return offset as number + (values === 0 ? 0 : reach) <= count ? place : undefined;
}

function isSize(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The bytes of a tensor's values, contiguous: as they are, or copied. */
function gathered(bytes: Uint8Array, width: number, place: Place): Uint8Array {
  const { offset, shape, strides } = place;
  const row = inARow(shape).strides;
  const count = bytesOf(shape, 1)!;
  const isRow = shape.every((size, axis) => size < 2 || strides[axis] === row[axis]);
  if (isRow || count === 0) return bytes.subarray(offset * width, (offset + count) * width);
  const copy = new Uint8Array(count * width);
  for (let i = 0; i < count; i++) {
    let at = offset;
    for (let axis = 0, rest = i; axis < shape.length; axis++) {
      at += Math.floor(rest / row[axis]) * strides[axis];
      rest %= row[axis];
    }
    copy.set(bytes.subarray(at * width, (at + 1) * width), i * width);
  }
  return copy;
}

/** The bytes of a tensor; undefined if its shape, which is unchecked, isn't of sizes, or is too large. */
export function bytesOf(shape: unknown, width: number): number | undefined {
  if (!Array.isArray(shape)) return undefined;
  let bytes = width;
  for (const size of shape) {
    if (!isSize(size)) return undefined;
    bytes *= size;
  }
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Whether a word names a floating-point type that is read. */
export function isFloatType(type: string): type is FloatType {
  return Object.hasOwn(BYTES, type);
}
