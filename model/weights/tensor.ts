import { BYTES, floats, type FloatType } from "./floats.ts";

/** A tensor of a file of weights. */
export interface FileTensor {
  /** Sizes, in PyTorch's order: [out, in, height, width] for a filter. */
  shape: number[];
  /**
   * Reads the values.
   *
   * @returns All of them, the last axis fastest
   */
  read(): Float32Array;
}

/** What a file of weights holds. */
export interface WeightsFile {
  /** The floating-point tensors by name; counters, which are integers, are passed over. */
  tensors: Map<string, FileTensor>;
  /** What the file says of itself; `.pth` files say nothing. */
  metadata: Record<string, string>;
}

/**
 * A tensor whose values are converted when they are asked for: files hold more than an encoder needs.
 *
 * @param bytes Of the values alone
 * @param type What they are
 * @param shape As many values
 * @returns The tensor
 */
export function lazyTensor(bytes: Uint8Array, type: FloatType, shape: number[]): FileTensor {
  return { shape, read: () => floats(bytes, type) };
}

/**
 * How many bytes a tensor takes.
 *
 * @param shape As a file has it, unchecked
 * @param width Bytes of a value
 * @returns The product; undefined where the shape holds anything but sizes, or too large ones
 */
export function bytesOf(shape: unknown, width: number): number | undefined {
  if (!Array.isArray(shape)) return undefined;
  let bytes = width;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) return undefined;
    bytes *= size;
  }
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/**
 * Whether a word names a floating-point type.
 *
 * @param type Any word
 * @returns Whether it does
 */
export function isFloatType(type: string): type is FloatType {
  return Object.hasOwn(BYTES, type);
}
