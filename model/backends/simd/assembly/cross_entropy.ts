// @ts-nocheck: AssemblyScript
// Softmax over the last axis, and the cross-entropy with its gradient.

/** exp(x) for x <= 0, to 2 ulp: 2^n times a polynomial on [-ln2/2, ln2/2] (Cephes). */
export function exponential(x: f32): f32 {
  x = max<f32>(x, -87);
  const n = nearest<f32>(x * 1.44269504);
  const r = (x - n * 0.693359375) + n * 2.12194440e-4;
  let p: f32 = 1.9875691500e-4;
  p = p * r + 1.3981999507e-3;
  p = p * r + 8.3334519073e-3;
  p = p * r + 4.1665795894e-2;
  p = p * r + 1.6666665459e-1;
  p = p * r + 5.0000001201e-1;
  p = p * r * r + r + 1;
  return p * reinterpret<f32>((<i32> n + 127) << 23);
}

/**
 * Gradients (softmax - onehot) * factor of a block of pixels, and the sum of their losses.
 * losses: float64 for each part.
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
    if (<u32> label < <u32> classes) {
      loss -= <f64> (f32.load(from + (<usize> label << 2)) - top);
      product *= <f64> sum;
      if (product > 1e200) {
        loss += Math.log(product);
        product = 1;
      }
    }
  }
  f64.store(losses + (<usize> part << 3), loss + Math.log(product));
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
