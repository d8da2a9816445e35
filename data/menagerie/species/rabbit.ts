/** Rabbits, ears up or hanging. */

import { type Drawn, near, PINK } from "./colors.ts";
import { hex, tint } from "../canvas.ts";
import type { Coat } from "../coat.ts";
import { buildMammal, type MammalBuild, type Pose } from "../mammals.ts";
import type { Color } from "../parts.ts";
import type { Random } from "../random.ts";

/** Draws a rabbit. */
export function rabbit(random: Random, pose: Pose): Drawn {
  const [color, mark, kind] = random.pick<[Color, Color, Coat["kind"]]>([
    [hex("a58463"), hex("7a5c40"), "plain"],
    [hex("f2eee8"), hex("4b4144"), "patches"],
    [hex("8f8d92"), hex("8f8d92"), "plain"],
    [hex("d9b78c"), hex("f5ead8"), "patches"],
    [hex("4a4043"), hex("4a4043"), "plain"],
    [hex("efe9e2"), hex("efe9e2"), "plain"],
  ]);
  const fur = near(color, random), pale = tint(fur, hex("fff8ee"), 0.65), lop = random.chance(0.25);
  const build: MammalBuild = {
    height: 0.5,
    length: pose.kind === "upright" ? 0.5 : 0.52,
    girth: { chest: 0.22, waist: 0.27, hip: 0.28 },
    neck: { length: 0.04, rise: 0.14, radius: 0.16 },
    leg: { top: 0.09, knee: 0.07, foot: 0.06, paw: 0.065, long: 0.15 },
    tail: { length: 0.08, root: 0.12, tip: 0.1, rise: 0.1, end: hex("f6f0e8") },
    fur: { color: fur, belly: pale, length: random.between(0.018, 0.03) },
    head: {
      skull: [0.25, 0.2, 0.2],
      muzzle: { length: 0.2, drop: 0.07, root: 0.12, tip: 0.08, color: pale, cheeks: 0.075 },
      nose: { size: 0.03, color: hex("cf8a86") },
      eyes: { size: 0.052, at: [0.55, 0.22, 0.8], iris: hex("5b3324") },
      ear: {
        at: [-0.3, 0.75, 0.4],
        along: lop ? [-0.1, -0.9, 0.7] : [-0.35, 1, random.between(0.05, 0.35)],
        size: [0.46, 0.062, 0.07],
        flat: 0.42,
        faces: [0.9, 0.1, 0.6],
        inside: PINK,
      },
      mask: { color: pale, from: 0.45 },
    },
  };
  return {
    parts: buildMammal(build, pose),
    coat: { kind, color: mark, scale: 2.2, strength: 0.95 },
  };
}
