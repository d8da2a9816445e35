// @ts-nocheck: AssemblyScript
// Direct convolution for any filter size and stride; padding is made real in a block of rows that stays
// in the cache. Matrix products and transposed convolutions by the same tiles.
import { EDGE, LINEAR } from "./constants.ts";
import { padRows } from "./copy.ts";
import { finish } from "./finish.ts";
import { plane } from "./tile.ts";

/** A block of output rows of one image, with a bias and an activation. filter: panels. scratch: for each thread scratchSize bytes. */
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
  bias: usize,
  activation: i32,
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
  const padded = edge + EDGE;
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
  const to = y + <usize> (image * outHeight + firstRow) * yRow;
  plane(
    from,
    rowBytes * stride,
    stride * pixel,
    rowBytes,
    filter,
    to,
    yRow,
    outChannels << 2,
    rows,
    outWidth,
    filterHeight,
    filterWidth * inChannels,
    outChannels,
    edge,
  );
  finish(to, outChannels << 2, bias, rows * outWidth, outChannels << 2, activation);
}

/**
 * Transposed convolution whose stride is its filter's size, as products: each input pixel gives a
 * block of outputs, to which a bias is added. filter: for each filter row panels of [in][filterWidth * out]. One part is a
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
  bias: usize,
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
  const to = y + <usize> (first * size) * yRow;
  finish(to, outChannels << 2, bias, count * size * width * size, outChannels << 2, LINEAR);
}

/** Rows of a matrix product, with a bias and an activation; b: panels of [k][n]. a [m][k], y [m][n]. */
export function product(
  a: usize,
  b: usize,
  y: usize,
  m: i32,
  k: i32,
  n: i32,
  rowsPerPart: i32,
  bias: usize,
  activation: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const first = part * rowsPerPart;
  const rows = min(rowsPerPart, m - first);
  const from = a + (<usize> first * <usize> k << 2), to = y + (<usize> first * <usize> n << 2);
  const edge = scratch + <usize> thread * scratchSize;
  plane(from, 0, k << 2, 0, b, to, 0, n << 2, 1, rows, 1, k, n, edge);
  finish(to, n << 2, bias, rows, n << 2, activation);
}
