/** Rooms: wallpaper, window, pictures, furniture, floor and rug. */

import { hex, shade, tint } from "./canvas.ts";
import { cosine, sine, smoothstep } from "./numbers.ts";
import { type Details, type Easel, near } from "./scenery.ts";
import type { Color } from "./parts.ts";

/** A living room. */
export function room(easel: Easel): Details {
  const { canvas, random, horizon } = easel;
  const wall = near(
    random.pick(["d9c7a8", "9fb0a0", "c9a08a", "8a9ab0", "b8a4b0", "e3dccb", "6f8580", "c2b06a"]),
    random,
  );
  wallpaper(easel, wall);
  if (random.chance(0.5)) window(easel);
  if (random.chance(0.6)) pictures(easel);
  if (random.chance(0.35)) shelf(easel);
  canvas.box([-0.1, horizon - 0.035, 1.1, horizon + 0.01], 0, {
    color: tint(wall, hex("fbf6ea"), 0.6),
  });
  floor(easel);
  if (random.chance(0.55)) sofa(easel);
  if (random.chance(0.4)) lamp(easel);
  if (random.chance(0.65)) rug(easel);
  return () => {};
}

/** The wall: plain, striped, dotted or with a damask of waves. */
function wallpaper({ canvas, random, noise, horizon }: Easel, wall: Color): void {
  const kind = random.pick(["plain", "stripes", "dots", "waves", "stripes", "checks"]);
  const other = tint(
    wall,
    random.pick([hex("fdf6e6"), hex("3a3440"), hex("b0664a")]),
    random.between(0.15, 0.5),
  );
  const f = random.between(7, 18);
  canvas.wash(0, horizon, (x, y) => {
    let t = 0;
    if (kind === "stripes") t = smoothstep(0.4, 0.5, Math.abs(x * f - Math.floor(x * f) - 0.5) * 2);
    if (kind === "checks") t = ((Math.floor(x * f) + Math.floor(y * f)) & 1) * 0.5;
    if (kind === "waves") {
      t = 0.5 + 0.5 * sine(x * f + 0.3 * sine(y * f * 0.5)) * cosine(y * f * 0.5);
    }
    if (kind === "dots") {
      const row = Math.floor(y * f), u = x * f + (row & 1) * 0.5;
      const dx = u - Math.floor(u) - 0.5, dy = y * f - row - 0.5;
      t = smoothstep(0.26, 0.18, Math.sqrt(dx * dx + dy * dy));
    }
    return shade(tint(wall, other, t), 0.86 + 0.24 * noise.at(x * 2, y * 2));
  });
}

/** A window with the sky behind it and curtains at its sides. */
function window({ canvas, random, horizon }: Easel): void {
  const x = random.between(-0.05, 0.6),
    y = random.between(-0.1, 0.1),
    w = random.between(0.3, 0.48);
  const bottom = Math.min(y + w * 1.1, horizon - 0.06), frame = hex("f3ece0");
  const [up, down] = random.pick([["a8d0e6", "e9f2e4"], ["f4c98e", "f9e8c4"], ["24345a", "54688e"]])
    .map(hex);
  canvas.box([x, y, x + w, bottom], 0.004, { color: frame });
  canvas.box([x + 0.02, y + 0.02, x + w - 0.02, bottom - 0.02], 0, {
    color: (_x, py) => tint(up, down, (py - y) / (bottom - y)),
  });
  canvas.box([x + w / 2 - 0.008, y, x + w / 2 + 0.008, bottom], 0, { color: frame });
  canvas.box([x, (y + bottom) / 2 - 0.008, x + w, (y + bottom) / 2 + 0.008], 0, { color: frame });
  const cloth = near(random.pick(["b8493c", "e3d3b4", "4f6f7f", "a8863f"]), random);
  for (const [left, right] of [[x - 0.07, x + 0.05], [x + w - 0.05, x + w + 0.07]]) {
    canvas.box([left, y - 0.05, right, bottom + 0.05], 0.01, {
      color: (px) => shade(cloth, 0.85 + 0.22 * sine(px * 28)),
    });
  }
}

