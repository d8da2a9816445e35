/** Which cases of two evaluations can be compared, and why the others can't. */
import { type LabelClass, listed } from "../../core/mod.ts";
import type { Case, Evaluation, MetricInfo } from "../run_folder/evaluation.ts";
import { sharedMetrics } from "./shared_metrics.ts";

/** A case in both evaluations, measured against the same truth. */
export interface CasePair {
  /** The case in the earlier one. */
  before: Case;
  /** The case in the later one. */
  after: Case;
}

/** What can be compared in two evaluations. */
export interface Pairing {
  /** The cases, in the earlier evaluation's order. */
  pairs: CasePair[];
  /** How many of them were paired by id alone, since one of the truths is unknown. */
  byName: number;
  /** How many cases have no partner. */
  left: {
    /** Whose id only the earlier evaluation has. */
    before: number;
    /** Whose id only the later one has. */
    after: number;
    /** Whose id both have, with different truths. */
    truths: number;
    /** Whose id occurs more than once in an evaluation. */
    twice: number;
  };
  /** What is independent, if one of them says it; the cases when left out. */
  independent?: Evaluation["independent"];
  /** Which of them says it: its groups count, as the other's may be of another kind. */
  groupsOf?: "before" | "after";
  /** Names of the classes that both have, in the earlier one's order. */
  classes: string[];
  /** Classes that only one of them has. */
  lone: { before: string[]; after: string[] };
  /** Metrics that both have in the same unit. */
  metrics: MetricInfo[];
  /** Why other classes and metrics that both have can't be compared. */
  refused: string[];
  /** Why nothing can be compared; reads after "A and B can't be compared: ". */
  problem?: string;
}

/**
 * Pairs the cases of two evaluations that have the same truth: the same id and `truthHash`. If one
 * has no hash, cases are paired by id, unless their shapes or the pixel counts of their true classes
 * show that the truths differ. Regions are only compared if they are of the same true pixels, metrics if
 * they were measured by the same rules.
 *
 * @param before The earlier evaluation.
 * @param after The later one.
 * @returns The pairs, what is left out, and why.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import type { Evaluation } from "../run_folder/evaluation.ts";
 *
 * const measured = (size: number): Evaluation => ({
 *   schema: "triptych/evaluation@1",
 *   name: "unet",
 *   title: "U-Net",
 *   createdAt: "2026-01-01T00:00:00Z",
 *   classes: [{ label: 1, name: "cat", color: "#e07a3f" }],
 *   metrics: [{ id: "dice", title: "Dice", better: "higher" }],
 *   cases: [{ id: "a", shape: [size, size], spacing: [1, 1], classes: {} }],
 *   confusion: [],
 *   triptychs: [],
 * });
 * assert.equal(
 *   pairEvaluations(measured(64), measured(128)).problem,
 *   "their truths differ (64 × 64 px, 128 × 128 px)",
 * );
 * ```
 */
export function pairEvaluations(before: Evaluation, after: Evaluation): Pairing {
  const shared = namesOf(before).filter((name) => namesOf(after).includes(name));
  const { pairs, byName, left } = pairCases(before, after, shared);
  const classes = shared.filter((name) => !isOtherRegion(name, [before, after], pairs));
  const { metrics, refused } = sharedMetrics([before, after], pairs, classes);
  const alone = (one: Evaluation) => namesOf(one).filter((name) => !shared.includes(name));
  const regions = shared.filter((name) => !classes.includes(name))
    .map((name) => `${name} can't be compared: the runs make this region of different labels`);
  const pairing: Pairing = {
    pairs,
    byName,
    left,
    ...independenceOf(before, after),
    classes,
    lone: { before: alone(before), after: alone(after) },
    metrics,
    refused: [...regions, ...refused],
  };
  const isOfRegions = classes.length === 0 && regions.length > 0 && pairs.length > 0;
  const problem = isOfRegions ? regions.join("; ") : problemOf(before, after, pairing);
  return { ...pairing, problem };
}

function independenceOf(
  before: Evaluation,
  after: Evaluation,
): Pick<Pairing, "independent" | "groupsOf"> {
  if (before.independent) return { independent: before.independent, groupsOf: "before" };
  return after.independent ? { independent: after.independent, groupsOf: "after" } : {};
}

function pairCases(before: Evaluation, after: Evaluation, classes: readonly string[]) {
  const [earlier, later] = [casesById(before), casesById(after)];
  const left = { before: 0, after: 0, truths: 0, twice: 0 };
  const pairs: CasePair[] = [];
  const isOrderShared = sameOrder(before, after);
  let byName = 0;
  for (const [id, one] of earlier) {
    const other = later.get(id);
    if (other === undefined) left.before++;
    else if (one === TWICE || other === TWICE) left.twice++;
    else if (one.truthHash !== undefined && other.truthHash !== undefined) {
      if (isOrderShared && one.truthHash === other.truthHash) {
        pairs.push({ before: one, after: other });
      } else left.truths++;
    } else if (mayShareTruth(one, other, classes)) {
      pairs.push({ before: one, after: other });
      byName++;
    } else left.truths++;
  }
  for (const id of later.keys()) if (!earlier.has(id)) left.after++;
  return { pairs, byName, left };
}

