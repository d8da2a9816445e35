// @ts-nocheck: AssemblyScript
// A bias for each channel and an activation: what a convolution does to its outputs at the end.
import { activate, LINEAR, RELU, RELU6 } from "./activation.ts";
import { AT_ONCE } from "./batch_norm.ts";

/** Adds a bias to pixels that lie `step` bytes apart, then the activation, in place; bias 0 does nothing. */
export function finish(
  y: usize,
  step: usize,
  bias: usize,
  pixels: i32,
  bytes: usize,
  activation: i32,
): void {
  if (bias != 0) addBiasTo(y, y, step, bias, pixels, bytes, activation);
}

/** y = activation(x + bias), for the first `bytes` of pixels that lie `step` bytes apart. */
export function addBiasTo(
  x: usize,
  y: usize,
  step: usize,
  bias: usize,
  pixels: i32,
  bytes: usize,
  activation: i32,
): void {
  for (let first = 0; first < pixels; first += AT_ONCE) {
    const count = min(AT_ONCE, pixels - first);
    let c: usize = 0;
    for (; c + 32 <= bytes; c += 32) {
      const p = x + c, q = y + c, b = bias + c;
      if (activation == LINEAR) addEight(p, q, step, b, count, LINEAR);
      else if (activation == RELU) addEight(p, q, step, b, count, RELU);
      else if (activation == RELU6) addEight(p, q, step, b, count, RELU6);
      else addEight(p, q, step, b, count, activation);
    }
    for (; c < bytes; c += 4) addOne(x + c, y + c, step, bias + c, count, activation);
    x += step * AT_ONCE;
    y += step * AT_ONCE;
  }
}

/** Eight channels, as a pair of vectors; inlined, so that an activation that is known costs nothing. */
// @inline
function addEight(
  p: usize,
  q: usize,
  step: usize,
  bias: usize,
  pixels: i32,
  activation: i32,
): void {
  const b0 = v128.load(bias), b1 = v128.load(bias, 16);
  for (let i = 0; i < pixels; i++) {
    const v0 = f32x4.add(v128.load(p), b0), v1 = f32x4.add(v128.load(p, 16), b1);
    v128.store(q, activate(v0, activation));
    v128.store(q, activate(v1, activation), 16);
    p += step;
    q += step;
  }
}

function addOne(
  p: usize,
  q: usize,
  step: usize,
  bias: usize,
  pixels: i32,
  activation: i32,
): void {
  const b = v128.load32_splat(bias);
  for (let i = 0; i < pixels; i++) {
    const v = f32x4.add(v128.load32_splat(p), b);
    f32.store(q, f32x4.extract_lane(activate(v, activation), 0));
    p += step;
    q += step;
  }
}
