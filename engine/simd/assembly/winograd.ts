// @ts-nocheck: AssemblyScript
// 3 x 3 convolution with stride 1 and same padding by Winograd's F(4x4, 3x3). For each of 36 frequencies
// f it is a product of matrices:
//
//   x --transformInput--> V [f] tiles x in  \
//                                            product --> M [f] tiles x out --transformOutput--> y
//   filter --------------> U [f] in x out   /
//
//   dy -transformGradient-> Z [f] tiles x out, and V' Z summed over tiles --transformSums--> gradient
//
// In memory eight channels lie side by side, and zeros fill up the last eight:
//
//   U [f][out / 8][in][8]   M, Z [f][out / 8][tile][8]   V as M, or for narrow tiles [f][tile / 4][in][4]
//
// Tiles are numbered through all images, row by row.
import { lane0, lane1, lane2, lane3, madd, WIDE } from "./arithmetic.ts";
import { ROOM } from "./constants.ts";
import { line16, line8 } from "./tile.ts";
import { finishTiles, inputTiles } from "./winograd_images.ts";
import { eights, frequencyStep, LINE } from "./winograd_tiles.ts";

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
  if (WIDE) return wideProducts(v, u, m, count, capacity, inChannels, k0, k1);
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

/** As products, of V laid out as M. */
function wideProducts(
  v: usize,
  u: usize,
  m: usize,
  count: i32,
  capacity: i32,
  inChannels: i32,
  k0: i32,
  k1: i32,
): void {
  const step = <usize> capacity * LINE, panel = <usize> inChannels * LINE;
  const taps = inChannels >> 3;
  let k = k0;
  for (; k + 16 <= k1; k += 16) {
    const b = u + <usize> (k >> 3) * panel, to = m + <usize> (k >> 3) * step;
    line16(v, LINE, step, b, panel, to, LINE, step, count, taps, 8, 16, 0);
  }
  if (k < k1) {
    const b = u + <usize> (k >> 3) * panel, to = m + <usize> (k >> 3) * step;
    line8(v, LINE, step, b, panel, to, LINE, step, count, taps, 8, 8, 0);
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

/** A block of tiles from input to output, for a group of output channels, in the thread's own room. */
export function winogradBlock(
  x: usize,
  nextX: usize,
  u: usize,
  y: usize,
  nextY: usize,
  height: i32,
  width: i32,
  inChannels: i32,
  nextInChannels: i32,
  outChannels: i32,
  nextOutChannels: i32,
  tiles: i32,
  perBlock: i32,
  groups: i32,
  bias: usize,
  activation: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const block = part / groups, group = part % groups;
  const first = block * perBlock;
  const count = min(perBlock, tiles - first);
  const ins = eights(inChannels) + eights(nextInChannels);
  const outs = eights(outChannels) + eights(nextOutChannels);
  const perGroup = ((outs >> 3) + groups - 1) / groups << 3;
  const k0 = group * perGroup, k1 = min(outs, k0 + perGroup);
  const room = scratch + <usize> thread * scratchSize;
  const v = room + ROOM;
  const vStep = frequencyStep(ins, perBlock), uStep = frequencyStep(ins, outs);
  const m = v + vStep * 36;
  const mStep = frequencyStep(outs, perBlock);
  inputTiles(
    x,
    nextX,
    v,
    first,
    count,
    perBlock,
    height,
    width,
    inChannels,
    nextInChannels,
    vStep,
    room,
  );
  for (let f: usize = 0; f < 36; f++) {
    products(v + f * vStep, u + f * uStep, m + f * mStep, count, perBlock, ins, k0, k1);
  }
  finishTiles(
    m,
    y,
    nextY,
    first,
    count,
    perBlock,
    height,
    width,
    outChannels,
    nextOutChannels,
    k0,
    k1,
    bias,
    activation,
    mStep,
    room,
  );
}

/** V of a part (a multiple of 4) of `count` tiles from `first` on, for all frequencies. */
export function winogradInput(
  x: usize,
  nextX: usize,
  v: usize,
  first: i32,
  count: i32,
  capacity: i32,
  height: i32,
  width: i32,
  channels: i32,
  nextChannels: i32,
  perPart: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const start = part * perPart;
  const whole = eights(channels) + eights(nextChannels);
  inputTiles(
    x,
    nextX,
    v + (WIDE ? <usize> start * LINE : <usize> (start * whole) << 2),
    first + start,
    min(perPart, count - start),
    capacity,
    height,
    width,
    channels,
    nextChannels,
    frequencyStep(whole, capacity),
    scratch + <usize> thread * scratchSize,
  );
}

/** M of a frequency and a group of output channels, for all tiles that V holds. Channels are whole eights. */
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

/** y of a part of the tiles that M holds, with a bias and an activation. */
export function winogradOutput(
  m: usize,
  y: usize,
  nextY: usize,
  first: i32,
  count: i32,
  capacity: i32,
  height: i32,
  width: i32,
  channels: i32,
  nextChannels: i32,
  perPart: i32,
  bias: usize,
  activation: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const start = part * perPart;
  const whole = eights(channels) + eights(nextChannels);
  finishTiles(
    m + <usize> start * LINE,
    y,
    nextY,
    first + start,
    min(perPart, count - start),
    capacity,
    height,
    width,
    channels,
    nextChannels,
    0,
    whole,
    bias,
    activation,
    frequencyStep(whole, capacity),
    scratch + <usize> thread * scratchSize,
  );
}
