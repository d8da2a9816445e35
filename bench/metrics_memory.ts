/**
 * Measures how much memory `evaluate` takes beside a pair of masks of 512³, 256 MiB together.
 *
 *     deno run bench/metrics_memory.ts
 */

import process from "node:process";
import { evaluate } from "@triptych/metrics";

const SIZE = 512;

/** Adds a ball to a mask. */
function addBall(data: Uint8Array, [z0, y0, x0]: number[], radius: number): void {
  for (let z = -radius; z <= radius; z++) {
    for (let y = -radius; y <= radius; y++) {
      for (let x = -radius; x <= radius; x++) {
        if (z * z + y * y + x * x > radius * radius) continue;
        data[((z + z0) * SIZE + y + y0) * SIZE + x + x0] = 1;
      }
    }
  }
}

/** The largest resident size so far, in bytes. */
function peak(): number {
  return 1024 * process.resourceUsage().maxRSS;
}

const shape = [SIZE, SIZE, SIZE];
// filled, so that the memory is there before the clock starts
const truth = { data: new Uint8Array(SIZE ** 3).fill(0), shape };
const prediction = { data: new Uint8Array(SIZE ** 3).fill(0), shape };
addBall(truth.data, [40, 40, 40], 20);
addBall(truth.data, [460, 460, 460], 20);
addBall(prediction.data, [42, 41, 40], 20);
addBall(prediction.data, [460, 40, 200], 8);

const before = peak();
const metrics = ["dice", "iou", "assd", "hd", "hd95", "surfaceDice"] as const;
const [result] = evaluate(truth, prediction, { labels: [1], metrics, tolerance: 1 });
const input = 2 * SIZE ** 3;
console.log(
  `${((input + peak() - before) / input).toFixed(3)} times the input, Dice ${result.dice}`,
);
