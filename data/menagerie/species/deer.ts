/** Deer: spotted fawns, hinds and stags with antlers. */

import { type Drawn, INK, near, PLAIN } from "./colors.ts";
import { hex, tint } from "../canvas.ts";
import { buildMammal, type MammalBuild, type Pose } from "../mammals.ts";
import { chain, limb } from "../parts.ts";
import type { Random } from "../random.ts";

/** Draws a deer. */
export function deer(random: Random, pose: Pose): Drawn {
  const fawn = random.chance(0.5), stag = !fawn && random.chance(0.6);
  const fur = near(random.pick([hex("b07a48"), hex("a5714a"), hex("8d6a50")]), random),
    white = hex("f3e9da");
  const height = fawn ? 0.86 : 0.98;
  const build: MammalBuild = {
    height,
    length: 0.78,
    girth: { chest: 0.21, waist: 0.19, hip: 0.19 },
    neck: { length: fawn ? 0.32 : 0.42, rise: 0.17, radius: 0.11 },
    leg: {
      top: 0.095,
      knee: 0.054,
      foot: 0.04,
      paw: 0.048,
      long: 0.09,
      sock: tint(fur, INK, 0.45),
    },
    tail: { length: 0.14, root: 0.06, tip: 0.04, rise: 0.12, end: white },
    fur: { color: fur, belly: white, length: 0.012, legs: fur },
    head: {
      skull: [0.19, 0.16, 0.16],
      muzzle: { length: 0.32, drop: 0.08, root: 0.105, tip: 0.065, color: tint(fur, white, 0.55) },
      nose: { size: 0.048, color: INK },
      eyes: { size: 0.048, at: [0.6, 0.25, 0.75], iris: hex("3d2418") },
      ear: {
        at: [-0.3, 0.55, 0.75],
        along: [-0.2, 0.55, 1],
        size: [0.22, 0.07, 0.02],
        flat: 0.4,
        faces: [1, -0.1, 0.2],
        inside: hex("ecd2bf"),
      },
      more: stag ? antlers(random.between(0.8, 1.15)) : undefined,
    },
  };
  return {
    parts: buildMammal(build, pose),
    coat: fawn ? { kind: "spots", color: white, scale: 8.5, strength: 0.8 } : PLAIN,
  };
}

/** A pair of antlers of a size. */
function antlers(s: number): MammalBuild["head"]["more"] {
  return (at) =>
    [-1, 1].flatMap((side) => {
      const paint = { color: hex("cbb08c") };
      const a = at([-0.06, 0.13, side * 0.07]), b = at([-0.16 * s, 0.32 * s, side * 0.2 * s]);
      const c = at([-0.1 * s, 0.52 * s, side * 0.3 * s]),
        d = at([0.06 * s, 0.66 * s, side * 0.26 * s]);
      return [
        ...chain([a, b, c, d], [0.032, 0.028, 0.024, 0.012], { blend: 0.01, paint }),
        limb([b, at([0.08 * s, 0.42 * s, side * 0.22 * s])], [0.024, 0.01], { blend: 0.01, paint }),
        limb([c, at([-0.2 * s, 0.68 * s, side * 0.4 * s])], [0.022, 0.01], { blend: 0.01, paint }),
      ];
    });
}
