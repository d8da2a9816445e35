/** Heads: skull, muzzle, nose, eyes and ears, from one description for all mammals. */

import { chain, type Color, egg, limb, type Paint, type Part } from "./parts.ts";
import { add, between, type Frame, look, place, unit, type Vector } from "./vector.ts";

/** An ear, in the head's frame (forward, up, right; the right ear, the left one is mirrored). */
export interface Ear {
  /** Where it grows, in units of the skull's radii. */
  at: Vector;
  /** Where it points. */
  along: Vector;
  /** Its length, radius at the root and radius at the tip. */
  size: Vector;
  /** How thin it is. */
  flat: number;
  /** The direction its inside faces. */
  faces: Vector;
  /** The colour of its inside, and from where across: 1 is the rim. */
  inside: Color;
  /** The colour of its tip, where it has another. */
  tip?: Color;
}

/** A head, in units of the animal. */
export interface HeadBuild {
  /** The skull's radii: forward, up, to the side. */
  skull: Vector;
  /** The muzzle: length beyond the skull's middle, drop, radius at the root and at the nose. */
  muzzle: {
    length: number;
    drop: number;
    root: number;
    tip: number;
    color: Color;
    cheeks?: number;
  };
  /** The nose's size and colour. */
  nose: { size: number; color: Color };
  /** The eyes: size, direction from the skull's middle, iris. */
  eyes: { size: number; at: Vector; iris: Color };
  /** The ears. */
  ear: Ear;
  /** The colour of the face's lower half, and how far up it goes (-1 to 1). */
  mask?: { color: Color; from: number };
  /** A tongue hangs out. */
  tongue?: boolean;
  /** What else grows there: antlers, a trunk. Gets places from the head's frame. */
  more?: (at: (v: Vector) => Vector, frame: Frame) => Part[];
}

/** The parts of a head at a place, looking along a frame's forward; asleep its eyes are shut. */
export function buildHead(
  build: HeadBuild,
  { center, frame, asleep }: { center: Vector; frame: Frame; asleep: boolean },
  coat: Paint,
): Part[] {
  const { skull, muzzle, mask } = build;
  const at = (v: Vector): Vector => place(frame, v, center);
  const fur = coat.fur ?? 0;
  const face: Paint = mask
    ? { ...coat, fur: fur * 0.35, second: { color: mask.color, where: "below", from: mask.from } }
    : { ...coat, fur: fur * 0.35 };
  const snoutEnd: Vector = [muzzle.length, -muzzle.drop, 0];
  const pale: Paint = { color: muzzle.color, fur: fur * 0.3 };
  const parts: Part[] = [
    egg(center, skull, { frame, blend: 0.12, paint: face }),
    limb([at([skull[0] * 0.35, -muzzle.drop * 0.6, 0]), at(snoutEnd)], [muzzle.root, muzzle.tip], {
      blend: 0.1,
      paint: pale,
    }),
  ];
  if (muzzle.cheeks) {
    for (const side of [-1, 1]) {
      parts.push(
        egg(at([muzzle.length * 0.86, -muzzle.drop * 1.35, side * muzzle.cheeks * 0.75]), [
          muzzle.cheeks,
          muzzle.cheeks * 0.85,
          muzzle.cheeks,
        ], { frame, blend: 0.03, paint: pale }),
      );
    }
  }
  if (!build.more) parts.push(...buildMouth(build, at));
  if (build.tongue) {
    const root = at([muzzle.length * 0.8, -muzzle.drop - muzzle.tip * 0.6, 0]);
    const end = at([muzzle.length * 0.95, -muzzle.drop - muzzle.tip * 2.2, 0]);
    parts.push(limb([root, end], [muzzle.tip * 0.5, muzzle.tip * 0.55], {
      flat: 0.4,
      thin: frame.x,
      paint: { color: [0.86, 0.42, 0.45], gloss: 0.2 },
    }));
  }
  for (const side of [-1, 1]) parts.push(...buildEar(build, { center, frame, side }, coat));
  for (const side of [-1, 1]) parts.push(...buildEye(build, { center, frame, side }, asleep));
  const n = build.nose.size;
  parts.push(
    egg(at([muzzle.length + muzzle.tip * 0.78, -muzzle.drop + muzzle.tip * 0.5, 0]), [
      n * 0.75,
      n * 0.75,
      n,
    ], { frame, paint: { color: build.nose.color, gloss: 0.5 } }),
  );
  if (build.more) parts.push(...build.more(at, frame));
  return parts.map((part) => ({ ...part, head: true }));
}

