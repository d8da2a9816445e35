// @ts-nocheck: AssemblyScript

/** Copies `rows` runs of `bytes` (a multiple of 4), each `fromStep` and `toStep` bytes after the last. */
export function copyRows(
  from: usize,
  fromStep: usize,
  to: usize,
  toStep: usize,
  rows: i32,
  bytes: i32,
): void {
  if (bytes > 512) {
    for (let row = 0; row < rows; row++) {
      memory.copy(to, from, bytes);
      from += fromStep;
      to += toStep;
    }
    return;
  }
  // calling memory.copy costs more than short runs do
  const vectors = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    let i = 0;
    for (; i < vectors; i += 16) v128.store(to + i, v128.load(from + i));
    for (; i < bytes; i += 4) f32.store(to + i, f32.load(from + i));
    from += fromStep;
    to += toStep;
  }
}

/** Concatenation and slices of the last axis: a part of the rows. */
export function copyPart(
  from: usize,
  fromStep: usize,
  to: usize,
  toStep: usize,
  rows: i32,
  bytes: i32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const first = part * rowsPerPart;
  copyRows(
    from + <usize> first * fromStep,
    fromStep,
    to + <usize> first * toStep,
    toStep,
    min(rowsPerPart, rows - first),
    bytes,
  );
}

/**
 * A block of input rows with the zeros that padding stands for: rows first to first + count - 1 of an
 * image of height x width pixels, `left` zero pixels before each row, `paddedWidth` pixels a row.
 */
export function padRows(
  image: usize,
  to: usize,
  first: i32,
  count: i32,
  height: i32,
  width: i32,
  pixel: i32,
  left: i32,
  paddedWidth: i32,
): void {
  const rowBytes = width * pixel, before = left * pixel, paddedBytes = paddedWidth * pixel;
  // a stride may leave the last columns unused
  const kept = min(rowBytes, paddedBytes - before);
  for (let i = 0; i < count; i++) {
    const row = first + i;
    if (row < 0 || row >= height) {
      memory.fill(to, 0, paddedBytes);
    } else {
      memory.fill(to, 0, before);
      memory.copy(to + before, image + <usize> row * rowBytes, kept);
      memory.fill(to + before + kept, 0, paddedBytes - before - kept);
    }
    to += paddedBytes;
  }
}

export function fillPart(
  to: usize,
  value: f32,
  count: i32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  const first = part * perPart;
  const end = to + (<usize> min(count, first + perPart) << 2);
  to += <usize> first << 2;
  const v = f32x4.splat(value);
  for (; to + 16 <= end; to += 16) v128.store(to, v);
  for (; to < end; to += 4) f32.store(to, value);
}
