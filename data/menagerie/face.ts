/** What owl, penguin and turtle share: their colours, where the head looks, eyes, a portrait's frame. */

import { chain, type Color, egg, type Part } from "./parts.ts";
import { add, type Frame, heading, look, place, unit, type Vector } from "./vector.ts";
import type { Pose } from "./mammals.ts";

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

/** Where the head looks. */
export function headFrame({ head }: Pose): Frame {
  return look(heading(head.rise, head.turn), unit([0, 1, head.tilt]));
}

/** An eye that looks forward and outward, or its closed lid. */
export function eye(
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

/**
 * Marks the last `count` parts as those that a portrait is framed by: the head, and with a penguin
 * or a turtle the limbs before it.
 */
export function framePortrait(parts: Part[], count: number): Part[] {
  const first = parts.length - count;
  return parts.map((part, i) => i >= first ? { ...part, head: true } : part);
}

/** The colour a shade darker. */
export function darker([r, g, b]: Color): Color {
  return [r * 0.8, g * 0.8, b * 0.8];
}
