/** What an experiment says of each factor, and what it can't say: as data, which terminals and pages word. */
import type {
  ExplainedEffect,
  ExplainedFigures,
  ExplainedRuns,
} from "../run_folder/explained_runs.ts";
import { LEVEL } from "../statistics/holm.ts";

/** What an experiment says of the first metric and all classes together. */
export interface Judgement {
  /** The whole change; left out while one of the ends isn't measured. */
  total?: ExplainedEffect;
  /** The factors of which an effect can be told from chance, the largest first. */
  found: JudgedFactor[];
  /** Those of which none can. */
  rest: JudgedFactor[];
  /** Whether the first that was found can be stated as a part of the whole. */
  isPart: boolean;
  /** Whether chance in training is in all intervals: some corner has several seeds. */
  isSeeded: boolean;
  /** The titles of those of which nothing is measured. */
  missing: string[];
}

/** A factor and what it gives. */
export interface JudgedFactor {
  /** What it is called. */
  title: string;
  /** What it gives: one effect, or one from the earlier run and one in the later, which disagree. */
  effects: ExplainedEffect[];
  /** Whether that holds wherever it was measured, so that no place need be named. */
  isEverywhere: boolean;
}

/** Where an effect was measured. */
export interface EffectPlace {
  /** Added to the earlier run, taken from the later, or between two corners in the middle. */
  kind: "from" | "in" | "beside";
  /** The run's name; none in the middle. */
  name?: string;
  /** The titles of the factors that are there as well, or are gone from the later run. */
  factors: string[];
}

/** What an experiment can't say. */
export type Limit =
  | { kind: "partial"; done: number; wanted: number }
  | { kind: "few"; draws: string }
  | { kind: "oneSeed" | "oneSeedSoFar" | "tuned" | "notTried" | "alone" | "best" }
  | { kind: "scaled"; scale: number };

/** What trainings said that readers of their figures must know. */
export interface CornerNote {
  /** The names of their corners. */
  corners: string[];
  /** What they said. */
  text: string;
}

/** Judges each factor, of the first metric and all classes together; undefined before anything is measured. */
export function judgementOf(explained: ExplainedRuns): Judgement | undefined {
  const { figures: [first], factors } = explained;
  if (first === undefined) return undefined;
  const judged = factors.map(({ id }) => judgedFactor(id, explained));
  const known = judged.filter(({ effects }) => effects.length > 0);
  const found = known.filter(({ effects }) => effects.some(isFound))
    .sort((one, other) => sizeOf(other) - sizeOf(one));
  const total = first.effects.find(({ kind }) => kind === "total");
  return {
    total,
    found,
    rest: known.filter((one) => !found.includes(one)),
    isPart: found.length > 0 && found[0].isEverywhere && isPartOf(found[0].effects[0], total),
    isSeeded: known.every(({ effects }) =>
      effects.every(({ seedSpread }) => seedSpread !== undefined)
    ),
    missing: judged.filter(({ effects }) => effects.length === 0).map(({ title }) => title),
  };
}

/** Its share; else what it gives next to both ends, which is one thing where they agree; else in the middle. */
function judgedFactor(id: string, explained: ExplainedRuns): JudgedFactor {
  const { figures: [first], names } = explained, title = titleOf(explained, id);
  const effectOf = (kind: string) =>
    first.effects.findLast((effect) => effect.kind === kind && effect.factors[0] === id);
  const share = effectOf("shapley");
  if (share !== undefined) return { title, effects: [share], isEverywhere: true };
  const ends = ["forward", "backward"].map(effectOf).filter((one) => one !== undefined);
  if (ends.length === 2 && agree(ends[0], ends[1])) {
    return { title, effects: [ends[0]], isEverywhere: true };
  }
  // next to an end, or else beside most others: next to what the later run is
  const between = ends.length > 0 ? undefined : effectOf("between");
  return {
    title,
    effects: between === undefined ? ends : [between],
    isEverywhere: names.length === 1,
  };
}

/** Whether two effects say the same: both can be told from chance or neither, and each may be the other. */
function agree(one: ExplainedEffect, other: ExplainedEffect): boolean {
  const holds = ({ interval }: ExplainedEffect, { value }: ExplainedEffect) =>
    interval === undefined || interval[0] <= value && value <= interval[1];
  return isFound(one) === isFound(other) && holds(one, other) && holds(other, one);
}

function sizeOf({ effects }: JudgedFactor): number {
  return Math.max(...effects.filter(isFound).map(({ value }) => Math.abs(value)));
}

