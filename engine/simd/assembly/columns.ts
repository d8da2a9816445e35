// @ts-nocheck: AssemblyScript
// Sums down the columns of a matrix whose rows lie one after another in memory.

/**
 * Rows of `step` bytes that are summed in registers, a few columns at a time. With more than half a
 * kilobyte of them memory would no longer be read as it lies, which is slow.
 */
// @inline
export function rowsOf(step: usize): i32 {
  return max(1, <i32> (512 / step));
}

/** Adds rows of `step` bytes to their columns' sums. */
// @inline
export function addSums(from: usize, rows: i32, step: usize, sums: usize): void {
  let c: usize = 0;
  for (; c + 32 <= step; c += 32) {
    let s0 = v128.load(sums + c), s1 = v128.load(sums + c, 16);
    let p = from + c;
    for (let i = 0; i < rows; i++) {
      s0 = f32x4.add(s0, v128.load(p));
      s1 = f32x4.add(s1, v128.load(p, 16));
      p += step;
    }
    v128.store(sums + c, s0);
    v128.store(sums + c, s1, 16);
  }
  for (; c < step; c += 4) {
    let sum = f32.load(sums + c);
    for (let i = 0; i < rows; i++) sum += f32.load(from + <usize> i * step + c);
    f32.store(sums + c, sum);
  }
}
