import type { Mask } from "@triptych/metrics";
import { places } from "../brute_force.ts";

/** Compares a measure with brute force on one random pair; throws where they differ. */
export type Trial = (random: () => number) => void;

/** One of several values. */
export function pick<T>(random: () => number, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)];
}

/** A shape of two or three axes, each of 1 to `most` voxels. */
export function pickShape(random: () => number, most: number, dimensions = [2, 2, 3]): number[] {
  return Array.from(
    { length: pick(random, dimensions) },
    () => 1 + Math.floor(random() * most),
  );
}

/** A mask whose voxels are drawn one by one. */
export function fill(shape: number[], draw: () => number): Mask {
  return { data: Uint8Array.from({ length: shape.reduce((a, b) => a * b) }, draw), shape };
}

/** 1 where a mask has one of the values. */
export function only(mask: Mask, ...values: number[]): Mask {
  const data = Uint8Array.from(mask.data as Uint8Array, (value) => Number(values.includes(value)));
  return { data, shape: mask.shape };
}

/** The parts of a mask, each a list of flat indices, in the order of their first voxels. */
export function partsOf({ data, shape }: Mask, connectivity: number): number[][] {
  const all = places(shape);
  const left = new Set(all.keys().filter((i) => Boolean(data[i])));
  const parts: number[][] = [];
  while (left.size > 0) {
    const [first] = left;
    const part = [first];
    left.delete(first);
    for (const i of part) {
      for (const other of left) {
        const steps = all[i].map((p, axis) => Math.abs(p - all[other][axis]));
        const isNear = steps.every((step) => step <= 1) &&
          steps.filter((step) => step === 1).length <= connectivity;
        if (!isNear) continue;
        part.push(other);
        left.delete(other);
      }
    }
    parts.push(part.sort((a, b) => a - b));
  }
  return parts;
}
