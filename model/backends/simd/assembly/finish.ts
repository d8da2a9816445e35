// @ts-nocheck: AssemblyScript
// What a convolution does to its outputs at the end, while they are in the cache.
import { activate } from "./activation.ts";

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
  for (let pixel = 0; pixel < pixels; pixel++) {
    let c: usize = 0;
    for (; c + 16 <= bytes; c += 16) {
      const sum = f32x4.add(v128.load(y + c), v128.load(bias + c));
      v128.store(y + c, activate(sum, activation));
    }
    for (; c < bytes; c += 4) {
      const sum = f32x4.add(v128.load32_splat(y + c), v128.load32_splat(bias + c));
      f32.store(y + c, f32x4.extract_lane(activate(sum, activation), 0));
    }
    y += step;
  }
}
