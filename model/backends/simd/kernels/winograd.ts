/** @module 3 x 3 convolution by Winograd's F(4x4): four times fewer products than the direct one. */
import type * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "../backend.ts";
import { type Convolution, ending } from "./ending.ts";
import type { Geometry } from "./geometry.ts";
import { eights, toWholeFilter, withWholeFilter } from "./whole_channels.ts";

const FREQUENCIES = 36;
/** Bytes of a thread's room before its panels, as in assembly/winograd.ts. */
const ROOM = 6912;
/** Bytes of transformed tiles that a block may hold: most of the second-level cache. */
const BLOCK = 640 * 1024;
/** Bytes of transformed tiles that lie in memory at once where work is shared out by frequency. */
const CHUNK = 64 * 1024 * 1024;
/** From so many products of channels on, filters are larger than the cache: each is read once. */
const MANY_CHANNELS = 128 * 256;
/** Work is cut in at least so many parts, whatever the number of threads. */
const PARTS = 8;
/** Below so many channels the zeros that fill up eights cost more than Winograd's products save. */
const FEWEST = 12;

/** Whether the convolution is one of those that this file computes. */
export function isWinograd(geometry: Geometry): boolean {
  const { height, width, inChannels, outChannels, outHeight, outWidth } = geometry;
  const { filterHeight, filterWidth, stride, padTop, padLeft } = geometry;
  return filterHeight === 3 && filterWidth === 3 && stride === 1 && padTop === 1 &&
    padLeft === 1 && height === outHeight && width === outWidth && height >= 4 && width >= 4 &&
    [inChannels, outChannels].every((count) => count > 0 && (count % 8 === 0 || count >= FEWEST));
}

/** y = x convolved with the filter; flipped: dx = dy with the forward filter, turned round. */
export function winograd(
  backend: SimdBackend,
  geometry: Geometry,
  tensors: Convolution,
): void {
  const [ins, outs] = [geometry.inChannels, geometry.outChannels].map(eights);
  const { pool } = backend;
  const filterBytes = panelBytes(ins, outs);
  const rooms = ROOM * pool.threads;
  backend.withScratch(filterBytes + rooms, (panels) => {
    const { flipped } = tensors;
    withWholeFilter(backend, tensors.filter, (filter) =>
      pool.run(
        "winogradFilter",
        outs / 8,
        ...[backend.address(filter), panels, ins, outs, Number(flipped)],
        ...[panels + filterBytes, ROOM],
      ));
    const [x, y] = [backend.address(tensors.x), backend.address(tensors.y)];
    const at = { x, panels, y, end: ending(backend, tensors) };
    if (ins * outs < MANY_CHANNELS) byBlocks(backend, geometry, at);
    else byFrequencies(backend, geometry, at);
  });
}

/** Each part takes a block of tiles from x to y, within the cache. */
function byBlocks(
  backend: SimdBackend,
  geometry: Geometry,
  at: { x: number; panels: number; y: number; end: [number, number] },
): void {
  const { height, width, inChannels, outChannels } = geometry;
  const { pool } = backend;
  const tiles = tilesOf(geometry);
  const perBlock = tilesPerBlock(geometry, tiles);
  const blocks = Math.ceil(tiles / perBlock);
  // too few blocks to share out: several parts take the same one, for some of the channels each
  const groups = Math.min(eights(outChannels) / 8, Math.ceil(PARTS / blocks));
  const scratchBytes = ROOM + panelBytes(inChannels, perBlock) + panelBytes(outChannels, perBlock);
  backend.withScratch(scratchBytes * pool.threads, (scratch) => {
    pool.run(
      "winogradBlock",
      blocks * groups,
      ...[at.x, at.panels, at.y, height, width, inChannels, outChannels],
      ...[tiles, perBlock, groups, ...at.end, scratch, scratchBytes],
    );
  });
}

/** All tiles are transformed, then each frequency is a part, so that its filter stays in the cache. */
function byFrequencies(
  backend: SimdBackend,
  geometry: Geometry,
  at: { x: number; panels: number; y: number; end: [number, number] },
): void {
  const { height, width, inChannels, outChannels } = geometry;
  const { pool } = backend;
  const tiles = tilesOf(geometry);
  const capacity = chunkOf(geometry, tiles);
  const [vBytes, mBytes] = [panelBytes(inChannels, capacity), panelBytes(outChannels, capacity)];
  backend.withScratch(vBytes + mBytes + ROOM * pool.threads, (v) => {
    const [m, room] = [v + vBytes, v + vBytes + mBytes];
    for (let first = 0; first < tiles; first += capacity) {
      const count = Math.min(capacity, tiles - first);
      const image = [height, width];
      const place = [first, count, capacity, ...image, inChannels];
      const grouped = Math.ceil(count / (8 * PARTS)) * 4;
      pool.run(
        "winogradInput",
        Math.ceil(count / grouped),
        ...[at.x, v, ...place, grouped, room, ROOM],
      );
      pool.run(
        "winogradProduct",
        FREQUENCIES,
        ...[v, at.panels, m, count, capacity, eights(inChannels), eights(outChannels)],
      );
      const perPart = Math.ceil(count / (2 * PARTS));
      pool.run(
        "winogradOutput",
        Math.ceil(count / perPart),
        ...[m, at.y, first, count, capacity, ...image, outChannels, perPart, ...at.end, room, ROOM],
      );
    }
  });
}

