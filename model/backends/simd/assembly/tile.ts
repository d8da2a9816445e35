// @ts-nocheck: AssemblyScript
// The inner product kernels. Inputs are NHWC; b is a panel [taps * length][8] made by pack.ts.
import { lane0, lane1, lane2, lane3, madd } from "./arithmetic.ts";

const LINE: usize = 32;

/**
 * A plane of outputs, each the product of `taps` runs of `length` inputs with the filter.
 * x: first input; steps in bytes: xStep to the next output row's input, xPixel to the next output
 * pixel's, tapRow from one run to the next; y: first output, yStep and yPixel likewise.
 * edge: 192 free bytes.
 */
export function plane(
  x: usize,
  xStep: usize,
  xPixel: usize,
  tapRow: usize,
  filter: usize,
  y: usize,
  yStep: usize,
  yPixel: usize,
  height: i32,
  width: i32,
  taps: i32,
  length: i32,
  channels: i32,
  edge: usize,
): void {
  const panel = <usize> (taps * length) * LINE;
  for (let c = 0; c < channels; c += 8) {
    const valid = min(8, channels - c);
    const b = filter + <usize> (c >> 3) * panel;
    for (let row = 0; row < height; row++) {
      const from = x + <usize> row * xStep;
      const to = y + <usize> row * yStep + <usize> (c << 2);
      let i = 0;
      while (i < width) {
        const left = width - i;
        if ((left >= 9 || left == 6) && width >= 6) {
          tile6(
            from + <usize> i * xPixel,
            xPixel,
            tapRow,
            b,
            to + <usize> i * yPixel,
            yPixel,
            taps,
            length,
            valid,
            edge,
          );
          i += 6;
        } else if (width >= 4) {
          // the last tile may overlap the one before: it computes the same values again
          if (left < 4) i = width - 4;
          tile4(
            from + <usize> i * xPixel,
            xPixel,
            tapRow,
            b,
            to + <usize> i * yPixel,
            yPixel,
            taps,
            length,
            valid,
            edge,
          );
          i += 4;
        } else {
          tile1(
            from + <usize> i * xPixel,
            tapRow,
            b,
            to + <usize> i * yPixel,
            taps,
            length,
            valid,
            edge,
          );
          i += 1;
        }
      }
    }
  }
}

function tile6(
  a: usize,
  pixel: usize,
  tapRow: usize,
  b: usize,
  y: usize,
  yPixel: usize,
  taps: i32,
  length: i32,
  valid: i32,
  edge: usize,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  const p2 = pixel * 2, p3 = pixel * 3, p4 = pixel * 4, p5 = pixel * 5;
  for (let tap = 0; tap < taps; tap++) {
    const end = a + <usize> (length << 2);
    for (let p = a; p < end; p += 4) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      b += LINE;
      let s = v128.load32_splat(p);
      c00 = madd(s, b0, c00);
      c01 = madd(s, b1, c01);
      s = v128.load32_splat(p + pixel);
      c10 = madd(s, b0, c10);
      c11 = madd(s, b1, c11);
      s = v128.load32_splat(p + p2);
      c20 = madd(s, b0, c20);
      c21 = madd(s, b1, c21);
      s = v128.load32_splat(p + p3);
      c30 = madd(s, b0, c30);
      c31 = madd(s, b1, c31);
      s = v128.load32_splat(p + p4);
      c40 = madd(s, b0, c40);
      c41 = madd(s, b1, c41);
      s = v128.load32_splat(p + p5);
      c50 = madd(s, b0, c50);
      c51 = madd(s, b1, c51);
    }
    a += tapRow;
  }
  const step = valid == 8 ? yPixel : LINE;
  let to = valid == 8 ? y : edge;
  v128.store(to, c00);
  v128.store(to, c01, 16);
  to += step;
  v128.store(to, c10);
  v128.store(to, c11, 16);
  to += step;
  v128.store(to, c20);
  v128.store(to, c21, 16);
  to += step;
  v128.store(to, c30);
  v128.store(to, c31, 16);
  to += step;
  v128.store(to, c40);
  v128.store(to, c41, 16);
  to += step;
  v128.store(to, c50);
  v128.store(to, c51, 16);
  if (valid != 8) copyEdge(edge, y, yPixel, 6, valid);
}

