/** Foxes: red, white and silver ones. */

import { type Drawn, INK, near, PLAIN } from "./colors.ts";
import { hex } from "../canvas.ts";
import { buildMammal, type MammalBuild, type Pose } from "../mammals.ts";
import type { Color } from "../parts.ts";
import type { Random } from "../random.ts";

/** Draws a fox. */
export function fox(random: Random, pose: Pose): Drawn {
  const [color, sock] = random.pick<[Color, Color]>([
    [hex("d9692c"), hex("2c2220")],
    [hex("c8743a"), hex("3a2a24")],
    [hex("e8e8ea"), hex("cfd2d8")],
    [hex("6f6a70"), hex("2d2a2f")],
    [hex("d9692c"), hex("2c2220")],
  ]);
  const fur = near(color, random), white = hex("f7efe4");
  const build: MammalBuild = {
    height: 0.66,
    length: 0.86,
    girth: { chest: 0.2, waist: 0.17, hip: 0.18 },
    neck: { length: 0.13, rise: 0.12, radius: 0.15 },
    leg: { top: 0.1, knee: 0.065, foot: 0.05, paw: 0.06, long: 0.12, sock },
    tail: { length: 0.9, root: 0.06, tip: 0.16, rise: random.around(-0.03, 0.06), end: white },
    fur: { color: fur, belly: white, length: random.between(0.02, 0.034) },
    head: {
      skull: [0.22, 0.19, 0.23],
      muzzle: { length: 0.36, drop: 0.08, root: 0.11, tip: 0.045, color: white },
      nose: { size: 0.042, color: INK },
      eyes: { size: 0.048, at: [0.8, 0.25, 0.5], iris: hex("d79b32") },
      ear: {
        at: [-0.1, 0.6, 0.58],
        along: [-0.05, 1, 0.28],
        size: [0.28, 0.12, 0.012],
        flat: 0.36,
        faces: [1, 0, 0.35],
        inside: hex("f0e2d2"),
        tip: sock,
      },
      mask: { color: white, from: 0.12 },
    },
  };
  return { parts: buildMammal(build, pose), coat: PLAIN };
}
