// @ts-nocheck: AssemblyScript
// Tiles of Winograd's F(4x4, 3x3): from images to V and Z, from M to images; winograd.ts says what they
// are. Tiles are numbered through all images, row by row.
import { copyRows } from "./copy.ts";
import { transformGradient, transformInput, transformOutput } from "./winograd_transforms.ts";

export const LINE: usize = 32;
const EDGE: usize = 1152;
export const GROUP: usize = 2304;

/** Channels in panels: those that fill up the last eight are zeros. */
export function eights(channels: i32): i32 {
  return (channels + 7) & ~7;
}

/** Bytes from frequency to frequency: a power of two would put all 36 into one cache set. */
export function frequencyStep(channels: i32, tiles: i32): usize {
  return (<usize> (eights(channels) * tiles) << 2) + 64;
}

/**
 * Copies eight channels of a tile of `size` x `size` pixels at (row, column), with zeros outside of the
 * image and in place of channels from `lanes` on; what is read there belongs to the next pixel, or lies
 * behind the tensor.
 */
function copyTile(
  image: usize,
  row: i32,
  column: i32,
  height: i32,
  width: i32,
  pixel: usize,
  lanes: i32,
  size: i32,
  to: usize,
): void {
  const places = i32x4(0, 1, 2, 3), zero = f32x4.splat(0);
  const valid = i32x4.lt_s(places, i32x4.splat(lanes));
  const valid_ = i32x4.lt_s(places, i32x4.splat(lanes - 4));
  const end = to + <usize> (size * size) * LINE;
  for (let p = to; p < end; p += LINE) {
    v128.store(p, zero, 16);
    v128.store(p, zero);
  }
  const top = max(0, -row), bottom = min(size, height - row);
  const left = max(0, -column), right = min(size, width - column);
  for (let i = top; i < bottom; i++) {
    let p = image + <usize> ((row + i) * width + column + left) * pixel;
    let q = to + <usize> (i * size + left) * LINE;
    for (let j = left; j < right; j++) {
      const v = v128.and(v128.load(p), valid), v_ = v128.and(v128.load(p, 16), valid_);
      v128.store(q, v_, 16);
      v128.store(q, v);
      p += pixel;
      q += LINE;
    }
  }
}

/** Four tiles' values of eight channels, [tile][f][8], to V's place for them, [f] of [8][4]. */
function interleave(from: usize, to: usize, fStep: usize): void {
  for (let f = 0; f < 36; f++) {
    for (let half: usize = 0; half < 2; half++) {
      const p = from + half * 16, q = to + half * 64;
      const a = v128.load(p),
        b = v128.load(p, 1152),
        c = v128.load(p, 2304),
        d = v128.load(p, 3456);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      v128.store(q, v128.shuffle<f64>(ab, cd, 0, 2));
      v128.store(q, v128.shuffle<f64>(ab, cd, 1, 3), 16);
      const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7), cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(q, v128.shuffle<f64>(ab2, cd2, 0, 2), 32);
      v128.store(q, v128.shuffle<f64>(ab2, cd2, 1, 3), 48);
    }
    from += LINE;
    to += fStep;
  }
}

/**
 * V of `count` tiles from `first` on, four by four; those that fill up the last four are any values.
 * whole: the channels that V holds, of which these are some; fStep: bytes from frequency to frequency.
 */
export function groupTiles(
  x: usize,
  v: usize,
  first: i32,
  count: i32,
  height: i32,
  width: i32,
  channels: i32,
  whole: i32,
  fStep: usize,
  room: usize,
): void {
  for (let i = 0; i < count; i += 4) {
    const group = min(4, count - i), to = room + GROUP;
    for (let c = 0; c < channels; c += 8) {
      const from = x + (<usize> c << 2), lanes = min(8, channels - c);
      runOfTiles(
        from,
        to,
        LINE,
        EDGE,
        0,
        first + i,
        group,
        height,
        width,
        channels,
        lanes,
        6,
        room,
      );
      interleave(to, v + (<usize> (i * whole + c * 4) << 2), fStep);
    }
  }
}

/**
 * V (size 6) or Z (size 4) of `count` tiles from `first` on, for the filter gradient: [tile][8].
 * fStep: bytes from frequency to frequency.
 */
