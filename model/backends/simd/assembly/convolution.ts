// @ts-nocheck: AssemblyScript
// Direct convolution and its filter gradient for any filter size and stride; padding is made real in
// a block of rows that stays in the cache.
import { padRows } from "./copy.ts";
import { outer4, plane } from "./tile.ts";

/**
 * Rearranges a matrix [k][n] into panels [n / 8][panelRows][8], from row `k0` of each panel on.
 * kStride and nStride in floats; missing columns become zeros.
 */
export function packPanels(
  from: usize,
  to: usize,
  k: i32,
  n: i32,
  kStride: i32,
  nStride: i32,
  panelRows: i32,
  k0: i32,
): void {
  for (let column = 0; column < n; column += 8) {
    let line = to + (<usize> ((column >> 3) * panelRows + k0) << 5);
    const valid = min(8, n - column);
    const whole = valid == 8 && nStride == 1;
    for (let i = 0; i < k; i++) {
      const source = from + (<usize> (i * kStride + column * nStride) << 2);
      if (whole) {
        v128.store(line, v128.load(source));
        v128.store(line, v128.load(source, 16), 16);
      } else {
        for (let j = 0; j < valid; j++) {
          f32.store(line + (<usize> j << 2), f32.load(source + (<usize> (j * nStride) << 2)));
        }
        for (let j = valid; j < 8; j++) f32.store(line + (<usize> j << 2), 0);
      }
      line += 32;
    }
  }
}

/** Panels of a convolution's filter [taps][in][out]; flipped and transposed for the input gradient. */
export function packFilter(
  from: usize,
  to: usize,
  taps: i32,
  inChannels: i32,
  outChannels: i32,
  flipped: i32,
  part: i32,
  _thread: i32,
): void {
  const tap = flipped ? taps - 1 - part : part;
  const source = from + (<usize> (tap * inChannels * outChannels) << 2);
  if (flipped) {
    packPanels(
      source,
      to,
      outChannels,
      inChannels,
      1,
      outChannels,
      taps * outChannels,
      part * outChannels,
    );
  } else {
    packPanels(
      source,
      to,
      inChannels,
      outChannels,
      outChannels,
      1,
      taps * inChannels,
      part * inChannels,
    );
  }
}

/** A block of output rows of one image. filter: panels. scratch: for each thread scratchSize bytes. */
export function convolution(
  x: usize,
  filter: usize,
  y: usize,
  height: i32,
  width: i32,
  inChannels: i32,
  outHeight: i32,
  outWidth: i32,
  outChannels: i32,
  filterHeight: i32,
  filterWidth: i32,
  stride: i32,
  padTop: i32,
  padLeft: i32,
  rowsPerPart: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const blocks = (outHeight + rowsPerPart - 1) / rowsPerPart;
  const image = part / blocks;
  const firstRow = part % blocks * rowsPerPart;
  const rows = min(rowsPerPart, outHeight - firstRow);
  const pixel = inChannels << 2;
  const edge = scratch + <usize> thread * scratchSize;
  const padded = edge + 192;
  const source = x + <usize> image * <usize> (height * width * pixel);
  const paddedWidth = (outWidth - 1) * stride + filterWidth;
  let from: usize;
  let rowBytes: usize;
  if (
    padTop == 0 && padLeft == 0 && paddedWidth <= width &&
    (outHeight - 1) * stride + filterHeight <= height
  ) {
    rowBytes = <usize> width * pixel;
    from = source + <usize> (firstRow * stride) * rowBytes;
  } else {
    rowBytes = <usize> paddedWidth * pixel;
    from = padded;
    const count = (rows - 1) * stride + filterHeight;
    padRows(
      source,
      padded,
      firstRow * stride - padTop,
      count,
      height,
      width,
      pixel,
      padLeft,
      paddedWidth,
    );
  }
  const yRow = <usize> (outWidth * outChannels) << 2;
  plane(
    from,
    rowBytes * stride,
    stride * pixel,
    rowBytes,
    filter,
    y + <usize> (image * outHeight + firstRow) * yRow,
    yRow,
    outChannels << 2,
    rows,
    outWidth,
    filterHeight,
    filterWidth * inChannels,
    outChannels,
    edge,
  );
}

/**
 * A part of the filter gradient, summed over a range of row blocks (each `rowsPerBlock` rows of one
 * image) for a group of output channels. sums: for each range [filterHeight][lines][columns], where
 * lines is filterWidth * inChannels rounded up to 4 and columns outChannels rounded up to 8.
 */
