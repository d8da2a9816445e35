/** Dogs: floppy or pointed ears, plain, patched or spotted. */

import { type Drawn, INK, near, PINK } from "./colors.ts";
import { hex, tint } from "../canvas.ts";
import type { Coat } from "../coat.ts";
import type { HeadBuild } from "../head.ts";
import { buildMammal, type MammalBuild, type Pose } from "../mammals.ts";
import type { Color } from "../parts.ts";
import type { Random } from "../random.ts";

/** An ear that stands up. */
const PRICKED: HeadBuild["ear"] = {
  at: [-0.15, 0.62, 0.6],
  along: [0.02, 1, 0.2],
  size: [0.2, 0.1, 0.015],
  flat: 0.4,
  faces: [1, 0, 0.35],
  inside: PINK,
};

/** Draws a dog. */
export function dog(random: Random, pose: Pose): Drawn {
  const [color, mark, kind] = random.pick<[Color, Color, Coat["kind"]]>([
    [hex("d3a566"), hex("a87a42"), "plain"],
    [hex("6b4a33"), hex("3c2a20"), "plain"],
    [hex("f0ebe2"), hex("6a4630"), "patches"],
    [hex("efeae4"), hex("2f2b2d"), "spots"],
    [hex("353235"), hex("b07a48"), "plain"],
    [hex("b9b2a8"), hex("5d5853"), "patches"],
    [hex("c98a55"), hex("f3e6d2"), "patches"],
  ]);
  const fur = near(color, random), pale = tint(fur, hex("fff4e4"), random.between(0.1, 0.75));
  const floppy = random.chance(0.65), ears = random.chance(0.5) ? mark : tint(fur, INK, 0.35);
  const build: MammalBuild = {
    height: random.around(0.72, 0.1),
    length: random.around(0.86, 0.08),
    girth: { chest: 0.25, waist: random.around(0.2, 0.03), hip: 0.21 },
    neck: { length: 0.16, rise: 0.15, radius: 0.16 },
    leg: {
      top: 0.12,
      knee: 0.082,
      foot: 0.07,
      paw: 0.08,
      long: 0.15,
      sock: random.chance(0.4) ? pale : undefined,
    },
    tail: {
      length: random.around(0.5, 0.12),
      root: 0.07,
      tip: 0.035,
      rise: random.around(0.13, 0.08),
    },
    fur: { color: fur, belly: pale, length: random.between(0.01, 0.03) },
    head: {
      skull: [0.24, 0.21, 0.22],
      muzzle: {
        length: random.around(0.36, 0.07),
        drop: 0.08,
        root: 0.13,
        tip: 0.088,
        color: pale,
        cheeks: 0.06,
      },
      nose: { size: 0.058, color: INK },
      eyes: { size: 0.05, at: [0.78, 0.3, 0.44], iris: hex("5a3a22") },
      ear: floppy ? hanging(ears, random) : PRICKED,
      mask: { color: pale, from: 0.35 },
      tongue: random.chance(0.45) && !pose.asleep,
    },
  };
  return {
    parts: buildMammal(build, pose),
    coat: { kind, color: mark, scale: kind === "spots" ? 7 : 2, strength: 0.95 },
  };
}

/** An ear that hangs down. */
function hanging(color: Color, random: Random): HeadBuild["ear"] {
  return {
    at: [-0.1, 0.55, 0.75],
    along: [0.05, -1, 0.35],
    size: [random.around(0.25, 0.05), 0.07, 0.1],
    flat: 0.35,
    faces: [0.2, 0.2, -1],
    inside: color,
    tip: color,
  };
}
