// @ts-nocheck: AssemblyScript
// Batch normalisation in training, with the activation after it. Channels are the last axis; blocks of
// pixels are summed apart and joined in double precision, in the same order for any threads.
import { activate } from "./activation.ts";
import { madd } from "./arithmetic.ts";

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
  for (; c + 4 <= channels; c += 4) {
    const start = from + <usize> (c << 2);
    // two chains of sums hide the addition's latency
    let s0 = f32x4.splat(0), s1 = s0;
    let p = start, i = 0;
    for (; i + 2 <= count; i += 2) {
      s0 = f32x4.add(s0, v128.load(p));
      s1 = f32x4.add(s1, v128.load(p + step));
      p += step << 1;
    }
    if (i < count) s0 = f32x4.add(s0, v128.load(p));
    const sum = f32x4.add(s0, s1);
    const mean = f32x4.mul(sum, part);
    let d0 = f32x4.splat(0), d1 = d0;
    p = start;
    for (i = 0; i + 2 <= count; i += 2) {
      const a = f32x4.sub(v128.load(p), mean), b = f32x4.sub(v128.load(p + step), mean);
      d0 = madd(a, a, d0);
      d1 = madd(b, b, d1);
      p += step << 1;
    }
    if (i < count) {
      const a = f32x4.sub(v128.load(p), mean);
      d0 = madd(a, a, d0);
    }
    v128.store(to + <usize> (c << 2), mean);
    v128.store(to + step + <usize> (c << 2), f32x4.add(d0, d1));
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
  const first = part * pixelsPerPart;
  const count = min(pixelsPerPart, pixels - first);
  const step = <usize> channels << 2;
  let p = x + <usize> first * step, q = y + <usize> first * step;
  const shift = scaleShift + step;
  for (let i = 0; i < count; i++) {
    let c: usize = 0;
    for (; c + 16 <= step; c += 16) {
      const v = madd(v128.load(p + c), v128.load(scaleShift + c), v128.load(shift + c));
      v128.store(q + c, activate(v, activation));
    }
    for (; c < step; c += 4) {
      const v = madd(
        v128.load32_splat(p + c),
        v128.load32_splat(scaleShift + c),
        v128.load32_splat(shift + c),
      );
      f32.store(q + c, f32x4.extract_lane(activate(v, activation), 0));
    }
    p += step;
    q += step;
  }
}
