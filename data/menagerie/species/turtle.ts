/** Turtles with patterned shells. */

import { type Drawn, near } from "./colors.ts";
import { buildTurtle } from "../birds.ts";
import { hex, tint } from "../canvas.ts";
import type { Pose } from "../mammals.ts";
import type { Color } from "../parts.ts";
import type { Random } from "../random.ts";

/** Draws a turtle. */
export function turtle(random: Random, pose: Pose): Drawn {
  const [shell, mark] = random.pick<[Color, Color]>([
    [hex("6b5a34"), hex("b99a52")],
    [hex("4e6138"), hex("a8ab56")],
    [hex("7a4f34"), hex("d09a5c")],
  ]);
  const skin = near(random.pick([hex("7f9a58"), hex("a2a86a"), hex("6f8f7c")]), random);
  const parts = buildTurtle({
    color: skin,
    front: near(shell, random),
    face: tint(skin, hex("f0ecc8"), 0.5),
    iris: hex("c9872e"),
    beak: skin,
  }, pose);
  return { parts, coat: { kind: "spots", color: mark, scale: 4.2, strength: 0.85 } };
}
