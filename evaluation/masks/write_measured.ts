import { basename, resolve } from "node:path";
import type { LabelClass } from "../../core/mod.ts";
import type { Evaluation } from "../run_folder/evaluation.ts";
import { writeEvaluation } from "../run_folder/evaluation_file.ts";
import { buildEvaluation, ConfusionTotals } from "./build_evaluation.ts";
import type { MeasuredCase } from "./measure_case.ts";

/**
 * Writes the `evaluation.json` of measured cases.
 *
 * @param folder The run folder.
 * @param measured The cases, in the order of the file.
 * @param options The classes, and the values that were ignored.
 * @returns The evaluation, as written.
 */
export async function writeMeasured(
  folder: string,
  measured: readonly MeasuredCase[],
  { classes, ignore }: { classes: readonly LabelClass[]; ignore: readonly number[] },
): Promise<Evaluation> {
  const totals = new ConfusionTotals(classes, ignore);
  for (const { counts } of measured) if (counts !== undefined) totals.addCounts(counts);
  const hasRegions = classes.some(({ labels }) => labels !== undefined);
  const isInMillimetres = measured.length > 0 && measured.every(({ unit }) => unit === "mm");
  const evaluation = buildEvaluation(measured.map((one) => one.case), {
    name: basename(resolve(folder)),
    classes,
    ignore,
    ...(isInMillimetres && { unit: "mm" }),
    ...(hasRegions
      ? { confusion: [] }
      : { confusion: totals.confusion, unlabelled: totals.unlabelled }),
  });
  await writeEvaluation(`${folder}/evaluation.json`, evaluation);
  return evaluation;
}
