// @ts-nocheck: AssemblyScript
// Depthwise convolution 3x3 and 5x5, stride 1 and 2, and its input gradient. Pixel by pixel, or two at
// once, all channels in their order: memory is read and written as it lies.
import { activate } from "./activation.ts";
import { LINEAR, RELU6 } from "./constants.ts";
import { madd } from "./arithmetic.ts";

/**
 * y = activation(convolution + bias) for a part of the output's rows, counted over all images.
 * flipped: the filter is turned round, for the input gradient with stride 1.
 */
export function depthwise(
  x: usize,
  filter: usize,
  bias: usize,
  y: usize,
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
  activation: i32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const pixel = <usize> channels << 2, xRow = <usize> width * pixel;
  const tap = flipped ? 0 - pixel : pixel, tapRow = <usize> size * tap;
  const begin = flipped ? filter + <usize> (size * size - 1) * pixel : filter;
  const end = min(rows, (part + 1) * rowsPerPart);
  let to = y + <usize> (part * rowsPerPart * outWidth) * pixel;
  for (let row = part * rowsPerPart; row < end; row++) {
    const image = row / outHeight, top = row % outHeight * stride - padTop;
    const above = max(0, 0 - top), inside = min(size, height - top) - above;
    const source = x + <usize> (image * height + top + above) * xRow;
    const taps = begin + <usize> above * tapRow;
    for (let j = 0; j < outWidth; j++) {
      const column = j * stride - padLeft;
      const from = source + <usize> column * pixel;
      if (stride == 1 && column >= 0 && column + size < width && j + 1 < outWidth) {
        if (size == 3) twoPixels(from, pixel, xRow, inside, taps, tap, bias, to, activation, 3);
        else twoPixels(from, pixel, xRow, inside, taps, tap, bias, to, activation, 5);
        to += pixel << 1;
        j++;
        continue;
      }
      const before = max(0, 0 - column), within = min(size, width - column) - before;
      const first = from + <usize> before * pixel, tap0 = taps + <usize> before * tap;
      onePixel(first, xRow, pixel, inside, within, tap0, tapRow, tap, bias, to, pixel, activation);
      to += pixel;
    }
  }
}

/**
 * The input gradient with stride 2, for a part of the input's rows, counted over all images: only every
 * second row and column of the filter meets a dy. zeros: one a channel.
 */
export function depthwiseSpread(
  dy: usize,
  filter: usize,
  dx: usize,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  size: i32,
  padTop: i32,
  padLeft: i32,
  zeros: usize,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const pixel = <usize> channels << 2, dyRow = <usize> outWidth * pixel;
  const tapRow = <usize> size * pixel;
  const end = min(rows, (part + 1) * rowsPerPart);
  let to = dx + <usize> (part * rowsPerPart * width) * pixel;
  for (let row = part * rowsPerPart; row < end; row++) {
    const image = row / height, place = row % height + padTop;
    const k = firstTap(place, outHeight), deep = tapsFrom(k, place, size);
    const source = dy + <usize> (image * outHeight + (place - k >> 1)) * dyRow;
    for (let j = 0; j < width; j++) {
      const i = firstTap(j + padLeft, outWidth), wide = tapsFrom(i, j + padLeft, size);
      const from = source + <usize> (j + padLeft - i >> 1) * pixel;
      const taps = filter + <usize> k * tapRow + <usize> i * pixel;
      onePixel(
        from,
        0 - dyRow,
        0 - pixel,
        deep,
        wide,
        taps,
        tapRow << 1,
        pixel << 1,
        zeros,
        to,
        pixel,
        LINEAR,
      );
      to += pixel;
    }
  }
}

/** The first tap at a place that meets a dy of its own kind, even or odd, and not beyond the last. */
// @inline
function firstTap(place: i32, dys: i32): i32 {
  const first = place & 1;
  return max(first, place - 2 * (dys - 1));
}

/** How many taps there are from it on, each two further, without those before the first dy. */
// @inline
function tapsFrom(first: i32, place: i32, size: i32): i32 {
  return max(0, (min(size - 1, place) - first >> 1) + 1);
}

