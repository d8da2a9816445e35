import type { Grid } from "./mask.ts";
import { appendRun, newRuns, type Runs } from "./runs.ts";

/**
 * Grows a region by its neighbours across faces and edges, several times over, within the image: as
 * scipy's `binary_dilation` with `generate_binary_structure(dimensions, 2)` does.
 *
 * Takes a byte per voxel, and eight for each at the border of a layer; time for the region's voxels, for
 * those that are added, and for one pass over the image.
 */
export function dilate(runs: Runs, grid: Grid, iterations: number): Runs {
  const { depth, height, width } = grid;
  const inside = new Uint8Array(depth * height * width);
  for (let k = 0; k < 2 * runs.count; k += 2) inside.fill(1, runs.bounds[k], runs.bounds[k + 1]);
  let layer = borderOf(runs, inside, grid);
  for (let n = 0; n < iterations; n++) {
    const next: number[] = [];
    for (const i of layer) {
      const row = Math.floor(i / width);
      const z = Math.floor(row / height);
      spread(inside, grid, { z, y: row - z * height, x: i - row * width }, next);
    }
    layer = next;
  }
  const grown = newRuns("dilated");
  for (let start = 0; start < inside.length; start += width) {
    for (let i = start; i < start + width; i++) {
      if (inside[i] === 1) appendRun(grown, i, i + 1, start);
    }
  }
  return grown;
}

/**
 * The voxels beside which others can be added: the ends of runs, and those with a voxel of another row
 * beside them that isn't inside. What is across an edge from the middle of a run is across a face from
 * the run's next voxel.
 */
function borderOf(runs: Runs, inside: Uint8Array, { depth, height, width }: Grid): number[] {
  const border: number[] = [];
  for (let k = 0; k < 2 * runs.count; k += 2) {
    const first = runs.bounds[k], last = runs.bounds[k + 1] - 1;
    const row = Math.floor(first / width), z = Math.floor(row / height), y = row - z * height;
    const steps: number[] = [];
    for (let nz = Math.max(0, z - 1); nz <= Math.min(depth - 1, z + 1); nz++) {
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        if (nz !== z || ny !== y) steps.push(((nz - z) * height + ny - y) * width);
      }
    }
    for (let i = first; i <= last; i++) {
      if (i === first || i === last || steps.some((step) => inside[i + step] === 0)) border.push(i);
    }
  }
  return border;
}

/** Marks the neighbours of a voxel that weren't, and lists them. */
function spread(
  inside: Uint8Array,
  { depth, height, width }: Grid,
  { z, y, x }: { z: number; y: number; x: number },
  next: number[],
): void {
  for (let nz = Math.max(0, z - 1); nz <= Math.min(depth - 1, z + 1); nz++) {
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
      const reach = nz !== z && ny !== y ? 0 : 1;
      const start = (nz * height + ny) * width;
      for (let nx = Math.max(0, x - reach); nx <= Math.min(width - 1, x + reach); nx++) {
        if (inside[start + nx] === 1) continue;
        inside[start + nx] = 1;
        next.push(start + nx);
      }
    }
  }
}
