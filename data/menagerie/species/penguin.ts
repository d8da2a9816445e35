/** Penguins, and grey chicks. */

import { type Drawn, near, PLAIN } from "./colors.ts";
import { hex } from "../canvas.ts";
import { eye, framePortrait, headFrame, type Plumage } from "../face.ts";
import type { Pose } from "../mammals.ts";
import { sine } from "../numbers.ts";
import { egg, limb, type Paint, type Part } from "../parts.ts";
import type { Random } from "../random.ts";
import { look, place, type Vector } from "../vector.ts";

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

/** A penguin: an upright spindle with flippers. */
function buildPenguin(plumage: Plumage, pose: Pose): Part[] {
  const coat: Paint = { color: plumage.color, fur: 0.008, gloss: 0.08 };
  const front: Paint = { ...coat, second: { color: plumage.front, where: "below", from: 0.12 } };
  const body = look([0.06, 1, 0], [-1, 0, 0]);
  const frame = headFrame(pose);
  const center: Vector = [0.05, 1.06, 0];
  const at = (v: Vector): Vector => place(frame, v, center);
  const waddle = sine(pose.stride) * 0.06;
  const parts: Part[] = [
    egg([0, 0.5, 0], [0.47, 0.27, 0.3], { frame: body, blend: 0.1, paint: front }),
    limb([[0, 0.72, 0], [0.04, 0.98, 0]], [0.22, 0.17], { blend: 0.12, paint: front }),
    limb([[-0.14, 0.2, 0], [-0.32, 0.04, 0]], [0.12, 0.04], { blend: 0.1, paint: coat }),
  ];
  for (const side of [-1, 1]) {
    const lift = pose.kind === "upright" ? 0.3 : 0.05 + waddle * side;
    parts.push(
      limb(
        [[0.0, 0.8, side * 0.22], [-0.05, 0.36 + lift * 0.6, side * (0.34 + lift)]],
        [0.1, 0.05],
        {
          flat: 0.4,
          thin: [0.15, 0.3, side],
          blend: 0.05,
          paint: coat,
        },
      ),
      egg([0.12 + waddle * side, 0.04, side * 0.14], [0.15, 0.045, 0.09], {
        blend: 0.02,
        paint: { color: plumage.beak, gloss: 0.1 },
      }),
    );
  }
  parts.push(egg(center, [0.22, 0.2, 0.2], { frame, blend: 0.1, paint: coat }));
  for (const side of [-1, 1]) {
    parts.push(
      egg(at([0.08, -0.02, side * 0.12]), [0.12, 0.12, 0.09], {
        frame,
        blend: 0.03,
        paint: { color: plumage.face, fur: 0.006 },
      }),
      ...eye(
        at([0.155, 0.05, side * 0.115]),
        frame,
        { size: 0.04, side, iris: plumage.iris },
        pose,
      ),
    );
  }
  parts.push(
    limb([at([0.18, -0.02, 0]), at([0.36, -0.05, 0])], [0.06, 0.015], {
      blend: 0.01,
      paint: { color: plumage.beak, gloss: 0.4 },
    }),
  );
  return framePortrait(parts, 8);
}
