// @ts-nocheck: AssemblyScript
// Operations on values one by one; a part is a run of `perPart` values (a multiple of 4).
import { activate } from "./activation.ts";
import { larger, madd } from "./arithmetic.ts";

/** y = a + b. A vector's last lanes may lie in the slack after a tensor. */
export function add(
  a: usize,
  b: usize,
  y: usize,
  count: i32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  const end = <usize> min(count, (part + 1) * perPart) << 2;
  for (let i = <usize> (part * perPart) << 2; i < end; i += 16) {
    v128.store(y + i, f32x4.add(v128.load(a + i), v128.load(b + i)));
  }
}

/** y = a * b */
export function multiply(
  a: usize,
  b: usize,
  y: usize,
  count: i32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  const end = <usize> min(count, (part + 1) * perPart) << 2;
  for (let i = <usize> (part * perPart) << 2; i < end; i += 16) {
    v128.store(y + i, f32x4.mul(v128.load(a + i), v128.load(b + i)));
  }
}

/** y = a * factor[0] */
export function multiplyByScalar(
  a: usize,
  factor: usize,
  y: usize,
  count: i32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  const f = v128.load32_splat(factor);
  const end = <usize> min(count, (part + 1) * perPart) << 2;
  for (let i = <usize> (part * perPart) << 2; i < end; i += 16) {
    v128.store(y + i, f32x4.mul(v128.load(a + i), f));
  }
}

/** y = max(x, 0) */
export function relu(x: usize, y: usize, count: i32, perPart: i32, part: i32, _thread: i32): void {
  const zero = f32x4.splat(0);
  const end = <usize> min(count, (part + 1) * perPart) << 2;
  for (let i = <usize> (part * perPart) << 2; i < end; i += 16) {
    v128.store(y + i, larger(v128.load(x + i), zero));
  }
}

/** y[row][c] = activation(x[row][c] + bias[c]); y may be x. */
export function addBias(
  x: usize,
  bias: usize,
  y: usize,
  rows: i32,
  channels: i32,
  activation: i32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const step = <usize> channels << 2;
  const end = min(rows, (part + 1) * rowsPerPart);
  for (let row = part * rowsPerPart; row < end; row++) {
    const at = <usize> row * step;
    let c: usize = 0;
    for (; c + 16 <= step; c += 16) {
      const sum = f32x4.add(v128.load(x + at + c), v128.load(bias + c));
      v128.store(y + at + c, activate(sum, activation));
    }
    for (; c < step; c += 4) {
      const sum = f32x4.add(v128.load32_splat(x + at + c), v128.load32_splat(bias + c));
      f32.store(y + at + c, f32x4.extract_lane(activate(sum, activation), 0));
    }
  }
}

/** Sums of the columns of a block of rows, in float64, for a bias's gradient. sums: [part][channels]. */
export function columnSums(
  x: usize,
  sums: usize,
  rows: i32,
  channels: i32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const step = <usize> channels << 2;
  const to = sums + (<usize> (part * channels) << 3);
  memory.fill(to, 0, channels << 3);
  const end = min(rows, (part + 1) * rowsPerPart);
  for (let row = part * rowsPerPart; row < end; row++) {
    const at = x + <usize> row * step;
    for (let c: usize = 0; c < step; c += 4) {
      f64.store(to + (c << 1), f64.load(to + (c << 1)) + <f64> f32.load(at + c));
    }
  }
}

/** Adds the parts of columnSums, in order. */
export function joinColumnSums(
  sums: usize,
  y: usize,
  parts: i32,
  channels: i32,
  factor: f64,
  _part: i32,
  _thread: i32,
): void {
  for (let c = 0; c < channels; c++) {
    let sum: f64 = 0;
    for (let part = 0; part < parts; part++) {
      sum += f64.load(sums + (<usize> (part * channels + c) << 3));
    }
    f32.store(y + (<usize> c << 2), <f32> (sum * factor));
  }
}

/** One step of Adam over a run of a variable's values, in place or to other memory. */
export function adam(
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  toW: usize,
  toM: usize,
  toV: usize,
  count: i32,
  kept: f32,
  rate: f32,
  beta1: f32,
  beta2: f32,
  rest1: f32,
  rest2: f32,
  root: f32,
  epsilon: f32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  const b1 = f32x4.splat(beta1), b2 = f32x4.splat(beta2);
  const r1 = f32x4.splat(rest1), r2 = f32x4.splat(rest2);
  const e = f32x4.splat(epsilon), k = f32x4.splat(root), lr = f32x4.splat(rate);
  const keep = f32x4.splat(kept);
  const end = <usize> min(count, (part + 1) * perPart) << 2;
  for (let i = <usize> (part * perPart) << 2; i < end; i += 16) {
    const gradient = v128.load(g + i);
    const mean = madd(gradient, r1, f32x4.mul(v128.load(m + i), b1));
    const square = madd(f32x4.mul(gradient, gradient), r2, f32x4.mul(v128.load(v + i), b2));
    v128.store(toM + i, mean);
    v128.store(toV + i, square);
    const divisor = madd(f32x4.sqrt(square), k, e);
    const old = f32x4.mul(v128.load(w + i), keep);
    v128.store(toW + i, f32x4.sub(old, f32x4.div(f32x4.mul(mean, lr), divisor)));
  }
}
