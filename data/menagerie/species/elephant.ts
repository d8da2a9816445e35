/** Elephants, with a trunk that curls and, some, tusks. */

import { type Drawn, INK, near, PINK, PLAIN } from "./colors.ts";
import { hex, tint } from "../canvas.ts";
import { buildMammal, type MammalBuild, type Pose } from "../mammals.ts";
import { chain, limb } from "../parts.ts";
import type { Random } from "../random.ts";

/** Draws an elephant. */
export function elephant(random: Random, pose: Pose): Drawn {
  const skin = near(random.pick([hex("8d8f98"), hex("a09a98"), hex("7d828c")]), random),
    tusks = random.chance(0.5);
  const curl = random.between(-0.2, 1);
  const dark = tint(skin, INK, 0.15);
  const build: MammalBuild = {
    height: 0.72,
    length: 0.72,
    girth: { chest: 0.36, waist: 0.4, hip: 0.37 },
    neck: { length: 0.05, rise: 0.1, radius: 0.27 },
    leg: { top: 0.19, knee: 0.15, foot: 0.145, paw: 0.13, long: 0.2 },
    tail: { length: 0.4, root: 0.045, tip: 0.02, rise: -0.2 },
    fur: { color: skin, length: 0.0 },
    head: {
      skull: [0.28, 0.31, 0.28],
      muzzle: { length: 0.3, drop: 0.12, root: 0.17, tip: 0.12, color: skin },
      nose: { size: 0.01, color: skin },
      eyes: { size: 0.045, at: [0.8, 0.12, 0.62], iris: hex("4a3020") },
      ear: {
        at: [-0.35, 0.2, 0.75],
        along: [-0.25, -0.12, 1],
        size: [0.24, 0.2, 0.29],
        flat: 0.2,
        faces: [1, 0, 0.25],
        inside: tint(skin, PINK, 0.35),
      },
      more: (at) => [
        ...chain(
          [
            at([0.3, -0.12, 0]),
            at([0.43, -0.34, 0]),
            at([0.44, -0.52, 0]),
            at([0.5 + curl * 0.1, -0.64 + curl * 0.1, 0]),
            at([0.6 + curl * 0.05, -0.66 + curl * 0.26, 0]),
          ],
          [0.135, 0.1, 0.08, 0.066, 0.052],
          { blend: 0.05, paint: { color: dark, gloss: 0.02 } },
        ),
        ...(tusks
          ? [-1, 1].map((side) =>
            limb([at([0.28, -0.2, side * 0.12]), at([0.46, -0.3, side * 0.16])], [0.04, 0.014], {
              paint: { color: hex("f3ead6"), gloss: 0.3 },
            })
          )
          : []),
      ],
    },
  };
  return { parts: buildMammal(build, pose), coat: PLAIN };
}
