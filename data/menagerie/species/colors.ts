/** What the species share: a few colours, a plain coat, and how each animal differs a little. */

import { hex } from "../canvas.ts";
import type { Coat } from "../coat.ts";
import type { Color, Part } from "../parts.ts";
import type { Random } from "../random.ts";

/** An animal that was drawn: its parts and the marks on its coat. */
export interface Drawn {
  /** The parts, in the order they grow together. */
  parts: Part[];
  /** The marks. */
  coat: Coat;
}

/** Noses, socks, black fur. */
export const INK = hex("1d1a1c");
/** The inside of ears. */
export const PINK = hex("d98c86");

/** A coat without marks. */
export const PLAIN: Coat = { kind: "plain", color: INK, scale: 1, strength: 0 };

/** A colour a little off the given one, as no two animals are alike. */
export function near(color: Color, random: Random): Color {
  const bright = random.around(1, 0.12);
  return [
    Math.min(color[0] * bright * random.around(1, 0.04), 1),
    Math.min(color[1] * bright, 1),
    Math.min(color[2] * bright * random.around(1, 0.06), 1),
  ];
}
