// @ts-nocheck: AssemblyScript
// Functions of single values, some with one or two numbers; a part is a run of `perPart` values (a multiple of 4).
import {
  ABSOLUTE,
  CLIP,
  ELU,
  LEAKY_RELU,
  NEGATIVE,
  SQUARE,
  SQUARE_ROOT,
  STEP,
} from "./constants.ts";
import { exponentials } from "./exponential.ts";

/** y = f(x) for a part. A vector's last lanes may lie in the slack after a tensor. */
export function elementwise(
  x: usize,
  y: usize,
  count: i32,
  kind: i32,
  low: f32,
  high: f32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  const first = <usize> (part * perPart) << 2;
  const end = <usize> min(count, (part + 1) * perPart) << 2;
  const a = f32x4.splat(low), b = f32x4.splat(high);
  // a loop for each kind
  if (kind == STEP) run(x, y, first, end, a, b, STEP);
  else if (kind == SQUARE) run(x, y, first, end, a, b, SQUARE);
  else if (kind == SQUARE_ROOT) run(x, y, first, end, a, b, SQUARE_ROOT);
  else if (kind == NEGATIVE) run(x, y, first, end, a, b, NEGATIVE);
  else if (kind == ABSOLUTE) run(x, y, first, end, a, b, ABSOLUTE);
  else if (kind == CLIP) run(x, y, first, end, a, b, CLIP);
  else if (kind == LEAKY_RELU) run(x, y, first, end, a, b, LEAKY_RELU);
  else run(x, y, first, end, a, b, ELU);
}

// @inline
function run(x: usize, y: usize, first: usize, end: usize, a: v128, b: v128, kind: i32): void {
  for (let i = first; i < end; i += 16) v128.store(y + i, valueOf(v128.load(x + i), a, b, kind));
}

// @inline
function valueOf(v: v128, a: v128, b: v128, kind: i32): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  // a NaN is none of greater, less and equal, and stays one
  if (kind == STEP) {
    const step = v128.bitselect(one, a, f32x4.gt(v, zero));
    return v128.bitselect(step, v, f32x4.eq(v, v));
  }
  if (kind == SQUARE) return f32x4.mul(v, v);
  if (kind == SQUARE_ROOT) return f32x4.sqrt(v);
  if (kind == NEGATIVE) return f32x4.neg(v);
  if (kind == ABSOLUTE) return f32x4.abs(v);
  if (kind == CLIP) {
    const below = v128.bitselect(a, v, f32x4.lt(v, a));
    return v128.bitselect(b, below, f32x4.gt(v, b));
  }
  const negative = f32x4.lt(v, zero);
  if (kind == LEAKY_RELU) return v128.bitselect(f32x4.mul(a, v), v, negative);
  return v128.bitselect(f32x4.sub(exponentials(v), one), v, negative);
}
