/** Four-legged bodies: one skeleton, bent into poses and fleshed out by each species' measures. */

import { buildHead, type HeadBuild } from "./head.ts";
import { chain, type Color, egg, limb, type Paint, type Part } from "./parts.ts";
import { add, between, heading, look, unit, type Vector } from "./vector.ts";
import { sine } from "./numbers.ts";

/** How an animal holds itself. */
export interface Pose {
  /** What it does. */
  kind: "stand" | "sit" | "lie" | "upright";
  /** How far its legs have stepped, in turns of a stride. */
  stride: number;
  /** Where its head points: up (turns) and to its right (turns). */
  head: { rise: number; turn: number; tilt: number };
  /** Its eyes are shut. */
  asleep: boolean;
  /** How it holds its tail, -1 to 1. */
  tail: number;
}

/** The measures of a four-legged animal; its shoulder stands about one unit high. */
export interface MammalBuild {
  /** The height of the spine above the ground, standing. */
  height: number;
  /** From hip to shoulder. */
  length: number;
  /** Radii of chest, waist and hip. */
  girth: { chest: number; waist: number; hip: number };
  /** The neck: length, rise (turns), radius. */
  neck: { length: number; rise: number; radius: number };
  /** Leg radii at the top, the knee and the foot; the paw's radius and length. */
  leg: { top: number; knee: number; foot: number; paw: number; long: number; sock?: Color };
  /** The tail: length, radii, rise (turns), tip colour. */
  tail: { length: number; root: number; tip: number; rise: number; end?: Color };
  /** The head. */
  head: HeadBuild;
  /**
   * The fur's colour, belly colour and length; the legs' colour where the coat's marks end
   * above them; plain where it has no marks at all.
   */
  fur: { color: Color; belly?: Color; length: number; legs?: Color; plain?: boolean };
}

/** The parts of a four-legged animal in a pose. */
export function buildMammal(build: MammalBuild, pose: Pose): Part[] {
  const { girth, neck, fur } = build;
  const coat: Paint = { color: fur.color, coat: !fur.plain, fur: fur.length };
  const body: Paint = fur.belly
    ? { ...coat, second: { color: fur.belly, where: "below", from: 0.42 } }
    : coat;
  const legs: Paint = fur.legs ? { color: fur.legs, fur: fur.length } : coat;
  const { hip, chest } = spine(build, pose);
  const middle = between(hip, chest, 0.5);
  const upright = pose.kind === "sit" || pose.kind === "upright";
  const rise = upright
    ? Math.max(neck.rise, 0.2)
    : pose.kind === "lie"
    ? neck.rise + 0.02
    : neck.rise;
  const lean = heading(rise, pose.head.turn * 0.35);
  const nape = add(chest, lean, neck.length * (pose.asleep ? 0.6 : 1) + girth.chest * 0.55);
  const { rise: up, turn, tilt } = pose.head;
  const forward = heading(up, turn);
  const skull = build.head.skull;
  const center = add(nape, forward, skull[0] * 0.45);
  return [
    limb([hip, chest], [girth.hip, girth.chest], { blend: 0.1, paint: body }),
    egg(middle, [build.length * 0.45, girth.waist, girth.waist * 0.95], {
      frame: look(unit([chest[0] - hip[0], chest[1] - hip[1], 0])),
      blend: 0.16,
      paint: body,
    }),
    limb([between(chest, nape, 0.1), nape], [girth.chest * 0.75, neck.radius], {
      blend: 0.16,
      paint: body,
    }),
    ...tail(build, hip, pose, coat),
    ...[-1, 1].flatMap((side) => [
      ...foreleg(build, chest, side, pose, legs),
      ...hindleg(build, hip, side, pose, legs),
    ]),
    ...buildHead(
      build.head,
      { center, frame: look(forward, [0, 1, tilt]), asleep: pose.asleep },
      coat,
    ),
  ];
}

/** Where hip and shoulders are. */
function spine({ height, length, girth }: MammalBuild, pose: Pose): { hip: Vector; chest: Vector } {
  const l = length / 2;
  if (pose.kind === "sit") {
    return {
      hip: [-l * 0.55, girth.hip * 0.92, 0],
      chest: [l * 0.35, girth.hip * 0.6 + length * 0.78, 0],
    };
  }
  if (pose.kind === "lie") {
    return { hip: [-l, girth.hip * 0.82, 0], chest: [l, girth.chest * 0.95, 0] };
  }
  if (pose.kind === "upright") {
    const low = height * 0.35 + girth.hip * 0.4;
    return { hip: [0, low, 0], chest: [l * 0.18, low + length * 0.85, 0] };
  }
  return { hip: [-l, height * 0.97, 0], chest: [l, height, 0] };
}

