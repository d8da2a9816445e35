/** What a point of a surface sends to the viewer: its own colour, fur, light, shade and gloss. */

import { type Coat, colorPart } from "./coat.ts";
import {
  AXIS_X,
  AXIS_Y,
  AXIS_Z,
  BLEND,
  CENTER,
  follow,
  LEAST,
  type Near,
  newRay,
  nobody,
  type Ray,
  STRIDE,
  TUFT,
  type View,
  X,
  Y,
  Z,
} from "./distance.ts";
import type { Noise } from "./noise.ts";
import { clamp, smoothstep } from "./numbers.ts";
import type { Color, Part } from "./parts.ts";
import type { Vector } from "./vector.ts";

/** Where light comes from. */
export interface Light {
  /** The direction to the sun or lamp: x right, y up, z towards the viewer; length 1. */
  direction: Vector;
  /** Its colour and strength. */
  sun: Color;
  /** The light from above. */
  sky: Color;
  /** The light the ground throws back. */
  ground: Color;
}

/** All that is rendered: the animal's parts first, then the things. */
export interface Stage {
  /** The parts, as described. */
  parts: readonly Part[];
  /** The same parts, packed in the picture's space: the middle of the picture is 0, y up. */
  packed: Float64Array;
  /** How many of them are the animal's. */
  animal: number;
  /** How the animal stands in the picture. */
  view: View;
  /** The animal's marks. */
  coat: Coat;
  /** The light. */
  light: Light;
}

/** Shades one point after the other, with room to work in that is used again. */
export class Surface {
  /** The light of the last point, linear red, green and blue. */
  readonly color = new Float64Array(3);
  #normal = new Float64Array(3);
  #own = new Float64Array(3);
  #close: Near;
  #room: number;
  #probe = newRay();
  #least = 0;
  #spot = { u: 0, v: 0, w: 0, x: 0, y: 0, z: 0, tuft: 0 };

  constructor(readonly stage: Stage, readonly noise: Noise, readonly pixel: number) {
    this.#close = nobody(stage.parts.length);
    this.#room = 0.05 * Math.max(stage.view.scale, 0.3) + pixel;
  }

  /** Leaves the light that a ray's last point sends in `color`, and returns the part it is of. */
  shine(near: Near, ray: Ray): number {
    const owner = this.#locate(near, ray);
    this.#mixColors(near, owner, ray);
    const fur = (this.stage.parts[owner].paint.fur ?? 0) > 0;
    this.#narrow(near);
    this.#slope(ray);
    const strand = fur ? this.#comb(owner, ray) : 0;
    this.#illuminate(ray, { owner, strand });
    return owner;
  }

