/** An explanation of two runs, made from the figures of the trainings between them. */
import { join } from "node:path";
import { writeFileAtomic } from "../../io/mod.ts";
import type {
  CornerFigures,
  ExplainedCases,
  ExplainedChange,
  ExplainedFigures,
  ExplainedRuns,
} from "../run_folder/explained_runs.ts";
import schema from "../run_folder/explanation.schema.json" with { type: "json" };
import { compileSchema } from "../run_folder/json_schema.ts";
import { parseJsonFile, readTextIfThere } from "../run_folder/read_file.ts";
import { drawsOf } from "../statistics/draws.ts";
import { holm } from "../statistics/holm.ts";
import { mean } from "../statistics/quantile.ts";
import { twoWayEffect } from "../statistics/two_way.ts";
import { effectsBetween } from "./between.ts";
import type { Design } from "./design.ts";

/** The name of the file. */
const FILE = "explanation.json";

/** So many cases that gain most, and that lose most, are named of each factor. */
const CHANGED = 6;

/** What an explanation is made from. */
export interface ExplainedParts {
  /** The cases, once a training is measured. */
  cases?: ExplainedCases;
  /** The figures of each corner, one entry per seed that is measured. */
  figures: CornerFigures[][];
  /** The design. */
  design: Design;
}

/**
 * What the corners say of each class and metric, as far as they are measured.
 *
 * @param parts Cases, figures, design.
 */
export function explainedFigures(
  { cases, figures, design }: ExplainedParts,
): { figures: ExplainedFigures[]; changes: ExplainedChange[] } {
  if (cases === undefined) return { figures: [], changes: [] };
  const classes = cases.classes.map(({ name }) => name);
  const made = cases.metrics.flatMap(({ id: metric }) =>
    [undefined, ...classes].map((name) => {
      const values = valuesOf(figures, metric, name === undefined ? classes : [name]);
      return { ...figuresOf(values, { cases, design }), class: name, metric };
    })
  );
  const first = valuesOf(figures, cases.metrics[0].id, classes);
  return { figures: made, changes: changesOf(first, cases, { figures, design }) };
}

/** The cases that count, and their values of each corner and seed. */
interface Values {
  places: number[];
  corners: Float64Array[][];
}

/** Values of a class, or the means of several; a case counts where all trainings have a value. */
function valuesOf(
  figures: readonly (readonly CornerFigures[])[],
  metric: string,
  classes: readonly string[],
): Values {
  const all = figures.map((seeds) =>
    seeds.map(({ values }) => {
      const rows = classes.map((name) => values[metric][name]);
      return rows[0].map((_, i) => {
        const known = rows.map((row) => row[i]).filter((value) => value !== null);
        return known.length === 0 ? NaN : mean(known);
      });
    })
  );
  const measured = all.flat();
  const places = (measured[0] ?? []).map((_, i) => i)
    .filter((i) => measured.every((row) => !Number.isNaN(row[i])));
  const corners = all.map((seeds) => seeds.map((row) => Float64Array.from(places, (i) => row[i])));
  return { places, corners };
}

function figuresOf(
  { places, corners }: Values,
  { cases, design }: { cases: ExplainedCases; design: Design },
): Omit<ExplainedFigures, "class" | "metric"> {
  const draws = drawsOf(
    places.map((i) => ({ id: cases.ids[i], group: cases.groups?.[i] ?? undefined })),
    cases,
  );
  const isMeasured = (weights: readonly number[]) =>
    weights.every((weight, c) => weight === 0 || corners[c].length > 0);
  const known = [
    ...design.effects.filter(({ weights }) => isMeasured(weights)),
    ...effectsBetween(design, isMeasured),
  ];
  const effects = places.length === 0 ? [] : known
    .map(({ kind, factors, beside, weights }) => {
      const { value, interval, p, seedSpread } = twoWayEffect(corners, weights, draws?.keys);
      const made = {
        ...{ kind, factors, ...beside && { beside } },
        ...{ value: tidy(value), ...interval && { interval: interval.map(tidy) }, p: tidy(p) },
      };
      return seedSpread === undefined ? made : { ...made, seedSpread: tidy(seedSpread) };
    });
  const seedMeans = corners.map((seeds) =>
    places.length === 0 ? [] : seeds.map((row) => mean(row))
  );
  return {
    cases: places.length,
    means: seedMeans.map((means) => means.length === 0 ? null : mean(means)),
    seedMeans,
    effects: withHolm(effects),
  };
}

/** Without the last digits, which sums leave. */
function tidy(value: number): number {
  return Number(value.toFixed(9)) + 0;
}

/** Adjusts p-values for the number of effects of their kind. */
function withHolm<Effect extends { kind: string; p: number }>(effects: readonly Effect[]) {
  const kinds = Map.groupBy(effects, ({ kind }) => kind);
  const adjusted = new Map([...kinds.values()].flatMap((those) => {
    const p = holm(those.map(({ p }) => p));
    return those.map((effect, i): [Effect, number] => [effect, p[i]]);
  }));
  return effects.map((effect) => ({ ...effect, adjustedP: adjusted.get(effect)! }));
}

/** Each factor's cases that change most, next to the later run; of changes to one run, those that it changes. */
function changesOf(
  { places, corners }: Values,
  cases: ExplainedCases,
  { figures, design }: Pick<ExplainedParts, "figures" | "design">,
): ExplainedChange[] {
  const kind = design.effects.some(({ kind }) => kind === "backward") ? "backward" : "forward";
  const steps = design.effects.filter((effect) => effect.kind === kind);
  return steps.flatMap(({ factors: [factor], weights }) => {
    const [from, to] = [weights.indexOf(-1), weights.indexOf(1)];
    if (corners[from].length === 0 || corners[to].length === 0 || places.length === 0) return [];
    const at = (c: number, i: number) => mean(corners[c].map((row) => row[i]));
    const gains = places.map((place, i) => ({
      id: cases.ids[place],
      change: Number((at(to, i) - at(from, i)).toPrecision(4)),
    })).sort((one, other) => other.change - one.change);
    const [most, least] = [gains.slice(0, CHANGED), gains.slice(CHANGED).slice(-CHANGED)];
    const keys = [from, to].map((c) => figures[c][0].key);
    return [{ factor, corners: keys, cases: [...most, ...least] }];
  });
}

/** Writes `explanation.json`. */
export async function writeExplanation(folder: string, explained: ExplainedRuns): Promise<void> {
  await writeFileAtomic(join(folder, FILE), JSON.stringify(checked(explained)) + "\n");
}

/**
 * Reads a folder's `explanation.json`; undefined if there is none.
 *
 * @throws {Error} If it can't be read or isn't an explanation; the message names the file.
 */
export async function readExplanation(folder: string): Promise<ExplainedRuns | undefined> {
  const text = await readTextIfThere(folder, FILE);
  return text === undefined ? undefined : parseJsonFile(join(folder, FILE), text, checked);
}

const faultOf = compileSchema(schema);

function checked(value: unknown): ExplainedRuns {
  const fault = faultOf(value);
  if (fault) throw new TypeError(`Not an explanation of version 1: ${fault.text}`);
  return value as ExplainedRuns;
}
