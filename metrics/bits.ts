import type { Box } from "./box.ts";
import type { Grid } from "./mask.ts";
import type { Runs } from "./runs.ts";
import { int32 } from "./scratch.ts";

/** A region as bits, 32 voxels a word, with empty rows and slices around its box. */
export interface Bits {
  /** The words; each row ends with at least one bit that is 0. */
  words: Int32Array;
  /** Words a row. */
  stride: number;
  /** Words a slice. */
  plane: number;
  /** The first word of the box. */
  first: number;
}

/**
 * Writes a region's runs as bits in scratch memory: one bit per voxel of the box, valid until the
 * next call with the same name.
 */
export function toBits({ bounds, count }: Runs, box: Box, grid: Grid, name = "bits"): Bits {
  const stride = (box.maxX - box.minX + 1 >> 5) + 1;
  const plane = stride * (box.maxY - box.minY + 3);
  const ring = grid.dimensions - 2;
  const length = plane * (box.maxZ - box.minZ + 1 + 2 * ring);
  const words = int32(name, length).fill(0, 0, length);
  const first = ring * plane + stride;
  const { height, width } = grid;
  let rowStart = 0;
  let rowEnd = 0;
  let at = 0;
  for (let k = 0; k < 2 * count; k += 2) {
    if (bounds[k] >= rowEnd) {
      const row = Math.floor(bounds[k] / width);
      const z = Math.floor(row / height);
      at = first + (z - box.minZ) * plane + (row - z * height - box.minY) * stride;
      rowEnd = (row + 1) * width;
      rowStart = row * width + box.minX;
    }
    setBits(words, at, bounds[k] - rowStart, bounds[k + 1] - 1 - rowStart);
  }
  return { words, stride, plane, first };
}

/** Sets the bits of a row from a column to another one, both included. */
function setBits(words: Int32Array, row: number, from: number, to: number): void {
  const start = row + (from >> 5);
  const end = row + (to >> 5);
  const head = -1 << (from & 31);
  const tail = -1 >>> 31 - (to & 31);
  if (start === end) {
    words[start] |= head & tail;
    return;
  }
  words[start] |= head;
  for (let k = start + 1; k < end; k++) words[k] = -1;
  words[end] |= tail;
}
