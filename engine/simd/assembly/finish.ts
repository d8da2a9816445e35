// @ts-nocheck: AssemblyScript
// A bias for each channel and an activation: what a convolution does to its outputs at the end.
import { activate } from "./activation.ts";
import { LINEAR, RELU, RELU6 } from "./constants.ts";

/** Adds a bias to pixels that lie `step` bytes apart, then the activation, in place; bias 0 does nothing. */
export function finish(
  y: usize,
  step: usize,
  bias: usize,
  pixels: i32,
  bytes: usize,
  activation: i32,
): void {
  if (bias == 0) return;
  if (activation == LINEAR) addToPixels(y, step, bias, pixels, bytes, LINEAR);
  else if (activation == RELU) addToPixels(y, step, bias, pixels, bytes, RELU);
  else if (activation == RELU6) addToPixels(y, step, bias, pixels, bytes, RELU6);
  else addToPixels(y, step, bias, pixels, bytes, activation);
}

/** Inlined, so that an activation that is known costs nothing. */
// @inline
function addToPixels(
  y: usize,
  step: usize,
  bias: usize,
  pixels: i32,
  bytes: usize,
  activation: i32,
): void {
  for (let i = 0; i < pixels; i++) {
    let c: usize = 0;
    for (; c + 32 <= bytes; c += 32) {
      const v0 = f32x4.add(v128.load(y + c), v128.load(bias + c));
      const v1 = f32x4.add(v128.load(y + c, 16), v128.load(bias + c, 16));
      v128.store(y + c, activate(v0, activation));
      v128.store(y + c, activate(v1, activation), 16);
    }
    for (; c < bytes; c += 4) {
      const v = f32x4.add(v128.load32_splat(y + c), v128.load32_splat(bias + c));
      f32.store(y + c, f32x4.extract_lane(activate(v, activation), 0));
    }
    y += step;
  }
}
