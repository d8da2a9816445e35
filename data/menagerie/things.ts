/** Distracting things that stand about: stones, cushions, balls, stumps, bushes, toys. */

import { near } from "./scenery.ts";
import { tint } from "./canvas.ts";
import { type Color, egg, limb, type Part } from "./parts.ts";
import type { Random } from "./random.ts";
import { type Frame, heading, look, type Vector } from "./vector.ts";

/** Where a thing stands and how large it is, and what its parts are drawn from. */
interface Draft {
  /** The random stream. */
  random: Random;
  /** The thing's size, in units of the animal. */
  s: number;
  /** Its axes, turned about the upright. */
  frame: Frame;
  /** A place above its foot, in units of its size. */
  up: (height: number, dx?: number, dz?: number) => Vector;
  /** One of the colours, unless it is given one. */
  pick: (...digits: string[]) => Color;
}

/** The parts of each kind of thing. */
const THINGS = {
  stone: ({ s, frame, up, pick }: Draft): Part[] => {
    const c = pick("8f8d8a", "a39a8f", "77726c", "b5a590");
    return [
      egg(up(0.22), [s * 0.55, s * 0.36, s * 0.45], { frame, paint: { color: c, fur: 0.02 * s } }),
      egg(up(0.14, 0.4, 0.2), [s * 0.26, s * 0.2, s * 0.25], {
        frame,
        paint: { color: tint(c, [0.2, 0.2, 0.2], 0.15), fur: 0.02 * s },
      }),
    ];
  },
  ball: ({ random, s, up, pick }: Draft): Part[] => {
    const c = pick("c9483a", "e3b23f", "4f7fa0", "e9e0d0");
    return [egg(up(0.45), [s * 0.45, s * 0.45, s * 0.45], {
      frame: look(heading(random.between(-0.1, 0.1), random.between(0, 1))),
      paint: {
        color: c,
        second: { color: tint(c, [1, 0.97, 0.9], 0.75), where: "below", from: 0.2 },
        gloss: 0.5,
      },
    })];
  },
  cushion: ({ s, frame, up, pick }: Draft): Part[] => {
    return [
      egg(up(0.28), [s * 0.75, s * 0.3, s * 0.6], {
        frame,
        paint: { color: pick("b8493c", "d9a860", "5f7a80", "e6dcc8", "8a6a52"), fur: 0.01 },
      }),
    ];
  },
  stump: ({ s, up, pick }: Draft): Part[] => {
    const bark = pick("6a5240", "59463a", "8a7560");
    return [
      limb([up(-0.05), up(0.55)], [s * 0.42, s * 0.36], {
        paint: { color: bark, fur: 0.03 * s },
      }),
      egg(up(0.88), [s * 0.33, s * 0.05, s * 0.33], {
        paint: { color: tint(bark, [0.95, 0.8, 0.55], 0.6) },
      }),
    ];
  },
  bush: ({ random, s, up, pick }: Draft): Part[] => {
    const leaf = pick("4f7a3f", "7a8a45", "5f7f5a", "a5714a", "b8863f");
    return [0, 1, 2, 3].map((i) =>
      egg(up(0.35 + 0.12 * (i & 1), random.between(-0.45, 0.45), random.between(-0.2, 0.2)), [
        s * 0.45,
        s * 0.42,
        s * 0.4,
      ], {
        paint: { color: tint(leaf, [0.1, 0.15, 0.1], random.between(0, 0.3)), fur: 0.09 * s },
      })
    );
  },
  plush: ({ s, frame, up, pick }: Draft): Part[] => {
    const c = pick("b07a48", "8d8f98", "e0d4c0", "6b4a33");
    return [
      egg(up(0.42), [s * 0.5, s * 0.42, s * 0.4], { frame, paint: { color: c, fur: 0.03 * s } }),
      egg(up(0.2, 0.4, 0.3), [s * 0.2, s * 0.2, s * 0.2], {
        frame,
        paint: { color: c, fur: 0.03 * s },
      }),
    ];
  },
  mushroom: ({ s, up, pick }: Draft): Part[] => {
    return [
      limb([up(0), up(0.4)], [s * 0.13, s * 0.1], { paint: { color: [0.93, 0.88, 0.78] } }),
      egg(up(0.46), [s * 0.36, s * 0.2, s * 0.36], {
        paint: { color: pick("b8402f", "a5714a", "d9a860"), gloss: 0.3 },
      }),
    ];
  },
  crate: ({ s, up, pick }: Draft): Part[] => {
    const c = pick("a8814f", "5f7f8a", "c9683f", "8a7a68");
    return [0.18, 0.5].map((h) =>
      limb([up(h, -0.4), up(h, 0.4)], [s * 0.2, s * 0.2], {
        flat: 0.8,
        paint: { color: h > 0.3 ? tint(c, [1, 0.95, 0.85], 0.2) : c },
      })
    );
  },
};

/** The kinds of things. */
export type Thing = keyof typeof THINGS;

/** The parts of a thing on the ground, one unit its usual size. */
export function buildThing(
  kind: Thing,
  random: Random,
  { at, size, color }: { at: Vector; size: number; color?: Color },
): Part[] {
  const s = size * random.between(0.7, 1.25), [x, y, z] = at;
  const frame = look(heading(random.between(-0.03, 0.03), random.between(0, 1)));
  const up = (h: number, dx = 0, dz = 0): Vector => [x + dx * s, y + h * s, z + dz * s];
  const pick = (...digits: string[]): Color => color ?? near(random.pick(digits), random);
  return THINGS[kind]({ random, s, frame, up, pick });
}
