/** Where animals are: each place's backdrop, light, things and what grows before the viewer. */

import { hex } from "./canvas.ts";
import { room } from "./indoors.ts";
import { beach, desert, forest, meadow, night, snow, street } from "./outdoors.ts";
import type { Color } from "./parts.ts";
import type { Details, Easel } from "./scenery.ts";
import type { Thing } from "./things.ts";

/** A place. */
export interface Place {
  /** Paints the backdrop. */
  paint: (easel: Easel) => Details;
  /** Colours of the light: sun or lamp, from above, from the ground. */
  light: readonly [Color, Color, Color];
  /** The things found there. */
  things: readonly Thing[];
  /** What may hide the animal in part. */
  front: readonly ("grass" | "fence" | "leaves" | "flakes")[];
  /** The colours of grass and leaves before the viewer. */
  green: readonly Color[];
}

const light = (sun: string, sky: string, ground: string, strength = 1): Place["light"] => [
  scale(hex(sun), strength),
  scale(hex(sky), 0.62 * strength),
  scale(hex(ground), 0.5 * strength),
];

const scale = ([r, g, b]: Color, times: number): Color => [r * times, g * times, b * times];

const GRASS = ["6f9140", "8aa84e", "4f7436", "a8a852"].map(hex);
const AUTUMN = ["c7873a", "8a6a34", "5f6f38", "a5522f"].map(hex);

/** All places. */
export const PLACES: readonly Place[] = [
  {
    paint: meadow,
    light: light("fff0d0", "b8d0e8", "8aa060"),
    things: ["stone", "bush", "mushroom", "stump", "ball"],
    front: ["grass", "grass", "fence"],
    green: GRASS,
  },
  {
    paint: forest,
    light: light("ffe6b8", "a8bca8", "6a6a48", 0.85),
    things: ["stump", "mushroom", "bush", "stone", "bush"],
    front: ["grass", "leaves", "leaves"],
    green: AUTUMN,
  },
  {
    paint: snow,
    light: light("fff2e4", "b8cce8", "c8d4e8"),
    things: ["stone", "stump", "bush"],
    front: ["flakes", "flakes", "fence"],
    green: ["6f7a6a", "8a8478"].map(hex),
  },
  {
    paint: beach,
    light: light("fff0d4", "b4d0e0", "d0b890", 1.05),
    things: ["stone", "ball", "crate", "stone"],
    front: ["grass", "leaves"],
    green: ["b0a868", "8a9a5a", "d0c088"].map(hex),
  },
  {
    paint: room,
    light: light("ffe8c4", "c8c0b8", "a08468", 0.95),
    things: ["cushion", "ball", "plush", "crate", "cushion"],
    front: ["leaves"],
    green: ["4f7a48", "6f9a58", "3f6a50"].map(hex),
  },
  {
    paint: room,
    light: light("fff2e0", "c4ccd4", "a89880", 0.95),
    things: ["cushion", "ball", "plush", "plush", "crate"],
    front: ["leaves"],
    green: ["4f7a48", "6f9a58", "8a9a4a"].map(hex),
  },
  {
    paint: night,
    light: light("a8bce8", "50629a", "303c58", 0.72),
    things: ["stone", "bush", "stump"],
    front: ["grass"],
    green: ["24384a", "2c4a4a", "1a2838"].map(hex),
  },
  {
    paint: street,
    light: light("fff0d8", "c0ccd8", "9a9088"),
    things: ["crate", "ball", "stone", "bush"],
    front: ["fence", "leaves"],
    green: GRASS,
  },
  {
    paint: desert,
    light: light("fff0cc", "c0c8d8", "c89868", 1.08),
    things: ["stone", "stone", "bush"],
    front: ["grass"],
    green: ["a8985a", "8a8a50", "c0a868"].map(hex),
  },
];
