/** The twelve species: each draws its measures, colours and marks from a random stream. */

import { buildOwl, buildPenguin, buildTurtle } from "./birds.ts";
import { hex, tint } from "./canvas.ts";
import type { Coat } from "./coat.ts";
import { buildMammal, type MammalBuild, type Pose } from "./mammals.ts";
import { chain, type Color, egg, limb, type Part } from "./parts.ts";
import type { Random } from "./random.ts";

/** A species. */
export interface Species {
  /** Its English name, the group in figures. */
  name: string;
  /** Whether it is a mammal. */
  kind: "mammal" | "other";
  /** What it is seen doing. */
  poses: readonly Pose["kind"][];
  /** Draws one animal in a pose. */
  draw: (random: Random, pose: Pose) => { parts: Part[]; coat: Coat };
}

const INK = hex("1d1a1c");
const PINK = hex("d98c86");

/** All species, in code-point order of their names. */
export const SPECIES: readonly Species[] = [
  { name: "bear", kind: "mammal", poses: ["stand", "sit", "stand", "upright", "lie"], draw: bear },
  { name: "cat", kind: "mammal", poses: ["stand", "sit", "sit", "lie"], draw: cat },
  { name: "deer", kind: "mammal", poses: ["stand", "stand", "lie"], draw: deer },
  { name: "dog", kind: "mammal", poses: ["stand", "sit", "sit", "lie"], draw: dog },
  { name: "elephant", kind: "mammal", poses: ["stand", "stand", "stand", "sit"], draw: elephant },
  { name: "fox", kind: "mammal", poses: ["stand", "sit", "lie"], draw: fox },
  { name: "hedgehog", kind: "mammal", poses: ["stand", "stand", "lie"], draw: hedgehog },
  { name: "otter", kind: "mammal", poses: ["stand", "upright", "upright", "lie"], draw: otter },
  { name: "owl", kind: "other", poses: ["sit", "sit", "sit", "upright"], draw: owl },
  { name: "penguin", kind: "other", poses: ["stand", "stand", "upright"], draw: penguin },
  { name: "rabbit", kind: "mammal", poses: ["sit", "sit", "lie", "upright"], draw: rabbit },
  { name: "turtle", kind: "other", poses: ["stand", "lie"], draw: turtle },
];

/** A coat without marks. */
const PLAIN: Coat = { kind: "plain", color: INK, scale: 1, strength: 0 };

/** A colour a little off the given one, as no two animals are alike. */
function near(color: Color, random: Random): Color {
  const bright = random.around(1, 0.12);
  return [
    Math.min(color[0] * bright * random.around(1, 0.04), 1),
    Math.min(color[1] * bright, 1),
    Math.min(color[2] * bright * random.around(1, 0.06), 1),
  ];
}

function cat(random: Random, pose: Pose): { parts: Part[]; coat: Coat } {
  const [color, mark, kind] = random.pick<[Color, Color, Coat["kind"]]>([
    [hex("e0954f"), hex("b8622b"), "stripes"],
    [hex("9a948c"), hex("4f4a48"), "stripes"],
    [hex("a98a6a"), hex("5a4433"), "stripes"],
    [hex("3a3638"), hex("3a3638"), "plain"],
    [hex("efe6da"), hex("d68a48"), "patches"],
    [hex("f0ece6"), hex("3b3638"), "patches"],
    [hex("7f858f"), hex("7f858f"), "plain"],
    [hex("e9d9c0"), hex("6b5142"), "plain"],
  ]);
  const fur = near(color, random),
    white = random.chance(0.55) ? hex("f6efe6") : tint(fur, hex("ffffff"), 0.3);
  const build: MammalBuild = {
    height: 0.62,
    length: random.around(0.82, 0.06),
    girth: { chest: 0.21, waist: random.around(0.2, 0.03), hip: 0.2 },
    neck: { length: 0.1, rise: 0.13, radius: 0.15 },
    leg: {
      top: 0.1,
      knee: 0.072,
      foot: 0.058,
      paw: 0.066,
      long: 0.12,
      sock: random.chance(0.5) ? white : undefined,
    },
    tail: { length: 0.85, root: 0.06, tip: 0.045, rise: random.around(0.12, 0.1) },
    fur: { color: fur, belly: white, length: random.between(0.012, 0.026) },
    head: {
      skull: [0.23, 0.215, 0.25],
      muzzle: { length: 0.2, drop: 0.07, root: 0.11, tip: 0.075, color: white, cheeks: 0.07 },
      nose: { size: 0.034, color: random.chance(0.6) ? hex("c9736c") : INK },
      eyes: {
        size: 0.062,
        at: [0.8, 0.16, 0.5],
        iris: random.pick([hex("9fb83c"), hex("e2b33a"), hex("6fb0c4")]),
      },
      ear: {
        at: [-0.05, 0.62, 0.58],
        along: [0, 1, 0.32],
        size: [0.22, 0.12, 0.012],
        flat: 0.36,
        faces: [1, 0.1, 0.35],
        inside: PINK,
      },
      mask: { color: white, from: 0.25 },
    },
  };
  return {
    parts: buildMammal(build, pose),
    coat: { kind, color: mark, scale: kind === "stripes" ? 6.5 : 2.4, strength: 0.85 },
  };
}

