/**
 * Whether a model's confidence says where it is wrong: `deno task bench:confidence [RUN …]`. Mistakes that a
 * simulated model is sure of are planted in drawn animals, beside mistakes of the same size that it has doubts
 * about, and found by the share of pixels that are wrong with a confidence of 0.9 or more. For run folders
 * with probabilities it prints how the Dice to be expected by these alone ranks the cases, beside their Dice.
 *
 * @module
 */
import { table } from "../cli/mod.ts";
import { menagerie, truthAt } from "../data/mod.ts";
import { confidenceAgreement, readEvaluation } from "../evaluation/mod.ts";
import { plantedFaults } from "./planted_confidence.ts";

const CASES = 400, FAULTS = 80, SIZE = 64, SEED = 13;

if (import.meta.main) {
  const data = await menagerie({ count: CASES, size: SIZE, seed: SEED }), rows: string[][] = [];
  const truths = Array.from(
    { length: CASES },
    (_, i) => truthAt(data, i).map((label) => label === 1 ? 1 : 2),
  );
  for (const temperature of [1, 0.7, 0.5]) {
    const options = { truths, faults: FAULTS, seed: SEED, temperature };
    const { cases, pixels, auroc, ece } = plantedFaults(options);
    const figures = [ece, cases.precision, cases.byDice, pixels.precision, pixels.recall, auroc];
    rows.push([String(temperature), ...figures.map((figure) => figure.toFixed(2))]);
  }
  const head = [
    ...["temperature", "calibration error", "precision at k", "by Dice"],
    ...["precision of pixels", "recall of pixels", "AUROC"],
  ];
  console.log(`${CASES} animals of ${SIZE} px, ${FAULTS} planted, seed ${SEED}\n`);
  console.log(table(rows, { head }));
  for (const folder of Deno.args) {
    const evaluation = await readEvaluation(`${folder}/evaluation.json`);
    const classes = evaluation.classes.flatMap(({ name }) => {
      const found = confidenceAgreement(evaluation.cases, name);
      return found === undefined
        ? []
        : [[name, String(found.cases), found.correlation.toFixed(2), found.difference.toFixed(3)]];
    });
    console.log(`\n${folder}: expected Dice beside Dice\n`);
    console.log(
      table(classes, { head: ["class", "cases", "rank correlation", "median difference"] }),
    );
  }
}
