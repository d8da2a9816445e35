// @ts-nocheck: AssemblyScript
// The gradient of batch normalisation and the activation after it.
import { LINEAR, RELU, slope } from "./activation.ts";
import { madd } from "./arithmetic.ts";
import { AT_ONCE } from "./batch_norm.ts";

/**
 * For a block of pixels the sums over g = dy * slope of g and of g * (x - mean).
 * sums: [block][2][channels].
 */
export function blockGradientSums(
  dy: usize,
  x: usize,
  scaleShift: usize,
  mean: usize,
  sums: usize,
  pixels: i32,
  channels: i32,
  activation: i32,
  perBlock: i32,
  blocksPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const blocks = (pixels + perBlock - 1) / perBlock;
  const end = min(blocks, (part + 1) * blocksPerPart);
  const step = <usize> channels << 2;
  for (let block = part * blocksPerPart; block < end; block++) {
    const first = <usize> (block * perBlock);
    const count = min(perBlock, pixels - <i32> first);
    const to = sums + <usize> (block * channels << 3);
    const p = x + first * step, q = dy + first * step;
    let c: usize = 0;
    for (; c + 16 <= step; c += 16) {
      const at = scaleShift + c;
      if (activation == RELU) sumsOfFour(q + c, p + c, step, count, at, mean + c, to + c, RELU);
      else if (activation == LINEAR) {
        sumsOfFour(q + c, p + c, step, count, at, mean + c, to + c, LINEAR);
      } else sumsOfFour(q + c, p + c, step, count, at, mean + c, to + c, activation);
    }
    for (; c < step; c += 4) {
      sumsOfOne(q + c, p + c, step, count, scaleShift + c, mean + c, to + c, activation);
    }
  }
}

/** Four channels; inlined, so that an activation that is known costs nothing. */
// @inline
function sumsOfFour(
  q: usize,
  p: usize,
  step: usize,
  count: i32,
  scaleShift: usize,
  mean: usize,
  to: usize,
  activation: i32,
): void {
  const scale = v128.load(scaleShift), shift = v128.load(scaleShift + step);
  const average = v128.load(mean);
  let a0 = f32x4.splat(0), b0 = a0, a1 = a0, b1 = a0;
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    const v = v128.load(p), w = v128.load(p + step);
    const g = slope(madd(v, scale, shift), v128.load(q), activation);
    const h = slope(madd(w, scale, shift), v128.load(q + step), activation);
    a0 = f32x4.add(a0, g);
    b0 = madd(g, f32x4.sub(v, average), b0);
    a1 = f32x4.add(a1, h);
    b1 = madd(h, f32x4.sub(w, average), b1);
    p += step << 1;
    q += step << 1;
  }
  if (i < count) {
    const v = v128.load(p);
    const g = slope(madd(v, scale, shift), v128.load(q), activation);
    a0 = f32x4.add(a0, g);
    b0 = madd(g, f32x4.sub(v, average), b0);
  }
  v128.store(to, f32x4.add(a0, a1));
  v128.store(to + step, f32x4.add(b0, b1));
}

function sumsOfOne(
  q: usize,
  p: usize,
  step: usize,
  count: i32,
  scaleShift: usize,
  mean: usize,
  to: usize,
  activation: i32,
): void {
  const scale = v128.load32_splat(scaleShift), shift = v128.load32_splat(scaleShift + step);
  const average = v128.load32_splat(mean);
  let a = f32x4.splat(0), b = a;
  for (let i = 0; i < count; i++) {
    const v = v128.load32_splat(p);
    const g = slope(madd(v, scale, shift), v128.load32_splat(q), activation);
    a = f32x4.add(a, g);
    b = madd(g, f32x4.sub(v, average), b);
    p += step;
    q += step;
  }
  f32.store(to, f32x4.extract_lane(a, 0));
  f32.store(to + step, f32x4.extract_lane(b, 0));
}

/** scale and shift again, from what the forward pass kept. */
export function scaleShiftOf(
  mean: usize,
  variance: usize,
  gamma: usize,
  beta: usize,
  scaleShift: usize,
  channels: i32,
  epsilon: f32,
  _part: i32,
  _thread: i32,
): void {
  const step = <usize> channels << 2;
  for (let c: usize = 0; c < step; c += 4) {
    const scale = <f64> f32.load(gamma + c) /
      Math.sqrt(<f64> f32.load(variance + c) + <f64> epsilon);
    f32.store(scaleShift + c, <f32> scale);
    f32.store(
      scaleShift + step + c,
      <f32> (<f64> f32.load(beta + c) - <f64> f32.load(mean + c) * scale),
    );
  }
}

