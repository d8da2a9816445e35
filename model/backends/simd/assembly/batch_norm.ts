// @ts-nocheck: AssemblyScript
// Batch normalisation in training, with the activation after it. Channels are the last axis; blocks of
// pixels are summed apart and joined in double precision, in the same order for any threads.
import { activate, LINEAR, RELU } from "./activation.ts";
import { madd } from "./arithmetic.ts";

/** Pixels that are looked at again for the next channels, while they are in the first-level cache. */
export const AT_ONCE: i32 = 64;

/** Sum and squared deviations of each channel over a block of pixels. moments: [block][2][channels]. */
export function blockMoments(
  x: usize,
  moments: usize,
  pixels: i32,
  channels: i32,
  perBlock: i32,
  blocksPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const blocks = (pixels + perBlock - 1) / perBlock;
  const end = min(blocks, (part + 1) * blocksPerPart);
  for (let block = part * blocksPerPart; block < end; block++) {
    const first = block * perBlock;
    const count = min(perBlock, pixels - first);
    const from = x + (<usize> first * <usize> channels << 2);
    momentsOf(from, count, channels, moments + <usize> (block * channels << 3));
  }
}

function momentsOf(from: usize, count: i32, channels: i32, to: usize): void {
  const step = <usize> channels << 2;
  const part = f32x4.splat(<f32> 1 / <f32> count);
  let c = 0;
  for (; c + 8 <= channels; c += 8) {
    const start = from + <usize> (c << 2);
    // two chains of sums hide the addition's latency
    let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00;
    let p = start, i = 0;
    for (; i + 2 <= count; i += 2) {
      s00 = f32x4.add(s00, v128.load(p));
      s01 = f32x4.add(s01, v128.load(p, 16));
      p += step;
      s10 = f32x4.add(s10, v128.load(p));
      s11 = f32x4.add(s11, v128.load(p, 16));
      p += step;
    }
    if (i < count) {
      s00 = f32x4.add(s00, v128.load(p));
      s01 = f32x4.add(s01, v128.load(p, 16));
    }
    const mean0 = f32x4.mul(f32x4.add(s00, s10), part);
    const mean1 = f32x4.mul(f32x4.add(s01, s11), part);
    let d00 = f32x4.splat(0), d01 = d00, d10 = d00, d11 = d00;
    p = start;
    for (i = 0; i + 2 <= count; i += 2) {
      const a0 = f32x4.sub(v128.load(p), mean0), a1 = f32x4.sub(v128.load(p, 16), mean1);
      d00 = madd(a0, a0, d00);
      d01 = madd(a1, a1, d01);
      p += step;
      const b0 = f32x4.sub(v128.load(p), mean0), b1 = f32x4.sub(v128.load(p, 16), mean1);
      d10 = madd(b0, b0, d10);
      d11 = madd(b1, b1, d11);
      p += step;
    }
    if (i < count) {
      const a0 = f32x4.sub(v128.load(p), mean0), a1 = f32x4.sub(v128.load(p, 16), mean1);
      d00 = madd(a0, a0, d00);
      d01 = madd(a1, a1, d01);
    }
    const at = to + <usize> (c << 2);
    v128.store(at, mean0);
    v128.store(at, mean1, 16);
    v128.store(at + step, f32x4.add(d00, d10));
    v128.store(at + step, f32x4.add(d01, d11), 16);
  }
  for (; c < channels; c++) {
    let sum: f32 = 0, squares: f32 = 0;
    for (let i = 0; i < count; i++) sum += f32.load(from + <usize> i * step + <usize> (c << 2));
    const mean = sum / <f32> count;
    for (let i = 0; i < count; i++) {
      const d = f32.load(from + <usize> i * step + <usize> (c << 2)) - mean;
      squares += d * d;
    }
    f32.store(to + <usize> (c << 2), mean);
    f32.store(to + step + <usize> (c << 2), squares);
  }
}

/**
 * Joins the blocks' moments (Chan et al. 1979) and makes y = x * scale + shift of them.
 * scaleShift: [2][channels].
 */
export function joinMoments(
  moments: usize,
  mean: usize,
  variance: usize,
  gamma: usize,
  beta: usize,
  scaleShift: usize,
  pixels: i32,
  channels: i32,
  perBlock: i32,
  epsilon: f32,
  _part: i32,
  _thread: i32,
): void {
  const blocks = (pixels + perBlock - 1) / perBlock;
  const step = <usize> channels << 2;
  for (let c = 0; c < channels; c++) {
    let count: f64 = 0, average: f64 = 0, squares: f64 = 0;
    let from = moments + <usize> (c << 2);
    for (let block = 0; block < blocks; block++) {
      const more = <f64> min(perBlock, pixels - block * perBlock);
      const difference = <f64> f32.load(from) - average;
      const total = count + more;
      average += difference * more / total;
      squares += <f64> f32.load(from + step) + difference * difference * count * more / total;
      count = total;
      from += step << 1;
    }
    const spread = squares / count;
    const scale = <f64> f32.load(gamma + <usize> (c << 2)) / Math.sqrt(spread + <f64> epsilon);
    f32.store(mean + <usize> (c << 2), <f32> average);
    f32.store(variance + <usize> (c << 2), <f32> spread);
    f32.store(scaleShift + <usize> (c << 2), <f32> scale);
    const shift = <f64> f32.load(beta + <usize> (c << 2)) - average * scale;
    f32.store(scaleShift + step + <usize> (c << 2), <f32> shift);
  }
}

/** y = activation(x * scale + shift) for a block of pixels. */
export function normalize(
  x: usize,
  y: usize,
  scaleShift: usize,
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
    const p = x + <usize> first * step, q = y + <usize> first * step;
    let c: usize = 0;
    for (; c + 32 <= step; c += 32) {
      const from = p + c, to = q + c, scale = scaleShift + c;
      if (activation == RELU) normalizeEight(from, to, step, count, scale, RELU);
      else if (activation == LINEAR) normalizeEight(from, to, step, count, scale, LINEAR);
      else normalizeEight(from, to, step, count, scale, activation);
    }
    for (; c < step; c += 4) normalizeOne(p + c, q + c, step, count, scaleShift + c, activation);
  }
}

/** Eight channels, as a pair of vectors; inlined, so that an activation that is known costs nothing. */
// @inline
function normalizeEight(
  p: usize,
  q: usize,
  step: usize,
  count: i32,
  scaleShift: usize,
  activation: i32,
): void {
  const scale0 = v128.load(scaleShift), scale1 = v128.load(scaleShift, 16);
  const shift = scaleShift + step;
  const shift0 = v128.load(shift), shift1 = v128.load(shift, 16);
  for (let i = 0; i < count; i++) {
    const v0 = v128.load(p), v1 = v128.load(p, 16);
    const w0 = madd(v0, scale0, shift0), w1 = madd(v1, scale1, shift1);
    v128.store(q, activate(w0, activation));
    v128.store(q, activate(w1, activation), 16);
    p += step;
    q += step;
  }
}

function normalizeOne(
  p: usize,
  q: usize,
  step: usize,
  count: i32,
  scaleShift: usize,
  activation: i32,
): void {
  const scale = v128.load32_splat(scaleShift), shift = v128.load32_splat(scaleShift + step);
  for (let i = 0; i < count; i++) {
    const v = madd(v128.load32_splat(p), scale, shift);
    f32.store(q, f32x4.extract_lane(activate(v, activation), 0));
    p += step;
    q += step;
  }
}
