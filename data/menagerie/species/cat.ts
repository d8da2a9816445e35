/** Cats: tabbies, patched and plain ones. */

import { type Drawn, INK, near, PINK } from "./colors.ts";
import { hex, tint } from "../canvas.ts";
import type { Coat } from "../coat.ts";
import { buildMammal, type MammalBuild, type Pose } from "../mammals.ts";
import type { Color } from "../parts.ts";
import type { Random } from "../random.ts";

/** Draws a cat. */
export function cat(random: Random, pose: Pose): Drawn {
  const [color, mark, kind] = random.pick<[Color, Color, Coat["kind"]]>([
    [hex("e0954f"), hex("b8622b"), "stripes"],
    [hex("9a948c"), hex("4f4a48"), "stripes"],
    [hex("a98a6a"), hex("5a4433"), "stripes"],
    [hex("3a3638"), hex("3a3638"), "plain"],
    [hex("efe6da"), hex("d68a48"), "patches"],
    [hex("f0ece6"), hex("3b3638"), "patches"],
    [hex("7f858f"), hex("7f858f"), "plain"],
    [hex("e9d9c0"), hex("6b5142"), "plain"],
  ]);
  const fur = near(color, random),
    white = random.chance(0.55) ? hex("f6efe6") : tint(fur, hex("ffffff"), 0.3);
  const build: MammalBuild = {
    height: 0.62,
    length: random.around(0.82, 0.06),
    girth: { chest: 0.21, waist: random.around(0.2, 0.03), hip: 0.2 },
    neck: { length: 0.1, rise: 0.13, radius: 0.15 },
    leg: {
      top: 0.1,
      knee: 0.072,
      foot: 0.058,
      paw: 0.066,
      long: 0.12,
      sock: random.chance(0.5) ? white : undefined,
    },
    tail: { length: 0.85, root: 0.06, tip: 0.045, rise: random.around(0.12, 0.1) },
    fur: { color: fur, belly: white, length: random.between(0.012, 0.026) },
    head: {
      skull: [0.23, 0.215, 0.25],
      muzzle: { length: 0.2, drop: 0.07, root: 0.11, tip: 0.075, color: white, cheeks: 0.07 },
      nose: { size: 0.034, color: random.chance(0.6) ? hex("c9736c") : INK },
      eyes: {
        size: 0.062,
        at: [0.8, 0.16, 0.5],
        iris: random.pick([hex("9fb83c"), hex("e2b33a"), hex("6fb0c4")]),
      },
      ear: {
        at: [-0.05, 0.62, 0.58],
        along: [0, 1, 0.32],
        size: [0.22, 0.12, 0.012],
        flat: 0.36,
        faces: [1, 0.1, 0.35],
        inside: PINK,
      },
      mask: { color: white, from: 0.25 },
    },
  };
  return {
    parts: buildMammal(build, pose),
    coat: { kind, color: mark, scale: kind === "stripes" ? 6.5 : 2.4, strength: 0.85 },
  };
}
