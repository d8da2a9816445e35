// @ts-nocheck: AssemblyScript
// Sums, differences and other functions of two tensors, one of which may repeat along some axes.
import {
  ADD,
  DIVIDE,
  MAXIMUM,
  MINIMUM,
  MULTIPLY,
  SQUARED_DIFFERENCE,
  SUBTRACT,
} from "./constants.ts";
import { put } from "./lanes.ts";

/** y = a OP b for a run of values; a step of 0 repeats a single value. */
export function combine(
  a: usize,
  aStep: i32,
  b: usize,
  bStep: i32,
  y: usize,
  count: i32,
  operation: i32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  const first = <usize> (part * perPart);
  const left = min(count - <i32> first, perPart);
  combineRow(a + first * aStep, aStep, b + first * bStep, bStep, y + (first << 2), left, operation);
}

/**
 * The same for a part of the rows of a tensor [..., size1, size2, size3]; a row is the last axis.
 * Steps in bytes from one index of an axis to the next, 0 where values repeat.
 */
export function combineRows(
  a: usize,
  b: usize,
  y: usize,
  rows: i32,
  size1: i32,
  size2: i32,
  size3: i32,
  aStep0: i32,
  aStep1: i32,
  aStep2: i32,
  aStep3: i32,
  bStep0: i32,
  bStep1: i32,
  bStep2: i32,
  bStep3: i32,
  operation: i32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const end = min(rows, (part + 1) * rowsPerPart);
  for (let row = part * rowsPerPart; row < end; row++) {
    const k = row % size2, i = row / size2;
    const j = i % size1, outer = i / size1;
    const fromA = a + <usize> (outer * aStep0 + j * aStep1 + k * aStep2);
    const fromB = b + <usize> (outer * bStep0 + j * bStep1 + k * bStep2);
    const to = y + (<usize> row * <usize> size3 << 2);
    combineRow(fromA, aStep3, fromB, bStep3, to, size3, operation);
  }
}

function combineRow(
  a: usize,
  aStep: i32,
  b: usize,
  bStep: i32,
  y: usize,
  count: i32,
  operation: i32,
): void {
  const vectors = <usize> (count & ~3) << 2, rest = count & 3;
  let i: usize = 0;
  if (aStep == 0) {
    const u = v128.load32_splat(a);
    for (; i < vectors; i += 16) v128.store(y + i, apply(u, v128.load(b + i), operation));
    if (rest) put(y + i, apply(u, v128.load(b + i), operation), rest);
  } else if (bStep == 0) {
    const v = v128.load32_splat(b);
    for (; i < vectors; i += 16) v128.store(y + i, apply(v128.load(a + i), v, operation));
    if (rest) put(y + i, apply(v128.load(a + i), v, operation), rest);
  } else {
    for (; i < vectors; i += 16) {
      v128.store(y + i, apply(v128.load(a + i), v128.load(b + i), operation));
    }
    if (rest) put(y + i, apply(v128.load(a + i), v128.load(b + i), operation), rest);
  }
}

// @inline
function apply(u: v128, v: v128, operation: i32): v128 {
  if (operation == ADD) return f32x4.add(u, v);
  if (operation == MULTIPLY) return f32x4.mul(u, v);
  if (operation == SUBTRACT) return f32x4.sub(u, v);
  if (operation == DIVIDE) return f32x4.div(u, v);
  if (operation == MAXIMUM) return f32x4.max(u, v);
  if (operation == MINIMUM) return f32x4.min(u, v);
  if (operation == SQUARED_DIFFERENCE) {
    const difference = f32x4.sub(u, v);
    return f32x4.mul(difference, difference);
  }
  return v128.bitselect(f32x4.mul(u, v), u, f32x4.lt(u, f32x4.splat(0)));
}