function dog(random: Random, pose: Pose): { parts: Part[]; coat: Coat } {
  const [color, mark, kind] = random.pick<[Color, Color, Coat["kind"]]>([
    [hex("d3a566"), hex("a87a42"), "plain"],
    [hex("6b4a33"), hex("3c2a20"), "plain"],
    [hex("f0ebe2"), hex("6a4630"), "patches"],
    [hex("efeae4"), hex("2f2b2d"), "spots"],
    [hex("353235"), hex("b07a48"), "plain"],
    [hex("b9b2a8"), hex("5d5853"), "patches"],
    [hex("c98a55"), hex("f3e6d2"), "patches"],
  ]);
  const fur = near(color, random), pale = tint(fur, hex("fff4e4"), random.between(0.1, 0.75));
  const floppy = random.chance(0.65), ears = random.chance(0.5) ? mark : tint(fur, INK, 0.35);
  const build: MammalBuild = {
    height: random.around(0.72, 0.1),
    length: random.around(0.86, 0.08),
    girth: { chest: 0.25, waist: random.around(0.2, 0.03), hip: 0.21 },
    neck: { length: 0.16, rise: 0.15, radius: 0.16 },
    leg: {
      top: 0.12,
      knee: 0.082,
      foot: 0.07,
      paw: 0.08,
      long: 0.15,
      sock: random.chance(0.4) ? pale : undefined,
    },
    tail: {
      length: random.around(0.5, 0.12),
      root: 0.07,
      tip: 0.035,
      rise: random.around(0.13, 0.08),
    },
    fur: { color: fur, belly: pale, length: random.between(0.01, 0.03) },
    head: {
      skull: [0.24, 0.21, 0.22],
      muzzle: {
        length: random.around(0.36, 0.07),
        drop: 0.08,
        root: 0.13,
        tip: 0.088,
        color: pale,
        cheeks: 0.06,
      },
      nose: { size: 0.058, color: INK },
      eyes: { size: 0.05, at: [0.78, 0.3, 0.44], iris: hex("5a3a22") },
      ear: floppy
        ? {
          at: [-0.1, 0.55, 0.75],
          along: [0.05, -1, 0.35],
          size: [random.around(0.25, 0.05), 0.07, 0.1],
          flat: 0.35,
          faces: [0.2, 0.2, -1],
          inside: ears,
          tip: ears,
        }
        : {
          at: [-0.15, 0.62, 0.6],
          along: [0.02, 1, 0.2],
          size: [0.2, 0.1, 0.015],
          flat: 0.4,
          faces: [1, 0, 0.35],
          inside: PINK,
        },
      mask: { color: pale, from: 0.35 },
      tongue: random.chance(0.45) && !pose.asleep,
    },
  };
  return {
    parts: buildMammal(build, pose),
    coat: { kind, color: mark, scale: kind === "spots" ? 7 : 2, strength: 0.95 },
  };
}