/** A front leg: standing, stretched out on the ground, or held before the chest. */
function foreleg(
  { girth, leg, length }: MammalBuild,
  chest: Vector,
  side: number,
  pose: Pose,
  coat: Paint,
): Part[] {
  const root = add(chest, [0, -girth.chest * 0.25, side * girth.chest * 0.55]);
  const swing = pose.kind === "stand" ? sine(pose.stride + side * 0.25) * length * 0.16 : 0;
  let knee: Vector, foot: Vector;
  if (pose.kind === "lie") {
    knee = [chest[0] + 0.02, leg.knee * 1.2, side * girth.chest * 0.75];
    foot = [
      chest[0] + girth.chest * 0.7 + leg.long * 1.6,
      leg.paw * 0.9,
      side * girth.chest * 0.55,
    ];
  } else if (pose.kind === "upright") {
    knee = add(root, [girth.chest * 0.45, -length * 0.28, side * girth.chest * 0.35]);
    foot = add(chest, [girth.chest * 1.05, -length * 0.34, side * girth.chest * 0.35]);
  } else {
    const x = pose.kind === "sit" ? chest[0] + girth.chest * 0.35 : chest[0];
    foot = [x + swing, leg.paw * 0.9, side * girth.chest * 0.5];
    knee = add(between(root, foot, 0.5), [0.02 + Math.max(swing, 0) * 0.2, 0, 0]);
  }
  return limbs(leg, { root, knee, foot }, pose.kind === "upright", coat);
}

/** A hind leg: standing with knee and hock, or folded into a haunch. */
function hindleg(
  { girth, leg, length }: MammalBuild,
  hip: Vector,
  side: number,
  pose: Pose,
  coat: Paint,
): Part[] {
  const wide = side * girth.hip * 0.55;
  if (pose.kind === "stand") {
    const swing = sine(pose.stride + 0.5 + side * 0.25) * length * 0.16;
    const root = add(hip, [0.02, -girth.hip * 0.15, wide]);
    const foot: Vector = [hip[0] + swing, leg.paw * 0.9, wide];
    const knee = add(between(root, foot, 0.42), [0.07, 0, 0]);
    const hock = add(between(root, foot, 0.72), [-0.05, 0, 0]);
    return [
      limb([root, knee], [leg.top * 1.35, leg.knee * 1.1], { blend: 0.1, paint: coat }),
      ...limbs(leg, { root: knee, knee: hock, foot }, false, coat, leg.knee),
    ];
  }
  const upright = pose.kind === "upright";
  const haunch = add(hip, [girth.hip * 0.3, -girth.hip * (upright ? 0.25 : 0.2), wide * 1.25]);
  const high = Math.min(girth.hip * 0.72, haunch[1]);
  const foot: Vector = [haunch[0] + girth.hip * 0.75, leg.paw * 0.9, side * girth.hip * 0.85];
  return [
    egg(haunch, [girth.hip * 0.75, high, girth.hip * 0.42], { blend: 0.08, paint: coat }),
    ...limbs(
      leg,
      { root: add(haunch, [0, -high * 0.6, 0]), knee: between(haunch, foot, 0.6), foot },
      false,
      coat,
    ),
  ];
}

/** A leg through root, knee and foot, with its paw. */
function limbs(
  leg: MammalBuild["leg"],
  { root, knee, foot }: { root: Vector; knee: Vector; foot: Vector },
  hanging: boolean,
  coat: Paint,
  top = leg.top,
): Part[] {
  const lower: Paint = leg.sock
    ? { ...coat, second: { color: leg.sock, where: "tip", from: 0.25 } }
    : coat;
  const paw: Paint = { color: leg.sock ?? coat.color, fur: (coat.fur ?? 0) * 0.5 };
  const at = hanging ? foot : add(foot, [leg.long * 0.3, 0, 0]);
  return [
    limb([root, knee], [top, leg.knee], { blend: 0.09, paint: coat }),
    limb([knee, foot], [leg.knee, leg.foot], { blend: 0.03, paint: lower }),
    egg(at, [leg.long * 0.6, leg.paw, leg.paw * 1.05], { blend: 0.03, paint: paw }),
  ];
}

/** The tail, curved up or down behind, or along the ground when the animal rests. */
function tail({ tail, girth }: MammalBuild, hip: Vector, pose: Pose, coat: Paint): Part[] {
  if (tail.length === 0) return [];
  const root = add(hip, [-girth.hip * 0.85, girth.hip * (pose.kind === "stand" ? 0.3 : -0.3), 0]);
  const links = 4, step = tail.length / links;
  const points: Vector[] = [root], radii: number[] = [tail.root];
  for (let i = 1; i <= links; i++) {
    const t = i / links;
    const last = points[i - 1];
    let way: Vector;
    if (pose.kind === "stand") {
      way = heading(0.5 - tail.rise - pose.tail * 0.09 * t, pose.tail * 0.04);
    } else {
      way = heading(0.02 * t, 0.5 + pose.tail * (0.04 + 0.22 * t));
    }
    const next = add(last, way, step);
    const radius = tail.root + (tail.tip - tail.root) * t;
    // a bushy tail is thickest in its middle
    points.push([next[0], Math.max(next[1], radius * 0.9), next[2]]);
    radii.push(tail.tip > tail.root ? radius * (t === 1 ? 0.45 : 1) : radius);
  }
  return chain(points, radii, {
    blend: 0.06,
    paint: (link) =>
      tail.end && link === links - 1
        ? {
          ...coat,
          coat: false,
          fur: (coat.fur ?? 0) * 1.4,
          second: { color: tail.end, where: "tip", from: 0.1 },
        }
        : { ...coat, fur: (coat.fur ?? 0) * (tail.tip > tail.root ? 1.4 : 1) },
  });
}
