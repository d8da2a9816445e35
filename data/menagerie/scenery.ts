/** What backdrops are made of: sky, hills, trees, ground, grass. */

import { type Canvas, hex, shade, tint } from "./canvas.ts";
import type { Noise } from "./noise.ts";
import { clamp, mix, smoothstep } from "./numbers.ts";
import type { Color } from "./parts.ts";
import type { Random } from "./random.ts";

/** What a backdrop is painted with. */
export interface Easel {
  /** Where to. */
  canvas: Canvas;
  /** Random choices. */
  random: Random;
  /** Random textures. */
  noise: Noise;
  /** The height at which ground and far things meet, 0 (top) to 1. */
  horizon: number;
}

/** Paints what stays in focus, over the finished backdrop. */
export type Details = (canvas: Canvas) => void;

/** The sky: a gradient with clouds. */
export function sky({ canvas, random, noise, horizon }: Easel, top: Color, low: Color): void {
  const clouds = random.between(0, 0.8), sx = random.between(0, 60);
  canvas.wash(0, Math.min(horizon + 0.02, 1), (x, y) => {
    const t = y / Math.max(horizon, 0.05);
    const cloud = smoothstep(0.52, 0.75, noise.cloud(x * 3 + sx, y * 6)) * clouds;
    return tint(tint(top, low, t * t * (3 - 2 * t)), tint(low, hex("ffffff"), 0.4), cloud);
  });
}

/** A line of hills whose crest lies about `y`. */
export function hill({ canvas, random, noise, horizon }: Easel, y: number, color: Color): void {
  const sx = random.between(0, 60), f = random.between(1.2, 4);
  canvas.fill([0, y - 0.12, 1, horizon + 0.02], (px, py) => {
    return (y + (noise.at(px * f + sx, 7.5) - 0.5) * 0.2 +
      (noise.at(px * f * 3 + sx, 2.5) - 0.5) * 0.03 - py) * 0.8;
  }, { color: (_x, py) => shade(color, 1 + (py - y) * 0.8) });
}

/** Round trees and bushes along the horizon. */
export function trees({ canvas, random, horizon }: Easel, color: Color, air: Color): void {
  const count = random.between(0, 9);
  for (let i = 0; i < count; i++) {
    const x = random.between(-0.05, 1.05),
      r = random.between(0.03, 0.11),
      y = horizon - r * random.between(0.4, 1.1);
    const tone = tint(color, air, random.between(0.05, 0.4));
    canvas.blade([[x, y], [x, horizon + 0.015]], [r * 0.22, r * 0.26], { color: shade(tone, 0.6) });
    for (let k = 0; k < 7; k++) {
      const spot = [x + random.around(0, r * 0.7), y + random.around(0, r * 0.5)] as const;
      canvas.disc(spot, r * random.between(0.35, 0.7), {
        color: shade(tone, random.between(0.8, 1.25) - (spot[1] - y) * 2),
        soft: 0.3,
      });
    }
  }
}

/** Ground from the horizon down, its texture stretched by distance. */
export function ground(
  { canvas, random, noise, horizon }: Easel,
  bright: Color,
  dark: Color,
  contrast: number,
): void {
  const sx = random.between(0, 40);
  canvas.wash(horizon, 1, (x, y) => {
    const t = (y - horizon) / (1 - horizon), near = t + 0.22;
    const n = noise.cloud((x - 0.5) / near * 3 + sx, 3.2 / near);
    const fine = noise.at((x - 0.5) / near * 16 + sx, 14 / near);
    return tint(
      dark,
      bright,
      clamp(0.5 + ((n - 0.5) * 1.8 + (fine - 0.5) * 0.35) * contrast + (0.5 - t) * 0.3, 0, 1.15),
    );
  });
}

/** Short upright strokes over the ground, larger towards the viewer: grass, reeds, twigs. */
export function strokes(
  { random, horizon }: Easel,
  colors: readonly Color[],
  count: number,
  tall: number,
): Details {
  return (canvas) => {
    for (let i = 0; i < count; i++) {
      const t = i / count, y = mix(horizon + 0.02, 1.04, t * t * 0.6 + t * 0.4);
      const x = random.between(-0.02, 1.02), high = tall * (0.35 + t) * random.between(0.5, 1.3);
      const tip = [x + random.around(0, high * 0.5), y - high] as const;
      canvas.blade([[x, y], tip], [high * 0.16, high * 0.03], {
        color: random.pick(colors),
        cover: random.between(0.35, 0.85),
      });
    }
  };
}

/** A colour a little off the one given by its digits. */
export function near(digits: string, random: Random): Color {
  const [r, g, b] = hex(digits), bright = random.around(1, 0.12);
  return [r * bright * random.around(1, 0.05), g * bright, b * bright * random.around(1, 0.07)];
}
