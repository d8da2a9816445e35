// @ts-nocheck: AssemblyScript
// Weighted cross-entropy and the soft Dice of the batch: sums over all pixels, then the gradient.
import { exponential } from "./exponential.ts";

/** Keeps a class that the batch doesn't hold from dividing by zero. */
const SMOOTH: f64 = 1e-5;

/**
 * The softmax of a block of pixels, and its sums; a pixel whose label is no class is in none. sums: for
 * each part float64 of weighted loss, weight, then of each class the probability on its own pixels, the
 * probability, its pixels.
 */
export function diceSums(
  logits: usize,
  labels: usize,
  weights: usize,
  softmax: usize,
  sums: usize,
  pixels: i32,
  classes: i32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  const to = sums + (<usize> (part * (2 + 3 * classes)) << 3);
  memory.fill(to, 0, (2 + 3 * classes) << 3);
  const ofClasses = to + 16;
  let loss: f64 = 0, weight: f64 = 0;
  const end = min(pixels, (part + 1) * perPart);
  for (let pixel = part * perPart; pixel < end; pixel++) {
    const from = logits + (<usize> (pixel * classes) << 2);
    const p = softmax + (<usize> (pixel * classes) << 2);
    const label = i32.load(labels + (<usize> pixel << 2));
    if (<u32> label >= <u32> classes) {
      memory.fill(p, 0, classes << 2);
      continue;
    }
    let top = f32.load(from);
    for (let c = 1; c < classes; c++) top = max(top, f32.load(from + (<usize> c << 2)));
    let sum: f32 = 0;
    for (let c = 0; c < classes; c++) {
      const e = exponential(f32.load(from + (<usize> c << 2)) - top);
      f32.store(p + (<usize> c << 2), e);
      sum += e;
    }
    const scale: f32 = 1 / sum;
    for (let c = 0; c < classes; c++) {
      const at = p + (<usize> c << 2);
      const share = f32.load(at) * scale;
      f32.store(at, share);
      const all = ofClasses + (<usize> (3 * c + 1) << 3);
      f64.store(all, f64.load(all) + <f64> share);
    }
    const own = ofClasses + (<usize> (3 * label) << 3);
    f64.store(own, f64.load(own) + <f64> f32.load(p + (<usize> label << 2)));
    f64.store(own + 16, f64.load(own + 16) + 1);
    const w = <f64> f32.load(weights + (<usize> label << 2));
    weight += w;
    loss += w * (Math.log(<f64> sum) - <f64> (f32.load(from + (<usize> label << 2)) - top));
  }
  f64.store(to, loss);
  f64.store(to + 8, weight);
}

/**
 * Adds the parts in order. factors: float32 of one over the weights' sum, then for each class what a
 * pixel of it and what every pixel adds to the gradient by p.
 */
export function joinDiceSums(
  sums: usize,
  loss: usize,
  factors: usize,
  parts: i32,
  classes: i32,
  dice: f64,
  _part: i32,
  _thread: i32,
): void {
  const columns = 2 + 3 * classes;
  for (let part = 1; part < parts; part++) {
    for (let c = 0; c < columns; c++) {
      const to = sums + (<usize> c << 3);
      f64.store(to, f64.load(to) + f64.load(to + (<usize> (part * columns) << 3)));
    }
  }
  // where every pixel is ignored, sums and gradient are 0
  const weight = f64.load(sums + 8) || 1;
  f32.store(factors, <f32> (1 / weight));
  let shares: f64 = 0;
  for (let c = 0; c < classes; c++) {
    const at = sums + (<usize> (2 + 3 * c) << 3);
    const size = f64.load(at + 8) + f64.load(at + 16) + SMOOTH;
    const share = (2 * f64.load(at) + SMOOTH) / size;
    shares += share;
    const factor = dice / <f64> classes / size;
    f32.store(factors + (<usize> (1 + 2 * c) << 2), <f32> (-2 * factor));
    f32.store(factors + (<usize> (2 + 2 * c) << 2), <f32> (share * factor));
  }
  f32.store(loss, <f32> (f64.load(sums) / weight + dice * (1 - shares / <f64> classes)));
}

/** Turns the softmax of a block of pixels into the gradient by the logits, in place. */
export function diceGradient(
  labels: usize,
  weights: usize,
  factors: usize,
  softmax: usize,
  pixels: i32,
  classes: i32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  const perWeight = f32.load(factors);
  const end = min(pixels, (part + 1) * perPart);
  for (let pixel = part * perPart; pixel < end; pixel++) {
    const p = softmax + (<usize> (pixel * classes) << 2);
    const label = i32.load(labels + (<usize> pixel << 2));
    // its softmax is 0 already, and so is its gradient
    if (<u32> label >= <u32> classes) continue;
    const entropy = f32.load(weights + (<usize> label << 2)) * perWeight;
    const own = f32.load(factors + (<usize> (1 + 2 * label) << 2));
    let mean = f32.load(p + (<usize> label << 2)) * own;
    for (let c = 0; c < classes; c++) {
      mean += f32.load(p + (<usize> c << 2)) * f32.load(factors + (<usize> (2 + 2 * c) << 2));
    }
    for (let c = 0; c < classes; c++) {
      const at = p + (<usize> c << 2);
      const share = f32.load(at), isOwn = c === label;
      const byP = f32.load(factors + (<usize> (2 + 2 * c) << 2)) + (isOwn ? own : 0);
      f32.store(at, share * (byP - mean + entropy) - (isOwn ? entropy : 0));
    }
  }
}
