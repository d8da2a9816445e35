/** Places under the sky: meadow, forest, snow, beach, desert, night, street. */

import { hex, shade, tint } from "./canvas.ts";
import { clamp, mix, smoothstep } from "./numbers.ts";
import { type Details, type Easel, ground, hill, near, sky, strokes, trees } from "./scenery.ts";

/** Grass and flowers up to low hills, under an open sky. */
export function meadow(easel: Easel): Details {
  const { random, horizon } = easel;
  const [top, low] = random.pick([
    ["7fb4d9", "e8e6cf"],
    ["9cc7dc", "f5ead0"],
    ["b9c6cf", "e6e3da"],
    ["e9b98a", "f6e3bd"],
  ]).map(hex);
  sky(easel, top, low);
  const green = near(random.pick(["7fa04e", "8fae5a", "a3a552", "6c9256", "b59f55"]), random);
  for (let layer = 0; layer < 3; layer++) {
    hill(
      easel,
      horizon - 0.16 + layer * 0.06,
      tint(tint(green, low, 0.7 - layer * 0.25), hex("3d6a52"), 0.15),
    );
  }
  trees(easel, tint(green, hex("24452f"), 0.6), low);
  ground(easel, green, shade(green, 0.72), 1);
  const petals = random.pick([
    ["f4e9e4", "e7c64b"],
    ["d9739a", "f2d7e0"],
    ["7e8fd0", "efeaf6"],
    ["e0563c", "f1c24c"],
  ]).map(hex);
  const grass = strokes(easel, [shade(green, 1.2), shade(green, 0.7), hex("d8cc86")], 130, 0.035);
  return (canvas) => {
    grass(canvas);
    const flowers = random.between(0, 46);
    for (let i = 0; i < flowers; i++) {
      const t = random.between(0.05, 1), spot = [random.between(0, 1), mix(horizon, 1, t)] as const;
      canvas.disc(spot, mix(0.004, 0.014, t), { color: random.pick(petals), soft: 0.4 });
    }
  };
}

/** Trunks and leaves with spots of light between them. */
export function forest(easel: Easel): Details {
  const { canvas, random, noise, horizon } = easel;
  const leaf = near(
    random.pick(["4f7a44", "6f8f3f", "c7873a", "b5652f", "3f6a58", "87944a"]),
    random,
  );
  const deep = tint(leaf, hex("16241f"), 0.68);
  const sx = random.between(0, 50);
  canvas.wash(0, 1, (x, y) => {
    const n = noise.cloud(x * 6 + sx, y * 6);
    return tint(deep, leaf, clamp(n * 1.3 - 0.2 + 0.25 * (0.5 - y), 0, 1));
  });
  const lights = random.between(14, 50);
  for (let i = 0; i < lights; i++) {
    canvas.disc(
      [random.between(0, 1), random.between(-0.05, horizon)],
      random.between(0.015, 0.065),
      {
        color: tint(leaf, hex("fff3c0"), random.between(0.2, 0.85)),
        cover: random.between(0.15, 0.6),
        soft: 0.35,
      },
    );
  }
  const bark = near(random.pick(["5a4636", "6e5a4a", "3f352f", "b8ada0"]), random);
  const trunks = random.between(2, 7);
  for (let i = 0; i < trunks; i++) {
    const x = random.between(-0.05, 1.05),
      wide = random.between(0.02, 0.1),
      lean = random.between(-0.06, 0.06);
    canvas.blade([[x + lean, -0.1], [x, horizon + wide * 0.5]], [wide * 0.8, wide * 1.15], {
      color: tint(bark, deep, random.between(0, 0.6)),
      soft: 0.02,
    });
  }
  const soil = random.chance(0.5)
    ? tint(leaf, hex("4d3f2a"), 0.45)
    : tint(leaf, hex("2e3d22"), 0.35);
  ground(easel, shade(soil, 1.15), shade(soil, 0.65), 1);
  return strokes(easel, [leaf, shade(soil, 0.6), tint(leaf, hex("f0d890"), 0.35)], 110, 0.028);
}