/** A mouth: a line down from the nose that parts into a smile. */
function buildMouth({ muzzle, nose }: HeadBuild, at: (v: Vector) => Vector): Part[] {
  const { length, drop, tip, cheeks = 0 } = muzzle, wide = Math.max(tip * 0.75, cheeks);
  const front = length + tip * 0.8, line = Math.max(nose.size * 0.2, 0.009);
  const paint: Paint = { color: [0.16, 0.1, 0.1] };
  const middle = at([front, -drop - tip * 0.55, 0]);
  const smile = [-1, 1].flatMap((side) =>
    chain(
      [
        middle,
        at([front - wide * 0.15, -drop - tip * 0.8, side * wide * 0.45]),
        at([front - wide * 0.6, -drop - tip * 0.62, side * wide * 0.95]),
      ],
      [line, line, line * 0.6],
      { paint },
    )
  );
  return [limb([at([front, -drop + tip * 0.2, 0]), middle], [line, line], { paint }), ...smile];
}

/** One ear, with its tip where that has a colour of its own. */
function buildEar(
  { skull, ear }: HeadBuild,
  { center, frame, side }: { center: Vector; frame: Frame; side: number },
  coat: Paint,
): Part[] {
  const mirror = ([x, y, z]: Vector): Vector => [x, y, z * side];
  const root = place(
    frame,
    mirror([ear.at[0] * skull[0], ear.at[1] * skull[1], ear.at[2] * skull[2]]),
    center,
  );
  const along = unit(place(frame, mirror(ear.along)));
  const tip = add(root, along, ear.size[0]);
  const thin = place(frame, mirror(ear.faces));
  const inner: Paint = {
    color: coat.color,
    coat: coat.coat,
    fur: (coat.fur ?? 0) * 0.4,
    second: { color: ear.inside, where: "front", from: 0.62 },
  };
  const parts = [
    limb([root, tip], [ear.size[1], ear.size[2]], {
      flat: ear.flat,
      thin,
      blend: 0.03,
      paint: inner,
    }),
  ];
  if (ear.tip) {
    const radius = (t: number) => (ear.size[1] + (ear.size[2] - ear.size[1]) * t) * 1.04;
    parts.push(
      limb([between(root, tip, 0.68), between(root, tip, 1.03)], [radius(0.68), radius(1)], {
        flat: ear.flat,
        thin,
        blend: 0.02,
        paint: { color: ear.tip, fur: (coat.fur ?? 0) * 0.4 },
      }),
    );
  }
  return parts;
}

/** One eye on the skull's surface, or its closed lid. */
function buildEye(
  { skull, eyes }: HeadBuild,
  { center, frame, side }: { center: Vector; frame: Frame; side: number },
  asleep: boolean,
): Part[] {
  const [x, y, z]: Vector = [eyes.at[0], eyes.at[1], eyes.at[2] * side];
  const out = 1 / Math.sqrt(
    (x / skull[0]) * (x / skull[0]) + (y / skull[1]) * (y / skull[1]) +
      (z / skull[2]) * (z / skull[2]),
  );
  const on = (depth: number): Vector =>
    place(frame, [x * out * depth, y * out * depth, z * out * depth], center);
  const outward = look(place(frame, unit([x + 0.7, y * 0.5, z])), frame.y), s = eyes.size;
  if (asleep) {
    const lid = [-1, -0.5, 0, 0.5, 1].map((t) =>
      add(add(on(1.01), outward.z, t * s), outward.y, (t * t - 0.6) * s * 0.5)
    );
    return chain(lid, [0.1, 0.16, 0.18, 0.16, 0.1].map((r) => r * s), {
      paint: { color: [0.1, 0.08, 0.08] },
    });
  }
  const eye = egg(on(0.92), [s, s, s], {
    frame: outward,
    paint: { color: [0.06, 0.05, 0.05], iris: eyes.iris, gloss: 1 },
  });
  return [eye];
}
