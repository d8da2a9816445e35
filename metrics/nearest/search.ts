import type { Box } from "../box.ts";
import type { Problem } from "./problem.ts";
import { LEAD, type Table } from "./table.ts";

/** More steps than two voxels of a row can be apart. */
const NONE = 0x7fffffff;

/** Up to so many steps to both sides, a row is read as one word. */
const NARROW = LEAD - 1;

/** Up to so many steps from the query before, it bounds the distance best. */
const BESIDE = 2;

/** By how much rounding can make a bound too small, and more. */
const SLACK = 1 + 1e-9;

/**
 * Looks up rows around each query, nearest first, until no other row can contain a nearer site, or
 * until `budget` rows were looked up. Returns how many queries were answered.
 *
 * A query beside or above bounds the distance: the way to it and on to its site. So rows are mostly
 * read as one word around the query's column.
 */
export function searchRows(
  problem: Problem,
  table: Table,
  squares: Float64Array,
  budget: number,
): number {
  const { height, width } = problem.grid;
  const { indices, count } = problem.queries;
  const [, rowSize, columnSize] = problem.spacing;
  let z = 0;
  let y = 0;
  let start = 0;
  let end = 0;
  // where the row begins in the list, and which query of the row above is the nearest
  let rowFirst = 0;
  let above = 0;
  let aboveEnd = 0;
  const { box } = problem.sites;
  const search: Search = { table, box, stepsPerLength: 1 / columnSize, width, budget };
  for (let q = 0; q < count; q++) {
    const index = indices[q];
    if (index >= end) {
      const row = Math.floor(index / width);
      z = Math.floor(row / height);
      y = row - z * height;
      above = rowFirst;
      aboveEnd = y > 0 && indices[rowFirst] >= (row - 1) * width ? q : rowFirst;
      rowFirst = q;
      start = row * width;
      end = start + width;
    }
    let longest = Infinity;
    if (q > rowFirst && index - indices[q - 1] <= BESIDE) {
      longest = Math.sqrt(squares[q - 1]) + (index - indices[q - 1]) * columnSize;
    } else if (above < aboveEnd) {
      while (above + 1 < aboveEnd && indices[above + 1] + width <= index) above++;
      const place = index - width;
      const isNext = above + 1 < aboveEnd && indices[above + 1] - place < place - indices[above];
      const nearest = isNext ? above + 1 : above;
      const steps = Math.abs(place - indices[nearest]);
      longest = Math.sqrt(squares[nearest]) + steps * columnSize + rowSize;
    }
    squares[q] = nearestTo(search, z, y, index - start, longest);
    if (search.budget < 0) return q + 1;
  }
  return count;
}

/** Queries that tell how far away sites are. */
const SAMPLES = 64;

/** Fewer queries than this are not worth a sample. */
const MANY = 16 * SAMPLES;

/**
 * Whether all queries would look up more than so many rows, as a few of them say that are spread evenly.
 */
export function exceeds(problem: Problem, table: Table, lookups: number): boolean {
  const { queries: { indices, count }, sites: { box }, grid: { width, height } } = problem;
  if (count < MANY) return false;
  const least = -lookups * SAMPLES / count;
  const search: Search = { table, box, stepsPerLength: 1 / problem.spacing[2], width, budget: 0 };
  for (let k = 0; k < SAMPLES && search.budget >= least; k++) {
    const index = indices[Math.floor((k + 0.5) * count / SAMPLES)];
    const row = Math.floor(index / width);
    const z = Math.floor(row / height);
    nearestTo(search, z, row - z * height, index - row * width, Infinity);
  }
  return search.budget < least;
}

/** What all queries have in common. */
interface Search {
  /** The sites. */
  table: Table;
  /** Their box. */
  box: Box;
  /** How many voxels of a row are as long as 1. */
  stepsPerLength: number;
  /** The length of a row. */
  width: number;
  /** How many rows may still be looked up; below 0 so many more were. */
  budget: number;
}

/**
 * The squared distance from a voxel to the nearest site, which is at most `longest` away.
 */
