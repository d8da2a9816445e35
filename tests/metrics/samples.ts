import assert from "node:assert/strict";
import type { Mask } from "@triptych/metrics";
import { mulberry32 } from "../../core/mod.ts";
import { noise } from "./masks.ts";

/** Two random masks, neither of them empty, and the spacing they are measured with. */
export interface Sample {
  truth: Mask;
  prediction: Mask;
  spacing: number[];
}

/** Seeded random pairs: 2D and 3D, 1 to 12 voxels an axis, sparse to nearly full. */
export function* samples(count: number, seed: number): Generator<Sample> {
  const random = mulberry32(seed);
  const pick = <T>(values: T[]): T => values[Math.floor(random() * values.length)];
  for (let made = 0; made < count;) {
    const dimensions = pick([2, 2, 3]);
    const shape = Array.from({ length: dimensions }, () => 1 + Math.floor(random() * 12));
    const truth = noise(shape, pick([0.02, 0.2, 0.5, 0.98]), random);
    const prediction = noise(shape, pick([0.02, 0.2, 0.5, 0.98]), random);
    const spacing = shape.map(() => pick([1, 1, 0.5, 0.7, 2.5, 3]));
    const isEmpty = (mask: Mask) => !(mask.data as Uint8Array).includes(1);
    if (isEmpty(truth) || isEmpty(prediction)) continue;
    made++;
    yield { truth, prediction, spacing };
  }
}

/** Asserts that two numbers agree to 1e-12 of their size. */
export function assertClose(actual: number, expected: number, message: string): void {
  const isClose = Math.abs(actual - expected) <= 1e-12 * Math.max(1, Math.abs(expected));
  assert.ok(isClose, `${message}: ${actual}, expected ${expected}`);
}
