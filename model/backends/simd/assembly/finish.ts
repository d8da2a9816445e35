// @ts-nocheck: AssemblyScript
// A bias for each channel and an activation: what a convolution does to its outputs at the end.
import { activate, LINEAR, RELU, RELU6 } from "./activation.ts";

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
  if (activation == LINEAR) addToPixels(x, y, step, bias, pixels, bytes, LINEAR);
  else if (activation == RELU) addToPixels(x, y, step, bias, pixels, bytes, RELU);
  else if (activation == RELU6) addToPixels(x, y, step, bias, pixels, bytes, RELU6);
  else addToPixels(x, y, step, bias, pixels, bytes, activation);
}

/** Inlined, so that an activation that is known costs nothing. */
// @inline
function addToPixels(
  p: usize,
  q: usize,
  step: usize,
  bias: usize,
  pixels: i32,
  bytes: usize,
  activation: i32,
): void {
  for (let i = 0; i < pixels; i++) {
    let c: usize = 0;
    for (; c + 32 <= bytes; c += 32) {
      const v0 = f32x4.add(v128.load(p + c), v128.load(bias + c));
      const v1 = f32x4.add(v128.load(p + c, 16), v128.load(bias + c, 16));
      v128.store(q + c, activate(v0, activation));
      v128.store(q + c, activate(v1, activation), 16);
    }
    for (; c < bytes; c += 4) {
      const v = f32x4.add(v128.load32_splat(p + c), v128.load32_splat(bias + c));
      f32.store(q + c, f32x4.extract_lane(activate(v, activation), 0));
    }
    p += step;
    q += step;
  }
}
