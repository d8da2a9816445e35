/**
 * When a case was learned, from its Dice after each epoch. Dice jumps from epoch to epoch by chance, so that one epoch
 * alone says nothing: whatever counts must last for two in a row.
 *
 * @module
 */

/** From this Dice on a class counts as learned in a case, whatever the class. */
export const LEARNED_DICE = 0.7;

/** A loss of this much Dice is more than chance. */
export const FORGOTTEN_DROP = 0.2;

/** How a class was learned in a case, in the order in which pages name them. */
export const COURSES = ["early", "late", "forgotten", "never"] as const;

/** One of {@linkcode COURSES}. */
export type Course = typeof COURSES[number];

/** The course of a class in a case. */
export interface LearnedCase {
  /** How it was learned: within the first third of the epochs, later, for a while, or not at all. */
  course: Course;
  /** The epoch from which the Dice stays at 0.7 or more, where it does to the end. */
  learnedAt?: number;
  /** The better of the two epochs in a row that were best. */
  best: { epoch: number; dice: number };
  /** The last epoch. */
  last: { epoch: number; dice: number };
  /** How far the better of the last two epochs lies below the worse of the best two; 0 where it doesn't. */
  drop: number;
}

/**
 * How a class was learned in a case. It is forgotten if the better of the last two epochs lies 0.2 or more below the worse of
 * the best two in a row; otherwise learned, if from some epoch on its Dice is 0.7 or more, where a single epoch
 * below doesn't count.
 *
 * @param epochs The epochs after which there is a prediction, ascending.
 * @param dice The Dice after each; NaN where there is none.
 * @returns Undefined where there is no Dice at all.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const { course, best } = learnedCase([1, 2, 3, 4, 5], [0.1, 0.8, 0.9, 0.3, 0.2])!;
 * assert.deepEqual([course, best], ["forgotten", { epoch: 3, dice: 0.9 }]);
 * ```
 */
export function learnedCase(
  epochs: readonly number[],
  dice: readonly number[],
): LearnedCase | undefined {
  const points = epochs.map((epoch, i) => ({ epoch, dice: dice[i] }))
    .filter((point) => Number.isFinite(point.dice));
  const last = points.at(-1), before = points.at(-2) ?? last;
  if (last === undefined) return undefined;
  const pairs = points.length > 1
    ? points.slice(1).map((point, i) => [points[i], point] as const)
    : [[last, last] as const];
  const worse = pairs.map(([a, b]) => Math.min(a.dice, b.dice));
  const most = worse.reduce((a, b) => Math.max(a, b)), [a, b] = pairs[worse.indexOf(most)];
  const drop = Math.max(0, most - Math.max(before!.dice, last.dice));
  const at = learnedAt(points);
  return {
    course: courseOf(drop, at, last.epoch),
    ...at !== undefined && { learnedAt: at },
    best: b.dice > a.dice ? b : a,
    last,
    drop,
  };
}

function courseOf(drop: number, at: number | undefined, last: number): Course {
  // what was rounded to four digits may lie a hair below
  if (drop > FORGOTTEN_DROP - 1e-6) return "forgotten";
  if (at === undefined) return "never";
  return at <= Math.max(1, last / 3) ? "early" : "late";
}

/** The first epoch after the last two in a row that lie below, if there is one that doesn't. */
function learnedAt(points: readonly { epoch: number; dice: number }[]): number | undefined {
  const isBelow = (i: number) => points[i].dice < LEARNED_DICE;
  let from = points.length - 1;
  if (isBelow(from) && (from === 0 || isBelow(from - 1))) return undefined;
  while (from > 0 && !(isBelow(from - 1) && (from === 1 || isBelow(from - 2)))) from--;
  return points.slice(from).find(({ dice }) => dice >= LEARNED_DICE)?.epoch;
}
