/** The ten pairs of masks of docs/agreement.md. */
import type { Mask } from "@triptych/metrics";
import { mulberry32 } from "../core/mod.ts";
import { ball, box, draw, noise, shift, union } from "../tests/metrics/masks.ts";

/** Two masks, and how they are measured. */
export interface Pair {
  /** What the page calls it. */
  name: string;
  /** What it shows. */
  about: string;
  /** The true mask. */
  truth: Mask;
  /** The predicted mask. */
  prediction: Mask;
  /** The size of a voxel along each axis. */
  spacing: number[];
  /** The tolerance of surface Dice, in the unit of the spacing. */
  tolerance: number;
}

/** The pairs, the same whenever they are made. */
export function agreementPairs(): Pair[] {
  const disc = ball([24, 24], 7, [10, 11]);
  const large = box([64, 64], [4, 4], [43, 43]), small = box([64, 64], [56, 56], [59, 59]);
  const block = box([12, 12], [2, 2], [9, 9]), nothing = draw([12, 12], () => false);
  const random = mulberry32(18);
  const grain = (): Mask => noise([6, 10, 12], 0.4, random);
  const organ = ball([10, 24, 24], 8, [4.5, 11, 11]);
  return [
    pair("moved disc", "a disc and the same, moved", disc, shift(disc, [2, 1])),
    pair(
      "hole",
      "a square with a hole that the prediction fills",
      draw([12, 12], (y, x) => isIn(block, y, x) && !(y > 4 && y < 7 && x > 4 && x < 7)),
      block,
    ),
    pair(
      "image edge",
      "objects that touch three edges of the image",
      box([20, 20], [0, 0], [9, 19]),
      box([20, 20], [0, 0], [11, 19]),
    ),
    pair(
      "one pixel",
      "one pixel each, 3 and 4 apart",
      box([12, 12], [3, 3], [3, 3]),
      box([12, 12], [6, 7], [6, 7]),
    ),
    pair(
      "two lesions",
      "a large lesion that is found exactly, and a small one that is missed",
      union(large, small),
      large,
    ),
    pair(
      "thick slices",
      "a ball, and the same smaller and moved, in slices of 3 mm",
      organ,
      shift(ball([10, 24, 24], 7, [4.5, 11, 11]), [0, 1, 1]),
      { spacing: [3, 1, 1], tolerance: 2 },
    ),
    pair("noise", "random voxels of 2.5 × 0.5 × 0.7 mm, by seed", grain(), grain(), {
      spacing: [2.5, 0.5, 0.7],
    }),
    pair("missed", "the prediction is empty", block, nothing),
    pair("invented", "the truth is empty", nothing, block),
    pair("both empty", "both are empty", nothing, nothing),
  ];
}

function pair(
  name: string,
  about: string,
  truth: Mask,
  prediction: Mask,
  { spacing = [1, 1], tolerance = 1 }: { spacing?: number[]; tolerance?: number } = {},
): Pair {
  return { name, about, truth, prediction, spacing, tolerance };
}

function isIn({ data, shape }: Mask, y: number, x: number): boolean {
  return data[y * shape[1] + x] === 1;
}
