// @ts-nocheck: AssemblyScript
// 3 x 3 convolution with stride 1 and same padding by Winograd's F(4x4, 3x3): transformed inputs
// V[f][tile / 4][in][4] times transformed filters U[f][out / 8][in][8] are products M[f][out / 8][tile][8],
// for 36 frequencies f; the filter gradient is the sum of V times transformed gradients Z, both
// laid out as M. Channels are multiples of 8. Tiles are numbered through all images, row by row.
import { lane0, lane1, lane2, lane3, madd } from "./arithmetic.ts";
import {
  transformFilter,
  transformGradient,
  transformInput,
  transformOutput,
  transformSums,
} from "./winograd_transforms.ts";

const LINE: usize = 32;
/** A thread's own room before V and M: intermediate results, a tile at the edge, four tiles. */
export const ROOM: usize = 6912;
const EDGE: usize = 1152;
const GROUP: usize = 2304;

/** Bytes from frequency to frequency: a power of two would put all 36 into one cache set. */
function frequencyStep(channels: i32, tiles: i32): usize {
  return (<usize> (channels * tiles) << 2) + 64;
}

/** Copies a tile of `size` x `size` pixels at (row, column), eight channels, with zeros outside. */
function copyTile(
  image: usize,
  row: i32,
  column: i32,
  height: i32,
  width: i32,
  pixel: usize,
  size: i32,
  to: usize,
): void {
  const zero = f32x4.splat(0);
  for (let i = row; i < row + size; i++) {
    for (let j = column; j < column + size; j++) {
      if (<u32> i < <u32> height && <u32> j < <u32> width) {
        const from = image + <usize> (i * width + j) * pixel;
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      } else {
        v128.store(to, zero);
        v128.store(to, zero, 16);
      }
      to += LINE;
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

/** V of `count` tiles from `first` on, four by four; those that fill up the last four are any values. */
function groupTiles(
  x: usize,
  v: usize,
  first: i32,
  count: i32,
  capacity: i32,
  height: i32,
  width: i32,
  channels: i32,
  room: usize,
): void {
  const fStep = frequencyStep(channels, capacity);
  for (let i = 0; i < count; i += 4) {
    const group = min(4, count - i);
    for (let c = 0; c < channels; c += 8) {
      for (let j = 0; j < group; j++) {
        const to = room + GROUP + <usize> j * EDGE;
        transformTile(x, to, LINE, first + i + j, height, width, channels, c, 6, room);
      }
      interleave(room + GROUP, v + (<usize> (i * channels + c * 4) << 2), fStep);
    }
  }
}

/** V (size 6) or Z (size 4) of `count` tiles from `first` on, for the filter gradient: [tile][8]. */
function transformTiles(
  x: usize,
  v: usize,
  first: i32,
  count: i32,
  capacity: i32,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  room: usize,
): void {
  const fStep = frequencyStep(channels, capacity);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < channels; c += 8) {
      const to = v + <usize> ((c >> 3) * capacity + i) * LINE;
      transformTile(x, to, fStep, first + i, height, width, channels, c, size, room);
    }
  }
}

function transformTile(
  x: usize,
  to: usize,
  fStep: usize,
  tile: i32,
  height: i32,
  width: i32,
  channels: i32,
  c: i32,
  size: i32,
  room: usize,
): void {
  const down = (height + 3) >> 2, across = (width + 3) >> 2;
  const pixel = <usize> channels << 2;
  const step = <usize> width * pixel;
  const before = size == 6 ? 1 : 0;
  const image = tile / (down * across), rest = tile % (down * across);
  const row = (rest / across << 2) - before, column = (rest % across << 2) - before;
  let from = x + <usize> (image * height) * step + (<usize> c << 2);
  let fromStep = step, fromPixel = pixel;
  if (row >= 0 && column >= 0 && row + size <= height && column + size <= width) {
    from += <usize> row * step + <usize> column * pixel;
  } else {
    copyTile(from, row, column, height, width, pixel, size, room + EDGE);
    from = room + EDGE;
    fromStep = LINE * size;
    fromPixel = LINE;
  }
  if (size == 6) transformInput(from, fromStep, fromPixel, room, to, fStep);
  else transformGradient(from, fromStep, fromPixel, room, to, fStep);
}

/** y of `count` tiles from `first` on, channels from c0 to c1 - 1. */
function outputTiles(
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
  room: usize,
): void {
  const down = (height + 3) >> 2, across = (width + 3) >> 2;
  const pixel = <usize> channels << 2;
  const step = <usize> width * pixel;
  const fStep = frequencyStep(channels, capacity);
  for (let i = 0; i < count; i++) {
    const tile = first + i;
    const image = tile / (down * across), rest = tile % (down * across);
    const row = rest / across << 2, column = rest % across << 2;
    const rows = min(4, height - row), columns = min(4, width - column);
    const base = y + <usize> (image * height + row) * step + <usize> column * pixel;
    for (let c = c0; c < c1; c += 8) {
      const from = m + <usize> ((c >> 3) * capacity + i) * LINE;
      const to = base + (<usize> c << 2);
      if (rows == 4 && columns == 4) {
        transformOutput(from, fStep, room, to, step, pixel);
      } else {
        transformOutput(from, fStep, room, room + EDGE, LINE * 4, LINE);
        for (let r = 0; r < rows; r++) {
          for (let j = 0; j < columns; j++) {
            const source = room + EDGE + <usize> (r * 4 + j) * LINE;
            const target = to + <usize> r * step + <usize> j * pixel;
            v128.store(target, v128.load(source));
            v128.store(target, v128.load(source, 16), 16);
          }
        }
      }
    }
  }
}

/** M of one frequency, output channels from k0 to k1 - 1; may compute up to 3 tiles more than count. */
function products(
  v: usize,
  u: usize,
  m: usize,
  count: i32,
  capacity: i32,
  inChannels: i32,
  k0: i32,
  k1: i32,
): void {
  const vBytes = <usize> inChannels << 4;
  for (let k = k0; k < k1; k += 8) {
    const panel = u + <usize> (k >> 3) * (<usize> inChannels * LINE);
    const to = m + <usize> ((k >> 3) * capacity) * LINE;
    for (let tile = 0; tile < count; tile += 4) {
      const from = v + <usize> (tile >> 2) * vBytes;
      product4(from, from + vBytes, panel, to + <usize> tile * LINE);
    }
  }
}

/** Four tiles by eight channels. One load for four tiles and not four: checks of bounds cost more. */
function product4(v: usize, end: usize, u: usize, m: usize): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00;
  for (; v < end; v += 16) {
    const b0 = v128.load(u), b1 = v128.load(u, 16);
    u += LINE;
    const a = v128.load(v);
    let s = lane0(a);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = lane1(a);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = lane2(a);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = lane3(a);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);
  }
  v128.store(m, c00);
  v128.store(m, c01, 16);
  v128.store(m, c10, 32);
  v128.store(m, c11, 48);
  v128.store(m, c20, 64);
  v128.store(m, c21, 80);
  v128.store(m, c30, 96);
  v128.store(m, c31, 112);
}

