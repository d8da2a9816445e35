/** What colour an animal is where: the parts' own colours, and stripes, spots or patches over them. */

import { clamp, smoothstep } from "./numbers.ts";
import type { Noise } from "./noise.ts";
import type { Color, Part } from "./parts.ts";

const PUPIL: Color = [0.03, 0.025, 0.03];

/** The marks on a coat. */
export interface Coat {
  /** Their kind. */
  kind: "plain" | "stripes" | "spots" | "patches" | "spines";
  /** Their colour. */
  color: Color;
  /** How many there are in a unit of the animal. */
  scale: number;
  /** How strong they are, 0 to 1. */
  strength: number;
  /** How many tufts of fur there are in a unit of the animal. */
  tufts?: number;
}

/** A place on an animal: along a part's axes (`u` forward, `v` up, `w` right) and the animal's. */
export interface Spot {
  /** Forward or along the part, from its middle or root. */
  u: number;
  /** Up from the part's axis. */
  v: number;
  /** To the right of the part's axis. */
  w: number;
  /** Forward in the animal's space. */
  x: number;
  /** Up in the animal's space. */
  y: number;
  /** To the right in the animal's space. */
  z: number;
  /** How far fur stands out, -1 to 1. */
  tuft: number;
}

/** Writes the colour of a part at a spot to `out`, 0 to 1 as on a screen. */
export function colorPart(
  part: Part,
  { coat, noise, spot }: { coat: Coat; noise: Noise; spot: Spot },
  out: Float64Array,
): void {
  const { paint } = part, { u, v, w } = spot;
  for (let i = 0; i < 3; i++) out[i] = paint.color[i];
  if (paint.iris) return colorEye(part, spot, out);
  if (paint.coat && coat.kind !== "plain") {
    lay(out, coat.color, marks(coat, noise, spot) * coat.strength);
  }
  if (!paint.second) return;
  const rough = noise.at(spot.x * 9 + 3, spot.y * 9 + spot.z * 7) - 0.5;
  const { color, where, from } = paint.second, [a, b, c] = part.size;
  const ellipsoid = part.kind === "ellipsoid";
  let much = 0;
  if (where === "tip") {
    much = smoothstep(from - 0.06, from + 0.06, u / a + rough * 0.16);
  } else if (where === "below") {
    const around = ellipsoid ? b : b + (c - b) * clamp(u / a, 0, 1);
    much = smoothstep(from - 0.18, from + 0.18, -v / around + rough * 0.35);
  } else {
    const around = ellipsoid ? b : b + (c - b) * clamp(u / a, 0, 1);
    much = w > 0 ? smoothstep(from + 0.1, from - 0.1, Math.abs(v) / around) : 0;
    much *= ellipsoid ? smoothstep(0.9, 0.7, Math.abs(u) / a) : smoothstep(1.02, 0.8, u / a);
  }
  lay(out, color, much);
}

/** The coat's marks at a spot, 0 to 1. */
function marks(
  coat: Coat,
  noise: Noise,
  { u, x, y, z, tuft }: Spot,
): number {
  const s = coat.scale;
  if (coat.kind === "stripes") {
    const t = u * s + 1.6 * noise.at(x * 3 + 9, y * 3 + z * 3);
    return smoothstep(0.24, 0.36, Math.abs(t - Math.floor(t) - 0.5));
  }
  if (coat.kind === "spines") {
    return smoothstep(0.15, 0.55, tuft);
  }
  // the third direction is folded in aslant, so that both sides of the body differ
  if (coat.kind === "spots") {
    return smoothstep(0.58, 0.7, noise.dots((x + z * 0.8) * s, (y - z * 0.6) * s));
  }
  return smoothstep(0.5, 0.56, noise.cloud((x + z * 0.7) * s + 40, (y + z * 0.9) * s + 11));
}

/** An eye: dark lids and rim, iris, pupil; it looks along its own forward direction. */
function colorEye(part: Part, { u }: { u: number }, out: Float64Array): void {
  const ahead = u / part.size[0], { color, iris } = part.paint;
  for (let i = 0; i < 3; i++) out[i] = color[i];
  if (iris) lay(out, iris, smoothstep(0.12, 0.25, ahead));
  lay(out, PUPIL, smoothstep(0.72, 0.8, ahead));
}

/** Lays a colour over another. */
function lay(out: Float64Array, color: Color, much: number): void {
  for (let i = 0; i < 3; i++) out[i] += (color[i] - out[i]) * much;
}
