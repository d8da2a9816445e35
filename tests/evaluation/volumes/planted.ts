// Volumes whose errors are known, for the tests of this folder.
import type { LabelClass } from "../../../core/mod.ts";
import type { VolumeMasks } from "../../../evaluation/volumes/extent.ts";

export const CLASSES: LabelClass[] = [
  { label: 1, name: "liver", color: "#e07a3f" },
  { label: 2, name: "tumour", color: "#3f6fb5" },
];

/** A block: for each axis its first index and the one after the last. */
export type Block = [[number, number], [number, number], [number, number]];

/** Two equal masks of zeros. */
export function emptyVolume(shape: number[], spacing: number[] = [1, 1, 1]): VolumeMasks {
  const voxels = shape[0] * shape[1] * shape[2];
  return { truth: new Uint8Array(voxels), prediction: new Uint8Array(voxels), shape, spacing };
}

/** Writes a label into a block of a mask. */
export function plant(mask: Uint8Array, shape: readonly number[], block: Block, label: number) {
  for (let z = block[0][0]; z < block[0][1]; z++) {
    for (let y = block[1][0]; y < block[1][1]; y++) {
      for (let x = block[2][0]; x < block[2][1]; x++) {
        mask[(z * shape[1] + y) * shape[2] + x] = label;
      }
    }
  }
}

/** The label of a voxel. */
export function labelAt(mask: Uint8Array, shape: readonly number[], [z, y, x]: number[]): number {
  return mask[(z * shape[1] + y) * shape[2] + x];
}
