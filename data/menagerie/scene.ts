/** One picture: who, doing what, seen from where, in which light, where, among what. */

import { Canvas, tint } from "./canvas.ts";
import {
  AXIS_X,
  AXIS_Y,
  AXIS_Z,
  CENTER,
  ELLIPSOID,
  KIND,
  pack,
  SIZE,
  STRIDE,
  type View,
} from "./distance.ts";
import { obstruct } from "./foreground.ts";
import { develop } from "./lens.ts";
import type { Pose } from "./mammals.ts";
import { Noise } from "./noise.ts";
import { clamp, cosine, sine } from "./numbers.ts";
import type { Part } from "./parts.ts";
import { type Place, PLACES } from "./places.ts";
import type { Random } from "./random.ts";
import { render } from "./render.ts";
import { castShadows, type Ground } from "./shadow.ts";
import type { Species } from "./species.ts";
import type { Light, Stage } from "./surface.ts";
import { buildThing } from "./things.ts";
import { trimap } from "./trimap.ts";
import { type Frame, unit, type Vector } from "./vector.ts";

/** A picture and its trimap. */
export interface Picture {
  /** RGB, 0 to 255, shape [size, size, 3]. */
  image: Uint8Array;
  /** Trimap labels 1, 2, 3, shape [size, size]. */
  labels: Uint8Array;
}

/** Smaller pictures are painted at twice their size and halved: their pixels are large enough to count. */
const FINE = 112;

/** Paints one animal of a species, everything else drawn from the random stream. */
export function paintScene(species: Species, random: Random, size: number): Picture {
  const noise = new Noise(random), canvas = new Canvas(size < FINE ? 2 * size : size);
  const turn = viewpoint(random), pitch = random.between(0.018, 0.06);
  const pose = drawPose(species, random, turn);
  const { parts, coat } = species.draw(random, pose);
  const place = random.pick(PLACES);
  const view = frameAnimal(parts, viewFrame(turn, pitch), random);
  const feet = 0.5 - view.origin[1];
  const horizon = clamp(feet - random.between(0.06, 0.5), 0.1, random.between(0.5, 0.85));
  const light = drawLight(place, random);
  paintBackdrop(place, canvas, { random, noise, horizon });
  const scenery = { ...view, frame: viewFrame(0.25, pitch), scale: 1 };
  const things = scatter(place, random, { parts, view });
  const packed = new Float64Array((parts.length + things.length) * STRIDE);
  packed.set(pack(parts, view));
  packed.set(pack(things, scenery), parts.length * STRIDE);
  const ground: Ground = { point: view.origin, up: view.frame.y, horizon };
  castShadows(canvas, packed, { ground, light });
  const stage: Stage = {
    parts: [...parts, ...things],
    packed,
    animal: parts.length,
    view,
    coat,
    light,
  };
  render(canvas, stage, noise);
  if (random.chance(0.4)) {
    obstruct(canvas, random, { kind: random.pick(place.front), green: place.green });
  }
  const finished = size < FINE ? canvas.halve() : canvas.soften(0.1);
  return { image: develop(finished, random), labels: trimap(finished.seen, size) };
}

/** Paints the place, more or less out of focus; what is blurred is painted at half the size. */
function paintBackdrop(
  place: Place,
  canvas: Canvas,
  easel: { random: Random; noise: Noise; horizon: number },
): void {
  const blur = easel.random.chance(0.75) ? easel.random.between(0.006, 0.022) : 0;
  const far = blur > 0 ? new Canvas(Math.ceil(canvas.size / 2)) : canvas;
  const details = place.paint({ ...easel, canvas: far });
  far.blur(blur);
  if (far !== canvas) canvas.enlarge(far);
  details(canvas);
}

/** Which side is seen, in turns from facing the viewer: mostly from the side or half from before. */
function viewpoint(random: Random): number {
  const side = random.sign(), choice = random.between(0, 1);
  if (choice < 0.36) return side * random.around(0.22, 0.05);
  if (choice < 0.8) return side * random.around(0.12, 0.05);
  if (choice < 0.95) return random.around(0, 0.04);
  return side * random.around(0.36, 0.05);
}

/** What the animal does, its head more or less turned to the viewer. */
function drawPose(species: Species, random: Random, turn: number): Pose {
  const kind = random.pick(species.poses);
  const towards = clamp(turn * random.between(0.1, 1), -0.15, 0.15);
  return {
    kind,
    stride: random.between(0, 1),
    head: {
      rise: random.around(-0.005, 0.03),
      turn: towards + random.around(0, 0.02),
      tilt: random.around(0, 0.16),
    },
    asleep: kind === "lie" && random.chance(0.4),
    tail: random.between(-1, 1),
  };
}