/** Adds V' Z of `count` tiles to the sums of one frequency, [out / 8][in][8]. */
function outerProducts(
  v: usize,
  z: usize,
  sums: usize,
  count: i32,
  capacity: i32,
  inChannels: i32,
  outChannels: i32,
): void {
  const step = <usize> capacity * LINE;
  for (let k = 0; k < outChannels; k += 8) {
    const from = z + <usize> (k >> 3) * step;
    for (let c = 0; c < inChannels; c += 4) {
      const source = v + <usize> (c >> 3) * step + (<usize> (c & 4) << 2);
      outerTiles(source, from, sums, count);
      sums += 128;
    }
  }
}

/** As outer4 of tile.ts, whose many arguments take a tenth of the time here. */
function outerTiles(v: usize, z: usize, sums: usize, count: i32): void {
  let c00 = v128.load(sums), c01 = v128.load(sums, 16);
  let c10 = v128.load(sums, 32), c11 = v128.load(sums, 48);
  let c20 = v128.load(sums, 64), c21 = v128.load(sums, 80);
  let c30 = v128.load(sums, 96), c31 = v128.load(sums, 112);
  const end = v + <usize> count * LINE;
  for (; v < end; v += LINE) {
    const b0 = v128.load(z), b1 = v128.load(z, 16);
    z += LINE;
    const a = v128.load(v);
    let s = lane0(a);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = lane1(a);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = lane2(a);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = lane3(a);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);
  }
  v128.store(sums, c00);
  v128.store(sums, c01, 16);
  v128.store(sums, c10, 32);
  v128.store(sums, c11, 48);
  v128.store(sums, c20, 64);
  v128.store(sums, c21, 80);
  v128.store(sums, c30, 96);
  v128.store(sums, c31, 112);
}