function fox(random: Random, pose: Pose): { parts: Part[]; coat: Coat } {
  const [color, sock] = random.pick<[Color, Color]>([
    [hex("d9692c"), hex("2c2220")],
    [hex("c8743a"), hex("3a2a24")],
    [hex("e8e8ea"), hex("cfd2d8")],
    [hex("6f6a70"), hex("2d2a2f")],
    [hex("d9692c"), hex("2c2220")],
  ]);
  const fur = near(color, random), white = hex("f7efe4");
  const build: MammalBuild = {
    height: 0.66,
    length: 0.86,
    girth: { chest: 0.2, waist: 0.17, hip: 0.18 },
    neck: { length: 0.13, rise: 0.12, radius: 0.15 },
    leg: { top: 0.1, knee: 0.065, foot: 0.05, paw: 0.06, long: 0.12, sock },
    tail: { length: 0.9, root: 0.06, tip: 0.16, rise: random.around(-0.03, 0.06), end: white },
    fur: { color: fur, belly: white, length: random.between(0.02, 0.034) },
    head: {
      skull: [0.22, 0.19, 0.23],
      muzzle: { length: 0.36, drop: 0.08, root: 0.11, tip: 0.045, color: white },
      nose: { size: 0.042, color: INK },
      eyes: { size: 0.048, at: [0.8, 0.25, 0.5], iris: hex("d79b32") },
      ear: {
        at: [-0.1, 0.6, 0.58],
        along: [-0.05, 1, 0.28],
        size: [0.28, 0.12, 0.012],
        flat: 0.36,
        faces: [1, 0, 0.35],
        inside: hex("f0e2d2"),
        tip: sock,
      },
      mask: { color: white, from: 0.12 },
    },
  };
  return { parts: buildMammal(build, pose), coat: PLAIN };
}

function rabbit(random: Random, pose: Pose): { parts: Part[]; coat: Coat } {
  const [color, mark, kind] = random.pick<[Color, Color, Coat["kind"]]>([
    [hex("a58463"), hex("7a5c40"), "plain"],
    [hex("f2eee8"), hex("4b4144"), "patches"],
    [hex("8f8d92"), hex("8f8d92"), "plain"],
    [hex("d9b78c"), hex("f5ead8"), "patches"],
    [hex("4a4043"), hex("4a4043"), "plain"],
    [hex("efe9e2"), hex("efe9e2"), "plain"],
  ]);
  const fur = near(color, random), pale = tint(fur, hex("fff8ee"), 0.65), lop = random.chance(0.25);
  const build: MammalBuild = {
    height: 0.5,
    length: pose.kind === "upright" ? 0.5 : 0.52,
    girth: { chest: 0.22, waist: 0.27, hip: 0.28 },
    neck: { length: 0.04, rise: 0.14, radius: 0.16 },
    leg: { top: 0.09, knee: 0.07, foot: 0.06, paw: 0.065, long: 0.15 },
    tail: { length: 0.08, root: 0.12, tip: 0.1, rise: 0.1, end: hex("f6f0e8") },
    fur: { color: fur, belly: pale, length: random.between(0.018, 0.03) },
    head: {
      skull: [0.25, 0.2, 0.2],
      muzzle: { length: 0.2, drop: 0.07, root: 0.12, tip: 0.08, color: pale, cheeks: 0.075 },
      nose: { size: 0.03, color: hex("cf8a86") },
      eyes: { size: 0.052, at: [0.55, 0.22, 0.8], iris: hex("5b3324") },
      ear: {
        at: [-0.3, 0.75, 0.4],
        along: lop ? [-0.1, -0.9, 0.7] : [-0.35, 1, random.between(0.05, 0.35)],
        size: [0.46, 0.062, 0.07],
        flat: 0.42,
        faces: [0.9, 0.1, 0.6],
        inside: PINK,
      },
      mask: { color: pale, from: 0.45 },
    },
  };
  return {
    parts: buildMammal(build, pose),
    coat: { kind, color: mark, scale: 2.2, strength: 0.95 },
  };
}

