// @ts-nocheck: AssemblyScript
// Images of winograd.ts, which may be two tensors, whose channels follow each other: those of nextX come
// after those of x, which zeros fill up to eights, too; likewise nextY. Without the second, its channels
// are none.
import { WIDE } from "./arithmetic.ts";
import { eights, groupTiles, LINE, outputTiles, transformTiles } from "./winograd_tiles.ts";

/** V of `count` tiles from `first` on, as the products take it. */
export function inputTiles(
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
  fStep: usize,
  room: usize,
): void {
  const own = eights(channels);
  if (WIDE) {
    const next = v + <usize> ((own >> 3) * capacity) * LINE;
    transformTiles(x, v, first, count, capacity, height, width, channels, 6, fStep, room);
    transformTiles(
      nextX,
      next,
      first,
      count,
      capacity,
      height,
      width,
      nextChannels,
      6,
      fStep,
      room,
    );
  } else {
    const whole = own + eights(nextChannels);
    const next = v + (<usize> own << 4);
    groupTiles(x, v, first, count, height, width, channels, whole, fStep, room);
    groupTiles(nextX, next, first, count, height, width, nextChannels, whole, fStep, room);
  }
}

/** y and nextY of `count` tiles from `first` on, of all their channels those from k0 to k1 - 1. */
export function finishTiles(
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
  k0: i32,
  k1: i32,
  bias: usize,
  activation: i32,
  fStep: usize,
  room: usize,
): void {
  const own = eights(channels);
  outputTiles(
    m,
    y,
    first,
    count,
    capacity,
    height,
    width,
    channels,
    k0,
    min(k1, own),
    bias,
    activation,
    fStep,
    room,
  );
  if (k1 <= own) return;
  outputTiles(
    m + <usize> ((own >> 3) * capacity) * LINE,
    nextY,
    first,
    count,
    capacity,
    height,
    width,
    nextChannels,
    max(k0, own) - own,
    k1 - own,
    bias == 0 ? 0 : bias + (<usize> own << 2),
    activation,
    fStep,
    room,
  );
}
