/** Which of many evaluations are worth a comparison each. */
import type { Evaluation } from "../run_folder/evaluation.ts";
import { pairEvaluations } from "./pairs.ts";

/** The largest group in which any two runs are compared. */
export const ALL_PAIRS = 6;

/** Two runs to be compared. */
interface Pair<Run> {
  before: Run;
  after: Run;
}

/** Which runs can be compared. */
export interface Comparisons<Run> {
  /** Runs that share truths, directly or through others; groups and runs in the given order. */
  groups: Run[][];
  /** The comparisons within groups; in larger groups only a few. */
  pairs: Pair<Run>[];
  /**
   * Comparisons that can't be made, with the reason: of neighbouring groups, and of two runs that are in
   * the same group only through a third.
   */
  apart: (Pair<Run> & { problem: string })[];
}

/**
 * Groups runs that can be compared, directly or through others, and pairs them within their groups:
 * in a group of up to six, any two; in a larger one, each with the next earlier one that it can be
 * compared with, and each with the group's best; and whatever else is wanted.
 *
 * @param runs Measured runs, the latest first.
 * @param score How good a run is, the higher the better.
 * @param isWanted Whether two runs are worth a comparison however many there are.
 * @returns Groups, pairs, and what can't be paired.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import type { Evaluation } from "../run_folder/evaluation.ts";
 *
 * const evaluation = (id: string): Evaluation => ({
 *   schema: "triptych/evaluation@1",
 *   name: "unet",
 *   title: "U-Net",
 *   createdAt: "2026-01-01T00:00:00Z",
 *   classes: [{ label: 1, name: "cat", color: "#e07a3f" }],
 *   metrics: [{ id: "dice", title: "Dice", better: "higher" }],
 *   cases: [{ id, shape: [8, 8], spacing: [1, 1], classes: {} }],
 *   confusion: [],
 *   triptychs: [],
 * });
 * const runs = ["x", "y", "x"].map((id) => ({ evaluation: evaluation(id) }));
 * const { pairs, apart } = planComparisons(runs, () => 0);
 * assert.deepEqual(pairs, [{ before: runs[2], after: runs[0] }]);
 * assert.equal(apart[0].problem, "they have no case in common");
 * ```
 */
export function planComparisons<Run extends { evaluation: Evaluation }>(
  runs: readonly Run[],
  score: (run: Run) => number,
  isWanted: (before: Run, after: Run) => boolean = () => false,
): Comparisons<Run> {
  const problem = (before: Run, after: Run) =>
    pairEvaluations(before.evaluation, after.evaluation).problem;
  const groups = groupRuns(runs, (a, b) => problem(a, b) === undefined);
  const wanted = groups.flatMap((group) => {
    const best = group.reduce((a, b) => score(b) > score(a) ? b : a);
    return group.flatMap((after, i) => {
      const earlier = group.slice(i + 1);
      if (group.length <= ALL_PAIRS || after === best) {
        return earlier.map((before) => ({ before, after }));
      }
      const next = earlier.find((before) => problem(before, after) === undefined);
      return earlier
        .filter((before) => before === next || before === best || isWanted(before, after))
        .map((before) => ({ before, after }));
    });
  });
  const between = groups.slice(1).map(([before], i) => ({ before, after: groups[i][0] }));
  const pairs: Pair<Run>[] = [], apart: Comparisons<Run>["apart"] = [];
  for (const pair of [...between, ...wanted]) {
    const reason = problem(pair.before, pair.after);
    if (reason === undefined) pairs.push(pair);
    else apart.push({ ...pair, problem: reason });
  }
  return { groups, pairs, apart };
}

/** The connected parts of "can be compared". */
function groupRuns<Run>(runs: readonly Run[], match: (a: Run, b: Run) => boolean): Run[][] {
  const place = new Map(runs.map((run, i) => [run, i]));
  const groups: Run[][] = [];
  for (const run of runs) {
    const joined = groups.filter((group) => group.some((other) => match(run, other)));
    const merged = [...joined.flat(), run].sort((a, b) => place.get(a)! - place.get(b)!);
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups.sort((a, b) => place.get(a[0])! - place.get(b[0])!);
}
