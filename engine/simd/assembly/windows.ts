// @ts-nocheck: AssemblyScript
// Pooling over windows of any size and stride: maxima, and averages over what lies in the image.
import { larger } from "./arithmetic.ts";
import { put } from "./lanes.ts";

/** A part of the output's rows, counted over all images. */
export function poolWindows(
  x: usize,
  y: usize,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  padTop: i32,
  padLeft: i32,
  average: i32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const pixel = <usize> channels << 2, xRow = <usize> width * pixel;
  const end = min(rows, (part + 1) * rowsPerPart);
  for (let row = part * rowsPerPart; row < end; row++) {
    const image = row / outHeight, top = row % outHeight * strideHeight - padTop;
    const firstRow = max(0, top), endRow = min(height, top + windowHeight);
    const source = x + <usize> (image * height + firstRow) * xRow;
    let to = y + <usize> (row * outWidth) * pixel;
    for (let column = 0; column < outWidth; column++) {
      const left = column * strideWidth - padLeft;
      const first = max(0, left), last = min(width, left + windowWidth);
      const share = f32x4.splat(1 / <f32> ((endRow - firstRow) * (last - first)));
      for (let c = 0; c < channels; c += 4) {
        const at = <usize> c << 2;
        let p = source + <usize> first * pixel + at;
        const bytes = <usize> (last - first) * pixel;
        let result = average ? f32x4.splat(0) : f32x4.splat(-Infinity);
        for (let i = firstRow; i < endRow; i++) {
          const stop = p + bytes;
          for (let q = p; q < stop; q += pixel) {
            const v = v128.load(q);
            result = average ? f32x4.add(result, v) : larger(v, result);
          }
          p += xRow;
        }
        put(to + at, average ? f32x4.mul(result, share) : result, channels - c);
      }
      to += pixel;
    }
  }
}

/**
 * The gradient for one image and a chunk of its channels. A maximum's goes to the first input that
 * equals it, an average's is shared out among those that lie in the image.
 */
export function poolWindowsGradient(
  dy: usize,
  x: usize,
  y: usize,
  dx: usize,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  padTop: i32,
  padLeft: i32,
  average: i32,
  chunk: i32,
  part: i32,
  _thread: i32,
): void {
  const chunks = (channels + chunk - 1) / chunk;
  const image = part / chunks, firstChannel = part % chunks * chunk;
  const endChannel = min(channels, firstChannel + chunk);
  const pixel = <usize> channels << 2, row = <usize> width * pixel;
  const from = <usize> (image * height) * row;
  clearChunk(
    dx + from + (<usize> firstChannel << 2),
    height * width,
    pixel,
    endChannel - firstChannel,
  );
  for (let i = 0; i < outHeight; i++) {
    const top = i * strideHeight - padTop;
    const firstRow = max(0, top), endRow = min(height, top + windowHeight);
    for (let j = 0; j < outWidth; j++) {
      const left = j * strideWidth - padLeft;
      const first = max(0, left), last = min(width, left + windowWidth);
      const share = f32x4.splat(1 / <f32> ((endRow - firstRow) * (last - first)));
      const out = <usize> ((image * outHeight + i) * outWidth + j) * pixel;
      for (let c = firstChannel; c < endChannel; c += 4) {
        const at = <usize> c << 2, lanes = endChannel - c;
        const g = v128.load(dy + out + at);
        let free = i32x4.splat(-1);
        const top = average ? g : v128.load(y + out + at);
        for (let r = firstRow; r < endRow; r++) {
          let p = from + <usize> r * row + <usize> first * pixel + at;
          for (let k = first; k < last; k++) {
            if (average) {
              put(dx + p, f32x4.add(v128.load(dx + p), f32x4.mul(g, share)), lanes);
            } else {
              const hit = v128.and(f32x4.eq(v128.load(x + p), top), free);
              free = v128.andnot(free, hit);
              put(dx + p, f32x4.add(v128.load(dx + p), v128.and(g, hit)), lanes);
            }
            p += pixel;
          }
        }
      }
    }
  }
}

/** Sets some channels of all pixels to zero. */
export function clearChunk(to: usize, pixels: i32, pixel: usize, channels: i32): void {
  const bytes = <usize> channels << 2;
  for (let i = 0; i < pixels; i++) {
    memory.fill(to, 0, bytes);
    to += pixel;
  }
}
