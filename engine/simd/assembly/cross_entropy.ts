// @ts-nocheck: AssemblyScript
// Softmax over the last axis, and the cross-entropy with its gradient.
import { exponential } from "./exponential.ts";

/**
 * Gradients (softmax - onehot) * factor of a block of pixels, and the sum of their losses; a pixel
 * whose label is no class counts for nothing. losses: float64 for each part.
 */
export function crossEntropy(
  logits: usize,
  labels: usize,
  gradient: usize,
  losses: usize,
  pixels: i32,
  classes: i32,
  factor: f32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  let loss: f64 = 0;
  // a logarithm of the product of many sums costs less than one of each
  let product: f64 = 1;
  const end = min(pixels, (part + 1) * perPart);
  for (let pixel = part * perPart; pixel < end; pixel++) {
    const from = logits + (<usize> (pixel * classes) << 2),
      to = gradient + (<usize> (pixel * classes) << 2);
    const label = i32.load(labels + (<usize> pixel << 2));
    if (<u32> label >= <u32> classes) {
      memory.fill(to, 0, classes << 2);
      continue;
    }
    let top = f32.load(from);
    for (let c = 1; c < classes; c++) top = max(top, f32.load(from + (<usize> c << 2)));
    let sum: f32 = 0;
    for (let c = 0; c < classes; c++) {
      const e = exponential(f32.load(from + (<usize> c << 2)) - top);
      f32.store(to + (<usize> c << 2), e);
      sum += e;
    }
    const scale = factor / sum;
    for (let c = 0; c < classes; c++) {
      const at = to + (<usize> c << 2);
      f32.store(at, f32.load(at) * scale - (c == label ? factor : 0));
    }
    loss -= <f64> (f32.load(from + (<usize> label << 2)) - top);
    product *= <f64> sum;
    if (product > 1e200) {
      loss += Math.log(product);
      product = 1;
    }
  }
  f64.store(losses + (<usize> part << 3), loss + Math.log(product));
}

/** The sum of the parts' losses, times a factor. */
export function joinLosses(
  losses: usize,
  loss: usize,
  parts: i32,
  factor: f64,
  _part: i32,
  _thread: i32,
): void {
  let sum: f64 = 0;
  for (let part = 0; part < parts; part++) sum += f64.load(losses + (<usize> part << 3));
  f32.store(loss, <f32> (sum * factor));
}

/** Softmax of a block of rows. */
export function softmax(
  x: usize,
  y: usize,
  rows: i32,
  classes: i32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  const end = min(rows, (part + 1) * perPart);
  for (let row = part * perPart; row < end; row++) {
    const from = x + (<usize> (row * classes) << 2), to = y + (<usize> (row * classes) << 2);
    let top = f32.load(from);
    for (let c = 1; c < classes; c++) top = max(top, f32.load(from + (<usize> c << 2)));
    let sum: f32 = 0;
    for (let c = 0; c < classes; c++) {
      const e = exponential(f32.load(from + (<usize> c << 2)) - top);
      f32.store(to + (<usize> c << 2), e);
      sum += e;
    }
    for (let c = 0; c < classes; c++) {
      const at = to + (<usize> c << 2);
      f32.store(at, f32.load(at) / sum);
    }
  }
}
