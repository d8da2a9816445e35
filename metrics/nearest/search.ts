import type { Problem } from "./problem.ts";
import type { Table } from "./table.ts";

/**
 * Looks up rows around each query, nearest first, until no other row can contain a nearer site, or
 * until `budget` rows were looked up. Returns how many queries were answered.
 */
export function searchRows(
  problem: Problem,
  table: Table,
  squares: Float64Array,
  budget: number,
): number {
  const { minZ, maxZ, minY, maxY, minX, maxX } = problem.sites.box;
  const boxWidth = maxX - minX + 1;
  const boxPlane = boxWidth * (maxY - minY + 1);
  const { height, width } = problem.grid;
  const { indices, count } = problem.queries;
  const { steps, z: zSquares, y: ySquares, x: xSquares } = table;
  let z = 0;
  let y = 0;
  let start = 0;
  let end = 0;
  for (let q = 0; q < count; q++) {
    const index = indices[q];
    if (index >= end) {
      const row = Math.floor(index / width);
      z = Math.floor(row / height);
      y = row - z * height;
      start = row * width;
      end = start + width;
    }
    const x = index - start;
    // the voxel of the box that is nearest to the query
    const nearZ = z < minZ ? minZ : z > maxZ ? maxZ : z;
    const nearY = y < minY ? minY : y > maxY ? maxY : y;
    const nearX = x < minX ? minX : x > maxX ? maxX : x;
    const gapZ = Math.abs(z - nearZ);
    const gapY = Math.abs(y - nearY);
    const gapX = Math.abs(x - nearX);
    const at = (nearZ - minZ) * boxPlane + (nearY - minY) * boxWidth + nearX - minX;
    let best = Infinity;
    const rowsAbove = nearY - minY;
    const rowsBelow = maxY - nearY;
    const rowsMost = Math.max(rowsAbove, rowsBelow);
    const slicesMost = Math.max(nearZ - minZ, maxZ - nearZ);
    for (let dz = 0; dz <= slicesMost; dz++) {
      const zSquare = zSquares[gapZ + dz];
      if (zSquare >= best) break;
      for (let side = -1; side <= 1; side += 2) {
        const slice = nearZ + side * dz;
        if (slice < minZ || slice > maxZ || dz === 0 && side > 0) continue;
        const middle = at + side * dz * boxPlane;
        let dy = 0;
        for (; dy <= rowsMost; dy++) {
          const ySquare = ySquares[gapY + dy];
          if (ySquare + zSquare >= best) break;
          let nearest = Infinity;
          if (dy <= rowsAbove) nearest = xSquares[gapX + steps[middle - dy * boxWidth]];
          if (dy <= rowsBelow) {
            const below = xSquares[gapX + steps[middle + dy * boxWidth]];
            if (below < nearest) nearest = below;
          }
          const square = nearest + ySquare + zSquare;
          if (square < best) best = square;
        }
        budget -= 2 * dy;
      }
    }
    squares[q] = best;
    if (budget < 0) return q + 1;
  }
  return count;
}