/**
 * U of the filter [3][3][in][out], for a group of eight outputs. Flipped: of the input gradient's
 * filter, from the forward filter [3][3][out][in]. scratch: for each thread ROOM bytes.
 */
export function winogradFilter(
  filter: usize,
  u: usize,
  inChannels: i32,
  outChannels: i32,
  flipped: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const room = scratch + <usize> thread * scratchSize;
  const fStep = frequencyStep(inChannels, outChannels);
  const tap = <usize> (inChannels * outChannels) << 2;
  const k = part << 3;
  let to = u + <usize> k * (<usize> inChannels << 2);
  for (let c = 0; c < inChannels; c += 8) {
    let from = filter + (<usize> (c * outChannels + k) << 2);
    let step = <usize> outChannels << 2, fromTap = tap;
    if (flipped) {
      turnFilter(filter + (<usize> (k * inChannels + c) << 2), inChannels, tap, room + GROUP);
      from = room + GROUP;
      step = LINE;
      fromTap = LINE * 8;
    }
    for (let i = 0; i < 8; i++) {
      transformFilter(from, fromTap, room, to, fStep);
      from += step;
      to += LINE;
    }
  }
}

/** Eight by eight channels [9][out][in] to [9, from the last][in][out]. */
function turnFilter(from: usize, inChannels: i32, tap: usize, to: usize): void {
  const step = <usize> inChannels << 2;
  from += tap * 8;
  for (let t = 0; t < 9; t++) {
    for (let half: usize = 0; half < 2; half++) {
      transpose4(from + step * 4 * half, step, to + 16 * half);
      transpose4(from + step * 4 * half + 16, step, to + 16 * half + LINE * 4);
    }
    from -= tap;
    to += LINE * 8;
  }
}

/** Four rows of four values, to columns that are LINE bytes long. */
function transpose4(from: usize, step: usize, to: usize): void {
  const a = v128.load(from), b = v128.load(from + step);
  const c = v128.load(from + step * 2), d = v128.load(from + step * 3);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  v128.store(to, v128.shuffle<f64>(ab, cd, 0, 2));
  v128.store(to, v128.shuffle<f64>(ab, cd, 1, 3), 32);
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7), cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(ab2, cd2, 0, 2), 64);
  v128.store(to, v128.shuffle<f64>(ab2, cd2, 1, 3), 96);
}

/** A block of tiles from input to output, for a group of output channels, in the thread's own room. */
export function winogradBlock(
  x: usize,
  u: usize,
  y: usize,
  height: i32,
  width: i32,
  inChannels: i32,
  outChannels: i32,
  tiles: i32,
  perBlock: i32,
  groups: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const block = part / groups, group = part % groups;
  const first = block * perBlock;
  const count = min(perBlock, tiles - first);
  const perGroup = ((outChannels >> 3) + groups - 1) / groups << 3;
  const k0 = group * perGroup, k1 = min(outChannels, k0 + perGroup);
  const room = scratch + <usize> thread * scratchSize;
  const v = room + ROOM;
  const vStep = frequencyStep(inChannels, perBlock), uStep = frequencyStep(inChannels, outChannels);
  const m = v + vStep * 36;
  const mStep = frequencyStep(outChannels, perBlock);
  groupTiles(x, v, first, count, perBlock, height, width, inChannels, room);
  for (let f: usize = 0; f < 36; f++) {
    products(v + f * vStep, u + f * uStep, m + f * mStep, count, perBlock, inChannels, k0, k1);
  }
  outputTiles(m, y, first, count, perBlock, height, width, outChannels, k0, k1, room);
}

/** V of a part (a multiple of 4) of `count` tiles from `first` on, for all frequencies. */
export function winogradInput(
  x: usize,
  v: usize,
  first: i32,
  count: i32,
  capacity: i32,
  height: i32,
  width: i32,
  channels: i32,
  perPart: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const start = part * perPart;
  groupTiles(
    x,
    v + (<usize> (start * channels) << 2),
    first + start,
    min(perPart, count - start),
    capacity,
    height,
    width,
    channels,
    scratch + <usize> thread * scratchSize,
  );
}

/** V (size 6) or Z (size 4) for the filter gradient, of a part of `count` tiles from `first` on. */
export function winogradTransform(
  x: usize,
  v: usize,
  first: i32,
  count: i32,
  capacity: i32,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  perPart: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const start = part * perPart;
  transformTiles(
    x,
    v + <usize> start * LINE,
    first + start,
    min(perPart, count - start),
    capacity,
    height,
    width,
    channels,
    size,
    scratch + <usize> thread * scratchSize,
  );
}

