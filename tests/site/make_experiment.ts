/** An experiment of why two runs differ, drawn by a program. */
import {
  cornerFigures,
  designOf,
  designOfChanges,
  type ExplainedCases,
  explainedFigures,
  type ExplainedRuns,
  readEvaluation,
  writeExplanation,
  writeResults,
} from "../../evaluation/mod.ts";

const SIZE = 24, CASES = 8;

/** What an experiment is of. */
interface Experiment {
  /** The titles of its two factors; epochs do it all, the learning rate nothing. */
  titles?: [string, string];
  /** The names of both runs, or of one to which the factors are changes. */
  names?: [string, string] | [string];
  /** The names of the classes; the first is a disc, the others stripes around it. */
  classes?: string[];
  /** How many trainings each corner has, in their order. */
  seeds?: number[];
  /** How many are wanted of each. */
  wanted?: number;
  /** Of how many patients the cases are; each is one of its own when left out. */
  patients?: number;
}

/** Four corners of three seeds, or three of changes to one: epochs make discs that fit, the rate nothing. */
export async function writeExperiment(
  folder: string,
  {
    titles = ["epochs", "<b>learning rate</b>"],
    names: ends = ["a", "b"],
    classes = ["cat", "ground"],
    seeds: counts = [3, 3, 3, 3],
    wanted = 3,
    patients,
  }: Experiment = {},
): Promise<void> {
  const factors = ["epochs", "lr"].map((id, i) => ({ id, title: titles[i] }));
  const colored = classes.map((name, i) => ({
    ...{ label: i + 1, name, color: ["#e07a3f", "#3f6fb5", "#3a9d7c"][i % 3] },
  }));
  const design = ends.length === 1 ? designOfChanges(["epochs", "lr"]) : designOf(factors);
  const names = [...ends, `${ends[0]} + epochs`, `${ends[0]} + lr`];
  const measured = [];
  for (const [c, { factors }] of design.corners.entries()) {
    const seeds = [];
    for (const seed of [0, 1, 2].slice(0, counts[c])) {
      const run = `${folder}/runs/${c}-${seed}`, isGood = factors.includes("epochs");
      await writeResults(run, {
        ...{ shape: [SIZE, SIZE], classes: colored },
        images: new Uint8Array(CASES * SIZE ** 2 * 3).fill(90),
        truths: discs((k) => 6 + k % 3, classes.length),
        predictions: discs((k) => isGood ? 6 + k % 3 : 3 + k % 3 + (k + seed) % 2, classes.length),
      });
      const { cases, values } = cornerFigures(await readEvaluation(`${run}/evaluation.json`));
      seeds.push({ cases, values, seed });
    }
    measured.push(seeds);
  }
  const keys = design.corners.map((_, c) => String(c).repeat(10));
  const cases = ofPatients(measured[0][0].cases, patients);
  const figures = measured.map((seeds, c) =>
    seeds.map(({ values, seed }) => ({
      ...{ schema: "triptych/corner-figures@1" as const, key: keys[c], settings: {} },
      ...{ seconds: 60, values, seed },
    }))
  );
  const explained: ExplainedRuns = {
    schema: "triptych/explanation@1",
    createdAt: "2026-11-30T00:00:00Z",
    ...{ names: ends, cases, seeds: wanted, scale: 1 },
    factors: factors.map((one) => ({ ...one, settings: [{ name: one.id, from: 1, to: 2 }] })),
    corners: design.corners.map(({ factors }, c) => ({
      ...{
        key: keys[c],
        name: names[c],
        factors,
        seeds: [0, 1, 2].slice(0, counts[c]),
        seconds: 60,
      },
      runs: [0, 1, 2].slice(0, counts[c]).map((seed) => `runs/${c}-${seed}`),
    })),
    ...explainedFigures({ cases, figures, design }),
  };
  await writeExplanation(folder, explained);
}

/** Cases that are each of one of so many patients. */
function ofPatients(cases: ExplainedCases, patients?: number): ExplainedCases {
  if (patients === undefined) return cases;
  const groups = cases.ids.map((_, i) => `patient ${i % patients}`);
  return { ...cases, groups, independent: "patients" };
}

/** A disc of a radius in each case, and stripes of the other classes around it. */
function discs(radiusOf: (k: number) => number, classes: number): Uint8Array {
  return Uint8Array.from({ length: CASES * SIZE ** 2 }, (_, i) => {
    const [k, at] = [Math.floor(i / SIZE ** 2), i % SIZE ** 2];
    return Math.hypot(at % SIZE - 11, Math.floor(at / SIZE) - 11) < radiusOf(k)
      ? 1
      : classes < 2
      ? 0
      : 2 + at % (classes - 1);
  });
}
