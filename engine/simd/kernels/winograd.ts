/** @module 3 x 3 convolution by Winograd's F(4x4): four times fewer products than the direct one. */
import type * as tf from "@tensorflow/tfjs-core";
import { type Address, behind, NOWHERE } from "../arena.ts";
import type { SimdBackend } from "../backend.ts";
import { ROOM } from "../seam.generated.ts";
import { type Convolution, type Ending, ending, type Plan } from "./ending.ts";
import type { Geometry } from "./geometry.ts";
import { eights, wholeChannels, withWholeFilter } from "./whole_channels.ts";

/** Frequencies of a tile. */
export const FREQUENCIES = 36;
/** Bytes of transformed tiles that a block may hold: most of the second-level cache. */
const BLOCK = 640 * 1024;
/** Bytes of transformed tiles that lie in memory at once where work is shared out by frequency. */
const CHUNK = 64 * 1024 * 1024;
/** From so many products of channels on, filters are larger than the cache: each is read once. */
export const MANY_CHANNELS = 128 * 256;
/** Work is cut in at least so many parts, whatever the number of threads. */
export const PARTS = 8;
/** Below so many channels the zeros that fill up eights cost more than Winograd's products save. */
const FEWEST = 12;

/** Whether the convolution is one of those that this file computes. */
export function isWinograd(geometry: Geometry): boolean {
  const { height, width, inChannels, outChannels, outHeight, outWidth } = geometry;
  const { filterHeight, filterWidth, stride, padTop, padLeft } = geometry;
  return filterHeight === 3 && filterWidth === 3 && stride === 1 && padTop === 1 &&
    padLeft === 1 && height === outHeight && width === outWidth && height >= 4 && width >= 4 &&
    [inChannels, outChannels].every((count) => count % 8 === 0 || count >= FEWEST);
}

/** y = x convolved with the filter; flipped: dx = dy with the forward filter, turned round. */
export function winograd(backend: SimdBackend, geometry: Geometry, tensors: Convolution): Plan {
  const inputs = channelsOf(tensors.x, tensors.nextX);
  const outputs = channelsOf(tensors.y, tensors.nextY);
  const [ins, outs] = [inputs, outputs].map(wholeChannels);
  const { flipped } = tensors;
  const { pool } = backend;
  const compute = ins * outs < MANY_CHANNELS ? byBlocks : byFrequencies;
  return {
    kind: `winograd of ${inputs}`,
    channels: geometry.outChannels,
    bytes: panelBytes(ins, outs),
    pack: (filter, u) =>
      withWholeFilter(
        backend,
        filter,
        flipped ? outputs : inputs,
        (whole) =>
          backend.withScratch(ROOM * pool.threads, (scratch) =>
            pool.run("winogradFilter", outs / 8, {
              filter: backend.address(whole),
              u,
              inChannels: ins,
              outChannels: outs,
              flipped: Number(flipped),
              scratch,
              scratchSize: ROOM,
            })),
      ),
    run: (u, bias) =>
      compute(backend, geometry, {
        x: backend.address(tensors.x),
        nextX: addressOf(backend, tensors.nextX),
        u,
        y: backend.address(tensors.y),
        nextY: addressOf(backend, tensors.nextY),
        inputs,
        outputs,
        ending: ending(tensors, bias),
      }),
  };
}

/** Where a convolution's tensors lie, with their channels, and how it ends. */
interface Places {
  x: Address;
  nextX: Address;
  /** The transformed filter. */
  u: Address;
  y: Address;
  nextY: Address;
  inputs: TwoChannels;
  outputs: TwoChannels;
  ending: Ending;
}