function bear(random: Random, pose: Pose): { parts: Part[]; coat: Coat } {
  const [color, muzzle] = random.pick<[Color, Color]>([
    [hex("6e4a30"), hex("b98f63")],
    [hex("8a6542"), hex("c9a578")],
    [hex("2e2a2c"), hex("a9825a")],
    [hex("ece4d4"), hex("f4eee2")],
    [hex("54402f"), hex("a88a66")],
  ]);
  const fur = near(color, random);
  const build: MammalBuild = {
    height: 0.68,
    length: 0.85,
    girth: { chest: 0.34, waist: 0.36, hip: 0.35 },
    neck: { length: 0.08, rise: 0.07, radius: 0.24 },
    leg: { top: 0.19, knee: 0.145, foot: 0.125, paw: 0.12, long: 0.19 },
    tail: { length: 0.08, root: 0.1, tip: 0.08, rise: 0.1 },
    fur: { color: fur, length: random.between(0.026, 0.042) },
    head: {
      skull: [0.28, 0.26, 0.29],
      muzzle: { length: 0.37, drop: 0.09, root: 0.15, tip: 0.105, color: near(muzzle, random) },
      nose: { size: 0.072, color: INK },
      eyes: { size: 0.045, at: [0.85, 0.26, 0.4], iris: hex("3a2416") },
      ear: {
        at: [-0.15, 0.72, 0.72],
        along: [-0.05, 1, 0.6],
        size: [0.06, 0.1, 0.1],
        flat: 0.5,
        faces: [1, 0, 0.3],
        inside: tint(fur, muzzle, 0.5),
      },
    },
  };
  return { parts: buildMammal(build, pose), coat: PLAIN };
}

function deer(random: Random, pose: Pose): { parts: Part[]; coat: Coat } {
  const fawn = random.chance(0.5), stag = !fawn && random.chance(0.6);
  const fur = near(random.pick([hex("b07a48"), hex("a5714a"), hex("8d6a50")]), random),
    white = hex("f3e9da");
  const height = fawn ? 0.86 : 0.98;
  const build: MammalBuild = {
    height,
    length: 0.78,
    girth: { chest: 0.21, waist: 0.19, hip: 0.19 },
    neck: { length: fawn ? 0.32 : 0.42, rise: 0.17, radius: 0.11 },
    leg: {
      top: 0.095,
      knee: 0.054,
      foot: 0.04,
      paw: 0.048,
      long: 0.09,
      sock: tint(fur, INK, 0.45),
    },
    tail: { length: 0.14, root: 0.06, tip: 0.04, rise: 0.12, end: white },
    fur: { color: fur, belly: white, length: 0.012, legs: fur },
    head: {
      skull: [0.19, 0.16, 0.16],
      muzzle: { length: 0.32, drop: 0.08, root: 0.105, tip: 0.065, color: tint(fur, white, 0.55) },
      nose: { size: 0.048, color: INK },
      eyes: { size: 0.048, at: [0.6, 0.25, 0.75], iris: hex("3d2418") },
      ear: {
        at: [-0.3, 0.55, 0.75],
        along: [-0.2, 0.55, 1],
        size: [0.22, 0.07, 0.02],
        flat: 0.4,
        faces: [1, -0.1, 0.2],
        inside: hex("ecd2bf"),
      },
      more: stag ? antlers(random.between(0.8, 1.15)) : undefined,
    },
  };
  return {
    parts: buildMammal(build, pose),
    coat: fawn ? { kind: "spots", color: white, scale: 8.5, strength: 0.8 } : PLAIN,
  };
}

/** A pair of antlers of a size. */
function antlers(s: number): MammalBuild["head"]["more"] {
  return (at) =>
    [-1, 1].flatMap((side) => {
      const paint = { color: hex("cbb08c") };
      const a = at([-0.06, 0.13, side * 0.07]), b = at([-0.16 * s, 0.32 * s, side * 0.2 * s]);
      const c = at([-0.1 * s, 0.52 * s, side * 0.3 * s]),
        d = at([0.06 * s, 0.66 * s, side * 0.26 * s]);
      return [
        ...chain([a, b, c, d], [0.032, 0.028, 0.024, 0.012], { blend: 0.01, paint }),
        limb([b, at([0.08 * s, 0.42 * s, side * 0.22 * s])], [0.024, 0.01], { blend: 0.01, paint }),
        limb([c, at([-0.2 * s, 0.68 * s, side * 0.4 * s])], [0.022, 0.01], { blend: 0.01, paint }),
      ];
    });
}