/** Snow with blue shadows, firs, and flakes that are painted later. */
export function snow(easel: Easel): Details {
  const { canvas, random, horizon } = easel;
  const [top, low] = random.pick([
    ["9fb9d6", "e9eef4"],
    ["c5cad4", "eceef0"],
    ["e5b7a8", "f4e4d8"],
    ["5f7ba6", "c9d6e8"],
  ]).map(hex);
  sky(easel, top, low);
  hill(easel, horizon - 0.1, tint(low, hex("8fa6c4"), 0.4));
  const fir = tint(hex("2f4f4a"), low, random.between(0.2, 0.5));
  const count = random.between(3, 12);
  for (let i = 0; i < count; i++) {
    const x = random.between(0, 1),
      tall = random.between(0.12, 0.34),
      foot = horizon + random.between(-0.02, 0.03);
    for (let k = 0; k < 4; k++) {
      const y = foot - tall * (k * 0.23), wide = tall * (0.3 - k * 0.06);
      canvas.fill([x - wide, y - tall * 0.36, x + wide, y], (px, py) => {
        const d = Math.abs(px - x) * 0.8 - (py - y + tall * 0.36) * 0.55 * (0.75 - k * 0.08);
        return Math.max(d, py - y);
      }, { color: tint(fir, low, k * 0.1), soft: 0.008 });
    }
  }
  const shadow = tint(hex("b9c8de"), top, 0.2);
  ground(easel, tint(hex("f6f7fa"), low, 0.25), shadow, 0.6);
  return strokes(easel, [shadow, hex("8a7f6a")], 14, 0.02);
}

/** Sand, sea and a pale sky. */
export function beach(easel: Easel): Details {
  const { canvas, random, noise, horizon } = easel;
  const [top, low] = random.pick([["8cc3dd", "eaf2ee"], ["f0b48c", "f9dfb6"], ["a9bccb", "e3e4df"]])
    .map(hex);
  sky(easel, top, low);
  const sea = near(random.pick(["3f8fa8", "4a7fa5", "5fa7a0"]), random),
    line = horizon - random.between(0.06, 0.2);
  canvas.wash(line, horizon + 0.04, (x, y) => {
    const t = (y - line) / (horizon - line + 0.04);
    const wave = smoothstep(0.55, 0.75, noise.at(x * 7 + 3, y * 60));
    return tint(tint(sea, low, 0.35 * (1 - t)), hex("f4faf8"), wave * 0.5 * t);
  });
  const sand = near(random.pick(["e3c995", "d9b98a", "efdcb4"]), random);
  ground(easel, sand, shade(sand, 0.8), 0.8);
  canvas.wash(horizon - 0.02, horizon + 0.05, () => hex("f8fbf8"), (x, y) => {
    const edge = horizon + 0.012 * (noise.at(x * 6, 3) - 0.5) * 4;
    return smoothstep(0.012, 0.004, Math.abs(y - edge)) * 0.9;
  });
  return strokes(easel, [shade(sand, 1.12), shade(sand, 0.7)], 60, 0.012);
}

/** Dunes and table hills under a hot sky. */
export function desert(easel: Easel): Details {
  const { random, horizon } = easel;
  const [top, low] = random.pick([["7fb3cf", "f3dfb8"], ["d9825a", "f7cf94"], ["b8a7b8", "f0cfa8"]])
    .map(hex);
  sky(easel, top, low);
  const sand = near(random.pick(["d9a066", "c9854f", "e2b878"]), random);
  for (let layer = 0; layer < 3; layer++) {
    hill(easel, horizon - 0.13 + layer * 0.05, tint(shade(sand, 0.8), low, 0.6 - 0.22 * layer));
  }
  ground(easel, sand, shade(sand, 0.74), 0.7);
  return strokes(easel, [shade(sand, 1.15), hex("8a7a48"), shade(sand, 0.65)], 50, 0.02);
}

