/** What a camera adds: focus, colour cast, contrast, vignette and noise. */

import type { Canvas } from "./canvas.ts";
import { clamp } from "./numbers.ts";
import type { Random } from "./random.ts";

/** Turns a canvas's light into the bytes of a photograph, shape [size, size, 3]. */
export function develop(canvas: Canvas, random: Random): Uint8Array {
  const { size, light } = canvas;
  if (random.chance(0.1)) canvas.blur(random.between(0.006, 0.011));
  const warm = random.around(0, 0.09), tone = random.around(0, 0.035);
  const gain = random.around(1, 0.24);
  const cast = [gain * (1 + warm), gain * (1 + tone), gain * (1 - warm)];
  const haze = random.chance(0.22) ? random.between(0.1, 0.42) : 0;
  const fog = random.between(0.3, 0.75), contrast = random.around(0.25, 0.4);
  const dusk = random.chance(0.6) ? random.between(0.1, 0.6) : 0;
  const grain = (random.chance(0.2) ? random.between(6, 13) : random.between(1.5, 4.5)) / 1023;
  const bytes = new Uint8Array(size * size * 3);
  for (let row = 0, at = 0; row < size; row++) {
    const y = (row + 0.5) / size - 0.5;
    for (let column = 0; column < size; column++) {
      const x = (column + 0.5) / size - 0.5;
      const fall = 1 - dusk * (x * x + y * y);
      // ten bits of noise for each channel, which share half of it
      const bits = random.integer(), speck = (bits & 1023) + ((bits >>> 10) & 1023) - 1023;
      for (let channel = 0; channel < 3; channel++, at++) {
        let value = Math.sqrt(clamp(light[at] * cast[channel] * fall, 0, 1));
        value += (fog - value) * haze;
        // an S-curve through 0, one half and 1
        value += contrast * value * (1 - value) * (2 * value - 1);
        const own = ((bits >>> (7 * channel + 4)) & 1023) - 511.5;
        bytes[at] = clamp(value * 255 + (speck * 0.5 + own) * grain + 0.5, 0, 255);
      }
    }
  }
  return bytes;
}
