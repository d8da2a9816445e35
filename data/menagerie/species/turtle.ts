/** Turtles with patterned shells. */

import { type Drawn, near } from "./colors.ts";
import { hex, tint } from "../canvas.ts";
import { darker, eye, framePortrait, headFrame, type Plumage } from "../face.ts";
import type { Pose } from "../mammals.ts";
import { sine } from "../numbers.ts";
import { type Color, egg, limb, type Paint, type Part } from "../parts.ts";
import type { Random } from "../random.ts";
import { add, place, type Vector } from "../vector.ts";

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

/** A turtle: a dome of scutes on four flippers, its neck stretched out. */
function buildTurtle(plumage: Plumage, pose: Pose): Part[] {
  const skin: Paint = {
    color: plumage.color,
    gloss: 0.12,
    second: { color: plumage.face, where: "below", from: 0.3 },
  };
  const shell: Paint = { color: plumage.front, coat: true, gloss: 0.1 };
  const rim: Paint = { color: darker(plumage.front), gloss: 0.2 };
  const low = pose.kind === "lie" ? -0.1 : 0;
  const frame = headFrame(pose);
  const nape: Vector = [0.62, 0.42 + low + (pose.kind === "stand" ? 0.08 : 0), 0];
  const center = add(nape, frame.x, 0.1);
  const at = (v: Vector): Vector => place(frame, v, center);
  const parts: Part[] = [
    egg([0, 0.34 + low, 0], [0.6, 0.42, 0.5], { paint: shell }),
    egg([0, 0.25 + low, 0], [0.68, 0.13, 0.57], { blend: 0.03, paint: rim }),
    limb([[0.38, 0.26 + low, 0], nape], [0.16, 0.12], { blend: 0.05, paint: skin }),
    limb([[-0.6, 0.2 + low, 0], [-0.82, 0.1, 0]], [0.08, 0.02], { blend: 0.04, paint: skin }),
  ];
  for (const side of [-1, 1]) {
    const step = sine(pose.stride + side * 0.25) * 0.1;
    parts.push(
      limb([[0.36, 0.22 + low, side * 0.38], [0.52 + step, 0.08, side * 0.52]], [0.15, 0.1], {
        blend: 0.04,
        paint: skin,
      }),
      limb([[-0.4, 0.2 + low, side * 0.36], [-0.5 - step, 0.08, side * 0.5]], [0.15, 0.1], {
        blend: 0.04,
        paint: skin,
      }),
    );
  }
  parts.push(
    egg(center, [0.21, 0.16, 0.17], { frame, blend: 0.08, paint: skin }),
    limb([at([0.06, -0.04, 0]), at([0.17, -0.05, 0])], [0.11, 0.085], { blend: 0.05, paint: skin }),
  );
  for (const side of [-1, 1]) {
    parts.push(
      ...eye(at([0.14, 0.06, side * 0.12]), frame, { size: 0.055, side, iris: plumage.iris }, pose),
    );
  }
  return framePortrait(parts, 7);
}
