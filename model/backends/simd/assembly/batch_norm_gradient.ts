// @ts-nocheck: AssemblyScript
// The gradient of batch normalisation and the activation after it.
import { slope } from "./activation.ts";
import { madd } from "./arithmetic.ts";

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
    let c: usize = 0;
    for (; c + 16 <= step; c += 16) {
      const scale = v128.load(scaleShift + c), shift = v128.load(scaleShift + step + c);
      const average = v128.load(mean + c);
      let a0 = f32x4.splat(0), b0 = a0, a1 = a0, b1 = a0;
      let p = x + first * step + c, q = dy + first * step + c;
      let i = 0;
      for (; i + 2 <= count; i += 2) {
        let v = v128.load(p);
        let g = slope(madd(v, scale, shift), v128.load(q), activation);
        a0 = f32x4.add(a0, g);
        b0 = madd(g, f32x4.sub(v, average), b0);
        v = v128.load(p + step);
        g = slope(madd(v, scale, shift), v128.load(q + step), activation);
        a1 = f32x4.add(a1, g);
        b1 = madd(g, f32x4.sub(v, average), b1);
        p += step << 1;
        q += step << 1;
      }
      if (i < count) {
        const v = v128.load(p);
        const g = slope(madd(v, scale, shift), v128.load(q), activation);
        a0 = f32x4.add(a0, g);
        b0 = madd(g, f32x4.sub(v, average), b0);
      }
      v128.store(to + c, f32x4.add(a0, a1));
      v128.store(to + step + c, f32x4.add(b0, b1));
    }
    for (; c < step; c += 4) {
      const scale = v128.load32_splat(scaleShift + c),
        shift = v128.load32_splat(scaleShift + step + c);
      const average = v128.load32_splat(mean + c);
      let a = f32x4.splat(0), b = a;
      for (let i = 0; i < count; i++) {
        const v = v128.load32_splat(x + (first + <usize> i) * step + c);
        const g = slope(
          madd(v, scale, shift),
          v128.load32_splat(dy + (first + <usize> i) * step + c),
          activation,
        );
        a = f32x4.add(a, g);
        b = madd(g, f32x4.sub(v, average), b);
      }
      f32.store(to + c, f32x4.extract_lane(a, 0));
      f32.store(to + step + c, f32x4.extract_lane(b, 0));
    }
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
  const first = <usize> (part * pixelsPerPart);
  const count = min(pixelsPerPart, pixels - <i32> first);
  const step = <usize> channels << 2;
  let p = x + first * step, q = dy + first * step, to = dx + first * step;
  for (let i = 0; i < count; i++) {
    let c: usize = 0;
    for (; c + 16 <= step; c += 16) {
      const scale = v128.load(scaleShift + c), v = v128.load(p + c);
      const g = slope(
        madd(v, scale, v128.load(scaleShift + step + c)),
        v128.load(q + c),
        activation,
      );
      const rest = madd(v, v128.load(factors + c), v128.load(factors + step + c));
      v128.store(to + c, madd(g, scale, rest));
    }
    for (; c < step; c += 4) {
      const scale = v128.load32_splat(scaleShift + c), v = v128.load32_splat(p + c);
      const shift = v128.load32_splat(scaleShift + step + c);
      const g = slope(madd(v, scale, shift), v128.load32_splat(q + c), activation);
      const rest = madd(v, v128.load32_splat(factors + c), v128.load32_splat(factors + step + c));
      f32.store(to + c, f32x4.extract_lane(madd(g, scale, rest), 0));
    }
    p += step;
    q += step;
    to += step;
  }
}
