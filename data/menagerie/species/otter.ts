/** Otters: long, low, with a thick tail. */

import { type Drawn, INK, near, PLAIN } from "./colors.ts";
import { hex, tint } from "../canvas.ts";
import { buildMammal, type MammalBuild, type Pose } from "../mammals.ts";
import type { Random } from "../random.ts";

/** Draws an otter. */
export function otter(random: Random, pose: Pose): Drawn {
  const fur = near(random.pick([hex("7a5a42"), hex("5f4636"), hex("8c6c52")]), random);
  const pale = tint(fur, hex("f2e2c8"), 0.7);
  const build: MammalBuild = {
    height: 0.34,
    length: 0.95,
    girth: { chest: 0.18, waist: 0.2, hip: 0.21 },
    neck: { length: 0.08, rise: 0.12, radius: 0.155 },
    leg: { top: 0.1, knee: 0.075, foot: 0.066, paw: 0.06, long: 0.12 },
    tail: { length: 0.8, root: 0.13, tip: 0.03, rise: -0.05 },
    fur: { color: fur, belly: pale, length: random.between(0.01, 0.018) },
    head: {
      skull: [0.21, 0.165, 0.2],
      muzzle: { length: 0.19, drop: 0.045, root: 0.13, tip: 0.085, color: pale, cheeks: 0.075 },
      nose: { size: 0.05, color: INK },
      eyes: { size: 0.042, at: [0.85, 0.3, 0.46], iris: hex("2a1a14") },
      ear: {
        at: [-0.3, 0.5, 0.8],
        along: [0, 0.7, 0.8],
        size: [0.03, 0.05, 0.045],
        flat: 0.6,
        faces: [1, 0, 0.4],
        inside: tint(fur, INK, 0.3),
      },
      mask: { color: pale, from: 0.1 },
    },
  };
  return { parts: buildMammal(build, pose), coat: PLAIN };
}
