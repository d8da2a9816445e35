import { type Bits, toBits } from "../bits.ts";
import type { Box } from "../box.ts";
import type { Grid } from "../mask.ts";
import type { Runs } from "../runs.ts";
import type { ReachedRow } from "./reach.ts";

/** Two regions as bits over a box of both, and how far to look in them. */
export interface Near {
  /** The region that the wrong voxels belong to. */
  own: Bits;
  /** The region that they are missing from. */
  other: Bits;
  /** The box. */
  box: Box;
  /** The axes. */
  grid: Grid;
  /** The rows within the distance. */
  reach: readonly ReachedRow[];
}

/** Writes a region as bits in scratch memory. */
export function errorBits(runs: Runs, box: Box, grid: Grid, name: string): Bits {
  return toBits(runs, box, grid, `error bits ${name}`);
}

/**
 * Counts the wrong voxels that are near both outlines: near the region that they are missing from,
 * and near the outside of the one that they belong to. 32 voxels at a time, in time for the words
 * with wrong voxels times the rows within reach, of which the nearest mostly decide.
 */
export function countEdge(
  { bounds, count }: Runs,
  { own, other, box, grid: { height, width }, reach }: Near,
): number {
  let edge = 0;
  let z = 0;
  let y = 0;
  let start = 0;
  let end = 0;
  for (let k = 0; k < 2 * count; k += 2) {
    if (bounds[k] >= end) {
      const row = Math.floor(bounds[k] / width);
      const slice = Math.floor(row / height);
      z = slice - box.minZ;
      y = row - slice * height - box.minY;
      start = row * width + box.minX;
      end = (row + 1) * width;
    }
    const from = bounds[k] - start;
    const to = bounds[k + 1] - start;
    for (let word = from >> 5; word <= to - 1 >> 5; word++) {
      const voxels = maskOf(from, to, word);
      const near = within(other, 0, box, reach, z, y, word, voxels);
      if (near !== 0) edge += bitsIn(within(own, -1, box, reach, z, y, word, near));
    }
  }
  return edge;
}

/** Whether a run has a voxel with a neighbour across a face that isn't in the region it belongs to. */
export function reachesSurface(
  { own: { words, stride, plane, first }, box, grid }: Near,
  from: number,
  end: number,
): boolean {
  const row = Math.floor(from / grid.width);
  const z = Math.floor(row / grid.height);
  const start = row * grid.width + box.minX;
  const at = first + (z - box.minZ) * plane + (row - z * grid.height - box.minY) * stride;
  for (let word = from - start >> 5; word <= end - 1 - start >> 5; word++) {
    const k = at + word;
    let inner = words[k] & (words[k] << 1 | words[k - 1] >>> 31) &
      (words[k] >>> 1 | words[k + 1] << 31) & words[k - stride] & words[k + stride];
    if (grid.dimensions === 3) inner &= words[k - plane] & words[k + plane];
    if ((~inner & maskOf(from - start, end - start, word)) !== 0) return true;
  }
  return false;
}

/** The columns of a word that lie between two columns, the second excluded. */
function maskOf(from: number, end: number, word: number): number {
  const low = Math.max(0, from - 32 * word);
  const high = Math.min(31, end - 1 - 32 * word);
  return -1 << low & -1 >>> 31 - high;
}

/**
 * Those voxels of a word that are within reach of a region, or with `flip` −1 of what is outside
 * it, the image's outside included.
 */
function within(
  bits: Bits,
  flip: 0 | -1,
  box: Box,
  reach: readonly ReachedRow[],
  z: number,
  y: number,
  word: number,
  voxels: number,
): number {
  const depth = box.maxZ - box.minZ + 1;
  const height = box.maxY - box.minY + 1;
  let found = 0;
  for (let k = 0; k < reach.length && found !== voxels; k++) {
    const row = reach[k];
    const rowZ = z + row.z;
    const rowY = y + row.y;
    if (rowZ < 0 || rowZ >= depth || rowY < 0 || rowY >= height) {
      found |= flip & voxels;
      continue;
    }
    const start = bits.first + rowZ * bits.plane + rowY * bits.stride;
    found |= beside(bits, flip, start, word, row.columns) & voxels;
  }
  return found;
}

/** Those voxels of a word that have one of the region in their row, at most so many columns away. */
function beside(
  { words, stride }: Bits,
  flip: 0 | -1,
  start: number,
  word: number,
  columns: number,
): number {
  const at = start + word;
  const own = words[at] ^ flip;
  if (columns === 0 || own === -1) return own;
  // inside and far from objects there is nothing in the words beside, either
  if (flip === 0 && columns <= 32 && (own | words[at - 1] | words[at + 1]) === 0) return 0;
  let found = spread(own, Math.min(columns, 31));
  // of the words beside only the nearest voxel counts
  for (let k = 1; 32 * k - 31 <= columns && word + k < stride; k++) {
    const next = words[start + word + k] ^ flip;
    if (next === 0) continue;
    const lowest = 32 * k + 31 - Math.clz32(next & -next) - columns;
    if (lowest < 32) found |= lowest <= 0 ? -1 : -1 << lowest;
    break;
  }
  for (let k = 1; 32 * k - 31 <= columns && (word - k >= 0 || flip === -1); k++) {
    const next = word - k >= 0 ? words[start + word - k] ^ flip : -1;
    if (next === 0) continue;
    const highest = columns - 32 * k + 31 - Math.clz32(next);
    if (highest >= 0) found |= highest >= 31 ? -1 : (2 << highest) - 1;
    break;
  }
  return found;
}

/** Spreads the bits of a word by so many places to both sides. */
function spread(bits: number, places: number): number {
  let left = bits;
  let right = bits;
  for (let done = 0; done < places;) {
    const step = Math.min(done + 1, places - done);
    left |= left << step;
    right |= right >>> step;
    done += step;
  }
  return left | right;
}

/** How many bits of a word are set. */
function bitsIn(word: number): number {
  let pairs = word - (word >>> 1 & 0x55555555);
  pairs = (pairs & 0x33333333) + (pairs >>> 2 & 0x33333333);
  return Math.imul(pairs + (pairs >>> 4) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
