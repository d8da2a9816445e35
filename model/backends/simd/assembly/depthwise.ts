// @ts-nocheck: AssemblyScript
// Depthwise convolution 3x3 and 5x5, stride 1 and 2. Four channels at a time go along a row of pixels:
// the filter stays in registers, and with stride 1 each input is read once a filter row.
import { madd } from "./arithmetic.ts";
import { put } from "./lanes.ts";

/**
 * A part of the output's rows, counted over all images. zeros: a row of zeros, as wide as the input's,
 * for what is above and below. flipped: the filter is turned round, for the input gradient.
 */
export function depthwise(
  x: usize,
  filter: usize,
  y: usize,
  zeros: usize,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  size: i32,
  stride: i32,
  padTop: i32,
  padLeft: i32,
  flipped: i32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const pixel = <usize> channels << 2,
    xRow = <usize> width * pixel,
    yRow = <usize> outWidth * pixel;
  const tap = flipped ? 0 - pixel : pixel;
  const begin = flipped ? filter + <usize> (size * size - 1) * pixel : filter;
  const end = min(rows, (part + 1) * rowsPerPart);
  for (let row = part * rowsPerPart; row < end; row++) {
    const image = row / outHeight, top = row % outHeight * stride - padTop;
    const source = x + <usize> (image * height) * xRow;
    for (let c = 0; c < channels; c += 4) {
      const at = <usize> c << 2, to = y + <usize> row * yRow + at;
      const lanes = channels - c;
      if (size == 3) {
        const r0 = rowAt(source, top, height, xRow, zeros) + at;
        const r1 = rowAt(source, top + 1, height, xRow, zeros) + at;
        const r2 = rowAt(source, top + 2, height, xRow, zeros) + at;
        const taps = begin + at;
        if (stride == 1) {
          slide3(r0, r1, r2, pixel, taps, tap, to, width, outWidth, padLeft, lanes);
        } else hop3(r0, r1, r2, pixel, taps, tap, to, width, outWidth, padLeft, lanes);
      } else {
        let first = true;
        for (let k = 0; k < 5; k++) {
          const outside = top + k < 0 || top + k >= height;
          // something must be written, were it zeros
          if (outside && !(first && k == 4)) continue;
          const from = rowAt(source, top + k, height, xRow, zeros) + at;
          const taps = begin + at + <usize> (k * 5) * tap;
          if (stride == 1) {
            slide5(from, pixel, taps, tap, to, width, outWidth, padLeft, lanes, first);
          } else hop5(from, pixel, taps, tap, to, width, outWidth, padLeft, lanes, first);
          first = false;
        }
      }
    }
  }
}

// @inline
function rowAt(image: usize, row: i32, height: i32, bytes: usize, zeros: usize): usize {
  return row >= 0 && row < height ? image + <usize> row * bytes : zeros;
}

/** A row of outputs of a 3x3 filter: each column of inputs is the right, middle and left of three. */
function slide3(
  r0: usize,
  r1: usize,
  r2: usize,
  pixel: usize,
  filter: usize,
  tap: usize,
  y: usize,
  width: i32,
  outWidth: i32,
  padLeft: i32,
  lanes: i32,
): void {
  const f00 = v128.load(filter), f01 = v128.load(filter + tap), f02 = v128.load(filter + 2 * tap);
  filter += 3 * tap;
  const f10 = v128.load(filter), f11 = v128.load(filter + tap), f12 = v128.load(filter + 2 * tap);
  filter += 3 * tap;
  const f20 = v128.load(filter), f21 = v128.load(filter + tap), f22 = v128.load(filter + 2 * tap);
  let left = f32x4.splat(0), middle = left;
  let column = padLeft;
  for (const end = min(padLeft + width, outWidth + 2); column < end; column++) {
    const x0 = v128.load(r0), x1 = v128.load(r1), x2 = v128.load(r2);
    const sum = madd(x2, f22, madd(x1, f12, madd(x0, f02, middle)));
    middle = madd(x2, f21, madd(x1, f11, madd(x0, f01, left)));
    left = madd(x2, f20, madd(x1, f10, f32x4.mul(x0, f00)));
    if (column >= 2) {
      put(y, sum, lanes);
      y += pixel;
    }
    r0 += pixel;
    r1 += pixel;
    r2 += pixel;
  }
  for (; column < outWidth + 2; column++) {
    if (column >= 2) {
      put(y, middle, lanes);
      y += pixel;
    }
    middle = left;
    left = f32x4.splat(0);
  }
}

