/** @module The filter's gradient of the convolution in winograd.ts. */
import type * as tf from "@tensorflow/tfjs-core";
import { type Address, behind } from "../arena.ts";
import type { SimdBackend } from "../backend.ts";
import { ROOM } from "../seam.generated.ts";
import type { Geometry } from "./geometry.ts";
import { eights, toWholeFilter, wholeChannels } from "./whole_channels.ts";
import {
  addressOf,
  channelsOf,
  chunkOf,
  FREQUENCIES,
  MANY_CHANNELS,
  panelBytes,
  PARTS,
  tilesOf,
  tilesPerBlock,
  type TwoChannels,
} from "./winograd.ts";

/** The filter's gradient. */
export function winogradFilterGradient(
  backend: SimdBackend,
  geometry: Geometry,
  tensors: {
    x: tf.TensorInfo;
    /** Channels that follow those of x, if they are another tensor's. */
    nextX?: tf.TensorInfo;
    dy: tf.TensorInfo;
    gradient: tf.TensorInfo;
  },
): void {
  const inputs = channelsOf(tensors.x, tensors.nextX);
  const ins = wholeChannels(inputs), outs = eights(geometry.outChannels);
  const { pool } = backend;
  const few = ins * outs < MANY_CHANNELS / 2;
  const tiles = tilesOf(geometry);
  const perBlock = tilesPerBlock(geometry, tiles);
  const blocks = Math.ceil(tiles / perBlock);
  const perRange = few ? Math.ceil(blocks / PARTS) : blocks;
  const ranges = Math.ceil(blocks / perRange);
  const sumBytes = panelBytes(ins, outs);
  backend.withScratch(ranges * sumBytes + ROOM * pool.threads, (sums) => {
    const at = {
      x: backend.address(tensors.x),
      nextX: addressOf(backend, tensors.nextX),
      dy: backend.address(tensors.dy),
      sums,
      inputs,
      tiles,
    };
    if (few) sumByBlocks(backend, geometry, { ...at, perBlock, perRange, ranges });
    else sumByFrequencies(backend, geometry, at);
    toWholeFilter(
      backend,
      tensors.gradient,
      inputs,
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

/** Where the filter gradient's tensors and sums lie. */
interface Places {
  x: Address;
  nextX: Address;
  dy: Address;
  sums: Address;
  inputs: TwoChannels;
  tiles: number;
}

/** Each part sums up a range of blocks, for all frequencies. */
function sumByBlocks(
  backend: SimdBackend,
  geometry: Geometry,
  run: Places & { perBlock: number; perRange: number; ranges: number },
): void {
  const { height, width, outChannels } = geometry;
  const { ranges, perRange, inputs, ...rest } = run;
  const { perBlock } = run;
  const { pool } = backend;
  const scratchBytes = ROOM + panelBytes(wholeChannels(inputs), perBlock) +
    panelBytes(outChannels, perBlock);
  backend.withScratch(scratchBytes * pool.threads, (scratch) => {
    pool.run("winogradGradientBlocks", ranges, {
      ...rest,
      height,
      width,
      inChannels: inputs[0],
      nextInChannels: inputs[1],
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
  { x, nextX, dy, sums, inputs, tiles }: Places,
): void {
  const { height, width, outChannels } = geometry;
  const ins = wholeChannels(inputs), outs = eights(outChannels);
  const { pool } = backend;
  const capacity = chunkOf(geometry, tiles);
  const [vBytes, zBytes] = [panelBytes(ins, capacity), panelBytes(outs, capacity)];
  backend.withScratch(vBytes + zBytes + ROOM * pool.threads, (v) => {
    const z = behind(v, vBytes);
    for (let first = 0; first < tiles; first += capacity) {
      const count = Math.min(capacity, tiles - first);
      const perPart = Math.ceil(count / (2 * PARTS));
      const parts = Math.ceil(count / perPart);
      const chunk = {
        first,
        count,
        capacity,
        height,
        width,
        perPart,
        scratch: behind(z, zBytes),
        scratchSize: ROOM,
      };
      const [channels, nextChannels] = inputs;
      const input = { ...chunk, whole: ins, size: 6 };
      pool.run("winogradTransform", parts, { ...input, x, v, channels });
      if (nextChannels > 0) {
        const next = behind(v, eights(channels) * capacity * 4);
        pool.run("winogradTransform", parts, {
          ...input,
          x: nextX,
          v: next,
          channels: nextChannels,
        });
      }
      pool.run("winogradTransform", parts, {
        ...chunk,
        x: dy,
        v: z,
        channels: outChannels,
        whole: outs,
        size: 4,
      });
      pool.run("winogradGradientProduct", FREQUENCIES, {
        v,
        z,
        sums,
        count,
        capacity,
        inChannels: ins,
        outChannels: outs,
        fresh: Number(first === 0),
      });
    }
  });
}
