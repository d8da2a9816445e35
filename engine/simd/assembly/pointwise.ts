// @ts-nocheck: AssemblyScript
// Operations on values one by one; a part is a run of `perPart` values (a multiple of 4).
import { activate, slope } from "./activation.ts";
import { HARD_SIGMOID, HARD_SWISH, RELU, RELU6, SIGMOID } from "./constants.ts";
import { madd } from "./arithmetic.ts";

/** y = activation(x) for a part. A vector's last lanes may lie in the slack after a tensor. */
export function activation(
  x: usize,
  y: usize,
  count: i32,
  kind: i32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  const first = <usize> (part * perPart) << 2;
  const end = <usize> min(count, (part + 1) * perPart) << 2;
  // a loop for each kind
  if (kind == RELU) activateRun(x, y, first, end, RELU);
  else if (kind == RELU6) activateRun(x, y, first, end, RELU6);
  else if (kind == HARD_SWISH) activateRun(x, y, first, end, HARD_SWISH);
  else if (kind == HARD_SIGMOID) activateRun(x, y, first, end, HARD_SIGMOID);
  else if (kind == SIGMOID) activateRun(x, y, first, end, SIGMOID);
  else memory.copy(y + first, x + first, end - first);
}

// @inline
function activateRun(x: usize, y: usize, first: usize, end: usize, kind: i32): void {
  let i = first;
  for (; i + 16 < end; i += 32) {
    // loads first, then the upper half: only so does V8 join the pair and store it once
    const v0 = activate(v128.load(x + i), kind), v1 = activate(v128.load(x + i, 16), kind);
    v128.store(y + i, v1, 16);
    v128.store(y + i, v0);
  }
  if (i < end) v128.store(y + i, activate(v128.load(x + i), kind));
}

/** dx = dy * the activation's slope at x for a part. */
export function activationGradient(
  dy: usize,
  x: usize,
  dx: usize,
  count: i32,
  kind: i32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  const first = <usize> (part * perPart) << 2;
  const end = <usize> min(count, (part + 1) * perPart) << 2;
  if (kind == RELU) slopeRun(dy, x, dx, first, end, RELU);
  else if (kind == RELU6) slopeRun(dy, x, dx, first, end, RELU6);
  else if (kind == HARD_SWISH) slopeRun(dy, x, dx, first, end, HARD_SWISH);
  else if (kind == HARD_SIGMOID) slopeRun(dy, x, dx, first, end, HARD_SIGMOID);
  else if (kind == SIGMOID) slopeRun(dy, x, dx, first, end, SIGMOID);
  else memory.copy(dx + first, dy + first, end - first);
}

// @inline
function slopeRun(dy: usize, x: usize, dx: usize, first: usize, end: usize, kind: i32): void {
  let i = first;
  for (; i + 16 < end; i += 32) {
    const v0 = slope(v128.load(x + i), v128.load(dy + i), kind);
    const v1 = slope(v128.load(x + i, 16), v128.load(dy + i, 16), kind);
    v128.store(dx + i, v1, 16);
    v128.store(dx + i, v0);
  }
  if (i < end) v128.store(dx + i, slope(v128.load(x + i), v128.load(dy + i), kind));
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