function otter(random: Random, pose: Pose): { parts: Part[]; coat: Coat } {
  const fur = near(random.pick([hex("7a5a42"), hex("5f4636"), hex("8c6c52")]), random);
  const pale = tint(fur, hex("f2e2c8"), 0.7);
  const build: MammalBuild = {
    height: 0.34,
    length: 0.95,
    girth: { chest: 0.18, waist: 0.2, hip: 0.21 },
    neck: { length: 0.08, rise: 0.12, radius: 0.155 },
    leg: { top: 0.1, knee: 0.075, foot: 0.066, paw: 0.06, long: 0.12 },
    tail: { length: 0.8, root: 0.13, tip: 0.03, rise: -0.05 },
    fur: { color: fur, belly: pale, length: random.between(0.01, 0.018) },
    head: {
      skull: [0.21, 0.165, 0.2],
      muzzle: { length: 0.19, drop: 0.045, root: 0.13, tip: 0.085, color: pale, cheeks: 0.075 },
      nose: { size: 0.05, color: INK },
      eyes: { size: 0.042, at: [0.85, 0.3, 0.46], iris: hex("2a1a14") },
      ear: {
        at: [-0.3, 0.5, 0.8],
        along: [0, 0.7, 0.8],
        size: [0.03, 0.05, 0.045],
        flat: 0.6,
        faces: [1, 0, 0.4],
        inside: tint(fur, INK, 0.3),
      },
      mask: { color: pale, from: 0.1 },
    },
  };
  return { parts: buildMammal(build, pose), coat: PLAIN };
}

function hedgehog(random: Random, pose: Pose): { parts: Part[]; coat: Coat } {
  const face = near(random.pick([hex("d8b48c"), hex("b98e66"), hex("e6cfae")]), random);
  const spines = near(random.pick([hex("5a4636"), hex("6d5a4a"), hex("44372f")]), random);
  const build: MammalBuild = {
    height: 0.3,
    length: 0.42,
    girth: { chest: 0.2, waist: 0.2, hip: 0.2 },
    neck: { length: 0.0, rise: 0.04, radius: 0.17 },
    leg: { top: 0.08, knee: 0.06, foot: 0.05, paw: 0.05, long: 0.11 },
    tail: { length: 0, root: 0, tip: 0, rise: 0 },
    fur: { color: face, length: 0.012, plain: true },
    head: {
      skull: [0.19, 0.17, 0.18],
      muzzle: { length: 0.3, drop: 0.05, root: 0.11, tip: 0.035, color: face },
      nose: { size: 0.045, color: INK },
      eyes: { size: 0.043, at: [0.8, 0.25, 0.55], iris: hex("2a1a14") },
      ear: {
        at: [-0.1, 0.6, 0.72],
        along: [0, 1, 0.5],
        size: [0.03, 0.06, 0.055],
        flat: 0.5,
        faces: [1, 0, 0.3],
        inside: tint(face, INK, 0.3),
      },
    },
  };
  const parts = buildMammal(build, { ...pose, head: { ...pose.head, rise: pose.head.rise * 0.5 } });
  const low = pose.kind === "lie" ? -0.06 : 0;
  const mantle = egg([-0.06, 0.36 + low, 0], [0.46, 0.32, 0.36], {
    blend: 0.02,
    paint: { color: spines, coat: true, fur: 0.09 },
  });
  return {
    parts: [mantle, ...parts],
    coat: { kind: "spines", color: hex("e8d8bc"), scale: 1, strength: 0.85, tufts: 34 },
  };
}

