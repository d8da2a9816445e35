/** Hedgehogs: a small body under a mantle of spines. */

import { type Drawn, INK, near } from "./colors.ts";
import { hex, tint } from "../canvas.ts";
import { buildMammal, type MammalBuild, type Pose } from "../mammals.ts";
import { egg } from "../parts.ts";
import type { Random } from "../random.ts";

/** Draws a hedgehog. */
export function hedgehog(random: Random, pose: Pose): Drawn {
  const face = near(random.pick([hex("d8b48c"), hex("b98e66"), hex("e6cfae")]), random);
  const spines = near(random.pick([hex("5a4636"), hex("6d5a4a"), hex("44372f")]), random);
  const build: MammalBuild = {
    height: 0.3,
    length: 0.42,
    girth: { chest: 0.2, waist: 0.2, hip: 0.2 },
    neck: { length: 0.0, rise: 0.04, radius: 0.17 },
    leg: { top: 0.08, knee: 0.06, foot: 0.05, paw: 0.05, long: 0.11 },
    tail: { length: 0, root: 0, tip: 0, rise: 0 },
    fur: { color: face, length: 0.012, plain: true },
    head: {
      skull: [0.19, 0.17, 0.18],
      muzzle: { length: 0.3, drop: 0.05, root: 0.11, tip: 0.035, color: face },
      nose: { size: 0.045, color: INK },
      eyes: { size: 0.043, at: [0.8, 0.25, 0.55], iris: hex("2a1a14") },
      ear: {
        at: [-0.1, 0.6, 0.72],
        along: [0, 1, 0.5],
        size: [0.03, 0.06, 0.055],
        flat: 0.5,
        faces: [1, 0, 0.3],
        inside: tint(face, INK, 0.3),
      },
    },
  };
  const parts = buildMammal(build, { ...pose, head: { ...pose.head, rise: pose.head.rise * 0.5 } });
  const low = pose.kind === "lie" ? -0.06 : 0;
  const mantle = egg([-0.06, 0.36 + low, 0], [0.46, 0.32, 0.36], {
    blend: 0.02,
    paint: { color: spines, coat: true, fur: 0.09 },
  });
  return {
    parts: [mantle, ...parts],
    coat: { kind: "spines", color: hex("e8d8bc"), scale: 1, strength: 0.85, tufts: 34 },
  };
}