/** Stands for several cases of the same id, which can't be told apart. */
const TWICE = Symbol();

/** Evaluations' cases by id, cached: a site compares each evaluation with many. */
const indices = new WeakMap<Evaluation, Map<string, Case | typeof TWICE>>();

function casesById(evaluation: Evaluation): Map<string, Case | typeof TWICE> {
  let index = indices.get(evaluation);
  if (index === undefined) {
    index = new Map();
    for (const one of evaluation.cases) index.set(one.id, index.has(one.id) ? TWICE : one);
    indices.set(evaluation, index);
  }
  return index;
}

/** Whether shared classes have the same place, which is what hashes of truths are made from. */
function sameOrder(before: Evaluation, after: Evaluation): boolean {
  const [a, b] = [before, after].map(namesOf);
  return a.every((name, i) => !b.includes(name) || b[i] === name);
}

/** Compares truths without hashes: by shape and the pixel counts of their classes. */
function mayShareTruth(one: Case, other: Case, classes: readonly string[]): boolean {
  const isKnown = one.shape.length > 0 && other.shape.length > 0;
  if (isKnown && one.shape.join() !== other.shape.join()) return false;
  return classes.every((name) => {
    const [a, b] = [one.classes[name], other.classes[name]];
    return a === undefined || b === undefined || a.tp + a.fn === b.tp + b.fn;
  });
}

/** Whether a region of the same truths is of other pixels, of which hashes say nothing. */
function isOtherRegion(
  name: string,
  both: readonly Evaluation[],
  pairs: readonly CasePair[],
): boolean {
  const isRegion = both.some(({ classes }) =>
    classes.some((one) => one.name === name && one.labels !== undefined)
  );
  return isRegion && !pairs.every(({ before, after }) => mayShareTruth(before, after, [name]));
}

function problemOf(before: Evaluation, after: Evaluation, pairing: Pairing): string | undefined {
  const { pairs, left, classes, metrics, refused } = pairing;
  const both = [before, after];
  const lists = both.map((one) => namesOf(one).join(", ")), names = `(${lists.join("; ")})`;
  if (pairs.length + left.truths + left.twice === 0) return "they have no case in common";
  if (classes.length === 0) return `they have no class in common ${names}`;
  if (pairs.length > 0) {
    return metrics.length > 0 ? undefined : refused.join("; ") || "they have no metric in common";
  }
  if (left.truths === 0) return "each id that they share occurs more than once in one of them";
  const sizes = both.map(({ measuredAt }) => measuredAt);
  if (sizes[0] !== undefined && sizes[1] !== undefined && sizes[0] !== sizes[1]) {
    return `they are measured at different sizes (${both.map(measuredText).join(", ")})`;
  }
  const shapes = both.map(shapesOf);
  if (shapes[0] !== shapes[1]) return `their truths differ (${shapes.join(", ")})`;
  if (!sameOrder(before, after)) return orderProblem(both.map(namesOf));
  if (lists[0] !== lists[1]) return `their truths differ, and so do their classes ${names}`;
  return `their truths differ (${
    left.truths === 1 ? "in the case" : `in all ${left.truths} cases`
  } of the same id)`;
}

/** Why classes don't have the same place: those of both are in another order, or others come between. */
function orderProblem([earlier, later]: string[][]): string {
  const common = earlier.filter((name) => later.includes(name));
  if (common.join() !== later.filter((name) => common.includes(name)).join()) {
    return `their classes come in another order (${earlier.join(", ")}; ${later.join(", ")})`;
  }
  const said = [["before", earlier], ["after", later]] as const;
  const others = said.map(([when, names]) => {
    const own = names.filter((name) => !common.includes(name));
    return own.length === 0 ? [] : [`${listed(own)} only ${when}`];
  });
  return `their classes differ (${
    others.flat().join("; ")
  }), so that those of both have other places: both ` +
    "must be measured with the same classes, as deno task evaluate --classes does";
}

/** The size at which masks were compared, in words. */
function measuredText(evaluation: Evaluation): string {
  return evaluation.measuredAt === "own"
    ? "the images' own size"
    : `the model's, ${shapesOf(evaluation)}`;
}

/** The size of the images in words, columns × rows as on pages. */
function shapesOf({ cases }: Evaluation): string {
  const shapes = new Set(cases.map(({ shape }) => shape.join()));
  if (shapes.size !== 1) return `${shapes.size} sizes`;
  const { shape } = cases[0];
  if (shape.length === 0) return "an unknown size";
  return `${(shape.length === 2 ? shape.toReversed() : shape).join(" × ")} px`;
}

function namesOf({ classes }: { classes: readonly LabelClass[] }): string[] {
  return classes.map(({ name }) => name);
}