/** Framed pictures. */
function pictures({ canvas, random, horizon }: Easel): void {
  const count = random.between(1, 4);
  for (let i = 0; i < count; i++) {
    const w = random.between(0.09, 0.2),
      x = random.between(0, 1 - w),
      y = random.between(0.02, horizon * 0.5),
      b = y + w * random.between(0.8, 1.3);
    canvas.box([x - 0.006, y + 0.004, x + w + 0.01, b + 0.014], 0.004, {
      color: hex("2a2420"),
      cover: 0.25,
      soft: 0.02,
    });
    canvas.box([x, y, x + w, b], 0.003, {
      color: near(random.pick(["5a3f2a", "e9e2d4", "2c2a2c", "b8924a"]), random),
    });
    canvas.box([x + 0.012, y + 0.012, x + w - 0.012, b - 0.012], 0, { color: hex("efe6d4") });
    const ink = near(random.pick(["c9683f", "4f7a8a", "8a9a4a", "3a3a44", "a5714a"]), random);
    canvas.box([x + 0.026, y + 0.026, x + w - 0.026, b - 0.026], 0, {
      color: tint(ink, hex("f4ead4"), 0.6),
    });
    canvas.disc([x + w * random.between(0.4, 0.6), (y + b) / 2 + 0.01], w * 0.22, {
      color: ink,
      soft: 0.2,
    });
  }
}

/** A shelf of books. */
function shelf({ canvas, random, horizon }: Easel): void {
  const left = random.chance(0.5) ? random.between(-0.2, 0.05) : random.between(0.6, 0.85),
    right = left + random.between(0.25, 0.4);
  const top = random.between(-0.1, 0.15),
    wood = near(random.pick(["6a4a32", "a8814f", "e0d6c4"]), random);
  canvas.box([left, top, right, horizon], 0.004, { color: shade(wood, 0.6) });
  const step = 0.15;
  for (let y = top; y < horizon - step * 0.5; y += step) {
    let x = left + 0.015;
    while (x < right - 0.03) {
      const w = random.between(0.012, 0.034), tall = step * random.between(0.55, 0.85);
      const book = near(
        random.pick(["a8483a", "3f5f6f", "c9a04a", "5a6a48", "e0d4bc", "44384a", "b8754a"]),
        random,
      );
      if (random.chance(0.85)) {
        canvas.box([x, y + step - 0.012 - tall, x + w, y + step - 0.01], 0.002, {
          color: shade(book, 0.85),
        });
      }
      x += w + 0.002;
    }
    canvas.box([left, y + step - 0.012, right, y + step], 0, { color: wood });
  }
}

/** A floor of boards, tiles or carpet. */
function floor({ canvas, random, noise, horizon }: Easel): void {
  const kind = random.pick(["boards", "boards", "carpet", "tiles"]);
  const color = near(
    random.pick(["a8794a", "8a5f3c", "c9a878", "7f7468", "b89a84", "6a6f78"]),
    random,
  );
  const sx = random.between(0, 40);
  canvas.wash(horizon, 1, (x, y) => {
    const t = (y - horizon) / (1 - horizon), close = t + 0.4;
    const u = (x - 0.5) / close * 5 + sx, v = 4 / close;
    const row = kind === "boards" ? Math.floor(u) : Math.floor(v);
    let tone = 0.85 + 0.3 * noise.cloud(u * 1.2, v * 1.2);
    if (kind === "boards") {
      tone = 0.78 + 0.22 * noise.at(row * 3.3, 8) + 0.2 * noise.at(u * 6, v * 1.3 + row * 5);
      if (u - row < 0.06) tone *= 0.7;
    } else if (kind === "tiles") {
      tone = ((Math.floor(u) + row) & 1 ? 1.02 : 0.8) + 0.1 * noise.at(u * 3, v * 3);
    } else tone += 0.25 * (noise.at(u * 14, v * 20) - 0.5);
    return shade(color, tone * (1.05 - 0.2 * t));
  });
}