/**
 * Joins the sums into dgamma and dbeta and the factors of dx = g * a + (x * b + c).
 * factors: [2][channels] of b and c; a is the scale.
 */
export function joinGradientSums(
  sums: usize,
  mean: usize,
  variance: usize,
  gamma: usize,
  dgamma: usize,
  dbeta: usize,
  factors: usize,
  pixels: i32,
  channels: i32,
  blocks: i32,
  epsilon: f32,
  _part: i32,
  _thread: i32,
): void {
  const step = <usize> channels << 2;
  for (let c: usize = 0; c < step; c += 4) {
    let sum: f64 = 0, product: f64 = 0;
    let from = sums + c;
    for (let block = 0; block < blocks; block++) {
      sum += <f64> f32.load(from);
      product += <f64> f32.load(from + step);
      from += step << 1;
    }
    const inverse = 1 / Math.sqrt(<f64> f32.load(variance + c) + <f64> epsilon);
    f32.store(dbeta + c, <f32> sum);
    f32.store(dgamma + c, <f32> (product * inverse));
    const scale = <f64> f32.load(gamma + c) * inverse;
    const b = -scale * product * inverse * inverse / <f64> pixels;
    f32.store(factors + c, <f32> b);
    f32.store(
      factors + step + c,
      <f32> (-scale * sum / <f64> pixels - b * <f64> f32.load(mean + c)),
    );
  }
}

/** dx = g * scale + x * b + c for a block of pixels. */
export function normalizeGradient(
  dy: usize,
  x: usize,
  dx: usize,
  scaleShift: usize,
  factors: usize,
  pixels: i32,
  channels: i32,
  activation: i32,
  pixelsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const step = <usize> channels << 2;
  const end = min(pixels, (part + 1) * pixelsPerPart);
  for (let first = part * pixelsPerPart; first < end; first += AT_ONCE) {
    const count = min(AT_ONCE, end - first);
    const at = <usize> first * step;
    let c: usize = 0;
    for (; c + 32 <= step; c += 32) {
      const q = dy + at + c, p = x + at + c, to = dx + at + c;
      const s = scaleShift + c, f = factors + c;
      if (activation == RELU) gradientOfEight(q, p, to, step, count, s, f, RELU);
      else if (activation == LINEAR) gradientOfEight(q, p, to, step, count, s, f, LINEAR);
      else gradientOfEight(q, p, to, step, count, s, f, activation);
    }
    for (; c < step; c += 4) {
      const q = dy + at + c, p = x + at + c, to = dx + at + c;
      gradientOfOne(q, p, to, step, count, scaleShift + c, factors + c, activation);
    }
  }
}

/** Eight channels, as normalizeEight in batch_norm.ts. */
// @inline
function gradientOfEight(
  q: usize,
  p: usize,
  to: usize,
  step: usize,
  count: i32,
  scaleShift: usize,
  factors: usize,
  activation: i32,
): void {
  const scale0 = v128.load(scaleShift), scale1 = v128.load(scaleShift, 16);
  const shift = scaleShift + step, more = factors + step;
  const shift0 = v128.load(shift), shift1 = v128.load(shift, 16);
  const b0 = v128.load(factors), b1 = v128.load(factors, 16);
  const c0 = v128.load(more), c1 = v128.load(more, 16);
  for (let i = 0; i < count; i++) {
    const v0 = v128.load(p), v1 = v128.load(p, 16);
    const d0 = v128.load(q), d1 = v128.load(q, 16);
    const w0 = madd(v0, scale0, shift0), w1 = madd(v1, scale1, shift1);
    const g0 = slope(w0, d0, activation), g1 = slope(w1, d1, activation);
    const r0 = madd(v0, b0, c0), r1 = madd(v1, b1, c1);
    v128.store(to, madd(g0, scale0, r0));
    v128.store(to, madd(g1, scale1, r1), 16);
    p += step;
    q += step;
    to += step;
  }
}

function gradientOfOne(
  q: usize,
  p: usize,
  to: usize,
  step: usize,
  count: i32,
  scaleShift: usize,
  factors: usize,
  activation: i32,
): void {
  const scale = v128.load32_splat(scaleShift), shift = v128.load32_splat(scaleShift + step);
  const b = v128.load32_splat(factors), c = v128.load32_splat(factors + step);
  for (let i = 0; i < count; i++) {
    const v = v128.load32_splat(p);
    const g = slope(madd(v, scale, shift), v128.load32_splat(q), activation);
    f32.store(to, f32x4.extract_lane(madd(g, scale, madd(v, b, c)), 0));
    p += step;
    q += step;
    to += step;
  }
}
