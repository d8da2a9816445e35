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
    for (; i + 32 <= vectors; i += 32) {
      const v0 = v128.load(from + i), v1 = v128.load(from + i, 16);
      v128.store(to + i, v0);
      v128.store(to + i, v1, 16);
    }
    for (; i < vectors; i += 16) v128.store(to + i, v128.load(from + i));
    for (; i < bytes; i += 4) f32.store(to + i, f32.load(from + i));
    from += fromStep;
    to += toStep;
  }
}

/** Concatenation and slices of the last axis: a part of the rows. */
export function copyPart(
  from: usize,
  fromStep: i32,
  to: usize,
  toStep: i32,
  rows: i32,
  bytes: i32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const first = part * rowsPerPart;
  copyRows(
    from + <usize> first * <usize> fromStep,
    <usize> fromStep,
    to + <usize> first * <usize> toStep,
    <usize> toStep,
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

/** A part of a run of equal values. */
export function fillPart(
  to: usize,
  value: f32,
  count: i32,
  perPart: i32,
  part: i32,
  _thread: i32,
): void {
  const first = part * perPart;
  fill(to + (<usize> first << 2), value, (min(count, first + perPart) - first) << 2);
}

/**
 * A part of the rows of a tensor [..., size1, size2, size3, size4], each value from where the steps (in
 * bytes, from one index of an axis to the next) lead: transposed, cut out, or repeated by a step of 0.
 */
export function copyStrided(
  from: usize,
  to: usize,
  rows: i32,
  size1: i32,
  size2: i32,
  size3: i32,
  size4: i32,
  step0: i32,
  step1: i32,
  step2: i32,
  step3: i32,
  step4: i32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const end = min(rows, (part + 1) * rowsPerPart);
  const rowBytes = <usize> size4 << 2;
  for (let row = part * rowsPerPart; row < end; row++) {
    const k3 = row % size3, i2 = row / size3;
    const k2 = i2 % size2, i1 = i2 / size2;
    const k1 = i1 % size1, k0 = i1 / size1;
    let p = from + <usize> (k0 * step0 + k1 * step1 + k2 * step2 + k3 * step3);
    const q = to + <usize> row * rowBytes;
    if (step4 == 4) {
      copyRows(p, 0, q, 0, 1, rowBytes);
    } else {
      let i: usize = 0;
      if (step4 == 0) {
        const v = v128.load32_splat(p);
        for (; i + 16 <= rowBytes; i += 16) v128.store(q + i, v);
      }
      for (; i < rowBytes; i += 4) {
        f32.store(q + i, f32.load(p));
        p += step4;
      }
    }
  }
}

/**
 * A part of the rows of a tensor [..., size1, size2, row] made larger by a value around it; `inner` are
 * sizes of what it holds, `before` how many rows, or bytes, the value stands for before it.
 */
export function padPart(
  from: usize,
  to: usize,
  rows: i32,
  size1: i32,
  size2: i32,
  rowBytes: i32,
  inner0: i32,
  inner1: i32,
  inner2: i32,
  innerBytes: i32,
  before0: i32,
  before1: i32,
  before2: i32,
  beforeBytes: i32,
  value: f32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const end = min(rows, (part + 1) * rowsPerPart);
  for (let row = part * rowsPerPart; row < end; row++) {
    const i = row / size2;
    const k0 = i / size1 - before0, k1 = i % size1 - before1, k2 = row % size2 - before2;
    const q = to + <usize> row * <usize> rowBytes;
    const inside = <u32> k0 < <u32> inner0 && <u32> k1 < <u32> inner1 && <u32> k2 < <u32> inner2;
    if (inside) {
      fill(q, value, beforeBytes);
      const source = from + <usize> ((k0 * inner1 + k1) * inner2 + k2) * <usize> innerBytes;
      copyRows(source, 0, q + beforeBytes, 0, 1, innerBytes);
      const after = beforeBytes + innerBytes;
      fill(q + after, value, rowBytes - after);
    } else fill(q, value, rowBytes);
  }
}

function fill(to: usize, value: f32, bytes: i32): void {
  const end = to + bytes;
  const v = f32x4.splat(value);
  for (; to + 16 <= end; to += 16) v128.store(to, v);
  for (; to < end; to += 4) f32.store(to, value);
}