/** A dark blue night with a moon, stars and lit windows far off. */
export function night(easel: Easel): Details {
  const { canvas, random, horizon } = easel;
  const [top, low] = random.pick([["101a38", "3c4f80"], ["1a1430", "5a4478"], ["0e2030", "2f5f70"]])
    .map(hex);
  sky(easel, top, low);
  for (let i = 0; i < 40; i++) {
    canvas.disc([random.between(0, 1), random.between(0, horizon)], random.between(0.002, 0.006), {
      color: hex("f2efd8"),
      cover: random.between(0.2, 1),
    });
  }
  const moon = [random.between(0.08, 0.92), random.between(0.06, 0.2)] as const;
  canvas.disc(moon, 0.22, { color: hex("c9d0e8"), cover: 0.25, soft: 1.6 });
  canvas.disc(moon, random.between(0.04, 0.075), { color: hex("f6f2dc"), soft: 0.1 });
  const green = near(random.pick(["2f4a52", "33425e", "2c4a40"]), random);
  hill(easel, horizon - 0.12, tint(green, low, 0.5));
  hill(easel, horizon - 0.06, tint(green, hex("101830"), 0.3));
  const lamps = random.between(0, 9);
  for (let i = 0; i < lamps; i++) {
    canvas.disc(
      [random.between(0, 1), horizon - random.between(0.01, 0.09)],
      random.between(0.01, 0.03),
      {
        color: hex("f4c46a"),
        cover: 0.7,
        soft: 0.9,
      },
    );
  }
  ground(easel, green, shade(green, 0.6), 0.9);
  return strokes(easel, [shade(green, 1.35), shade(green, 0.6)], 110, 0.035);
}

/** A pavement before a wall of bricks or plaster, with a door and windows. */
export function street(easel: Easel): Details {
  const { canvas, random, noise, horizon } = easel;
  const wall = near(random.pick(["a6604a", "c9b49a", "8a94a0", "d9a06a", "7a8a78"]), random);
  const bricks = random.chance(0.6),
    mortar = tint(wall, hex("d8d0c6"), 0.45),
    scale = random.between(9, 15);
  canvas.wash(0, horizon, (x, y) => {
    const row = Math.floor(y * scale * 2), u = x * scale + (row & 1) * 0.5;
    const gap = bricks && (u - Math.floor(u) < 0.09 || y * scale * 2 - row < 0.16);
    const n = noise.at(Math.floor(u) * 3.7 + 0.3, row * 1.9) * 0.3 +
      noise.cloud(x * 5, y * 5) * 0.35 + 0.66;
    return gap ? mortar : shade(wall, n);
  });
  const frame = near(random.pick(["e9e4d8", "3f5a52", "5a3a34", "44506a"]), random);
  const windows = random.between(0, 3);
  for (let i = 0; i < windows; i++) {
    const x = random.between(-0.1, 0.9), w = random.between(0.16, 0.3), tall = random.chance(0.4);
    const y = tall ? horizon - 0.55 : random.between(-0.1, 0.15), b = tall ? horizon : y + w * 1.2;
    canvas.box([x, y, x + w, b], 0.005, { color: frame });
    const glass = tall
      ? shade(frame, 0.7)
      : tint(hex("6f8fa6"), hex("f6d08a"), random.between(0, 0.9));
    canvas.box([x + 0.018, y + 0.018, x + w * 0.5 - 0.006, b - 0.018], 0.003, { color: glass });
    canvas.box([x + w * 0.5 + 0.006, y + 0.018, x + w - 0.018, b - 0.018], 0.003, {
      color: shade(glass, 0.92),
    });
  }
  const stone = near(random.pick(["8f8d8a", "a39a8f", "77797f"]), random),
    tile = random.between(2, 5);
  canvas.wash(horizon, 1, (x, y) => {
    const t = (y - horizon) / (1 - horizon),
      v = 3 / (t + 0.35),
      u = (x - 0.5) / (t + 0.35) * tile + 20;
    const line = Math.min(u - Math.floor(u), v - Math.floor(v));
    const n = 0.75 + 0.4 * noise.cloud(u * 1.5, v * 4);
    return shade(stone, line < 0.05 ? n * 0.75 : n);
  });
  canvas.box([-0.1, horizon - 0.02, 1.1, horizon + 0.012], 0, { color: shade(stone, 0.75) });
  return strokes(easel, [hex("6f8a4a"), hex("8a9a5a")], random.chance(0.5) ? 22 : 0, 0.022);
}
