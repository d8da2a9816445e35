// @ts-nocheck: AssemblyScript
// Batch normalisation in training, with the activation after it. Channels are the last axis; blocks of
// pixels are summed apart and joined in double precision, in the same order for any threads.
import { activate } from "./activation.ts";
import { HARD_SWISH, LINEAR, RELU } from "./constants.ts";
import { madd } from "./arithmetic.ts";
import { addSums, rowsOf } from "./columns.ts";

/** Mean and squared deviations of each channel over a block of pixels. moments: [block][2][channels]. */
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

/** Sums are kept in `to` between rows. */
function momentsOf(from: usize, count: i32, channels: i32, to: usize): void {
  const step = <usize> channels << 2;
  const squares = to + step;
  const rows = rowsOf(step);
  memory.fill(to, 0, step << 1);
  for (let i = 0; i < count; i += rows) {
    addSums(from + <usize> i * step, min(rows, count - i), step, to);
  }
  for (let c: usize = 0; c < step; c += 4) f32.store(to + c, f32.load(to + c) / <f32> count);
  for (let i = 0; i < count; i += rows) {
    addSquares(from + <usize> i * step, min(rows, count - i), step, to, squares);
  }
}

// @inline
function addSquares(from: usize, rows: i32, step: usize, means: usize, squares: usize): void {
  let c: usize = 0;
  for (; c + 32 <= step; c += 32) {
    const mean0 = v128.load(means + c), mean1 = v128.load(means + c, 16);
    let s0 = v128.load(squares + c), s1 = v128.load(squares + c, 16);
    let p = from + c;
    for (let i = 0; i < rows; i++) {
      const d0 = f32x4.sub(v128.load(p), mean0), d1 = f32x4.sub(v128.load(p, 16), mean1);
      s0 = madd(d0, d0, s0);
      s1 = madd(d1, d1, s1);
      p += step;
    }
    v128.store(squares + c, s0);
    v128.store(squares + c, s1, 16);
  }
  for (; c < step; c += 4) {
    const mean = f32.load(means + c);
    let sum = f32.load(squares + c);
    for (let i = 0; i < rows; i++) {
      const d = f32.load(from + <usize> i * step + c) - mean;
      sum += d * d;
    }
    f32.store(squares + c, sum);
  }
}

/**
 * Joins the blocks' moments and makes y = x * scale + shift of them: first the mean of all, then the
 * deviations of blocks from it. Whole blocks are read in their order, as they lie in memory.
 * scaleShift: [2][channels]; totals: scratch for [2][channels] in double precision.
 */
export function joinMoments(
  moments: usize,
  mean: usize,
  variance: usize,
  gamma: usize,
  beta: usize,
  scaleShift: usize,
  totals: usize,
  pixels: i32,
  channels: i32,
  perBlock: i32,
  epsilon: f32,
  _part: i32,
  _thread: i32,
): void {
  const blocks = (pixels + perBlock - 1) / perBlock;
  const step = <usize> channels << 2;
  const averages = totals, squares = totals + (step << 1);
  memory.fill(totals, 0, step << 2);
  for (let block = 0; block < blocks; block++) {
    const share = <f64> min(perBlock, pixels - block * perBlock) / <f64> pixels;
    const from = moments + <usize> block * (step << 1);
    for (let c: usize = 0; c < step; c += 4) {
      const at = averages + (c << 1);
      f64.store(at, f64.load(at) + share * <f64> f32.load(from + c));
    }
  }
  for (let block = 0; block < blocks; block++) {
    const count = <f64> min(perBlock, pixels - block * perBlock);
    const from = moments + <usize> block * (step << 1);
    for (let c: usize = 0; c < step; c += 4) {
      const at = squares + (c << 1);
      const difference = <f64> f32.load(from + c) - f64.load(averages + (c << 1));
      const within = <f64> f32.load(from + step + c);
      f64.store(at, f64.load(at) + (within + count * difference * difference));
    }
  }
  for (let c: usize = 0; c < step; c += 4) {
    const average = f64.load(averages + (c << 1));
    const spread = f64.load(squares + (c << 1)) / <f64> max(pixels, 1);
    const scale = <f64> f32.load(gamma + c) / Math.sqrt(spread + <f64> epsilon);
    f32.store(mean + c, <f32> average);
    f32.store(variance + c, <f32> spread);
    f32.store(scaleShift + c, <f32> scale);
    f32.store(scaleShift + step + c, <f32> (<f64> f32.load(beta + c) - average * scale));
  }
}

/** y = activation(x * scale + shift) for a part of the pixels. */
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
  const first = part * pixelsPerPart;
  const count = min(pixelsPerPart, pixels - first);
  const p = x + <usize> first * step, q = y + <usize> first * step;
  if (activation == RELU) normalizePixels(p, q, step, count, scaleShift, RELU);
  else if (activation == LINEAR) normalizePixels(p, q, step, count, scaleShift, LINEAR);
  else if (activation == HARD_SWISH) normalizePixels(p, q, step, count, scaleShift, HARD_SWISH);
  else normalizePixels(p, q, step, count, scaleShift, activation);
}

/** Inlined, so that an activation that is known costs nothing. */
// @inline
function normalizePixels(
  p: usize,
  q: usize,
  step: usize,
  count: i32,
  scaleShift: usize,
  activation: i32,
): void {
  for (let i = 0; i < count; i++) {
    let c: usize = 0;
    for (; c + 32 <= step; c += 32) {
      const scale = scaleShift + c, shift = scale + step;
      const w0 = madd(v128.load(p + c), v128.load(scale), v128.load(shift));
      const w1 = madd(v128.load(p + c, 16), v128.load(scale, 16), v128.load(shift, 16));
      v128.store(q + c, activate(w0, activation));
      v128.store(q + c, activate(w1, activation), 16);
    }
    for (; c < step; c += 4) {
      const scale = v128.load32_splat(scaleShift + c);
      const v = madd(v128.load32_splat(p + c), scale, v128.load32_splat(scaleShift + step + c));
      f32.store(q + c, f32x4.extract_lane(activate(v, activation), 0));
    }
    p += step;
    q += step;
  }
}