function nearestTo(search: Search, z: number, y: number, x: number, longest: number): number {
  const { width, stepsPerLength } = search;
  const { minZ, maxZ, minY, maxY, minX, maxX } = search.box;
  const { words, stride, z: zSquares, y: ySquares, x: xSquares } = search.table;
  const plane = stride * (maxY - minY + 1);
  // the voxel of the box that is nearest to the query
  const nearZ = z < minZ ? minZ : z > maxZ ? maxZ : z;
  const nearY = y < minY ? minY : y > maxY ? maxY : y;
  const nearX = x < minX ? minX : x > maxX ? maxX : x;
  const gapZ = Math.abs(z - nearZ);
  const gapY = Math.abs(y - nearY);
  const gapX = Math.abs(x - nearX);
  const at = (nearZ - minZ) * plane + (nearY - minY) * stride;
  const column = nearX - minX + LEAD;
  const word = column - NARROW >> 5;
  const shift = column - NARROW & 31;
  const isInBox = gapX + gapY + gapZ === 0;
  if (isInBox && (words[at + (column >> 5)] >> (column & 31) & 1) === 1) return 0;
  // farther rows, and sites farther along their row, are farther than another site
  let best = Infinity;
  let bound = longest * longest * SLACK;
  let reach = Math.min(width, longest * stepsPerLength + 1) | 0;
  const mask = maskOf(reach);
  const rowsAbove = nearY - minY;
  const rowsBelow = maxY - nearY;
  const rowsMost = Math.max(rowsAbove, rowsBelow);
  const slicesMost = Math.max(nearZ - minZ, maxZ - nearZ);
  for (let dz = 0; dz <= slicesMost; dz++) {
    const zSquare = zSquares[gapZ + dz];
    if (zSquare > bound) break;
    for (let side = dz === 0 ? 1 : -1; side <= 1; side += 2) {
      const slice = nearZ + side * dz;
      if (slice < minZ || slice > maxZ) continue;
      let up = at + side * dz * plane;
      let down = up;
      let dy = 0;
      for (; dy <= rowsMost; dy++, up -= stride, down += stride) {
        const ySquare = ySquares[gapY + dy];
        if (ySquare + zSquare > bound) break;
        let steps = NONE;
        if (mask !== 0) {
          const own = dy <= rowsAbove ? read(words, up + word, shift) : 0;
          const near = own | (dy <= rowsBelow ? read(words, down + word, shift) : 0);
          // no branch for an empty word: what it gives is farther than the bound
          steps = stepsIn(near & mask);
        } else {
          if (dy <= rowsAbove) steps = stepsTo(words, up, stride, column, reach);
          if (dy <= rowsBelow) steps = Math.min(steps, stepsTo(words, down, stride, column, reach));
          if (steps === NONE) continue;
        }
        const square = xSquares[gapX + steps] + ySquare + zSquare;
        if (square < best) best = square;
        if (best < bound) bound = best;
        if (mask === 0) reach = Math.min(width, Math.sqrt(best) * stepsPerLength + 1) | 0;
      }
      search.budget -= 2 * dy;
    }
  }
  return best;
}

/** The columns within reach of the middle of a word that `read` gives. */
function maskOf(reach: number): number {
  return reach > NARROW ? 0 : (2 << 2 * reach) - 1 << NARROW - reach;
}

/** A row's sites in 32 columns from any one on. */
function read(words: Int32Array, word: number, shift: number): number {
  return words[word] >>> shift | words[word + 1] << 1 << 31 - shift;
}

/** The steps from the middle of such a word to its nearest site; 31 where it has none. */
function stepsIn(near: number): number {
  const right = near >>> NARROW;
  return Math.min(Math.clz32(near << LEAD), 31 - Math.clz32(right & -right) & 31);
}

/** The steps from a column to the nearest site of a row, NONE if none is within reach. */
function stepsTo(
  words: Int32Array,
  row: number,
  stride: number,
  x: number,
  reach: number,
): number {
  const at = row + (x >> 5);
  const bit = x & 31;
  const word = words[at];
  let steps = NONE;
  const before = word << 31 - bit;
  if (before !== 0) steps = Math.clz32(before);
  const after = word >> bit;
  if (after !== 0) steps = Math.min(steps, 31 - Math.clz32(after & -after));
  let most = Math.min(steps - 1, reach);
  for (let k = at - 1, gap = bit + 1; k >= row && gap <= most; k--, gap += 32) {
    if (words[k] === 0) continue;
    steps = Math.min(steps, gap + Math.clz32(words[k]));
    break;
  }
  most = Math.min(steps - 1, reach);
  for (let k = at + 1, gap = 32 - bit; k < row + stride && gap <= most; k++, gap += 32) {
    if (words[k] === 0) continue;
    steps = Math.min(steps, gap + 31 - Math.clz32(words[k] & -words[k]));
    break;
  }
  return steps;
}