/** The animal's axes as seen: turned about the upright, then from a little above. */
function viewFrame(turn: number, pitch: number): Frame {
  const c = cosine(pitch), s = sine(pitch);
  const tip = ([x, y, z]: Vector): Vector => [x, y * c - z * s, y * s + z * c];
  const a = sine(turn), b = cosine(turn);
  return { x: tip([a, 0, b]), y: tip([0, 1, 0]), z: tip([-b, 0, a]) };
}

/** How large the animal stands where: whole, or its head alone as in a portrait. */
function frameAnimal(parts: readonly Part[], frame: Frame, random: Random): View {
  const portrait = random.chance(0.24);
  const shown = portrait ? parts.filter((part) => part.head) : parts;
  const [left, bottom, right, top] = extent(shown, frame);
  const fill = portrait ? random.between(0.5, 0.85) : random.between(0.62, 1.02);
  const scale = fill /
    Math.max(right - left, top - bottom, 0.75 * (right - left + top - bottom) / 1.5);
  const slack = portrait ? 0.12 : Math.max(0.09, 0.5 * (1 - fill));
  const x = random.around(0, slack), y = random.around(portrait ? 0.04 : -0.04, slack * 0.7);
  const origin: Vector = [x - scale * (left + right) / 2, y - scale * (bottom + top) / 2, 0];
  return { frame, scale, origin };
}

/** The box around parts as seen: left, bottom, right, top, in units of the animal. */
function extent(parts: readonly Part[], frame: Frame): [number, number, number, number] {
  const packed = pack(parts, { frame, scale: 1, origin: [0, 0, 0] });
  let [left, bottom, right, top] = [1e9, 1e9, -1e9, -1e9];
  for (let at = 0; at < packed.length; at += STRIDE) {
    for (const { middle: [x, y], reach: [wide, high] } of outlines(packed, at)) {
      left = Math.min(left, x - wide);
      right = Math.max(right, x + wide);
      bottom = Math.min(bottom, y - high);
      top = Math.max(top, y + high);
    }
  }
  return [left, bottom, right, top];
}

/** What a packed part covers as seen: one ellipse of an ellipsoid, a disc at either end of a limb. */
function outlines(packed: Float64Array, at: number): { middle: number[]; reach: number[] }[] {
  const [a, b, c] = packed.subarray(at + SIZE, at + SIZE + 3);
  const center = packed.subarray(at + CENTER, at + CENTER + 2);
  const [forward, up, right] = [AXIS_X, AXIS_Y, AXIS_Z].map((axis) =>
    packed.subarray(at + axis, at + axis + 2)
  );
  if (packed[at + KIND] === ELLIPSOID) {
    const reach = [0, 1].map((i) => {
      const p = forward[i], q = up[i], r = right[i];
      return Math.sqrt(a * a * p * p + b * b * q * q + c * c * r * r);
    });
    return [{ middle: Array.from(center), reach }];
  }
  return [
    { middle: Array.from(center), reach: [b, b] },
    { middle: [center[0] + a * forward[0], center[1] + a * forward[1]], reach: [c, c] },
  ];
}

/** The place's light, from a side and above. */
function drawLight(place: Place, random: Random): Light {
  const [sun, sky, ground] = place.light, strength = random.around(1, 0.2);
  return {
    direction: unit([
      random.sign() * random.between(0.2, 0.9),
      random.between(0.5, 1),
      random.between(0.15, 0.8),
    ]),
    sun: [sun[0] * strength, sun[1] * strength, sun[2] * strength],
    sky,
    ground,
  };
}

/** Things around the animal; some have its colour, few stand before it. */
function scatter(
  place: Place,
  random: Random,
  { parts, view }: { parts: readonly Part[]; view: View },
): Part[] {
  const count = Math.floor(random.between(0, 4.5)), things: Part[] = [];
  const fur = parts[0].paint.color;
  for (let i = 0; i < count; i++) {
    const before = random.chance(0.22), kind = random.pick(place.things);
    const x = before ? random.around(0, 0.45) : random.sign() * random.between(0.12, 0.6);
    const depth = before ? random.between(0.3, 0.5) : -random.between(0.2, 1.1);
    const size = (before ? 0.14 : 0.24) * clamp(view.scale * 1.6, 0.6, 1.2);
    const color = random.chance(0.3)
      ? tint(fur, [0.5, 0.45, 0.4], random.between(0, 0.25))
      : undefined;
    things.push(...buildThing(kind, random, { at: [x - view.origin[0], 0, depth], size, color }));
  }
  return things;
}