/** Each part takes a block of tiles from x to y, within the cache. */
function byBlocks(
  backend: SimdBackend,
  geometry: Geometry,
  { x, nextX, u, y, nextY, inputs, outputs, ending }: Places,
): void {
  const { height, width } = geometry;
  const [ins, outs] = [inputs, outputs].map(wholeChannels);
  const { pool } = backend;
  const tiles = tilesOf(geometry);
  const perBlock = tilesPerBlock(geometry, tiles);
  const blocks = Math.ceil(tiles / perBlock);
  // too few blocks to share out: several parts take the same one, for some of the channels each
  const groups = Math.min(outs / 8, Math.ceil(PARTS / blocks));
  const scratchBytes = ROOM + panelBytes(ins, perBlock) + panelBytes(outs, perBlock);
  backend.withScratch(scratchBytes * pool.threads, (scratch) => {
    pool.run("winogradBlock", blocks * groups, {
      x,
      nextX,
      u,
      y,
      nextY,
      height,
      width,
      inChannels: inputs[0],
      nextInChannels: inputs[1],
      outChannels: outputs[0],
      nextOutChannels: outputs[1],
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
  { x, nextX, u, y, nextY, inputs, outputs, ending }: Places,
): void {
  const { height, width } = geometry;
  const [ins, outs] = [inputs, outputs].map(wholeChannels);
  const { pool } = backend;
  const tiles = tilesOf(geometry);
  const capacity = chunkOf(geometry, tiles);
  const [vBytes, mBytes] = [panelBytes(ins, capacity), panelBytes(outs, capacity)];
  backend.withScratch(vBytes + mBytes + ROOM * pool.threads, (v) => {
    const m = behind(v, vBytes);
    for (let first = 0; first < tiles; first += capacity) {
      const count = Math.min(capacity, tiles - first);
      const chunk = {
        first,
        count,
        capacity,
        height,
        width,
        scratch: behind(m, mBytes),
        scratchSize: ROOM,
      };
      const grouped = Math.ceil(count / (8 * PARTS)) * 4;
      pool.run("winogradInput", Math.ceil(count / grouped), {
        ...chunk,
        x,
        nextX,
        v,
        channels: inputs[0],
        nextChannels: inputs[1],
        perPart: grouped,
      });
      pool.run("winogradProduct", FREQUENCIES, {
        v,
        u,
        m,
        count,
        capacity,
        inChannels: ins,
        outChannels: outs,
      });
      const perPart = Math.ceil(count / (2 * PARTS));
      pool.run("winogradOutput", Math.ceil(count / perPart), {
        ...chunk,
        m,
        y,
        nextY,
        channels: outputs[0],
        nextChannels: outputs[1],
        perPart,
        ...ending,
      });
    }
  });
}

/** Channels of a tensor and of the one whose channels follow, none without it. */
export type TwoChannels = [own: number, next: number];

/** The channels of a tensor, and of the one whose channels follow. */
export function channelsOf(tensor: tf.TensorInfo, next?: tf.TensorInfo): TwoChannels {
  return [tensor.shape[3], next?.shape[3] ?? 0];
}

/** Where a tensor lies, if there is one. */
export function addressOf(backend: SimdBackend, tensor?: tf.TensorInfo): Address {
  return tensor === undefined ? NOWHERE : backend.address(tensor);
}

/** Tiles of all images. */
export function tilesOf({ images, height, width }: Geometry): number {
  return images * Math.ceil(height / 4) * Math.ceil(width / 4);
}

/** Bytes of all frequencies; each is 64 bytes longer than its values, against cache conflicts. */
export function panelBytes(channels: number, tiles: number): number {
  return FREQUENCIES * (eights(channels) * tiles * 4 + 64);
}

/** A multiple of 4, as many as fit into the cache, but enough blocks to share out. */
export function tilesPerBlock({ inChannels, outChannels }: Geometry, tiles: number): number {
  const fitting = Math.floor(BLOCK / (FREQUENCIES * 16 * (inChannels + outChannels))) * 4;
  const most = Math.max(12, Math.min(96, fitting));
  // an even number of blocks
  const pairs = Math.ceil(tiles / (2 * most));
  return Math.ceil(tiles / (8 * pairs)) * 4;
}

/** Tiles that are transformed at once, a multiple of 4. */
export function chunkOf({ inChannels, outChannels }: Geometry, tiles: number): number {
  const fitting = Math.floor(CHUNK / (FREQUENCIES * 16 * (inChannels + outChannels))) * 4;
  return Math.max(4, Math.min(Math.ceil(tiles / 4) * 4, fitting));
}
