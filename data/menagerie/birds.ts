/** Bodies that are no mammal's: owl, penguin and turtle. */

import { chain, type Color, egg, limb, type Paint, type Part } from "./parts.ts";
import { add, type Frame, heading, look, place, unit, type Vector } from "./vector.ts";
import type { Pose } from "./mammals.ts";
import { sine } from "./numbers.ts";

/** The colours of a bird or a turtle. */
export interface Plumage {
  /** Back and head. */
  color: Color;
  /** Front. */
  front: Color;
  /** Face. */
  face: Color;
  /** Irises. */
  iris: Color;
  /** Beak and feet. */
  beak: Color;
}

/** An owl: a barrel with a round head, a face like a heart, folded wings. */
export function buildOwl(plumage: Plumage, pose: Pose): Part[] {
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
  return crown(parts, 5);
}

/** A penguin: an upright spindle with flippers. */
export function buildPenguin(plumage: Plumage, pose: Pose): Part[] {
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
  return crown(parts, 5);
}

/** A turtle: a dome of scutes on four flippers, its neck stretched out. */
export function buildTurtle(plumage: Plumage, pose: Pose): Part[] {
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
  return crown(parts, 4);
}

/** Where the head looks. */
function headFrame({ head }: Pose): Frame {
  return look(heading(head.rise, head.turn), unit([0, 1, head.tilt]));
}

/** An eye that looks forward and outward, or its closed lid. */
function eye(
  at: Vector,
  frame: Frame,
  { size, side, iris }: { size: number; side: number; iris: Color },
  { asleep }: Pose,
): Part[] {
  const outward = look(place(frame, [1, 0.05, side * 0.3]), frame.y);
  if (!asleep) {
    return [egg(at, [size, size, size], {
      frame: outward,
      paint: { color: [0.05, 0.04, 0.05], iris, gloss: 1 },
    })];
  }
  const ends = [-1, 0, 1].map((t) =>
    add(add(at, outward.z, t * size), outward.y, t === 0 ? -size * 0.4 : 0)
  );
  return chain(ends, [size * 0.28, size * 0.3, size * 0.28], {
    paint: { color: [0.1, 0.08, 0.08] },
  });
}

/** Marks the last parts, from the head on, as the head's. */
function crown(parts: Part[], fewest: number): Part[] {
  const first = parts.length - fewest - 3;
  return parts.map((part, i) => i >= first ? { ...part, head: true } : part);
}

/** The colour a shade darker. */
function darker([r, g, b]: Color): Color {
  return [r * 0.8, g * 0.8, b * 0.8];
}