/** Adds one row of a 5x5 filter to a row of outputs; the first one begins them. */
function slide5(
  r: usize,
  pixel: usize,
  filter: usize,
  tap: usize,
  y: usize,
  width: i32,
  outWidth: i32,
  padLeft: i32,
  lanes: i32,
  first: bool,
): void {
  const f0 = v128.load(filter), f1 = v128.load(filter + tap), f2 = v128.load(filter + 2 * tap);
  const f3 = v128.load(filter + 3 * tap), f4 = v128.load(filter + 4 * tap);
  let a1 = f32x4.splat(0), a2 = a1, a3 = a1, a4 = a1;
  let column = padLeft;
  for (const end = min(padLeft + width, outWidth + 4); column < end; column++) {
    const x = v128.load(r);
    const sum = madd(x, f4, a4);
    a4 = madd(x, f3, a3);
    a3 = madd(x, f2, a2);
    a2 = madd(x, f1, a1);
    a1 = f32x4.mul(x, f0);
    if (column >= 4) {
      put(y, first ? sum : f32x4.add(v128.load(y), sum), lanes);
      y += pixel;
    }
    r += pixel;
  }
  for (; column < outWidth + 4; column++) {
    if (column >= 4) {
      put(y, first ? a4 : f32x4.add(v128.load(y), a4), lanes);
      y += pixel;
    }
    a4 = a3;
    a3 = a2;
    a2 = a1;
    a1 = f32x4.splat(0);
  }
}

/** As slide3, with stride 2: the right column of one output is the left one of the next. */
function hop3(
  r0: usize,
  r1: usize,
  r2: usize,
  pixel: usize,
  filter: usize,
  tap: usize,
  y: usize,
  width: i32,
  outWidth: i32,
  padLeft: i32,
  lanes: i32,
): void {
  const f00 = v128.load(filter), f01 = v128.load(filter + tap), f02 = v128.load(filter + 2 * tap);
  filter += 3 * tap;
  const f10 = v128.load(filter), f11 = v128.load(filter + tap), f12 = v128.load(filter + 2 * tap);
  filter += 3 * tap;
  const f20 = v128.load(filter), f21 = v128.load(filter + tap), f22 = v128.load(filter + 2 * tap);
  let left = f32x4.splat(0), column = 0 - padLeft;
  if (column == 0) {
    left = f32x4.mul(v128.load(r0), f00);
    left = madd(v128.load(r2), f20, madd(v128.load(r1), f10, left));
  }
  let at = <usize> (column + 1) * pixel;
  for (let j = 0; j < outWidth; j++) {
    let sum = left;
    left = f32x4.splat(0);
    if (column >= -1 && column + 1 < width) {
      sum = madd(v128.load(r0 + at), f01, sum);
      sum = madd(v128.load(r1 + at), f11, sum);
      sum = madd(v128.load(r2 + at), f21, sum);
    }
    at += pixel;
    if (column >= -2 && column + 2 < width) {
      const x0 = v128.load(r0 + at), x1 = v128.load(r1 + at), x2 = v128.load(r2 + at);
      sum = madd(x2, f22, madd(x1, f12, madd(x0, f02, sum)));
      left = madd(x2, f20, madd(x1, f10, f32x4.mul(x0, f00)));
    }
    at += pixel;
    put(y, sum, lanes);
    y += pixel;
    column += 2;
  }
}

/** As slide5, with stride 2. */
function hop5(
  r: usize,
  pixel: usize,
  filter: usize,
  tap: usize,
  y: usize,
  width: i32,
  outWidth: i32,
  padLeft: i32,
  lanes: i32,
  first: bool,
): void {
  const f0 = v128.load(filter), f1 = v128.load(filter + tap), f2 = v128.load(filter + 2 * tap);
  const f3 = v128.load(filter + 3 * tap), f4 = v128.load(filter + 4 * tap);
  const end = 2 * outWidth - padLeft;
  for (let column = 0 - padLeft; column < end; column += 2) {
    let sum = first ? f32x4.splat(0) : v128.load(y);
    const p = r + <usize> column * pixel;
    if (column >= 0 && column + 5 <= width) {
      sum = madd(v128.load(p), f0, sum);
      sum = madd(v128.load(p + pixel), f1, sum);
      sum = madd(v128.load(p + 2 * pixel), f2, sum);
      sum = madd(v128.load(p + 3 * pixel), f3, sum);
      sum = madd(v128.load(p + 4 * pixel), f4, sum);
    } else {
      for (let i = 0; i < 5; i++) {
        if (column + i < 0 || column + i >= width) continue;
        sum = madd(v128.load(p + <usize> i * pixel), v128.load(filter + <usize> i * tap), sum);
      }
    }
    put(y, sum, lanes);
    y += pixel;
  }
}