/** Whether an effect can be told from chance, its interval and its p-value adjusted for all factors. */
export function isFound({ interval, p, adjustedP = p }: ExplainedEffect): boolean {
  return interval !== undefined && adjustedP < LEVEL && (interval[0] > 0 || interval[1] < 0);
}

/** Whether an effect can be stated as a part of the whole: that can be told from chance, and isn't smaller. */
function isPartOf({ value }: ExplainedEffect, total: ExplainedEffect | undefined): boolean {
  if (total === undefined || !isFound(total) || total.value * value < 0) return false;
  return Math.abs(value) <= Math.abs(total.value);
}

/** Where an effect of one factor was measured: what the factor needs was there, and what needs it was gone. */
export function placeOf(
  { kind, factors: [id], beside = [] }: ExplainedEffect,
  explained: ExplainedRuns,
): EffectPlace {
  const { names: [a, b], factors } = explained;
  const titles = (ids: readonly string[]) => ids.map((id) => titleOf(explained, id));
  const needsOf = (id: string): string[] => {
    const needed = factors.find((one) => one.id === id)?.requires;
    return needed === undefined ? [] : [...needsOf(needed), needed];
  };
  if (kind === "between") return { kind: "beside", factors: titles(beside) };
  if (kind === "forward") return { kind: "from", name: a, factors: titles(needsOf(id)) };
  const users = factors.map((one) => one.id).filter((one) => needsOf(one).includes(id));
  return { kind: "in", name: b, factors: titles(users) };
}

/** The name of a factor. */
export function titleOf({ factors }: ExplainedRuns, id: string): string {
  return factors.find((one) => one.id === id)?.title ?? id;
}

/** The effects that make a way from the earlier run to the later: all shares, or all from one end. */
export function chosenEffects({ effects }: ExplainedFigures, factors: number): ExplainedEffect[] {
  const kinds = ["shapley", "forward", "backward"] as const;
  const sets = kinds.map((kind) => effects.filter((effect) => effect.kind === kind));
  return sets.find((those) => those.length === factors) ??
    sets.toSorted((one, other) => other.length - one.length)[0];
}

/** A metric of an explanation. */
export type ExplainedMetric = NonNullable<ExplainedRuns["cases"]>["metrics"][number];

/** The figures of a metric: of all classes first, then of each, where there are several. */
export function figuresOf(
  { figures, cases }: ExplainedRuns,
  metric: ExplainedMetric,
): ExplainedFigures[] {
  const own = figures.filter((one) => one.metric === metric.id);
  return cases!.classes.length > 1 ? own : own.filter((one) => one.class === undefined);
}

/** What has too few draws in some figures for intervals: cases, or patients; undefined where nothing has. */
export function fewDraws({ cases, figures }: ExplainedRuns): string | undefined {
  const lacks = figures.some(({ effects }) =>
    effects.some(({ interval }) => interval === undefined)
  );
  return lacks ? cases?.independent ?? "cases" : undefined;
}

/** What an experiment can't say. */
export function limitsOf(explained: ExplainedRuns): Limit[] {
  const { seeds, scale, corners, factors, tune, figures: [first], names } = explained;
  const done = corners.reduce((sum, corner) => sum + corner.seeds.length, 0);
  const wanted = corners.length * seeds, draws = fewDraws(explained);
  const shares = first?.effects.filter(({ kind }) => kind === "shapley").length;
  const areSingle = done > 0 && corners.every(({ seeds }) => seeds.length < 2);
  const limits: (Limit | false | undefined)[] = [
    done < wanted && { kind: "partial", done, wanted },
    draws !== undefined && { kind: "few", draws },
    seeds === 1 && { kind: "oneSeed" },
    seeds > 1 && areSingle && { kind: "oneSeedSoFar" },
    scale < 1 && { kind: "scaled", scale },
    tune && { kind: "tuned" },
    factors.length > 1 && shares !== factors.length &&
    { kind: names.length === 1 ? "notTried" : "alone" },
    { kind: "best" },
  ];
  return limits.filter((limit) => typeof limit === "object");
}

/** What trainings said, each note once. */
export function notesOf({ corners }: ExplainedRuns): CornerNote[] {
  const texts = new Set(corners.flatMap(({ notes = [] }) => notes));
  return [...texts].map((text) => ({
    corners: corners.filter(({ notes = [] }) => notes.includes(text)).map(({ name }) => name),
    text,
  }));
}
