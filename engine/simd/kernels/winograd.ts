/** @module 3 x 3 convolution by Winograd's F(4x4): four times fewer products than the direct one. */
import type * as tf from "@tensorflow/tfjs-core";
import { type Address, behind } from "../arena.ts";
import type { SimdBackend } from "../backend.ts";
import { ROOM } from "../seam.generated.ts";
import { type Convolution, type Ending, ending } from "./ending.ts";
import type { Geometry } from "./geometry.ts";
import { eights, toWholeFilter, withWholeFilter } from "./whole_channels.ts";

const FREQUENCIES = 36;
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
      pool.run("winogradFilter", outs / 8, {
        filter: backend.address(filter),
        u: panels,
        inChannels: ins,
        outChannels: outs,
        flipped: Number(flipped),
        scratch: behind(panels, filterBytes),
        scratchSize: ROOM,
      }));
    const at = {
      x: backend.address(tensors.x),
      u: panels,
      y: backend.address(tensors.y),
      ending: ending(backend, tensors),
    };
    if (ins * outs < MANY_CHANNELS) byBlocks(backend, geometry, at);
    else byFrequencies(backend, geometry, at);
  });
}

/** Where a convolution's tensors lie, and how it ends. */
interface Places {
  x: Address;
  /** The transformed filter. */
  u: Address;
  y: Address;
  ending: Ending;
}

/** Each part takes a block of tiles from x to y, within the cache. */
function byBlocks(
  backend: SimdBackend,
  geometry: Geometry,
  { x, u, y, ending }: Places,
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
    pool.run("winogradBlock", blocks * groups, {
      x,
      u,
      y,
      height,
      width,
      inChannels,
      outChannels,
      tiles,
      perBlock,
      groups,
      ...ending,
      scratch,
      scratchSize: scratchBytes,
    });
  });
}

/** All tiles are transformed, then each frequency is a part, so that its filter stays in the cache. */
function byFrequencies(
  backend: SimdBackend,
  geometry: Geometry,
  { x, u, y, ending }: Places,
): void {
  const { height, width, inChannels, outChannels } = geometry;
  const { pool } = backend;
  const tiles = tilesOf(geometry);
  const capacity = chunkOf(geometry, tiles);
  const [vBytes, mBytes] = [panelBytes(inChannels, capacity), panelBytes(outChannels, capacity)];
  backend.withScratch(vBytes + mBytes + ROOM * pool.threads, (v) => {
    const m = behind(v, vBytes);
    for (let first = 0; first < tiles; first += capacity) {
      const count = Math.min(capacity, tiles - first);
      const chunk = {
        ...{ first, count, capacity, height, width },
        scratch: behind(m, mBytes),
        scratchSize: ROOM,
      };
      const grouped = Math.ceil(count / (8 * PARTS)) * 4;
      pool.run("winogradInput", Math.ceil(count / grouped), {
        ...chunk,
        x,
        v,
        channels: inChannels,
        perPart: grouped,
      });
      pool.run("winogradProduct", FREQUENCIES, {
        v,
        u,
        m,
        count,
        capacity,
        inChannels: eights(inChannels),
        outChannels: eights(outChannels),
      });
      const perPart = Math.ceil(count / (2 * PARTS));
      pool.run("winogradOutput", Math.ceil(count / perPart), {
        ...chunk,
        m,
        y,
        channels: outChannels,
        perPart,
        ...ending,
      });
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
    const at = { x: backend.address(tensors.x), dy: backend.address(tensors.dy), sums };
    if (few) sumByBlocks(backend, geometry, { ...at, tiles, perBlock, perRange, ranges });
    else sumByFrequencies(backend, geometry, { ...at, tiles });
    toWholeFilter(
      backend,
      tensors.gradient,
      (gradient) =>
        pool.run("winogradGradientFilter", outs / 8, {
          sums,
          gradient: backend.address(gradient),
          ranges,
          inChannels: ins,
          outChannels: outs,
          scratch: behind(sums, ranges * sumBytes),
          scratchSize: ROOM,
        }),
    );
  });
}

/** Each part sums up a range of blocks, for all frequencies. */
function sumByBlocks(
  backend: SimdBackend,
  geometry: Geometry,
  run: {
    x: Address;
    dy: Address;
    sums: Address;
    tiles: number;
    perBlock: number;
    perRange: number;
    ranges: number;
  },
): void {
  const { height, width, inChannels, outChannels } = geometry;
  const { ranges, perRange, ...rest } = run;
  const { perBlock } = run;
  const { pool } = backend;
  const scratchBytes = ROOM + panelBytes(inChannels, perBlock) + panelBytes(outChannels, perBlock);
  backend.withScratch(scratchBytes * pool.threads, (scratch) => {
    pool.run("winogradGradientBlocks", ranges, {
      ...rest,
      height,
      width,
      inChannels,
      outChannels,
      blocksPerRange: perRange,
      scratch,
      scratchSize: scratchBytes,
    });
  });
}

/** All tiles are transformed, then each part sums up a frequency: one copy of the sums is enough. */
function sumByFrequencies(
  backend: SimdBackend,
  geometry: Geometry,
  run: { x: Address; dy: Address; sums: Address; tiles: number },
): void {
  const { height, width, inChannels, outChannels } = geometry;
  const { x, dy, sums, tiles } = run;
  const { pool } = backend;
  const capacity = chunkOf(geometry, tiles);
  const [vBytes, zBytes] = [panelBytes(inChannels, capacity), panelBytes(outChannels, capacity)];
  backend.withScratch(vBytes + zBytes + ROOM * pool.threads, (v) => {
    const z = behind(v, vBytes);
    for (let first = 0; first < tiles; first += capacity) {
      const count = Math.min(capacity, tiles - first);
      const perPart = Math.ceil(count / (2 * PARTS));
      const parts = Math.ceil(count / perPart);
      const chunk = {
        ...{ first, count, capacity, height, width, perPart },
        scratch: behind(z, zBytes),
        scratchSize: ROOM,
      };
      pool.run("winogradTransform", parts, { ...chunk, x, v, channels: inChannels, size: 6 });
      pool.run("winogradTransform", parts, {
        ...chunk,
        x: dy,
        v: z,
        channels: outChannels,
        size: 4,
      });
      pool.run("winogradGradientProduct", FREQUENCIES, {
        v,
        z,
        sums,
        count,
        capacity,
        inChannels: eights(inChannels),
        outChannels: eights(outChannels),
        fresh: Number(first === 0),
      });
    }
  });
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