/** A sofa against the wall. */
function sofa({ canvas, random, noise, horizon }: Easel): void {
  const cloth = near(
    random.pick(["7f4a44", "4f6a6a", "b08a5a", "8a8f94", "5a4f6a", "c2a58a", "a5714a"]),
    random,
  );
  const left = random.between(-0.3, 0.3),
    right = left + random.between(0.6, 0.95),
    high = random.between(0.22, 0.32);
  const foot = horizon + 0.07;
  const woven = (light: number) => (x: number, y: number): Color =>
    shade(cloth, light + 0.22 * (noise.at(x * 40, y * 40) - 0.5));
  canvas.box([left, foot - 0.03, right, foot + 0.035], 0.01, {
    color: hex("1c1614"),
    cover: 0.35,
    soft: 0.03,
  });
  canvas.box([left + 0.03, foot - high, right - 0.03, foot], 0.04, { color: woven(0.88) });
  const middle = (left + right) / 2;
  for (const [a, b] of [[left + 0.05, middle], [middle, right - 0.05]]) {
    canvas.box([a + 0.004, foot - high * 0.5, b - 0.004, foot - 0.03], 0.03, {
      color: woven(1.08),
    });
  }
  for (const a of [left, right - 0.08]) {
    canvas.box([a, foot - high * 0.68, a + 0.08, foot + 0.01], 0.035, { color: woven(0.98) });
  }
  if (random.chance(0.6)) {
    const x = random.between(left + 0.08, right - 0.25);
    canvas.box([x, foot - high * 0.85, x + 0.16, foot - high * 0.32], 0.05, {
      color: near(random.pick(["d9a04a", "c9683f", "e9dcc4", "5f7f8a"]), random),
      soft: 0.012,
    });
  }
}

/** A standing lamp with its glow. */
function lamp({ canvas, random, horizon }: Easel): void {
  const x = random.between(0.04, 0.96), top = random.between(0.02, 0.2);
  canvas.disc([x, top + 0.06], 0.4, { color: hex("ffd78a"), cover: 0.4, soft: 1.7 });
  canvas.blade([[x, top + 0.1], [x, horizon + 0.05]], [0.012, 0.014], { color: hex("4a3a2a") });
  canvas.fill([x - 0.09, top, x + 0.09, top + 0.12], (px, py) => {
    return Math.max(Math.abs(px - x) - 0.045 - (py - top) * 0.35, Math.abs(py - top - 0.06) - 0.06);
  }, { color: (_x, y) => tint(hex("fff0c0"), hex("e8a850"), (y - top) / 0.12) });
}

/** A round or long rug with rings, in perspective. */
function rug({ canvas, random, noise, horizon }: Easel): void {
  const a = near(random.pick(["a8483a", "5a6f7f", "d9c4a0", "7f8a5a", "b8864a", "6a4f5a"]), random);
  const b = tint(a, random.pick([hex("f4e8d0"), hex("2c2430")]), random.between(0.3, 0.7));
  const x = random.around(0.5, 0.25),
    y = random.between(horizon + 0.2, 0.98),
    w = random.between(0.3, 0.6),
    h = w * random.between(0.28, 0.4);
  const rings = random.between(3, 7);
  canvas.fill([x - w, y - h, x + w, y + h], (px, py) => {
    const dx = (px - x) / w, dy = (py - y) / h;
    return (Math.sqrt(dx * dx + dy * dy) - 1) * h;
  }, {
    color: (px, py) => {
      const dx = (px - x) / w, dy = (py - y) / h, r = Math.sqrt(dx * dx + dy * dy) * rings;
      const t = smoothstep(0.3, 0.4, Math.abs(r - Math.floor(r) - 0.5));
      return shade(tint(a, b, t), 0.9 + 0.3 * (noise.at(px * 60, py * 90) - 0.3));
    },
  });
}
