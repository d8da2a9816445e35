// @ts-nocheck: AssemblyScript
// Images in other sizes. Tables say where each output row and column comes from: for the nearest pixel
// [index], for bilinear interpolation [lower, upper, share of the upper as float32].
import { madd } from "./arithmetic.ts";
import { copyRows } from "./copy.ts";
import { put } from "./lanes.ts";
import { clearChunk } from "./windows.ts";

/** A part of the output's rows, counted over all images. */
export function resizeNearest(
  x: usize,
  y: usize,
  rowTable: usize,
  columnTable: usize,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const pixel = <usize> channels << 2;
  const end = min(rows, (part + 1) * rowsPerPart);
  for (let row = part * rowsPerPart; row < end; row++) {
    const image = row / outHeight;
    const source = i32.load(rowTable + (<usize> (row % outHeight) << 2));
    const from = x + <usize> ((image * height + source) * width) * pixel;
    let to = y + <usize> (row * outWidth) * pixel;
    for (let column = 0; column < outWidth; column++) {
      const p = from + <usize> i32.load(columnTable + (<usize> column << 2)) * pixel;
      copyRows(p, 0, to, 0, 1, pixel);
      to += pixel;
    }
  }
}

/** Adds up dy at the pixels that it was copied from, for one image and a chunk of its channels. */
export function resizeNearestGradient(
  dy: usize,
  dx: usize,
  rowTable: usize,
  columnTable: usize,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  chunk: i32,
  part: i32,
  _thread: i32,
): void {
  const chunks = (channels + chunk - 1) / chunk;
  const image = part / chunks, first = part % chunks * chunk;
  const count = min(channels - first, chunk);
  const pixel = <usize> channels << 2;
  const to = dx + <usize> (image * height * width) * pixel + (<usize> first << 2);
  let from = dy + <usize> (image * outHeight * outWidth) * pixel + (<usize> first << 2);
  clearChunk(to, height * width, pixel, count);
  for (let row = 0; row < outHeight; row++) {
    const target = to + <usize> (i32.load(rowTable + (<usize> row << 2)) * width) * pixel;
    for (let column = 0; column < outWidth; column++) {
      const q = target + <usize> i32.load(columnTable + (<usize> column << 2)) * pixel;
      for (let c = 0; c < count; c += 4) {
        const at = <usize> c << 2;
        put(q + at, f32x4.add(v128.load(q + at), v128.load(from + at)), count - c);
      }
      from += pixel;
    }
  }
}

/** As resizeNearest, between the four pixels around. */
export function resizeBilinear(
  x: usize,
  y: usize,
  rowTable: usize,
  columnTable: usize,
  rows: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  rowsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const pixel = <usize> channels << 2;
  const end = min(rows, (part + 1) * rowsPerPart);
  for (let row = part * rowsPerPart; row < end; row++) {
    const image = row / outHeight, entry = rowTable + <usize> (row % outHeight) * 12;
    const upper = x + <usize> ((image * height + i32.load(entry)) * width) * pixel;
    const lower = x + <usize> ((image * height + i32.load(entry, 4)) * width) * pixel;
    const down = v128.load32_splat(entry, 8);
    let to = y + <usize> (row * outWidth) * pixel;
    for (let column = 0; column < outWidth; column++) {
      const entry = columnTable + <usize> column * 12;
      const left = <usize> i32.load(entry) * pixel, right = <usize> i32.load(entry, 4) * pixel;
      const across = v128.load32_splat(entry, 8);
      for (let c = 0; c < channels; c += 4) {
        const at = <usize> c << 2;
        let a = v128.load(upper + left + at), b = v128.load(upper + right + at);
        const above = madd(f32x4.sub(b, a), across, a);
        a = v128.load(lower + left + at);
        b = v128.load(lower + right + at);
        const below = madd(f32x4.sub(b, a), across, a);
        put(to + at, madd(f32x4.sub(below, above), down, above), channels - c);
      }
      to += pixel;
    }
  }
}

/** As resizeNearestGradient, for the four pixels around. */
export function resizeBilinearGradient(
  dy: usize,
  dx: usize,
  rowTable: usize,
  columnTable: usize,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  chunk: i32,
  part: i32,
  _thread: i32,
): void {
  const chunks = (channels + chunk - 1) / chunk;
  const image = part / chunks, first = part % chunks * chunk;
  const count = min(channels - first, chunk);
  const pixel = <usize> channels << 2;
  const to = dx + <usize> (image * height * width) * pixel + (<usize> first << 2);
  let from = dy + <usize> (image * outHeight * outWidth) * pixel + (<usize> first << 2);
  clearChunk(to, height * width, pixel, count);
  for (let row = 0; row < outHeight; row++) {
    const entry = rowTable + <usize> row * 12;
    const upper = to + <usize> (i32.load(entry) * width) * pixel;
    const lower = to + <usize> (i32.load(entry, 4) * width) * pixel;
    const down = v128.load32_splat(entry, 8);
    for (let column = 0; column < outWidth; column++) {
      const entry = columnTable + <usize> column * 12;
      const left = <usize> i32.load(entry) * pixel, right = <usize> i32.load(entry, 4) * pixel;
      const across = v128.load32_splat(entry, 8);
      for (let c = 0; c < count; c += 4) {
        const at = <usize> c << 2, lanes = count - c;
        const g = v128.load(from + at);
        const below = f32x4.mul(g, down), above = f32x4.sub(g, below);
        addShared(upper + at, left, right, above, across, lanes);
        addShared(lower + at, left, right, below, across, lanes);
      }
      from += pixel;
    }
  }
}

/** Adds g to two pixels (which may be the same), by their shares. */
// @inline
function addShared(
  to: usize,
  left: usize,
  right: usize,
  g: v128,
  share: v128,
  lanes: i32,
): void {
  const more = f32x4.mul(g, share);
  put(to + left, f32x4.add(v128.load(to + left), f32x4.sub(g, more)), lanes);
  put(to + right, f32x4.add(v128.load(to + right), more), lanes);
}