/** The filter's gradient. */
export function winogradFilterGradient(
  backend: SimdBackend,
  geometry: Geometry,
  tensors: { x: tf.TensorInfo; dy: tf.TensorInfo; gradient: tf.TensorInfo },
): void {
  const [ins, outs] = [geometry.inChannels, geometry.outChannels].map(eights);
  const { pool } = backend;
  const few = ins * outs < MANY_CHANNELS / 2;
  const tiles = tilesOf(geometry);
  const perBlock = tilesPerBlock(geometry, tiles);
  const blocks = Math.ceil(tiles / perBlock);
  const perRange = few ? Math.ceil(blocks / PARTS) : blocks;
  const ranges = Math.ceil(blocks / perRange);
  const sumBytes = panelBytes(ins, outs);
  backend.withScratch(ranges * sumBytes + ROOM * pool.threads, (sums) => {
    const room = sums + ranges * sumBytes;
    const at = { x: backend.address(tensors.x), dy: backend.address(tensors.dy), sums };
    if (few) sumByBlocks(backend, geometry, { ...at, tiles, perBlock, perRange, ranges });
    else sumByFrequencies(backend, geometry, { ...at, tiles });
    toWholeFilter(backend, tensors.gradient, (gradient) =>
      pool.run(
        "winogradGradientFilter",
        outs / 8,
        ...[sums, backend.address(gradient), ranges, ins, outs, room, ROOM],
      ));
  });
}

/** Each part sums up a range of blocks, for all frequencies. */
function sumByBlocks(
  backend: SimdBackend,
  geometry: Geometry,
  run: {
    x: number;
    dy: number;
    sums: number;
    tiles: number;
    perBlock: number;
    perRange: number;
    ranges: number;
  },
): void {
  const { height, width, inChannels, outChannels } = geometry;
  const { x, dy, sums, tiles, perBlock, perRange, ranges } = run;
  const { pool } = backend;
  const scratchBytes = ROOM + panelBytes(inChannels, perBlock) + panelBytes(outChannels, perBlock);
  backend.withScratch(scratchBytes * pool.threads, (scratch) => {
    pool.run(
      "winogradGradientBlocks",
      ranges,
      ...[x, dy, sums, height, width, inChannels, outChannels],
      ...[tiles, perBlock, perRange, scratch, scratchBytes],
    );
  });
}

/** All tiles are transformed, then each part sums up a frequency: one copy of the sums is enough. */
function sumByFrequencies(
  backend: SimdBackend,
  geometry: Geometry,
  run: { x: number; dy: number; sums: number; tiles: number },
): void {
  const { height, width, inChannels, outChannels } = geometry;
  const { x, dy, sums, tiles } = run;
  const { pool } = backend;
  const capacity = chunkOf(geometry, tiles);
  const [vBytes, zBytes] = [panelBytes(inChannels, capacity), panelBytes(outChannels, capacity)];
  backend.withScratch(vBytes + zBytes + ROOM * pool.threads, (v) => {
    const [z, room] = [v + vBytes, v + vBytes + zBytes];
    for (let first = 0; first < tiles; first += capacity) {
      const count = Math.min(capacity, tiles - first);
      const place = [first, count, capacity, height, width];
      transform(backend, x, v, [...place, inChannels, 6], room);
      transform(backend, dy, z, [...place, outChannels, 4], room);
      pool.run(
        "winogradGradientProduct",
        FREQUENCIES,
        ...[v, z, sums, count, capacity, eights(inChannels), eights(outChannels)],
        Number(first === 0),
      );
    }
  });
}

function transform(
  backend: SimdBackend,
  from: number,
  to: number,
  place: number[],
  room: number,
): void {
  const count = place[1];
  const perPart = Math.ceil(count / (2 * PARTS));
  const parts = Math.ceil(count / perPart);
  backend.pool.run("winogradTransform", parts, from, to, ...place, perPart, room, ROOM);
}

function tilesOf({ images, height, width }: Geometry): number {
  return images * Math.ceil(height / 4) * Math.ceil(width / 4);
}

/** Bytes of all frequencies; each is 64 bytes longer than its values, against cache conflicts. */
function panelBytes(channels: number, tiles: number): number {
  return FREQUENCIES * (eights(channels) * tiles * 4 + 64);
}

/** A multiple of 4, as many as fit into the cache, but enough blocks to share out. */
function tilesPerBlock({ inChannels, outChannels }: Geometry, tiles: number): number {
  const fitting = Math.floor(BLOCK / (FREQUENCIES * 16 * (inChannels + outChannels))) * 4;
  const most = Math.max(12, Math.min(96, fitting));
  // an even number of blocks
  const pairs = Math.ceil(tiles / (2 * most));
  return Math.ceil(tiles / (8 * pairs)) * 4;
}

/** Tiles that are transformed at once, a multiple of 4. */
function chunkOf({ inChannels, outChannels }: Geometry, tiles: number): number {
  const fitting = Math.floor(CHUNK / (FREQUENCIES * 16 * (inChannels + outChannels))) * 4;
  return Math.max(4, Math.min(Math.ceil(tiles / 4) * 4, fitting));
}
