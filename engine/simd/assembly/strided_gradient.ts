// @ts-nocheck: AssemblyScript
// The input gradient of a convolution with a stride. The inputs that meet the same taps of the filter are
// a phase; each phase is a convolution of dy, without stride, by those taps.
import { EDGE } from "./constants.ts";
import { padRows } from "./copy.ts";
import { packPanels } from "./panels.ts";
import { plane } from "./tile.ts";

/** How many taps of a filter belong to a phase. */
// @inline
function tapsOf(size: i32, phase: i32, stride: i32): i32 {
  return max(0, (size - phase + stride - 1) / stride);
}

/** Panels of a phase's taps, turned round; phases are `phaseBytes` from each other. One part is a phase. */
export function packPhase(
  from: usize,
  to: usize,
  filterHeight: i32,
  filterWidth: i32,
  inChannels: i32,
  outChannels: i32,
  stride: i32,
  phaseBytes: i32,
  part: i32,
  _thread: i32,
): void {
  const top = part / stride, left = part % stride;
  const rows = tapsOf(filterHeight, top, stride), columns = tapsOf(filterWidth, left, stride);
  to += <usize> part * phaseBytes;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const y = top + (rows - 1 - row) * stride, x = left + (columns - 1 - column) * stride;
      const source = from + (<usize> ((y * filterWidth + x) * inChannels * outChannels) << 2);
      const place = (row * columns + column) * outChannels;
      const panelRows = rows * columns * outChannels;
      packPanels(source, to, outChannels, inChannels, 1, outChannels, panelRows, place);
    }
  }
}

/**
 * A block of rows of one image, for all phases: those inputs i with (i + padTop) / stride from
 * `firstRow` of the block on. scratch: for each thread scratchSize bytes.
 */
export function stridedGradient(
  dy: usize,
  filter: usize,
  dx: usize,
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
  phaseBytes: i32,
  rowsPerPart: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const begin = padTop / stride, end = (padTop + height - 1) / stride + 1;
  const blocks = (end - begin + rowsPerPart - 1) / rowsPerPart;
  const image = part / blocks;
  const firstRow = begin + part % blocks * rowsPerPart;
  const endRow = min(end, firstRow + rowsPerPart);
  const firstColumn = padLeft / stride, endColumn = (padLeft + width - 1) / stride + 1;
  // dy with as many rows and columns before it as a phase has taps, but one
  const above = tapsOf(filterHeight, 0, stride) - 1, before = tapsOf(filterWidth, 0, stride) - 1;
  const pixel = outChannels << 2;
  const paddedWidth = endColumn - firstColumn + before;
  const edge = scratch + <usize> thread * scratchSize, padded = edge + EDGE;
  padRows(
    dy + <usize> (image * outHeight * outWidth) * pixel,
    padded,
    firstRow - above,
    endRow - firstRow + above,
    outHeight,
    outWidth,
    pixel,
    before - firstColumn,
    paddedWidth,
  );
  const rowBytes = <usize> paddedWidth * pixel;
  const dxPixel = <usize> inChannels << 2;
  for (let phase = 0; phase < stride * stride; phase++) {
    const top = phase / stride, left = phase % stride;
    const rows = tapsOf(filterHeight, top, stride), columns = tapsOf(filterWidth, left, stride);
    const r = max(firstRow, (padTop - top + stride - 1) / stride);
    const c = max(firstColumn, (padLeft - left + stride - 1) / stride);
    const endR = min(endRow, (height + padTop - top + stride - 1) / stride);
    const endC = min(endColumn, (width + padLeft - left + stride - 1) / stride);
    const i = r * stride + top - padTop, j = c * stride + left - padLeft;
    plane(
      padded + <usize> (r - firstRow + above + 1 - rows) * rowBytes +
        <usize> ((c - firstColumn + before + 1 - columns) * pixel),
      rowBytes,
      pixel,
      rowBytes,
      filter + <usize> phase * phaseBytes,
      dx + <usize> ((image * height + i) * width + j) * dxPixel,
      <usize> (width * stride) * dxPixel,
      dxPixel * stride,
      endR - r,
      endC - c,
      rows,
      columns * outChannels,
      inChannels,
      edge,
    );
  }
}
