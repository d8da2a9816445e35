/** Owls: brown, grey, pale and white ones. */

import { type Drawn, INK, near } from "./colors.ts";
import { hex, tint } from "../canvas.ts";
import { darker, eye, framePortrait, headFrame, type Plumage } from "../face.ts";
import type { Pose } from "../mammals.ts";
import { type Color, egg, limb, type Paint, type Part } from "../parts.ts";
import type { Random } from "../random.ts";
import { look, place, type Vector } from "../vector.ts";

/** Draws an owl. */
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

/** An owl: a barrel with a round head, a face like a heart, folded wings. */
function buildOwl(plumage: Plumage, pose: Pose): Part[] {
  const coat: Paint = { color: plumage.color, coat: true, fur: 0.022 };
  const front: Paint = { ...coat, second: { color: plumage.front, where: "below", from: 0.05 } };
  const body = look([0.12, 1, 0], [-1, 0, 0]);
  const frame = headFrame(pose);
  const center: Vector = [0.02, 0.98, 0];
  const at = (v: Vector): Vector => place(frame, v, center);
  const parts: Part[] = [
    egg([0, 0.5, 0], [0.44, 0.3, 0.32], { frame: body, blend: 0.1, paint: front }),
    limb([[-0.14, 0.42, 0], [-0.36, 0.08, 0]], [0.16, 0.11], {
      flat: 0.4,
      thin: [0.6, -0.4, 0],
      blend: 0.06,
      paint: coat,
    }),
  ];
  for (const side of [-1, 1]) {
    const lift = pose.kind === "upright" ? 0.28 : 0;
    const wing: Vector = [-0.02, 0.66, side * 0.28];
    const tip: Vector = [-0.2, 0.16 + lift, side * (0.24 + lift * 1.5)];
    parts.push(
      limb([wing, tip], [0.19, 0.07], {
        flat: 0.34,
        thin: [0.1, 0.1, side],
        blend: 0.03,
        paint: { ...coat, color: darker(plumage.color) },
      }),
      egg([0.12, 0.05, side * 0.13], [0.12, 0.05, 0.07], {
        blend: 0.02,
        paint: { color: plumage.beak, gloss: 0.1 },
      }),
    );
  }
  parts.push(egg(center, [0.3, 0.28, 0.34], { frame, blend: 0.1, paint: { ...coat } }));
  for (const side of [-1, 1]) {
    parts.push(
      egg(at([0.2, 0.01, side * 0.13]), [0.11, 0.17, 0.16], {
        frame: look(place(frame, [1, 0, side * 0.35]), frame.y),
        blend: 0.03,
        paint: { color: plumage.face, fur: 0.01 },
      }),
      limb([at([0.06, 0.2, side * 0.2]), at([0.02, 0.42, side * 0.27])], [0.08, 0.015], {
        blend: 0.04,
        paint: coat,
      }),
      ...eye(
        at([0.285, 0.04, side * 0.125]),
        frame,
        { size: 0.078, side, iris: plumage.iris },
        pose,
      ),
    );
  }
  parts.push(
    limb([at([0.31, -0.02, 0]), at([0.35, -0.13, 0])], [0.045, 0.012], {
      paint: { color: plumage.beak, gloss: 0.5 },
    }),
  );
  return framePortrait(parts, 8);
}