export function transformTiles(
  x: usize,
  v: usize,
  first: i32,
  count: i32,
  capacity: i32,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  fStep: usize,
  room: usize,
): void {
  const panel = <usize> capacity * LINE;
  runOfTiles(
    x,
    v,
    fStep,
    LINE,
    panel,
    first,
    count,
    height,
    width,
    channels,
    channels,
    size,
    room,
  );
}

/**
 * Transforms `lanes` of the channels of `count` tiles from `first` on. In v frequencies lie fStep bytes
 * apart, tiles tileStep, eights of channels panel.
 */
function runOfTiles(
  x: usize,
  v: usize,
  fStep: usize,
  tileStep: usize,
  panel: usize,
  first: i32,
  count: i32,
  height: i32,
  width: i32,
  channels: i32,
  lanes: i32,
  size: i32,
  room: usize,
): void {
  const down = (height + 3) >> 2, across = (width + 3) >> 2;
  const pixel = <usize> channels << 2, step = <usize> width * pixel;
  const before = size == 6 ? 1 : 0;
  const rest = first % (down * across);
  let row = (rest / across << 2) - before, column = (rest % across << 2) - before;
  const endRow = (down << 2) - before, endColumn = (across << 2) - before;
  let image = x + <usize> (first / (down * across) * height) * step;
  for (let i = 0; i < count; i++) {
    const inside = row >= 0 && column >= 0 && row + size <= height && column + size <= width;
    let from = image + <usize> row * step + <usize> column * pixel, to = v;
    for (let c = 0; c < lanes; c += 8) {
      if (inside && c + 8 <= lanes) transform(from, step, pixel, room, to, fStep, size);
      else {
        const copy = room + EDGE;
        copyTile(
          image + (<usize> c << 2),
          row,
          column,
          height,
          width,
          pixel,
          lanes - c,
          size,
          copy,
        );
        transform(copy, LINE * size, LINE, room, to, fStep, size);
      }
      from += LINE;
      to += panel;
    }
    v += tileStep;
    column += 4;
    if (column == endColumn) {
      column = -before;
      row += 4;
      if (row == endRow) {
        row = -before;
        image += <usize> height * step;
      }
    }
  }
}

// @inline
function transform(
  from: usize,
  step: usize,
  pixel: usize,
  room: usize,
  to: usize,
  fStep: usize,
  size: i32,
): void {
  if (size == 6) transformInput(from, step, pixel, room, to, fStep * 6, fStep);
  else transformGradient(from, step, pixel, room, to, fStep * 6, fStep);
}

/**
 * y of `count` tiles from `first` on, channels from c0 to c1 - 1, with a bias and an activation.
 * fStep: bytes from frequency to frequency.
 */
export function outputTiles(
  m: usize,
  y: usize,
  first: i32,
  count: i32,
  capacity: i32,
  height: i32,
  width: i32,
  channels: i32,
  c0: i32,
  c1: i32,
  bias: usize,
  activation: i32,
  fStep: usize,
  room: usize,
): void {
  const down = (height + 3) >> 2, across = (width + 3) >> 2;
  const pixel = <usize> channels << 2;
  const step = <usize> width * pixel;
  const rest = first % (down * across);
  let row = rest / across << 2, column = rest % across << 2;
  let image = y + <usize> (first / (down * across) * height) * step;
  for (let i = 0; i < count; i++) {
    const rows = min(4, height - row), columns = min(4, width - column);
    const base = image + <usize> row * step + <usize> column * pixel;
    for (let c = c0; c < c1; c += 8) {
      const from = m + <usize> ((c >> 3) * capacity + i) * LINE;
      const to = base + (<usize> c << 2);
      const lanes = min(8, channels - c);
      const b = bias == 0 ? 0 : bias + (<usize> c << 2);
      if (rows == 4 && columns == 4 && lanes == 8) {
        transformOutput(from, fStep * 6, fStep, room, to, step, pixel, b, activation);
      } else {
        const aside = room + EDGE;
        transformOutput(from, fStep * 6, fStep, room, aside, LINE * 4, LINE, b, activation);
        for (let r = 0; r < rows; r++) {
          const source = aside + <usize> (r * 4) * LINE;
          copyRows(source, LINE, to + <usize> r * step, pixel, columns, lanes << 2);
        }
      }
    }
    column += 4;
    if (column == across << 2) {
      column = 0;
      row += 4;
      if (row == down << 2) {
        row = 0;
        image += <usize> height * step;
      }
    }
  }
}
