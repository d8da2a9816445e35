// @ts-nocheck: AssemblyScript
// The inner product kernels. Inputs are NHWC; a filter is panels [n / 8][taps * length][8] made by
// panels.ts. The tiles' own functions (line8, line16, outer4x8, outer4x16) are added by build.ts, from
// tile_source.ts.
import { WIDE } from "./arithmetic.ts";

const LINE: usize = 32;

/**
 * A plane of outputs, each the product of `taps` runs of `length` inputs with the filter.
 * x: first input; steps in bytes: xStep to the next output row's input, xPixel to the next output
 * pixel's, tapRow from one run to the next; y: first output, yStep and yPixel likewise.
 * edge: 192 free bytes.
 */
export function plane(
  x: usize,
  xStep: usize,
  xPixel: usize,
  tapRow: usize,
  filter: usize,
  y: usize,
  yStep: usize,
  yPixel: usize,
  height: i32,
  width: i32,
  taps: i32,
  length: i32,
  channels: i32,
  edge: usize,
): void {
  const panel = <usize> (taps * length) * LINE;
  let c = 0;
  while (c < channels) {
    const wide = WIDE && channels - c >= 16;
    const valid = min(8, channels - c);
    const b = filter + <usize> (c >> 3) * panel;
    let from = x, to = y + <usize> (c << 2);
    for (let row = 0; row < height; row++) {
      if (wide) {
        line16(from, xPixel, tapRow, b, panel, to, yPixel, LINE, width, taps, length, 16, edge);
      } else {
        line8(from, xPixel, tapRow, b, panel, to, yPixel, LINE, width, taps, length, valid, edge);
      }
      from += xStep;
      to += yStep;
    }
    c += wide ? 16 : 8;
  }
}
