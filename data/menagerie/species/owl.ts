/** Owls: brown, grey, pale and white ones. */

import { type Drawn, INK, near } from "./colors.ts";
import { buildOwl } from "../birds.ts";
import { hex, tint } from "../canvas.ts";
import type { Pose } from "../mammals.ts";
import type { Color } from "../parts.ts";
import type { Random } from "../random.ts";

/** Draws a owl. */
export function owl(random: Random, pose: Pose): Drawn {
  const [color, front, face] = random.pick<[Color, Color, Color]>([
    [hex("8a6a4a"), hex("e3cda6"), hex("d9bd92")],
    [hex("6c665f"), hex("cfc8ba"), hex("b9b0a2")],
    [hex("c79a5c"), hex("f4ead6"), hex("f6efe2")],
    [hex("efece6"), hex("faf8f4"), hex("f5f2ec")],
  ]);
  const back = near(color, random);
  const parts = buildOwl({
    color: back,
    front,
    face,
    iris: random.pick([hex("f0b429"), hex("e8842c"), hex("f2d24a")]),
    beak: hex("c99a3e"),
  }, pose);
  return { parts, coat: { kind: "spots", color: tint(back, INK, 0.55), scale: 9, strength: 0.8 } };
}
