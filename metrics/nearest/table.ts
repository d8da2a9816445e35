import { float64, int32 } from "../scratch.ts";
import type { Problem } from "./problem.ts";

/** Bits before each row, so that as many columns to the left can be read whatever the column. */
export const LEAD = 16;

/** What a search looks up. */
export interface Table {
  /** The sites of each row of their box as bits, in raster order; `LEAD` bits go before a row. */
  words: Int32Array;
  /** Words a row. */
  stride: number;
  /** The squared length of 0, 1, 2, … steps between slices. */
  z: Float64Array;
  /** The squared length of 0, 1, 2, … steps between rows. */
  y: Float64Array;
  /** The squared length of 0, 1, 2, … steps between columns; Infinity for too many. */
  x: Float64Array;
}

/**
 * Fills the table of sites, and those of squared lengths, so that all ways add the same numbers.
 */
export function tabulateRows({ queries, sites, grid, spacing }: Problem): Table {
  const { box } = sites;
  const [a, b] = [queries.box, box];
  const depth = Math.max(a.maxZ, b.maxZ) - Math.min(a.minZ, b.minZ) + 1;
  const height = Math.max(a.maxY, b.maxY) - Math.min(a.minY, b.minY) + 1;
  const width = Math.max(a.maxX, b.maxX) - Math.min(a.minX, b.minX) + 1;

  const boxHeight = box.maxY - box.minY + 1;
  // so many on the right, too, and a word to read beyond
  const stride = (box.maxX - box.minX + 2 * LEAD >> 5) + 2;
  const length = (box.maxZ - box.minZ + 1) * boxHeight * stride;
  const words = int32("site rows", length).fill(0, 0, length);
  let rowStart = 0;
  let rowEnd = 0;
  let at = 0;
  for (let k = 0; k < sites.count; k++) {
    const index = sites.indices[k];
    if (index >= rowEnd) {
      const row = Math.floor(index / grid.width);
      const z = Math.floor(row / grid.height);
      at = ((z - box.minZ) * boxHeight + row - z * grid.height - box.minY) * stride;
      rowEnd = (row + 1) * grid.width;
      rowStart = row * grid.width + box.minX - LEAD;
    }
    const x = index - rowStart;
    words[at + (x >> 5)] |= 1 << (x & 31);
  }
  const x = tabulateSquares("squares x", width + 2 * LEAD, spacing[2]).fill(
    Infinity,
    width,
    width + 2 * LEAD,
  );
  return {
    words,
    stride,
    z: tabulateSquares("squares z", depth, spacing[0]),
    y: tabulateSquares("squares y", height, spacing[1]),
    x,
  };
}

/** Squares lengths; each is a product, so that no rounding adds up. */
function tabulateSquares(name: string, length: number, size: number): Float64Array {
  const table = float64(name, length);
  for (let k = 0; k < length; k++) table[k] = (k * size) * (k * size);
  return table;
}
