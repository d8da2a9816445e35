// @ts-nocheck: AssemblyScript
// The gradient of batch normalisation and the activation after it.
import { slope } from "./activation.ts";
import { HARD_SWISH, LINEAR, RELU } from "./constants.ts";
import { madd } from "./arithmetic.ts";
import { rowsOf } from "./columns.ts";

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
  const most = rowsOf(step);
  for (let block = part * blocksPerPart; block < end; block++) {
    const first = block * perBlock;
    const count = min(perBlock, pixels - first);
    const to = sums + <usize> (block * channels << 3);
    const at = <usize> first * step;
    memory.fill(to, 0, step << 1);
    for (let i = 0; i < count; i += most) {
      const q = dy + at + <usize> i * step, p = x + at + <usize> i * step;
      const rows = min(most, count - i);
      if (activation == RELU) addProducts(q, p, step, rows, scaleShift, mean, to, RELU);
      else if (activation == LINEAR) addProducts(q, p, step, rows, scaleShift, mean, to, LINEAR);
      else if (activation == HARD_SWISH) {
        addProducts(q, p, step, rows, scaleShift, mean, to, HARD_SWISH);
      } else addProducts(q, p, step, rows, scaleShift, mean, to, activation);
    }
  }
}

/** Adds a few pixels to the sums; inlined, so that an activation that is known costs nothing. */
// @inline
function addProducts(
  dy: usize,
  x: usize,
  step: usize,
  rows: i32,
  scaleShift: usize,
  mean: usize,
  sums: usize,
  activation: i32,
): void {
  let c: usize = 0;
  for (; c + 32 <= step; c += 32) {
    const scale = scaleShift + c, shift = scale + step;
    const scale0 = v128.load(scale), scale1 = v128.load(scale, 16);
    const shift0 = v128.load(shift), shift1 = v128.load(shift, 16);
    const mean0 = v128.load(mean + c), mean1 = v128.load(mean + c, 16);
    const to = sums + c, more = to + step;
    let a0 = v128.load(to), a1 = v128.load(to, 16);
    let b0 = v128.load(more), b1 = v128.load(more, 16);
    let p = x + c, q = dy + c;
    for (let i = 0; i < rows; i++) {
      const v0 = v128.load(p), v1 = v128.load(p, 16);
      const d0 = v128.load(q), d1 = v128.load(q, 16);
      const w0 = madd(v0, scale0, shift0), w1 = madd(v1, scale1, shift1);
      const g0 = slope(w0, d0, activation), g1 = slope(w1, d1, activation);
      a0 = f32x4.add(a0, g0);
      a1 = f32x4.add(a1, g1);
      b0 = madd(g0, f32x4.sub(v0, mean0), b0);
      b1 = madd(g1, f32x4.sub(v1, mean1), b1);
      p += step;
      q += step;
    }
    v128.store(to, a0);
    v128.store(to, a1, 16);
    v128.store(more, b0);
    v128.store(more, b1, 16);
  }
  for (; c < step; c += 4) {
    const scale = v128.load32_splat(scaleShift + c);
    const shift = v128.load32_splat(scaleShift + step + c);
    const average = f32.load(mean + c);
    const to = sums + c, more = to + step;
    let a = f32.load(to), b = f32.load(more);
    for (let i = 0; i < rows; i++) {
      const at = <usize> i * step + c;
      const w = madd(v128.load32_splat(x + at), scale, shift);
      const g = f32x4.extract_lane(slope(w, v128.load32_splat(dy + at), activation), 0);
      a += g;
      b += g * (f32.load(x + at) - average);
    }
    f32.store(to, a);
    f32.store(more, b);
  }
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
 * Joins the sums into dgamma and dbeta and the factors of dx = g * a + (x * b + c). Whole blocks are
 * read in their order, as they lie in memory.
 * factors: [2][channels] of b and c, a is the scale; totals: scratch for [2][channels] in double
 * precision.
 */
export function joinGradientSums(
  sums: usize,
  mean: usize,
  variance: usize,
  gamma: usize,
  dgamma: usize,
  dbeta: usize,
  factors: usize,
  totals: usize,
  pixels: i32,
  channels: i32,
  blocks: i32,
  epsilon: f32,
  _part: i32,
  _thread: i32,
): void {
  const step = <usize> channels << 2;
  memory.fill(totals, 0, step << 2);
  for (let block = 0; block < blocks; block++) {
    const from = sums + <usize> block * (step << 1);
    for (let c: usize = 0; c < step << 1; c += 4) {
      const at = totals + (c << 1);
      f64.store(at, f64.load(at) + <f64> f32.load(from + c));
    }
  }
  for (let c: usize = 0; c < step; c += 4) {
    const sum = f64.load(totals + (c << 1));
    const product = f64.load(totals + (step + c << 1));
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

/** dx = g * scale + x * b + c for a part of the pixels. */
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
  const first = part * pixelsPerPart;
  const count = min(pixelsPerPart, pixels - first);
  const at = <usize> first * step;
  const q = dy + at, p = x + at, to = dx + at;
  const s = scaleShift, f = factors;
  if (activation == RELU) gradientOfPixels(q, p, to, step, count, s, f, RELU);
  else if (activation == LINEAR) gradientOfPixels(q, p, to, step, count, s, f, LINEAR);
  else if (activation == HARD_SWISH) gradientOfPixels(q, p, to, step, count, s, f, HARD_SWISH);
  else gradientOfPixels(q, p, to, step, count, s, f, activation);
}

/** Inlined, as normalizePixels in batch_norm.ts. */
// @inline
function gradientOfPixels(
  q: usize,
  p: usize,
  to: usize,
  step: usize,
  count: i32,
  scaleShift: usize,
  factors: usize,
  activation: i32,
): void {
  for (let i = 0; i < count; i++) {
    let c: usize = 0;
    for (; c + 32 <= step; c += 32) {
      const v0 = v128.load(p + c), v1 = v128.load(p + c, 16);
      const d0 = v128.load(q + c), d1 = v128.load(q + c, 16);
      const scale = scaleShift + c, shift = scale + step;
      const scale0 = v128.load(scale), scale1 = v128.load(scale, 16);
      const w0 = madd(v0, scale0, v128.load(shift)), w1 = madd(v1, scale1, v128.load(shift, 16));
      const g0 = slope(w0, d0, activation), g1 = slope(w1, d1, activation);
      const b = factors + c, more = b + step;
      const r0 = madd(v0, v128.load(b), v128.load(more));
      const r1 = madd(v1, v128.load(b, 16), v128.load(more, 16));
      v128.store(to + c, madd(g0, scale0, r0));
      v128.store(to + c, madd(g1, scale1, r1), 16);
    }
    for (; c < step; c += 4) {
      const scale = v128.load32_splat(scaleShift + c), b = v128.load32_splat(factors + c);
      const v = v128.load32_splat(p + c);
      const w = madd(v, scale, v128.load32_splat(scaleShift + step + c));
      const g = slope(w, v128.load32_splat(q + c), activation);
      const r = madd(v, b, v128.load32_splat(factors + step + c));
      f32.store(to + c, f32x4.extract_lane(madd(g, scale, r), 0));
    }
    p += step;
    q += step;
    to += step;
  }
}