/** M of a frequency and a group of output channels, for all tiles that V holds. */
export function winogradProduct(
  v: usize,
  u: usize,
  m: usize,
  count: i32,
  capacity: i32,
  inChannels: i32,
  outChannels: i32,
  part: i32,
  _thread: i32,
): void {
  products(
    v + <usize> part * frequencyStep(inChannels, capacity),
    u + <usize> part * frequencyStep(inChannels, outChannels),
    m + <usize> part * frequencyStep(outChannels, capacity),
    count,
    capacity,
    inChannels,
    0,
    outChannels,
  );
}

/** y of a part of the tiles that M holds. */
export function winogradOutput(
  m: usize,
  y: usize,
  first: i32,
  count: i32,
  capacity: i32,
  height: i32,
  width: i32,
  channels: i32,
  perPart: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const start = part * perPart;
  outputTiles(
    m + <usize> start * LINE,
    y,
    first + start,
    min(perPart, count - start),
    capacity,
    height,
    width,
    channels,
    0,
    channels,
    scratch + <usize> thread * scratchSize,
  );
}

/** Sums of a range of tile blocks: sums[range][f][out / 8][in][8]. */
export function winogradGradientBlocks(
  x: usize,
  dy: usize,
  sums: usize,
  height: i32,
  width: i32,
  inChannels: i32,
  outChannels: i32,
  tiles: i32,
  perBlock: i32,
  blocksPerRange: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const room = scratch + <usize> thread * scratchSize;
  const v = room + ROOM;
  const vStep = frequencyStep(inChannels, perBlock), zStep = frequencyStep(outChannels, perBlock);
  const sumStep = frequencyStep(inChannels, outChannels);
  const z = v + vStep * 36;
  const own = sums + <usize> part * (sumStep * 36);
  memory.fill(own, 0, sumStep * 36);
  const blocks = (tiles + perBlock - 1) / perBlock;
  const end = min(blocks, (part + 1) * blocksPerRange);
  for (let block = part * blocksPerRange; block < end; block++) {
    const first = block * perBlock;
    const count = min(perBlock, tiles - first);
    transformTiles(x, v, first, count, perBlock, height, width, inChannels, 6, room);
    transformTiles(dy, z, first, count, perBlock, height, width, outChannels, 4, room);
    for (let f: usize = 0; f < 36; f++) {
      outerProducts(
        v + f * vStep,
        z + f * zStep,
        own + f * sumStep,
        count,
        perBlock,
        inChannels,
        outChannels,
      );
    }
  }
}

/** Sums of one frequency over all tiles that V and Z hold; fresh: they start from zero. */
export function winogradGradientProduct(
  v: usize,
  z: usize,
  sums: usize,
  count: i32,
  capacity: i32,
  inChannels: i32,
  outChannels: i32,
  fresh: i32,
  part: i32,
  _thread: i32,
): void {
  const own = sums + <usize> part * frequencyStep(inChannels, outChannels);
  if (fresh) memory.fill(own, 0, <usize> (inChannels * outChannels) << 2);
  outerProducts(
    v + <usize> part * frequencyStep(inChannels, capacity),
    z + <usize> part * frequencyStep(outChannels, capacity),
    own,
    count,
    capacity,
    inChannels,
    outChannels,
  );
}

/** The filter gradient [3][3][in][out] of a group of eight outputs; adds the ranges in order. */
export function winogradGradientFilter(
  sums: usize,
  gradient: usize,
  ranges: i32,
  inChannels: i32,
  outChannels: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const room = scratch + <usize> thread * scratchSize;
  const fStep = frequencyStep(inChannels, outChannels);
  const tap = <usize> (inChannels * outChannels) << 2;
  const k = part << 3;
  for (let c = 0; c < inChannels; c++) {
    const from = sums + <usize> k * (<usize> inChannels << 2) + <usize> c * LINE;
    for (let range = 1; range < ranges; range++) {
      let first = from, other = from + <usize> range * (fStep * 36);
      for (let f = 0; f < 36; f++) {
        v128.store(first, f32x4.add(v128.load(first), v128.load(other)));
        v128.store(first, f32x4.add(v128.load(first, 16), v128.load(other, 16)), 16);
        first += fStep;
        other += fStep;
      }
    }
    transformSums(from, fStep, room, gradient + (<usize> (c * outChannels + k) << 2), tap);
  }
}