  /** Works out where the point lies in the animal's space; returns the part nearest to it. */
  #locate(near: Near, ray: Ray): number {
    const { view: { origin, scale, frame } } = this.stage, spot = this.#spot;
    const px = (ray[X] - origin[0]) / scale, py = (ray[Y] - origin[1]) / scale;
    const pz = (ray[Z] - origin[2]) / scale;
    spot.x = px * frame.x[0] + py * frame.x[1] + pz * frame.x[2];
    spot.y = px * frame.y[0] + py * frame.y[1] + pz * frame.y[2];
    spot.z = px * frame.z[0] + py * frame.z[1] + pz * frame.z[2];
    spot.tuft = ray[TUFT];
    let nearest = 0;
    for (let i = 1; i < near.count; i++) {
      if (near.distances[i] < near.distances[nearest]) nearest = i;
    }
    this.#least = near.distances[nearest];
    return near.offsets[nearest] / STRIDE;
  }

  /** Keeps the parts that shape the surface about the point; the others are too far away. */
  #narrow(near: Near): void {
    const { packed, animal } = this.stage, close = this.#close;
    close.count = close.animal = 0;
    for (let i = 0; i < near.count; i++) {
      const at = near.offsets[i];
      if (near.distances[i] > this.#least + 1.2 * this.#room + packed[at + BLEND]) continue;
      close.offsets[close.count++] = at;
      if (at < animal * STRIDE) close.animal = close.count;
    }
  }

  /** Leaves the point's own colour in `color`: where soft parts meet, theirs are mixed. */
  #mixColors(near: Near, owner: number, ray: Ray): void {
    const { stage: { packed, parts, view, coat, animal }, noise, color } = this;
    const spot = this.#spot, own = this.#own;
    const soft = owner < animal && packed[owner * STRIDE + BLEND] > 0;
    let sum = 0;
    color[0] = color[1] = color[2] = 0;
    for (let i = 0; i < near.count; i++) {
      const at = near.offsets[i], index = at / STRIDE;
      if (index !== owner && (!soft || index >= animal)) continue;
      const lag = near.distances[i] - this.#least;
      const weight = clamp(1 - lag / (0.3 * packed[at + BLEND] + 1e-6), 0, 1);
      if (weight < 0.04) continue;
      const scale = index < animal ? 1 / view.scale : 1;
      const dx = (ray[X] - packed[at + CENTER]) * scale;
      const dy = (ray[Y] - packed[at + CENTER + 1]) * scale;
      const dz = (ray[Z] - packed[at + CENTER + 2]) * scale;
      const a = at + AXIS_X, b = at + AXIS_Y, c = at + AXIS_Z;
      spot.u = dx * packed[a] + dy * packed[a + 1] + dz * packed[a + 2];
      spot.v = dx * packed[b] + dy * packed[b + 1] + dz * packed[b + 2];
      spot.w = dx * packed[c] + dy * packed[c + 1] + dz * packed[c + 2];
      colorPart(parts[index], { coat, noise, spot }, own);
      for (let c = 0; c < 3; c++) color[c] += own[c] * weight;
      sum += weight;
    }
    for (let c = 0; c < 3; c++) color[c] /= sum;
  }

  /** Leaves the surface's direction in `#normal`: the distance's gradient, whose length is 1. */
  #slope(ray: Ray): void {
    const { packed } = this.stage, close = this.#close, step = this.pixel * 0.7;
    const n = this.#normal, probe = this.#probe;
    probe.set(ray);
    probe[X] += step;
    follow(packed, close, probe, 1);
    n[0] = (probe[LEAST] - ray[LEAST]) / step;
    probe[X] = ray[X];
    probe[Y] += step;
    follow(packed, close, probe, 1);
    n[1] = (probe[LEAST] - ray[LEAST]) / step;
    // what is seen faces the viewer
    n[2] = Math.sqrt(Math.max(1 - n[0] * n[0] - n[1] * n[1], 0.1));
    normalize(n);
  }

  /** Bends the surface across strands of fur that lie along the part; returns how light they are. */
  #comb(owner: number, ray: Ray): number {
    const { stage: { packed, view }, noise } = this, n = this.#normal, x = ray[X], y = ray[Y];
    const ax = packed[owner * STRIDE + AXIS_X], ay = packed[owner * STRIDE + AXIS_X + 1];
    const length = Math.sqrt(ax * ax + ay * ay);
    // fur of a part that points at the viewer falls downwards
    const dx = length < 0.2 ? 0 : ax / length, dy = length < 0.2 ? 1 : ay / length;
    const along = (x * dx + y * dy) * 9 / view.scale, across = (y * dx - x * dy) * 38 / view.scale;
    const strand = noise.at(along, across) - 0.5;
    n[0] -= strand * 0.5 * dy;
    n[1] += strand * 0.5 * dx;
    normalize(n);
    return strand;
  }

  /** Turns the colour in `color` into light: sun, sky, what the ground throws back, gloss and rim. */
  #illuminate(
    ray: Ray,
    { owner, strand }: { owner: number; strand: number },
  ): void {
    const { stage: { packed, light, parts, animal }, color } = this, room = this.#room;
    const n = this.#normal, nx = n[0], ny = n[1], nz = n[2];
    const lx = light.direction[0], ly = light.direction[1], lz = light.direction[2];
    const { fur = 0, gloss = 0 } = parts[owner].paint;
    const facing = nx * lx + ny * ly + nz * lz;
    const lit = fur > 0 ? clamp(facing * 0.8 + 0.2, 0, 1) : clamp(facing, 0, 1);
    // how much room there is along the normal: corners are dark
    let open = 1;
    if (this.#close.count > 1) {
      const probe = this.#probe;
      probe[X] = ray[X] + nx * room;
      probe[Y] = ray[Y] + ny * room;
      probe[Z] = ray[Z] + nz * room;
      probe[TUFT] = 0;
      follow(packed, this.#close, probe, 1);
      open = 0.35 + 0.65 * clamp(probe[LEAST] / room, 0, 1);
    }
    const floor = owner < animal ? 0.7 + 0.3 * smoothstep(0, 0.3, this.#spot.y) : 1;
    const edge = 1 - clamp(nz, 0, 1), up = 0.5 + 0.5 * ny, tone = 1 + strand * 0.5;
    // a window or the sky shines back from gloss, always from above and the light's side
    const mirror = nx * (lx < 0 ? -0.3 : 0.3) + ny * 0.48 + nz * 0.82;
    const spark = gloss > 0 ? gloss * smoothstep(0.93, 0.98, mirror) : 0;
    for (let c = 0; c < 3; c++) {
      const ambient = (light.ground[c] + (light.sky[c] - light.ground[c]) * up) * open * floor;
      const direct = light.sun[c] * lit * (0.4 + 0.6 * open);
      const albedo = color[c] * color[c] * tone;
      color[c] = albedo * (ambient + direct) + light.sky[c] * edge * edge * 0.12 * open +
        spark * 0.9;
    }
  }
}

/** Scales a direction to length 1. */
function normalize(n: Float64Array): void {
  const length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]) + 1e-12;
  n[0] /= length;
  n[1] /= length;
  n[2] /= length;
}
