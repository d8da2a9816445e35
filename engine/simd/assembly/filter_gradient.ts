// @ts-nocheck: AssemblyScript
// The direct convolution's filter gradient.
import { WIDE } from "./arithmetic.ts";
import { padRows } from "./copy.ts";
import { outer4x16, outer4x8 } from "./tile.ts";

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
        outerLine(
          padded + <usize> tap * rowBytes + (<usize> line << 2),
          rowBytes * stride,
          stride * pixel,
          gradient,
          dyStep,
          outChannels << 2,
          rows,
          outWidth,
          sum + <usize> (tap * lines + line) * sumStep,
          sumStep,
          firstColumn,
          endColumn,
        );
      }
    }
  }
}

/** Sums of four lines, for the columns of a group. */
function outerLine(
  x: usize,
  xStep: usize,
  xPixel: usize,
  dy: usize,
  dyStep: usize,
  dyPixel: usize,
  rows: i32,
  width: i32,
  sum: usize,
  sumStep: usize,
  firstColumn: i32,
  endColumn: i32,
): void {
  let column = firstColumn;
  if (WIDE) {
    for (; column + 16 <= endColumn; column += 16) {
      const b = dy + (<usize> column << 2), to = sum + (<usize> column << 2);
      outer4x16(x, xStep, xPixel, b, dyStep, dyPixel, 32, rows, width, to, sumStep, 32);
    }
  }
  for (; column < endColumn; column += 8) {
    const b = dy + (<usize> column << 2), to = sum + (<usize> column << 2);
    outer4x8(x, xStep, xPixel, b, dyStep, dyPixel, 32, rows, width, to, sumStep, 32);
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
