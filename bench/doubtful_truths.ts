/**
 * How well faults of annotation are found: `deno task bench:doubtful-truths`. One truth in ten of drawn
 * animals gets a fault of one of four kinds; several models are simulated, whose predictions differ from
 * the right masks by errors of their own and by errors that all have in common. Cases are then ranked as
 * the dashboard does, by how much more the models agree with each other than with the truth, and, for
 * comparison, by the Dice of the first model, worst first. Precision is the share of faults among the
 * first k cases, where k is the number of faults, so that it is recall, too.
 *
 * @module
 */
import { table } from "../cli/mod.ts";
import { mulberry32 } from "../core/mod.ts";
import { menagerie, truthAt } from "../data/mod.ts";
import { byDoubt, truthDoubts } from "../evaluation/mod.ts";
import { FAULTS, moved, smoothField, withBlob } from "./planted_faults.ts";

const CASES = 800, SIZE = 64, SEED = 20;

/** A case: what is right, what the annotation says, and the fault it has, if any. */
interface PlantedCase {
  right: Uint8Array;
  truth: Uint8Array;
  fault?: string;
}

if (import.meta.main) {
  const data = await menagerie({ count: CASES, size: SIZE, seed: SEED });
  const random = mulberry32(SEED), names = Object.keys(FAULTS);
  const cases = Array.from({ length: CASES }, (_, i): PlantedCase => {
    const right = truthAt(data, i).slice();
    if (i % 10 !== 0) return { right, truth: right };
    const fault = names[i / 10 % names.length];
    return { right, fault, truth: FAULTS[fault](right, SIZE, random) };
  });
  const head = ["models", "errors in common", "precision at k", ...names, "first 10", "by Dice"];
  const rows: string[][] = [];
  for (const shared of [0, 0.25, 0.5]) {
    for (const models of [2, 3, 5]) rows.push(rowOf(cases, data.classes, models, shared, names));
  }
  console.log(`${CASES} animals of ${SIZE} px, ${CASES / 10} faults, seed ${SEED}\n`);
  console.log(table(rows, { head }));
}

/** What is found with so many models, of whose errors a share is common to all. */
function rowOf(
  cases: readonly PlantedCase[],
  classes: Parameters<typeof truthDoubts>[2]["classes"],
  models: number,
  shared: number,
  names: readonly string[],
): string[] {
  const random = mulberry32(models + 100 * shared);
  const ranked = cases.map(({ right, truth, fault }) => {
    const common = errorOf(right, random, shared);
    const predictions = Array.from(
      { length: models },
      () => errorOf(common, random, 1 - shared),
    );
    const doubts = truthDoubts(truth, predictions, { classes }).sort(byDoubt);
    const dice = doubts.find(({ className }) => className === classes[0].name)?.withTruth[0] ?? 1;
    return { ...doubts[0], fault, dice };
  });
  const faults = cases.filter(({ fault }) => fault !== undefined).length;
  const found = ranked.toSorted(byDoubt).slice(0, faults);
  const byDice = ranked.toSorted((a, b) => a.dice - b.dice).slice(0, faults);
  const shareOf = (those: { fault?: string }[], of = faults) =>
    (those.filter(({ fault }) => fault !== undefined).length / of).toFixed(2);
  return [
    String(models),
    `${100 * shared} %`,
    shareOf(found),
    ...names.map((name) => {
      const all = ranked.filter(({ fault }) => fault === name).length;
      return shareOf(found.filter(({ fault }) => fault === name), all);
    }),
    shareOf(found.slice(0, 10), 10),
    shareOf(byDice),
  ];
}

/** A prediction with errors of a size: an outline that wanders, and in every second case a blob. */
function errorOf(labels: Uint8Array, random: () => number, size: number): Uint8Array {
  const reach = 0.05 * SIZE * size;
  const wandering = moved(
    labels,
    SIZE,
    smoothField(SIZE, reach, random),
    smoothField(SIZE, reach, random),
  );
  return random() < 0.5 ? withBlob(wandering, SIZE, 0.12 * SIZE * size, random) : wandering;
}
