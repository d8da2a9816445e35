/** What hypotheses explain of published figures, by a rule. */
import type { PublishedDice } from "../run_folder/run.ts";
import type {
  HypothesisId,
  TriedHypotheses,
  TriedHypothesis,
} from "../run_folder/tried_hypotheses.ts";

/** A value within this of the published one is explained. */
export const NEAR = 0.05;

/**
 * What a hypothesis is worth. It is `impossible` if it can't give the published values whatever the model, and
 * `explains` them if all are near. Else it is `nearer` than what is measured usually, or `no nearer`.
 */
export type Worth = "usual" | "impossible" | "explains" | "nearer" | "no nearer";

/** A hypothesis beside the published values. */
export interface JudgedHypothesis {
  /** The hypothesis; of those that exchange classes, the nearest of its kind. */
  tried: TriedHypothesis;
  /** How many of its kind there are, if several. */
  outOf: number;
  /** The mean absolute difference from the published values. */
  distance: number;
  /** How many of the published values are near. */
  near: number;
  /** What it is worth. */
  worth: Worth;
  /** Why it is impossible: the most that it can give, or that it gives a single value. */
  because?: { most: number } | "one value";
}

/** All hypotheses beside the published values. */
export interface Judged {
  /**
   * The hypotheses: the usual measurement first, the others by their distance, the impossible ones last.
   */
  hypotheses: JudgedHypothesis[];
  /** How many values are published. */
  values: number;
}

/** The most that a measure can give, where that is less than 1. */
const MOST: Partial<Record<HypothesisId, number>> = { half: 0.5 };

/**
 * Judges hypotheses by published values: best, midpoint and worst of each class.
 *
 * @param hypotheses What was tried.
 * @param published What is published, by class.
 */
export function judgeHypotheses(
  { tried }: Pick<TriedHypotheses, "tried">,
  published: Record<string, PublishedDice>,
): Judged {
  const names = Object.keys(published).filter((name) =>
    tried.every(({ values }) => values[name] !== undefined)
  );
  const theirs = names.flatMap((name) => {
    const { best, median, worst } = published[name];
    return [best, median, worst];
  });
  const all = tried.map((one): JudgedHypothesis => {
    const ours = names.flatMap((name) => {
      const { best, midpoint, worst } = one.values[name];
      return [best, midpoint, worst];
    });
    const differences = ours.map((value, i) => Math.abs(value - theirs[i]));
    const distance = differences.reduce((sum, one) => sum + one, 0) / differences.length;
    const near = differences.filter((difference) => difference <= NEAR).length;
    return { tried: one, outOf: 1, distance, near, worth: "usual" };
  });
  const [usual, ...others] = nearestOfEach(all);
  const judged = others.map((one): JudgedHypothesis => {
    const because = faultOf(one.tried, names.map((name) => published[name]));
    if (because !== undefined) return { ...one, worth: "impossible", because };
    const isNearer = one.distance < usual.distance;
    return {
      ...one,
      worth: one.near === theirs.length ? "explains" : isNearer ? "nearer" : "no nearer",
    };
  });
  const last = (one: JudgedHypothesis) => one.worth === "impossible" ? 1 : 0;
  return {
    hypotheses: [
      usual,
      ...judged.sort((a, b) => last(a) - last(b) || a.distance - b.distance),
    ],
    values: theirs.length,
  };
}

/** Of hypotheses that exchange classes, the nearest of each kind. */
function nearestOfEach(all: readonly JudgedHypothesis[]): JudgedHypothesis[] {
  const kinds = Map.groupBy(
    all,
    ({ tried: { id, order, batch } }) => order === undefined ? `${id} ${batch}` : id,
  );
  return [...kinds.values()].map((those) => ({
    ...those.reduce((a, b) => b.distance < a.distance ? b : a),
    outOf: those.length,
  }));
}

/** Why a hypothesis can't give the published values, whatever the model. */
function faultOf(
  { id, of }: TriedHypothesis,
  published: readonly PublishedDice[],
): JudgedHypothesis["because"] {
  const most = MOST[id];
  if (most !== undefined && published.some(({ best }) => best > most)) return { most };
  return of === 1 && published.some(({ best, worst }) => best !== worst) ? "one value" : undefined;
}
