// @ts-nocheck: AssemblyScript
// The filter gradient of a convolution 1x1: a product of its inputs and dy over all pixels.
import { WIDE } from "./arithmetic.ts";
import { put } from "./lanes.ts";
import { outer4x16, outer4x8 } from "./tile.ts";

/**
 * The filter gradient, summed over a range of pixels for a group of columns.
 * sums: for each range [k rounded up to 4][n rounded up to 8].
 */
export function pointwiseSums(
  x: usize,
  dy: usize,
  sums: usize,
  rows: i32,
  k: i32,
  n: i32,
  rowsPerRange: i32,
  groups: i32,
  rowsPerBlock: i32,
  part: i32,
  _thread: i32,
): void {
  const range = part / groups, group = part % groups;
  const lines = (k + 3) & ~3, columns = (n + 7) & ~7;
  const perGroup = ((columns >> 3) + groups - 1) / groups << 3;
  const firstColumn = group * perGroup, endColumn = min(columns, firstColumn + perGroup);
  if (firstColumn >= endColumn) return;
  const step = <usize> columns << 2, xRow = <usize> k << 2, dyRow = <usize> n << 2;
  const sum = sums + <usize> (range * lines) * step;
  for (let line = 0; line < lines; line++) {
    const at = sum + <usize> line * step + (<usize> firstColumn << 2);
    memory.fill(at, 0, <usize> (endColumn - firstColumn) << 2);
  }
  const end = min(rows, (range + 1) * rowsPerRange);
  for (let row = range * rowsPerRange; row < end; row += rowsPerBlock) {
    const count = min(rowsPerBlock, end - row);
    const from = x + <usize> row * xRow, gradient = dy + <usize> row * dyRow;
    let column = firstColumn;
    while (column < endColumn) {
      const wide = WIDE && column + 16 <= endColumn;
      for (let line = 0; line < lines; line += 4) {
        const at = sum + <usize> line * step + (<usize> column << 2);
        const p = from + (<usize> line << 2), q = gradient + (<usize> column << 2);
        if (wide) outer4x16(p, 0, xRow, q, 0, dyRow, 32, 1, count, at, step, 32);
        else outer4x8(p, 0, xRow, q, 0, dyRow, 32, 1, count, at, step, 32);
      }
      column += wide ? 16 : 8;
    }
  }
}

/** Adds the ranges' sums, in order, without what was rounded up. One part is a run of lines. */
export function joinPointwiseSums(
  sums: usize,
  to: usize,
  ranges: i32,
  k: i32,
  n: i32,
  linesPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const lines = (k + 3) & ~3, columns = (n + 7) & ~7;
  const all = <usize> (lines * columns) << 2;
  const end = min(k, (part + 1) * linesPerPart);
  for (let line = part * linesPerPart; line < end; line++) {
    for (let column = 0; column < n; column += 4) {
      let p = sums + (<usize> (line * columns + column) << 2);
      let sum = v128.load(p);
      for (let range = 1; range < ranges; range++) {
        p += all;
        sum = f32x4.add(sum, v128.load(p));
      }
      put(to + (<usize> (line * n + column) << 2), sum, n - column);
    }
  }
}
