// @ts-nocheck: AssemblyScript
// The depthwise convolution's input gradient with stride 2; with stride 1 it is one itself.
import { madd } from "./arithmetic.ts";
import { put } from "./lanes.ts";

/** A part of the input's rows, counted over all images, with stride 2. */
export function depthwiseSpread(
  dy: usize,
  filter: usize,
  dx: usize,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  size: i32,
  padTop: i32,
  padLeft: i32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const pixel = <usize> channels << 2;
  const dyRow = <usize> outWidth * pixel, dxRow = <usize> width * pixel;
  const end = min(rows, (part + 1) * rowsPerPart);
  for (let row = part * rowsPerPart; row < end; row++) {
    const image = row / height, place = row % height + padTop;
    const source = dy + <usize> (image * outHeight) * dyRow, to = dx + <usize> row * dxRow;
    let first = true;
    // every second filter row meets a row of dy
    for (let k = place & 1; k < size; k += 2) {
      const above = (place - k) >> 1;
      if (above < 0 || above >= outHeight) continue;
      for (let c = 0; c < channels; c += 4) {
        const at = <usize> c << 2, taps = filter + <usize> (k * size) * pixel + at;
        const from = source + <usize> above * dyRow + at;
        const lanes = channels - c;
        if (size == 3) {
          spreadRow(from, pixel, taps, false, to + at, width, outWidth, padLeft, lanes, first);
        } else spreadRow(from, pixel, taps, true, to + at, width, outWidth, padLeft, lanes, first);
      }
      first = false;
    }
    if (first) memory.fill(to, 0, dxRow);
  }
}

/** Each dy goes to the pixels under its taps; those at even and at odd places are summed apart. */
// @inline
function spreadRow(
  q: usize,
  pixel: usize,
  filter: usize,
  five: bool,
  to: usize,
  width: i32,
  outWidth: i32,
  padLeft: i32,
  lanes: i32,
  first: bool,
): void {
  const f0 = v128.load(filter), f1 = v128.load(filter + pixel);
  const f2 = v128.load(filter + 2 * pixel), none = f32x4.splat(0);
  const f3 = five ? v128.load(filter + 3 * pixel) : none;
  const f4 = five ? v128.load(filter + 4 * pixel) : none;
  let before = none, long = none;
  to -= <usize> padLeft * pixel;
  for (let column = 0, place = 0 - padLeft; place < width; column++, place += 2) {
    const g = column < outWidth ? v128.load(q) : none;
    let even = madd(g, f0, f32x4.mul(before, f2));
    if (five) even = madd(long, f4, even);
    if (place >= 0) put(to, first ? even : f32x4.add(v128.load(to), even), lanes);
    to += pixel;
    let odd = f32x4.mul(g, f1);
    if (five) odd = madd(before, f3, odd);
    if (place >= -1 && place + 1 < width) {
      put(to, first ? odd : f32x4.add(v128.load(to), odd), lanes);
    }
    to += pixel;
    if (five) long = before;
    before = g;
    q += pixel;
  }
}
