/**
 * The outlines of one class as a small PNG for the gallery: a browser gives each SVG picture half a
 * megabyte of its own and keeps it, and a gallery shows hundreds.
 */
import { type ClassShapes, specksOf } from "../../drawing/mod.ts";
import type { LabelPicture } from "../../io/mod.ts";
import { ink } from "./filmstrip.ts";
import { indexedPng, type Ink } from "./indexed_png.ts";

/** Pixels of the longer side; a gallery shows it at about 170. */
const SIDE = 192;

/** The tones that lines are drawn in. */
const WHITE = 0, INK = 1, CASING = 2, LINE = 3;

/** Steps of coverage at a line's edge. */
const STEPS = 3;

/** Below this mean width, in pixels of the thumbnail, a class is drawn with thinner lines. */
const THIN = 12;

/** Dashes of the truth's line and the gaps between them. */
const DASH = 4.5;

/**
 * Draws prediction and truth of one class: the prediction in its colour over a dark casing, under it
 * the truth as a white line with dashes of ink, which shows only where the two differ.
 *
 * @param shapes The class's outlines.
 * @param size The picture's width and height in pixels.
 * @param photo The class's colour on photographs, `#rrggbb`.
 * @returns An indexed PNG whose longer side is 192 pixels, transparent beside the lines.
 */
export function thumbnail(
  shapes: ClassShapes,
  size: { width: number; height: number },
  photo: string,
): Uint8Array {
  const { truth, prediction } = shapes, { width, height } = size;
  const scale = SIDE / Math.max(width, height);
  const canvas = canvasOf(Math.round(width * scale), Math.round(height * scale));
  if (truth) {
    measure(canvas, truth.rings, { scale: scale / 2, reach: 0.85, dash: DASH });
    draw(canvas, near, { radius: 0.85, tone: WHITE });
    draw(canvas, nearDash, { radius: 0.85, tone: INK });
  }
  if (prediction) {
    const { rings, area, length } = prediction;
    const thin = length > 0 && ((2 * area) / length) * scale < THIN;
    const radius = thin ? 1.15 : 1.7;
    measure(canvas, rings, { scale: scale / 2, reach: radius });
    draw(canvas, near, { radius, tone: CASING });
    draw(canvas, near, { radius: thin ? 0.75 : 1.1, tone: LINE });
  }
  for (const { x, y, radius } of specksOf(shapes, size)) {
    const ring = circle([x * scale / 2, y * scale / 2], Math.max(LEAST, radius * scale / 2));
    measure(canvas, [ring], { scale: 1, reach: 1.3 });
    draw(canvas, near, { radius: 1.3, tone: CASING });
    draw(canvas, near, { radius: 0.6, tone: WHITE });
  }
  return indexedPng(canvas, palette(photo));
}

function canvasOf(width: number, height: number): LabelPicture {
  const [w, h] = [Math.max(1, width), Math.max(1, height)];
  return { width: w, height: h, labels: new Uint8Array(w * h) };
}

/** The least radius of a ring around a speck. */
const LEAST = 8;

/** Points on a circle: the x and y of each. */
function circle([x, y]: [x: number, y: number], radius: number): number[] {
  return Array.from({ length: 24 }, (_, i) => {
    const angle = Math.PI * i / 12;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  }).flat();
}

// how near each pixel's centre is to the lines measured last, and to their dashes: squares of pixels
const near = new Float64Array(SIDE ** 2).fill(Infinity), nearDash = near.slice();

/** The places of the pixels within reach of those lines, and their number. */
const reached = new Int32Array(SIDE ** 2);
let count = 0;

/** How large rings are, how far from them pixels are measured, and how long dashes and the gaps between them are. */
interface Measuring {
  /** Pixels of the thumbnail in a unit of the rings. */
  scale: number;
  /** The radius of the widest pen. */
  reach: number;
  /** Without it there are no dashes. */
  dash?: number;
}

/** Measures how near pixels are to rings, once for all pens that draw them. */
function measure(canvas: LabelPicture, rings: readonly number[][], measuring: Measuring): void {
  for (let i = 0; i < count; i++) near[reached[i]] = nearDash[reached[i]] = Infinity;
  count = 0;
  for (const ring of rings) {
    let walked = 0, x0 = ring[0] * measuring.scale, y0 = ring[1] * measuring.scale;
    for (let i = 2; i <= ring.length; i += 2) {
      // the last point is followed by the first
      const at = i % ring.length, x1 = ring[at] * measuring.scale;
      const y1 = ring[at + 1] * measuring.scale;
      // Math.hypot takes ten times as long
      const length = Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);
      segment(canvas, { x0, y0, x1, y1, length, walked }, measuring);
      walked += length;
      [x0, y0] = [x1, y1];
    }
  }
}

interface Segment {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  length: number;
  /** How much of the ring comes before. */
  walked: number;
}

/** Measures the pixels around a segment whose centre a pen may reach. */
function segment(
  { width, height }: LabelPicture,
  { x0, y0, x1, y1, length, walked }: Segment,
  { reach: radius, dash }: Measuring,
): void {
  const reach = radius + 0.5, dx = (x1 - x0) / length, dy = (y1 - y0) / length;
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
  const right = Math.min(width - 1, Math.ceil(Math.max(x0, x1) + reach));
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(y0, y1) + reach));
  for (let y = top; y <= bottom; y++) {
    for (let x = left, at = y * width + left; x <= right; x++, at++) {
      const px = x + 0.5 - x0, py = y + 0.5 - y0;
      const along = Math.min(length, Math.max(0, px * dx + py * dy));
      const fx = px - along * dx, fy = py - along * dy, square = fx * fx + fy * fy;
      // a segment of no length has no square
      if (!(square < reach * reach)) continue;
      if (near[at] === Infinity) reached[count++] = at;
      if (square < near[at]) near[at] = square;
      if (dash === undefined || square >= nearDash[at]) continue;
      if ((walked + along) % (2 * dash) < dash) nearDash[at] = square;
    }
  }
}

/** Covers the pixels within a pen's radius of lines that were measured, softly at the edge. */
function draw(
  { labels }: LabelPicture,
  squares: Float64Array,
  { radius, tone }: { radius: number; tone: number },
): void {
  const reach = radius + 0.5;
  for (let i = 0; i < count; i++) {
    const at = reached[i];
    if (squares[at] >= reach * reach) continue;
    const step = Math.round(STEPS * Math.min(1, reach - Math.sqrt(squares[at])));
    if (step > 0) cover(labels, at, tone, step);
  }
}

/** The stronger of two strokes stays; half a stroke and more goes over another tone. */
function cover(labels: Uint8Array, at: number, tone: number, step: number): void {
  const present = labels[at];
  const same = present > 0 && Math.floor((present - 1) / STEPS) === tone;
  const presentStep = present > 0 ? ((present - 1) % STEPS) + 1 : 0;
  if (same ? step > presentStep : step >= presentStep || 2 * step >= STEPS) {
    labels[at] = 1 + tone * STEPS + step - 1;
  }
}

/** Palette entries: nothing, then each tone in its steps. */
function palette(photo: string): Ink[] {
  const tones = ["#ffffff", "#1d1b18", "#0b0a08", photo];
  const steps = tones.flatMap((color, tone) =>
    Array.from({ length: STEPS }, (_, i) => {
      const strength = tone === CASING ? 0.6 : 1;
      return ink(color, Math.round((255 * strength * (i + 1)) / STEPS));
    })
  );
  return [[0, 0, 0, 0], ...steps];
}
