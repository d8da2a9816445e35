/** Bears: brown, black and white ones. */

import { type Drawn, INK, near, PLAIN } from "./colors.ts";
import { hex, tint } from "../canvas.ts";
import { buildMammal, type MammalBuild, type Pose } from "../mammals.ts";
import type { Color } from "../parts.ts";
import type { Random } from "../random.ts";

/** Draws a bear. */
export function bear(random: Random, pose: Pose): Drawn {
  const [color, muzzle] = random.pick<[Color, Color]>([
    [hex("6e4a30"), hex("b98f63")],
    [hex("8a6542"), hex("c9a578")],
    [hex("2e2a2c"), hex("a9825a")],
    [hex("ece4d4"), hex("f4eee2")],
    [hex("54402f"), hex("a88a66")],
  ]);
  const fur = near(color, random);
  const build: MammalBuild = {
    height: 0.68,
    length: 0.85,
    girth: { chest: 0.34, waist: 0.36, hip: 0.35 },
    neck: { length: 0.08, rise: 0.07, radius: 0.24 },
    leg: { top: 0.19, knee: 0.145, foot: 0.125, paw: 0.12, long: 0.19 },
    tail: { length: 0.08, root: 0.1, tip: 0.08, rise: 0.1 },
    fur: { color: fur, length: random.between(0.026, 0.042) },
    head: {
      skull: [0.28, 0.26, 0.29],
      muzzle: { length: 0.37, drop: 0.09, root: 0.15, tip: 0.105, color: near(muzzle, random) },
      nose: { size: 0.072, color: INK },
      eyes: { size: 0.045, at: [0.85, 0.26, 0.4], iris: hex("3a2416") },
      ear: {
        at: [-0.15, 0.72, 0.72],
        along: [-0.05, 1, 0.6],
        size: [0.06, 0.1, 0.1],
        flat: 0.5,
        faces: [1, 0, 0.3],
        inside: tint(fur, muzzle, 0.5),
      },
    },
  };
  return { parts: buildMammal(build, pose), coat: PLAIN };
}