/** One output pixel: the sum over deep x wide taps, wherever these lie. */
function onePixel(
  from: usize,
  rowStep: usize,
  columnStep: usize,
  deep: i32,
  wide: i32,
  taps: usize,
  tapRow: usize,
  tap: usize,
  bias: usize,
  to: usize,
  bytes: usize,
  activation: i32,
): void {
  let c: usize = 0;
  for (; c + 32 <= bytes; c += 32) {
    let a0 = v128.load(bias + c), a1 = v128.load(bias + c, 16);
    let row = from + c, taps0 = taps + c;
    for (let k = 0; k < deep; k++) {
      let p = row, f = taps0;
      for (let i = 0; i < wide; i++) {
        a0 = madd(v128.load(p), v128.load(f), a0);
        a1 = madd(v128.load(p, 16), v128.load(f, 16), a1);
        p += columnStep;
        f += tap;
      }
      row += rowStep;
      taps0 += tapRow;
    }
    putEight(to + c, a0, a1, activation);
  }
  for (; c < bytes; c += 4) {
    let sum = v128.load32_splat(bias + c);
    for (let k = 0; k < deep; k++) {
      for (let i = 0; i < wide; i++) {
        const p = from + <usize> k * rowStep + <usize> i * columnStep + c;
        const f = taps + <usize> k * tapRow + <usize> i * tap + c;
        sum = madd(v128.load32_splat(p), v128.load32_splat(f), sum);
      }
    }
    f32.store(to + c, f32x4.extract_lane(activate(sum, activation), 0));
  }
}

/**
 * Two neighbours with stride 1, whose columns all lie inside; inlined for each size. A row of taps is
 * written out: as a loop it took a fifth to two fifths longer where the images fit in the caches.
 */
// @inline
function twoPixels(
  from: usize,
  pixel: usize,
  rowStep: usize,
  deep: i32,
  taps: usize,
  tap: usize,
  bias: usize,
  to: usize,
  activation: i32,
  size: i32,
): void {
  const tapRow = <usize> size * tap;
  let c: usize = 0;
  for (; c + 32 <= pixel; c += 32) {
    let a0 = v128.load(bias + c), a1 = v128.load(bias + c, 16);
    let b0 = a0, b1 = a1;
    let row = from + c, f = taps + c;
    for (let k = 0; k < deep; k++) {
      let p = row, at = f;
      const f0 = v128.load(f), g0 = v128.load(f, 16);
      const x0 = v128.load(p), z0 = v128.load(p, 16);
      a0 = madd(x0, f0, a0);
      a1 = madd(z0, g0, a1);
      p += pixel;
      at += tap;
      const f1 = v128.load(at), g1 = v128.load(at, 16);
      const x1 = v128.load(p), z1 = v128.load(p, 16);
      a0 = madd(x1, f1, a0);
      a1 = madd(z1, g1, a1);
      b0 = madd(x1, f0, b0);
      b1 = madd(z1, g0, b1);
      p += pixel;
      at += tap;
      const f2 = v128.load(at), g2 = v128.load(at, 16);
      const x2 = v128.load(p), z2 = v128.load(p, 16);
      a0 = madd(x2, f2, a0);
      a1 = madd(z2, g2, a1);
      b0 = madd(x2, f1, b0);
      b1 = madd(z2, g1, b1);
      p += pixel;
      const x3 = v128.load(p), z3 = v128.load(p, 16);
      b0 = madd(x3, f2, b0);
      b1 = madd(z3, g2, b1);
      if (size == 5) {
        at += tap;
        const f3 = v128.load(at), g3 = v128.load(at, 16);
        a0 = madd(x3, f3, a0);
        a1 = madd(z3, g3, a1);
        p += pixel;
        at += tap;
        const f4 = v128.load(at), g4 = v128.load(at, 16);
        const x4 = v128.load(p), z4 = v128.load(p, 16);
        a0 = madd(x4, f4, a0);
        a1 = madd(z4, g4, a1);
        b0 = madd(x4, f3, b0);
        b1 = madd(z4, g3, b1);
        p += pixel;
        const x5 = v128.load(p), z5 = v128.load(p, 16);
        b0 = madd(x5, f4, b0);
        b1 = madd(z5, g4, b1);
      }
      row += rowStep;
      f += tapRow;
    }
    putEight(to + c, a0, a1, activation);
    putEight(to + pixel + c, b0, b1, activation);
  }
  const rest = pixel - c, bias0 = bias + c, tap0 = taps + c;
  if (rest == 0) return;
  onePixel(
    from + c,
    rowStep,
    pixel,
    deep,
    size,
    tap0,
    tapRow,
    tap,
    bias0,
    to + c,
    rest,
    activation,
  );
  from += pixel + c;
  to += pixel + c;
  onePixel(from, rowStep, pixel, deep, size, tap0, tapRow, tap, bias0, to, rest, activation);
}

/**
 * Stores a pair of vectors, by one branch: V8 joins a pair only where both come from the same place. The
 * upper half first: else V8 stores the lower one twice.
 */
// @inline
function putEight(to: usize, v0: v128, v1: v128, activation: i32): void {
  if (activation == LINEAR) {
    v128.store(to, v1, 16);
    v128.store(to, v0);
  } else if (activation == RELU6) {
    v128.store(to, activate(v1, RELU6), 16);
    v128.store(to, activate(v0, RELU6));
  } else {
    v128.store(to, activate(v1, activation), 16);
    v128.store(to, activate(v0, activation));
  }
}
