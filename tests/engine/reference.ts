/** Kernels in double precision, written as their definitions read, to compare with. */
import type { Tensor64 } from "./compare.ts";

/** A window that moves over an image. */
export interface Window {
  height: number;
  width: number;
  stride: number;
  padTop: number;
  padLeft: number;
  outHeight: number;
  outWidth: number;
}

/** The window of TensorFlow's "same" padding, or of the same padding on all sides. */
export function windowOf(
  image: [number, number],
  size: number,
  stride: number,
  pad: "same" | number,
): Window {
  const sides = image.map((length) => {
    const out = pad === "same"
      ? Math.ceil(length / stride)
      : Math.floor((length + 2 * pad - size) / stride) + 1;
    const all = Math.max(0, (out - 1) * stride + size - length);
    return { out, before: pad === "same" ? Math.floor(all / 2) : pad };
  });
  return {
    height: size,
    width: size,
    stride,
    padTop: sides[0].before,
    padLeft: sides[1].before,
    outHeight: sides[0].out,
    outWidth: sides[1].out,
  };
}

/** For each output pixel and channel: what `of` makes of the values and taps under the window. */
export function overWindows(
  x: Tensor64,
  window: Window,
  of: (values: { value: number; tap: number }[], channel: number) => number,
): number[] {
  const [images, height, width, channels] = x.shape;
  const y: number[] = [];
  for (let n = 0; n < images; n++) {
    for (let i = 0; i < window.outHeight; i++) {
      for (let j = 0; j < window.outWidth; j++) {
        for (let c = 0; c < channels; c++) {
          const values: { value: number; tap: number }[] = [];
          for (let tap = 0; tap < window.height * window.width; tap++) {
            const row = i * window.stride - window.padTop + Math.floor(tap / window.width);
            const column = j * window.stride - window.padLeft + tap % window.width;
            if (row < 0 || row >= height || column < 0 || column >= width) continue;
            const value = x.values[((n * height + row) * width + column) * channels + c];
            values.push({ value, tap });
          }
          y.push(of(values, c));
        }
      }
    }
  }
  return y;
}

/** Depthwise convolution with a filter [size, size, channels, 1]. */
export function depthwise(x: Tensor64, filter: Tensor64, window: Window): number[] {
  const channels = x.shape[3];
  return overWindows(
    x,
    window,
    (values, c) =>
      values.reduce((sum, { value, tap }) => sum + value * filter.values[tap * channels + c], 0),
  );
}

/** Convolution with a filter [size, size, channels, outputs]. */
export function convolution(x: Tensor64, filter: Tensor64, window: Window): Float64Array {
  const [images, height, width, channels] = x.shape, outputs = filter.shape[3];
  const { outHeight, outWidth, stride, padTop, padLeft } = window;
  const y = new Float64Array(images * outHeight * outWidth * outputs);
  const [values, weights] = [x.values, filter.values];
  for (let pixel = 0; pixel < y.length / outputs; pixel++) {
    const j = pixel % outWidth, i = Math.floor(pixel / outWidth) % outHeight;
    const n = Math.floor(pixel / outWidth / outHeight);
    for (let tap = 0; tap < window.height * window.width; tap++) {
      const row = i * stride - padTop + Math.floor(tap / window.width);
      const column = j * stride - padLeft + tap % window.width;
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      const from = ((n * height + row) * width + column) * channels;
      for (let c = 0; c < channels; c++) {
        const value = values[from + c], at = (tap * channels + c) * outputs;
        for (let k = 0, to = pixel * outputs; k < outputs; k++, to++) {
          y[to] += value * weights[at + k];
        }
      }
    }
  }
  return y;
}

/** Transposed convolution by 2 with a filter [2, 2, outputs, channels]: each pixel becomes four. */
export function transposedConvolution(x: Tensor64, filter: Tensor64): Float64Array {
  const [images, height, width, channels] = x.shape, outputs = filter.shape[2];
  const y = new Float64Array(4 * images * height * width * outputs);
  const [values, weights] = [x.values, filter.values];
  for (let pixel = 0; pixel < y.length / outputs; pixel++) {
    const j = pixel % (2 * width), i = Math.floor(pixel / (2 * width)) % (2 * height);
    const n = Math.floor(pixel / (4 * width * height));
    const from = ((n * height + (i >> 1)) * width + (j >> 1)) * channels;
    const tap = 2 * (i & 1) + (j & 1);
    for (let k = 0; k < outputs; k++) {
      const at = (tap * outputs + k) * channels;
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += values[from + c] * weights[at + c];
      y[pixel * outputs + k] = sum;
    }
  }
  return y;
}

/** A result [...shape] computed value by value from the indices along its axes. */
export function byIndex(shape: number[], of: (index: number[]) => number): number[] {
  const count = shape.reduce((product, size) => product * size, 1);
  return Array.from({ length: count }, (_, i) => {
    const index: number[] = [];
    let rest = i;
    for (const size of shape.toReversed()) {
      index.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    return of(index);
  });
}

/** The value at an index, where axes of size 1 repeat and missing leading ones don't count. */
export function at(x: Tensor64, index: number[]): number {
  let place = 0;
  const own = index.slice(index.length - x.shape.length);
  x.shape.forEach((size, axis) => place = place * size + (size === 1 ? 0 : own[axis]));
  return x.values[place];
}
