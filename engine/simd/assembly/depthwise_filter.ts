// @ts-nocheck: AssemblyScript
// The depthwise convolution's filter gradient: the sums stay in registers along a row of pixels.
import { madd } from "./arithmetic.ts";
import { put } from "./lanes.ts";

/**
 * The filter gradient summed over a part of the output's rows, counted over all images.
 * sums: for each part [size * size][channels rounded up to 4].
 */
export function depthwiseFilterSums(
  x: usize,
  dy: usize,
  sums: usize,
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
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const pixel = <usize> channels << 2, xRow = <usize> width * pixel;
  const dyRow = <usize> outWidth * pixel, tap = <usize> ((channels + 3) & ~3) << 2;
  const to = sums + <usize> (part * size * size) * tap;
  memory.fill(to, 0, <usize> (size * size) * tap);
  const end = min(rows, (part + 1) * rowsPerPart);
  for (let row = part * rowsPerPart; row < end; row++) {
    const image = row / outHeight, top = row % outHeight * stride - padTop;
    const source = x + <usize> (image * height) * xRow;
    for (let c: usize = 0; c < pixel; c += 16) {
      const q = dy + <usize> row * dyRow + c;
      if (size == 3 && top >= 0 && top + 3 <= height) {
        const r = source + <usize> top * xRow + c, at = to + c;
        const r1 = r + xRow, r2 = r1 + xRow;
        if (stride == 1) sum3(r, r1, r2, q, pixel, at, tap, width, outWidth, padLeft);
        else sumHops3(r, r1, r2, q, pixel, at, tap, width, outWidth, padLeft);
        continue;
      }
      for (let k = 0; k < size; k++) {
        if (top + k < 0 || top + k >= height) continue;
        const r = source + <usize> (top + k) * xRow + c;
        const sum = to + <usize> (k * size) * tap + c;
        if (stride == 1) sumRow(r, q, pixel, sum, tap, size, width, outWidth, padLeft);
        else sumHops(r, q, pixel, sum, tap, size, width, outWidth, padLeft);
      }
    }
  }
}

/** All taps of a 3x3 filter: each column of inputs meets three of dy. */
function sum3(
  r0: usize,
  r1: usize,
  r2: usize,
  q: usize,
  pixel: usize,
  sum: usize,
  tap: usize,
  width: i32,
  outWidth: i32,
  padLeft: i32,
): void {
  const s1 = sum + 3 * tap, s2 = s1 + 3 * tap, none = f32x4.splat(0);
  let a00 = v128.load(sum), a01 = v128.load(sum + tap), a02 = v128.load(sum + 2 * tap);
  let a10 = v128.load(s1), a11 = v128.load(s1 + tap), a12 = v128.load(s1 + 2 * tap);
  let a20 = v128.load(s2), a21 = v128.load(s2 + tap), a22 = v128.load(s2 + 2 * tap);
  let d1 = padLeft > 0 ? v128.load(q) : none, d2 = none;
  if (padLeft > 1) {
    d2 = d1;
    d1 = outWidth > 1 ? v128.load(q + pixel) : none;
  }
  q += <usize> padLeft * pixel;
  const end = min(padLeft + width, outWidth + 2);
  for (let column = padLeft; column < end; column++) {
    const d0 = column < outWidth ? v128.load(q) : none;
    let x = v128.load(r0);
    a00 = madd(x, d0, a00);
    a01 = madd(x, d1, a01);
    a02 = madd(x, d2, a02);
    x = v128.load(r1);
    a10 = madd(x, d0, a10);
    a11 = madd(x, d1, a11);
    a12 = madd(x, d2, a12);
    x = v128.load(r2);
    a20 = madd(x, d0, a20);
    a21 = madd(x, d1, a21);
    a22 = madd(x, d2, a22);
    d2 = d1;
    d1 = d0;
    r0 += pixel;
    r1 += pixel;
    r2 += pixel;
    q += pixel;
  }
  v128.store(sum, a00);
  v128.store(sum + tap, a01);
  v128.store(sum + 2 * tap, a02);
  v128.store(s1, a10);
  v128.store(s1 + tap, a11);
  v128.store(s1 + 2 * tap, a12);
  v128.store(s2, a20);
  v128.store(s2 + tap, a21);
  v128.store(s2 + 2 * tap, a22);
}

