/** What stands between the viewer and the animal, and hides parts of it. */

import { type Canvas, hex, shade, tint } from "./canvas.ts";
import { cosine, sine } from "./numbers.ts";
import type { Place } from "./places.ts";
import type { Random } from "./random.ts";

/** Paints something before the animal; where it does, the animal is no longer seen. */
export function obstruct(
  canvas: Canvas,
  random: Random,
  { kind, green }: { kind: Place["front"][number]; green: Place["green"] },
): void {
  if (kind === "grass") grass(canvas, random, green);
  else if (kind === "leaves") leaves(canvas, random, green);
  else if (kind === "fence") fence(canvas, random);
  else flakes(canvas, random);
}

/** Blades from the lower edge, in tufts. */
function grass(canvas: Canvas, random: Random, green: Place["green"]): void {
  const tufts = random.between(2, 7);
  for (let i = 0; i < tufts; i++) {
    const x = random.between(0, 1), tall = random.between(0.1, 0.32), count = random.between(5, 13);
    for (let k = 0; k < count; k++) {
      const foot = x + random.around(0, 0.06),
        high = tall * random.between(0.5, 1.1),
        lean = random.around(0, high * 0.6);
      const color = shade(random.pick(green), random.between(0.7, 1.15)),
        wide = random.between(0.01, 0.022);
      const bend = [foot + lean * 0.35, 1.02 - high * 0.6] as const;
      canvas.blade([[foot, 1.02], bend], [wide, wide * 0.75], { color });
      canvas.blade([bend, [foot + lean, 1.02 - high]], [wide * 0.75, wide * 0.1], { color });
    }
  }
}

/** A twig with leaves that reaches in from a side or from above. */
function leaves(canvas: Canvas, random: Random, green: Place["green"]): void {
  const side = random.pick([0, 1]), y = random.between(0.05, 0.95);
  const turn = random.around(side === 0 ? 0 : 0.5, 0.09), long = random.between(0.2, 0.5);
  const dx = cosine(turn), dy = sine(turn), x = side === 0 ? -0.04 : 1.04;
  const wood = tint(random.pick(green), hex("4a3626"), 0.6), soft = random.between(0.004, 0.014);
  canvas.blade([[x, y], [x + dx * long, y + dy * long]], [0.014, 0.005], { color: wood, soft });
  const count = Math.floor(long * 32);
  for (let i = 0; i < count; i++) {
    const t = (i + 1) / count * long, flip = (i & 1) * 2 - 1;
    const a = turn + flip * random.between(0.1, 0.2), size = random.between(0.05, 0.085);
    const px = x + dx * t, py = y + dy * t;
    const cx = px + cosine(a) * size * 0.5, cy = py + sine(a) * size * 0.5;
    const c = cosine(a), s = sine(a), color = shade(random.pick(green), random.between(0.75, 1.2));
    canvas.fill([cx - size, cy - size, cx + size, cy + size], (qx, qy) => {
      const u = (qx - cx) * c + (qy - cy) * s, v = (qy - cy) * c - (qx - cx) * s;
      // two arcs that meet in a point at both ends
      const r = size * 0.62;
      return Math.sqrt(u * u + (Math.abs(v) + r * 0.6) * (Math.abs(v) + r * 0.6)) - r;
    }, { color, soft });
  }
}

/** Pales and rails. */
function fence(canvas: Canvas, random: Random): void {
  const wood = tint(
    random.pick(["8a6a4a", "e4ddd0", "6f6a66"].map(hex)),
    hex("3a2f28"),
    random.between(0, 0.3),
  );
  const y = random.between(0.62, 0.85),
    wide = random.between(0.03, 0.05),
    gap = random.between(0.2, 0.32);
  const shift = random.between(0, gap);
  for (const rail of [y, y + 0.14]) {
    canvas.box([-0.05, rail, 1.05, rail + wide * 0.8], 0.004, {
      color: (x) => shade(wood, 0.88 + 0.06 * sine(x * 9)),
    });
  }
  for (let x = shift - gap; x < 1.1; x += gap) {
    const top = y - 0.07 + random.around(0, 0.01);
    canvas.box([x, top, x + wide, 1.05], 0.008, {
      color: (px) => shade(wood, 1.12 - 0.35 * (px - x) / wide),
    });
  }
}

/** Snow flakes, the near ones large and soft. */
function flakes(canvas: Canvas, random: Random): void {
  const count = random.between(20, 90);
  for (let i = 0; i < count; i++) {
    const t = random.between(0, 1);
    canvas.disc([random.between(0, 1), random.between(0, 1)], 0.004 + 0.022 * t * t * t, {
      color: hex("fbfcff"),
      cover: 0.9 - 0.3 * t,
      soft: 0.5 + t,
    });
  }
}
