// @ts-nocheck: AssemblyScript
// The filter gradient of winograd.ts: the sums over all tiles of V' Z, transformed back.
import { lane0, lane1, lane2, lane3, madd, WIDE } from "./arithmetic.ts";
import { ROOM } from "./constants.ts";
import { outer4x16 } from "./tile.ts";
import { eights, frequencyStep, LINE, transformTiles } from "./winograd_tiles.ts";
import { transformSums } from "./winograd_transforms.ts";

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
  let k = 0;
  if (WIDE) {
    const panel = <usize> inChannels * LINE;
    for (; k + 16 <= outChannels; k += 16) {
      const from = z + <usize> (k >> 3) * step;
      for (let c = 0; c < inChannels; c += 4) {
        const source = v + <usize> (c >> 3) * step + (<usize> (c & 4) << 2);
        outer4x16(source, 0, LINE, from, 0, LINE, step, 1, count, sums, LINE, panel);
        sums += 128;
      }
      sums += panel;
    }
  }
  for (; k < outChannels; k += 8) {
    const from = z + <usize> (k >> 3) * step;
    for (let c = 0; c < inChannels; c += 4) {
      const source = v + <usize> (c >> 3) * step + (<usize> (c & 4) << 2);
      outerTiles(source, from, sums, count);
      sums += 128;
    }
  }
}

/** As outer4x8 of tile.ts, whose many arguments take a tenth of the time here. */
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
 * V (size 6) or Z (size 4) for the filter gradient, of a part of `count` tiles from `first` on, for some
 * of the `whole` channels that V or Z holds.
 */
export function winogradTransform(
  x: usize,
  v: usize,
  first: i32,
  count: i32,
  capacity: i32,
  height: i32,
  width: i32,
  channels: i32,
  whole: i32,
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
    frequencyStep(whole, capacity),
    scratch + <usize> thread * scratchSize,
  );
}

/** Sums of a range of tile blocks: sums[range][f][out / 8][in][8]. */
export function winogradGradientBlocks(
  x: usize,
  nextX: usize,
  dy: usize,
  sums: usize,
  height: i32,
  width: i32,
  inChannels: i32,
  nextInChannels: i32,
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
  const own = eights(inChannels), ins = own + eights(nextInChannels), outs = eights(outChannels);
  const vStep = frequencyStep(ins, perBlock), zStep = frequencyStep(outs, perBlock);
  const sumStep = frequencyStep(ins, outs);
  const z = v + vStep * 36;
  const next = v + <usize> ((own >> 3) * perBlock) * LINE;
  const to = sums + <usize> part * (sumStep * 36);
  memory.fill(to, 0, sumStep * 36);
  const blocks = (tiles + perBlock - 1) / perBlock;
  const end = min(blocks, (part + 1) * blocksPerRange);
  for (let block = part * blocksPerRange; block < end; block++) {
    const first = block * perBlock;
    const count = min(perBlock, tiles - first);
    transformTiles(x, v, first, count, perBlock, height, width, inChannels, 6, vStep, room);
    transformTiles(
      nextX,
      next,
      first,
      count,
      perBlock,
      height,
      width,
      nextInChannels,
      6,
      vStep,
      room,
    );
    transformTiles(dy, z, first, count, perBlock, height, width, outChannels, 4, zStep, room);
    for (let f: usize = 0; f < 36; f++) {
      outerProducts(
        v + f * vStep,
        z + f * zStep,
        to + f * sumStep,
        count,
        perBlock,
        ins,
        outs,
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
        const sum = f32x4.add(v128.load(first), v128.load(other));
        const sum_ = f32x4.add(v128.load(first, 16), v128.load(other, 16));
        v128.store(first, sum_, 16);
        v128.store(first, sum);
        first += fStep;
        other += fStep;
      }
    }
    const to = gradient + (<usize> (c * outChannels + k) << 2);
    transformSums(from, fStep * 6, fStep, room, to, tap * 3, tap);
  }
}