function tile4(
  a: usize,
  pixel: usize,
  tapRow: usize,
  b: usize,
  y: usize,
  yPixel: usize,
  taps: i32,
  length: i32,
  valid: i32,
  edge: usize,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00;
  const p2 = pixel * 2, p3 = pixel * 3;
  for (let tap = 0; tap < taps; tap++) {
    const end = a + <usize> (length << 2);
    for (let p = a; p < end; p += 4) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      b += LINE;
      let s = v128.load32_splat(p);
      c00 = madd(s, b0, c00);
      c01 = madd(s, b1, c01);
      s = v128.load32_splat(p + pixel);
      c10 = madd(s, b0, c10);
      c11 = madd(s, b1, c11);
      s = v128.load32_splat(p + p2);
      c20 = madd(s, b0, c20);
      c21 = madd(s, b1, c21);
      s = v128.load32_splat(p + p3);
      c30 = madd(s, b0, c30);
      c31 = madd(s, b1, c31);
    }
    a += tapRow;
  }
  const step = valid == 8 ? yPixel : LINE;
  let to = valid == 8 ? y : edge;
  v128.store(to, c00);
  v128.store(to, c01, 16);
  to += step;
  v128.store(to, c10);
  v128.store(to, c11, 16);
  to += step;
  v128.store(to, c20);
  v128.store(to, c21, 16);
  to += step;
  v128.store(to, c30);
  v128.store(to, c31, 16);
  if (valid != 8) copyEdge(edge, y, yPixel, 4, valid);
}

function tile1(
  a: usize,
  tapRow: usize,
  b: usize,
  y: usize,
  taps: i32,
  length: i32,
  valid: i32,
  edge: usize,
): void {
  let c0 = f32x4.splat(0), c1 = c0;
  for (let tap = 0; tap < taps; tap++) {
    const end = a + <usize> (length << 2);
    for (let p = a; p < end; p += 4) {
      const s = v128.load32_splat(p);
      c0 = madd(s, v128.load(b), c0);
      c1 = madd(s, v128.load(b, 16), c1);
      b += LINE;
    }
    a += tapRow;
  }
  const to = valid == 8 ? y : edge;
  v128.store(to, c0);
  v128.store(to, c1, 16);
  if (valid != 8) copyEdge(edge, y, 0, 1, valid);
}

/** Copies the valid channels of a tile that reaches over the last one. */
function copyEdge(edge: usize, y: usize, yPixel: usize, pixels: i32, valid: i32): void {
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < valid; c++) {
      f32.store(
        y + <usize> i * yPixel + <usize> (c << 2),
        f32.load(edge + <usize> i * LINE + <usize> (c << 2)),
      );
    }
  }
}

/**
 * Sums x[r] * dy[c] over height * width pixels into a tile of 4 x 8, added to what is there.
 * x, dy: first values; steps in bytes; sum: first of 4 rows of 8, sumStep from row to row. The four of
 * x come by one load: checks of bounds cost more than the shuffles.
 */
export function outer4(
  x: usize,
  xStep: usize,
  xPixel: usize,
  dy: usize,
  dyStep: usize,
  dyPixel: usize,
  height: i32,
  width: i32,
  sum: usize,
  sumStep: usize,
): void {
  const sum1 = sum + sumStep, sum2 = sum1 + sumStep, sum3 = sum2 + sumStep;
  let c00 = v128.load(sum), c01 = v128.load(sum, 16);
  let c10 = v128.load(sum1), c11 = v128.load(sum1, 16);
  let c20 = v128.load(sum2), c21 = v128.load(sum2, 16);
  let c30 = v128.load(sum3), c31 = v128.load(sum3, 16);
  for (let row = 0; row < height; row++) {
    let p = x, q = dy;
    for (const end = x + <usize> width * xPixel; p < end; p += xPixel) {
      const b0 = v128.load(q), b1 = v128.load(q, 16);
      q += dyPixel;
      const a = v128.load(p);
      let s = lane0(a);
      c00 = madd(s, b0, c00);
      c01 = madd(s, b1, c01);
      s = lane1(a);
      c10 = madd(s, b0, c10);
      c11 = madd(s, b1, c11);
      s = lane2(a);
      c20 = madd(s, b0, c20);
      c21 = madd(s, b1, c21);
      s = lane3(a);
      c30 = madd(s, b0, c30);
      c31 = madd(s, b1, c31);
    }
    x += xStep;
    dy += dyStep;
  }
  v128.store(sum, c00);
  v128.store(sum, c01, 16);
  v128.store(sum1, c10);
  v128.store(sum1, c11, 16);
  v128.store(sum2, c20);
  v128.store(sum2, c21, 16);
  v128.store(sum3, c30);
  v128.store(sum3, c31, 16);
}
