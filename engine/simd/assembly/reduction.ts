// @ts-nocheck: AssemblyScript
// Sums and maxima over a middle axis of [outer][reduced][inner]. Blocks of it are summed apart in single
// precision and joined in double, in the same order for any threads.
import { larger } from "./arithmetic.ts";
import { addSums, rowsOf } from "./columns.ts";

/** Partial results of the blocks firstBlock... of a part. partials: [outer][blocks][inner]. */
export function reduceBlocks(
  x: usize,
  partials: usize,
  outer: i32,
  reduced: i32,
  inner: i32,
  perBlock: i32,
  maximum: i32,
  blocksPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const blocks = (reduced + perBlock - 1) / perBlock;
  const end = min(outer * blocks, (part + 1) * blocksPerPart);
  for (let block = part * blocksPerPart; block < end; block++) {
    const group = block / blocks, first = block % blocks * perBlock;
    const count = min(perBlock, reduced - first);
    const from = x + ((<usize> group * <usize> reduced + <usize> first) * <usize> inner << 2);
    const to = partials + (<usize> block * <usize> inner << 2);
    if (inner == 1) f32.store(to, reduceRun(from, count, maximum));
    else reduceColumns(from, count, inner, to, maximum);
  }
}

function reduceColumns(from: usize, count: i32, inner: i32, to: usize, maximum: i32): void {
  const step = <usize> inner << 2;
  if (maximum) return largestOfColumns(from, count, step, to);
  const rows = rowsOf(step);
  memory.fill(to, 0, step);
  for (let i = 0; i < count; i += rows) {
    addSums(from + <usize> i * step, min(rows, count - i), step, to);
  }
}

function largestOfColumns(from: usize, count: i32, step: usize, to: usize): void {
  memory.copy(to, from, step);
  for (let i = 1; i < count; i++) {
    from += step;
    let c: usize = 0;
    for (; c + 16 <= step; c += 16) {
      v128.store(to + c, larger(v128.load(from + c), v128.load(to + c)));
    }
    for (; c < step; c += 4) f32.store(to + c, max(f32.load(from + c), f32.load(to + c)));
  }
}

function reduceRun(from: usize, count: i32, maximum: i32): f32 {
  const whole = from + (<usize> (count & ~3) << 2), end = from + (<usize> count << 2);
  let p = from;
  if (maximum) {
    let top = f32.load(p);
    if (count >= 4) {
      let s = v128.load(p);
      for (p += 16; p < whole; p += 16) s = larger(v128.load(p), s);
      top = max(
        max(f32x4.extract_lane(s, 0), f32x4.extract_lane(s, 1)),
        max(f32x4.extract_lane(s, 2), f32x4.extract_lane(s, 3)),
      );
    }
    for (; p < end; p += 4) top = max(top, f32.load(p));
    return top;
  }
  let s0 = f32x4.splat(0), s1 = s0;
  for (; p + 16 < whole; p += 32) {
    s0 = f32x4.add(s0, v128.load(p));
    s1 = f32x4.add(s1, v128.load(p, 16));
  }
  if (p < whole) s0 = f32x4.add(s0, v128.load(p));
  s0 = f32x4.add(s0, s1);
  let sum = (f32x4.extract_lane(s0, 0) + f32x4.extract_lane(s0, 1)) +
    (f32x4.extract_lane(s0, 2) + f32x4.extract_lane(s0, 3));
  for (p = whole; p < end; p += 4) sum += f32.load(p);
  return sum;
}

/** Joins the blocks, in order; sums are multiplied by the factor. One part is a run of y. */
export function joinBlocks(
  partials: usize,
  y: usize,
  count: i32,
  blocks: i32,
  inner: i32,
  factor: f64,
  maximum: i32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  const end = min(count, (part + 1) * perPart);
  const step = <usize> inner << 2;
  for (let i = part * perPart; i < end; i++) {
    let from = partials + (<usize> (i / inner * blocks) * step) + (<usize> (i % inner) << 2);
    let sum = <f64> f32.load(from);
    for (let block = 1; block < blocks; block++) {
      from += step;
      const value = <f64> f32.load(from);
      sum = maximum ? max(sum, value) : sum + value;
    }
    f32.store(y + (<usize> i << 2), <f32> (sum * factor));
  }
}