export function filterGradient(
  x: usize,
  dy: usize,
  sums: usize,
  height: i32,
  width: i32,
  inChannels: i32,
  outHeight: i32,
  outWidth: i32,
  outChannels: i32,
  filterHeight: i32,
  filterWidth: i32,
  stride: i32,
  padTop: i32,
  padLeft: i32,
  rowsPerBlock: i32,
  blocksPerRange: i32,
  images: i32,
  groups: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const range = part / groups, group = part % groups;
  const lines = (filterWidth * inChannels + 3) & ~3;
  const columns = (outChannels + 7) & ~7;
  const perGroup = ((columns >> 3) + groups - 1) / groups << 3;
  const firstColumn = group * perGroup, endColumn = min(columns, firstColumn + perGroup);
  const sumStep = <usize> columns << 2;
  const sum = sums + <usize> (range * filterHeight * lines) * sumStep;
  for (let line = 0; line < filterHeight * lines; line++) {
    memory.fill(
      sum + <usize> line * sumStep + (<usize> firstColumn << 2),
      0,
      max(0, endColumn - firstColumn) << 2,
    );
  }
  const blocks = (outHeight + rowsPerBlock - 1) / rowsPerBlock;
  const pixel = inChannels << 2;
  const padded = scratch + <usize> thread * scratchSize;
  const paddedWidth = (outWidth - 1) * stride + filterWidth;
  const rowBytes = <usize> paddedWidth * pixel;
  const dyStep = <usize> (outWidth * outChannels) << 2;
  const end = min(images * blocks, (range + 1) * blocksPerRange);
  for (let block = range * blocksPerRange; block < end; block++) {
    const image = block / blocks, firstRow = block % blocks * rowsPerBlock;
    const rows = min(rowsPerBlock, outHeight - firstRow);
    const count = (rows - 1) * stride + filterHeight;
    const source = x + <usize> image * <usize> (height * width * pixel);
    padRows(
      source,
      padded,
      firstRow * stride - padTop,
      count,
      height,
      width,
      pixel,
      padLeft,
      paddedWidth,
    );
    const gradient = dy + <usize> (image * outHeight + firstRow) * dyStep;
    for (let tap = 0; tap < filterHeight; tap++) {
      for (let line = 0; line < lines; line += 4) {
        for (let column = firstColumn; column < endColumn; column += 8) {
          outer4(
            padded + <usize> tap * rowBytes + (<usize> line << 2),
            rowBytes * stride,
            stride * pixel,
            gradient + (<usize> column << 2),
            dyStep,
            outChannels << 2,
            rows,
            outWidth,
            sum + <usize> (tap * lines + line) * sumStep + (<usize> column << 2),
            sumStep,
          );
        }
      }
    }
  }
}

/** Adds the ranges' sums, always in the same order, without the padding of lines and columns. */
export function reduceFilterGradient(
  sums: usize,
  to: usize,
  ranges: i32,
  taps: i32,
  length: i32,
  outChannels: i32,
  part: i32,
  _thread: i32,
): void {
  const lines = (length + 3) & ~3;
  const columns = (outChannels + 7) & ~7;
  const rangeBytes = <usize> (taps * lines * columns) << 2;
  const source = sums + (<usize> (part * lines * columns) << 2);
  const target = to + (<usize> (part * length * outChannels) << 2);
  for (let line = 0; line < length; line++) {
    for (let column = 0; column < outChannels; column++) {
      let from = source + (<usize> (line * columns + column) << 2);
      let sum: f32 = 0;
      for (let range = 0; range < ranges; range++) {
        sum += f32.load(from);
        from += rangeBytes;
      }
      f32.store(target + (<usize> (line * outChannels + column) << 2), sum);
    }
  }
}

/**
 * Transposed convolution whose stride is its filter's size, as products: each input pixel gives a
 * block of outputs. filter: for each filter row panels of [in][filterWidth * out]. One part is a
 * block of input rows.
 */
export function spread(
  x: usize,
  filter: usize,
  y: usize,
  rows: i32,
  width: i32,
  inChannels: i32,
  outChannels: i32,
  size: i32,
  rowsPerPart: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const first = part * rowsPerPart;
  const count = min(rowsPerPart, rows - first);
  const columns = size * outChannels;
  const panels = (<usize> ((columns + 7) >> 3) * inChannels) << 5;
  const yRow = <usize> (width * columns) << 2;
  const xRow = <usize> (width * inChannels) << 2;
  for (let tap = 0; tap < size; tap++) {
    plane(
      x + <usize> first * xRow,
      xRow,
      inChannels << 2,
      0,
      filter + <usize> tap * panels,
      y + <usize> (first * size + tap) * yRow,
      yRow * size,
      columns << 2,
      count,
      width,
      1,
      inChannels,
      columns,
      scratch + <usize> thread * scratchSize,
    );
  }
}

/** Panels for `spread`, from a filter [size][size][out][in]. */
export function packSpread(
  from: usize,
  to: usize,
  size: i32,
  inChannels: i32,
  outChannels: i32,
  part: i32,
  _thread: i32,
): void {
  const columns = size * outChannels;
  const panels = (<usize> ((columns + 7) >> 3) * inChannels) << 5;
  const source = from + (<usize> (part * columns * inChannels) << 2);
  packPanels(source, to + <usize> part * panels, inChannels, columns, 1, inChannels, inChannels, 0);
}

/** Rows of a matrix product; b: panels of [k][n]. a [m][k], y [m][n]. */
export function product(
  a: usize,
  b: usize,
  y: usize,
  m: i32,
  k: i32,
  n: i32,
  rowsPerPart: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const first = part * rowsPerPart;
  const rows = min(rowsPerPart, m - first);
  const from = a + (<usize> first * <usize> k << 2), to = y + (<usize> first * <usize> n << 2);
  plane(
    from,
    0,
    k << 2,
    0,
    b,
    to,
    0,
    n << 2,
    1,
    rows,
    1,
    k,
    n,
    scratch + <usize> thread * scratchSize,
  );
}