function elephant(random: Random, pose: Pose): { parts: Part[]; coat: Coat } {
  const skin = near(random.pick([hex("8d8f98"), hex("a09a98"), hex("7d828c")]), random),
    tusks = random.chance(0.5);
  const curl = random.between(-0.2, 1);
  const dark = tint(skin, INK, 0.15);
  const build: MammalBuild = {
    height: 0.72,
    length: 0.72,
    girth: { chest: 0.36, waist: 0.4, hip: 0.37 },
    neck: { length: 0.05, rise: 0.1, radius: 0.27 },
    leg: { top: 0.19, knee: 0.15, foot: 0.145, paw: 0.13, long: 0.2 },
    tail: { length: 0.4, root: 0.045, tip: 0.02, rise: -0.2 },
    fur: { color: skin, length: 0.0 },
    head: {
      skull: [0.28, 0.31, 0.28],
      muzzle: { length: 0.3, drop: 0.12, root: 0.17, tip: 0.12, color: skin },
      nose: { size: 0.01, color: skin },
      eyes: { size: 0.045, at: [0.8, 0.12, 0.62], iris: hex("4a3020") },
      ear: {
        at: [-0.35, 0.2, 0.75],
        along: [-0.25, -0.12, 1],
        size: [0.24, 0.2, 0.29],
        flat: 0.2,
        faces: [1, 0, 0.25],
        inside: tint(skin, PINK, 0.35),
      },
      more: (at) => [
        ...chain(
          [
            at([0.3, -0.12, 0]),
            at([0.43, -0.34, 0]),
            at([0.44, -0.52, 0]),
            at([0.5 + curl * 0.1, -0.64 + curl * 0.1, 0]),
            at([0.6 + curl * 0.05, -0.66 + curl * 0.26, 0]),
          ],
          [0.135, 0.1, 0.08, 0.066, 0.052],
          { blend: 0.05, paint: { color: dark, gloss: 0.02 } },
        ),
        ...(tusks
          ? [-1, 1].map((side) =>
            limb([at([0.28, -0.2, side * 0.12]), at([0.46, -0.3, side * 0.16])], [0.04, 0.014], {
              paint: { color: hex("f3ead6"), gloss: 0.3 },
            })
          )
          : []),
      ],
    },
  };
  return { parts: buildMammal(build, pose), coat: PLAIN };
}

function owl(random: Random, pose: Pose): { parts: Part[]; coat: Coat } {
  const [color, front, face] = random.pick<[Color, Color, Color]>([
    [hex("8a6a4a"), hex("e3cda6"), hex("d9bd92")],
    [hex("6c665f"), hex("cfc8ba"), hex("b9b0a2")],
    [hex("c79a5c"), hex("f4ead6"), hex("f6efe2")],
    [hex("efece6"), hex("faf8f4"), hex("f5f2ec")],
  ]);
  const back = near(color, random);
  const parts = buildOwl({
    color: back,
    front,
    face,
    iris: random.pick([hex("f0b429"), hex("e8842c"), hex("f2d24a")]),
    beak: hex("c99a3e"),
  }, pose);
  return { parts, coat: { kind: "spots", color: tint(back, INK, 0.55), scale: 9, strength: 0.8 } };
}

function penguin(random: Random, pose: Pose): { parts: Part[]; coat: Coat } {
  const chick = random.chance(0.3);
  const color = near(chick ? hex("8a8d94") : random.pick([hex("26282f"), hex("2f3440")]), random);
  const parts = buildPenguin({
    color,
    front: chick ? hex("c3c4c6") : hex("f4f2ec"),
    face: chick ? hex("eceae6") : random.pick([hex("f2efe8"), hex("eab54a"), color]),
    iris: hex("6a4a30"),
    beak: random.pick([hex("e58a2e"), hex("d9722c"), hex("d08c48")]),
  }, pose);
  return { parts, coat: PLAIN };
}

function turtle(random: Random, pose: Pose): { parts: Part[]; coat: Coat } {
  const [shell, mark] = random.pick<[Color, Color]>([
    [hex("6b5a34"), hex("b99a52")],
    [hex("4e6138"), hex("a8ab56")],
    [hex("7a4f34"), hex("d09a5c")],
  ]);
  const skin = near(random.pick([hex("7f9a58"), hex("a2a86a"), hex("6f8f7c")]), random);
  const parts = buildTurtle({
    color: skin,
    front: near(shell, random),
    face: tint(skin, hex("f0ecc8"), 0.5),
    iris: hex("c9872e"),
    beak: skin,
  }, pose);
  return { parts, coat: { kind: "spots", color: mark, scale: 4.2, strength: 0.85 } };
}
