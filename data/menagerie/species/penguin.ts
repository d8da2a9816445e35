/** Penguins, and grey chicks. */

import { type Drawn, near, PLAIN } from "./colors.ts";
import { buildPenguin } from "../birds.ts";
import { hex } from "../canvas.ts";
import type { Pose } from "../mammals.ts";
import type { Random } from "../random.ts";

/** Draws a penguin. */
export function penguin(random: Random, pose: Pose): Drawn {
  const chick = random.chance(0.3);
  const color = near(chick ? hex("8a8d94") : random.pick([hex("26282f"), hex("2f3440")]), random);
  const parts = buildPenguin({
    color,
    front: chick ? hex("c3c4c6") : hex("f4f2ec"),
    face: chick ? hex("eceae6") : random.pick([hex("f2efe8"), hex("eab54a"), color]),
    iris: hex("6a4a30"),
    beak: random.pick([hex("e58a2e"), hex("d9722c"), hex("d08c48")]),
  }, pose);
  return { parts, coat: PLAIN };
}