/** As sum3, with stride 2: every second column of inputs meets two of dy. */
function sumHops3(
  r0: usize,
  r1: usize,
  r2: usize,
  q: usize,
  pixel: usize,
  sum: usize,
  tap: usize,
  width: i32,
  outWidth: i32,
  padLeft: i32,
): void {
  const s1 = sum + 3 * tap, s2 = s1 + 3 * tap;
  let a00 = v128.load(sum), a01 = v128.load(sum + tap), a02 = v128.load(sum + 2 * tap);
  let a10 = v128.load(s1), a11 = v128.load(s1 + tap), a12 = v128.load(s1 + 2 * tap);
  let a20 = v128.load(s2), a21 = v128.load(s2 + tap), a22 = v128.load(s2 + 2 * tap);
  let before = f32x4.splat(0);
  let at = 0 - <usize> padLeft * pixel;
  // one more than the outputs, for the last one's right column
  for (let j = 0, column = 0 - padLeft; j <= outWidth; j++, column += 2) {
    const d = j < outWidth ? v128.load(q) : f32x4.splat(0);
    if (column >= 0 && column < width) {
      let x = v128.load(r0 + at);
      a00 = madd(x, d, a00);
      a02 = madd(x, before, a02);
      x = v128.load(r1 + at);
      a10 = madd(x, d, a10);
      a12 = madd(x, before, a12);
      x = v128.load(r2 + at);
      a20 = madd(x, d, a20);
      a22 = madd(x, before, a22);
    }
    at += pixel;
    if (column >= -1 && column + 1 < width) {
      a01 = madd(v128.load(r0 + at), d, a01);
      a11 = madd(v128.load(r1 + at), d, a11);
      a21 = madd(v128.load(r2 + at), d, a21);
    }
    at += pixel;
    before = d;
    q += pixel;
  }
  v128.store(sum, a00);
  v128.store(sum + tap, a01);
  v128.store(sum + 2 * tap, a02);
  v128.store(s1, a10);
  v128.store(s1 + tap, a11);
  v128.store(s1 + 2 * tap, a12);
  v128.store(s2, a20);
  v128.store(s2 + tap, a21);
  v128.store(s2 + 2 * tap, a22);
}

/** One filter row with stride 1: each input meets as many of dy as there are taps. */
function sumRow(
  r: usize,
  q: usize,
  pixel: usize,
  sum: usize,
  tap: usize,
  size: i32,
  width: i32,
  outWidth: i32,
  padLeft: i32,
): void {
  const five = size == 5, none = f32x4.splat(0);
  let a0 = v128.load(sum), a1 = v128.load(sum + tap), a2 = v128.load(sum + 2 * tap);
  let a3 = five ? v128.load(sum + 3 * tap) : none, a4 = five ? v128.load(sum + 4 * tap) : none;
  let d1 = none, d2 = none, d3 = none, d4 = none;
  for (let i = 0; i < padLeft; i++) {
    d4 = d3;
    d3 = d2;
    d2 = d1;
    d1 = i < outWidth ? v128.load(q) : none;
    q += pixel;
  }
  const end = min(padLeft + width, outWidth + size - 1);
  for (let column = padLeft; column < end; column++) {
    const d0 = column < outWidth ? v128.load(q) : none, x = v128.load(r);
    a0 = madd(x, d0, a0);
    a1 = madd(x, d1, a1);
    a2 = madd(x, d2, a2);
    a3 = madd(x, d3, a3);
    a4 = madd(x, d4, a4);
    d4 = d3;
    d3 = d2;
    d2 = d1;
    d1 = d0;
    r += pixel;
    q += pixel;
  }
  v128.store(sum, a0);
  v128.store(sum + tap, a1);
  v128.store(sum + 2 * tap, a2);
  if (five) {
    v128.store(sum + 3 * tap, a3);
    v128.store(sum + 4 * tap, a4);
  }
}

/** One filter row with stride 2. */
function sumHops(
  r: usize,
  q: usize,
  pixel: usize,
  sum: usize,
  tap: usize,
  size: i32,
  width: i32,
  outWidth: i32,
  padLeft: i32,
): void {
  const five = size == 5, none = f32x4.splat(0);
  let a0 = v128.load(sum), a1 = v128.load(sum + tap), a2 = v128.load(sum + 2 * tap);
  let a3 = five ? v128.load(sum + 3 * tap) : none, a4 = five ? v128.load(sum + 4 * tap) : none;
  const end = 2 * outWidth - padLeft;
  for (let column = 0 - padLeft; column < end; column += 2) {
    const d = v128.load(q), p = r + <usize> column * pixel;
    // at the edges some taps lie outside
    if (column >= 0 && column < width) a0 = madd(v128.load(p), d, a0);
    if (column >= -1 && column + 1 < width) a1 = madd(v128.load(p + pixel), d, a1);
    if (column >= -2 && column + 2 < width) a2 = madd(v128.load(p + 2 * pixel), d, a2);
    if (five) {
      if (column >= -3 && column + 3 < width) a3 = madd(v128.load(p + 3 * pixel), d, a3);
      if (column >= -4 && column + 4 < width) a4 = madd(v128.load(p + 4 * pixel), d, a4);
    }
    q += pixel;
  }
  v128.store(sum, a0);
  v128.store(sum + tap, a1);
  v128.store(sum + 2 * tap, a2);
  if (five) {
    v128.store(sum + 3 * tap, a3);
    v128.store(sum + 4 * tap, a4);
  }
}

/** Adds the parts' sums, in order, without what channels were rounded up by. One part is a tap. */
export function joinFilterSums(
  sums: usize,
  to: usize,
  parts: i32,
  taps: i32,
  channels: i32,
  part: i32,
  _thread: i32,
): void {
  const tap = <usize> ((channels + 3) & ~3) << 2, all = <usize> taps * tap;
  to += <usize> (part * channels) << 2;
  sums += <usize> part * tap;
  for (let c = 0; c < channels; c += 4) {
    const at = <usize> c << 2;
    let sum = v128.load(sums + at);
    for (let i = 1; i < parts; i++) sum = f32x4.add(sum, v128.load(sums + <usize> i * all + at));
    put(to + at, sum, channels - c);
  }
}
