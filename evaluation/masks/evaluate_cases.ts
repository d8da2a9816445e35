import { basename, resolve } from "node:path";
import type { LabelClass } from "../../core/mod.ts";
import type { Case, CaseConfidence, Evaluation } from "../run_folder/evaluation.ts";
import { checkEvaluation, writeEvaluation } from "../run_folder/evaluation_file.ts";
import { fileNames } from "../run_folder/pictures.ts";
import { CalibrationTotals } from "../statistics/calibration_sums.ts";
import { buildEvaluation, ConfusionTotals } from "./build_evaluation.ts";
import { evaluateCase } from "./evaluate_case.ts";
import {
  caseConfidence,
  ProbabilityTally,
  type TalliedProbabilities,
} from "./probability_tally.ts";
import { writeCase } from "./write_case.ts";

/** A case before it is measured: its masks and, if there is one, its image. */
export interface CaseMasks {
  /** The case's id, unique within the run. */
  id: string;
  /** Its breed, species or hospital. */
  group?: string;
  /** Rows and columns, or slices, rows and columns. */
  shape: readonly number[];
  /** The size of a pixel along each axis of `shape`; 1 when left out. */
  spacing?: readonly number[];
  /** RGB, 0 to 255, shape [rows, columns, 3]; of a volume grey levels, shape `shape`. */
  image?: Uint8Array;
  /** True labels, the last axis of `shape` fastest. */
  truth: Uint8Array;
  /** Predicted labels, in the same order. */
  prediction: Uint8Array;
  /**
   * Each class's probabilities, [classes, …shape], for calibration and confidence: of the classes that are no
   * regions, in their order.
   */
  probabilities?: Float32Array;
}

/** Options of {@linkcode evaluateCases}. */
export interface EvaluateCasesOptions {
  /**
   * All ids whose pictures the run folder contains, at least those of the cases. Ids that differ only in
   * upper and lower case get file names that differ on any disk.
   */
  ids: readonly string[];
  /** The classes to measure. */
  classes: readonly LabelClass[];
  /** Values whose pixels are left out of every figure. */
  ignore?: readonly number[];
  /** The run's name. @default {the folder's} */
  name?: string;
  /** The run's title on pages; its name when left out. */
  title?: string;
  /** The median Dice of one constant mask for all images, by class name. */
  constantDice?: Record<string, number>;
  /** At which size the masks are compared, where they were predicted by a model of one size. */
  measuredAt?: Evaluation["measuredAt"];
  /** What is independent: patients or groups, where cases are not. */
  independent?: Evaluation["independent"];
  /** Stops before the next case, and throws its reason. */
  signal?: AbortSignal;
  /** Called after each case with the number of cases done. */
  onCase?(done: number): void;
}

/**
 * Measures cases one by one, and writes their pictures and `evaluation.json` into a run folder. Only one
 * case is in memory at a time. `run.json` is up to the caller.
 *
 * @param folder The run folder.
 * @param cases The cases, each requested when the one before is done.
 * @param options Ids, classes, title, progress and signal.
 * @returns The evaluation, as written.
 * @throws {TypeError} If the classes aren't such that they can be written, or two cases have the same id.
 * @throws {Error} The signal's reason, what `cases` throws, or what can't be measured or written.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * async function* cases() {
 *   const truth = Uint8Array.of(0, 1, 1, 0);
 *   yield { id: "a", shape: [2, 2] as const, truth, prediction: Uint8Array.of(0, 1, 1, 1) };
 * }
 * const folder = await Deno.makeTempDir();
 * const classes = [{ label: 1, name: "cat", color: "#e07a3f" }];
 * const evaluation = await evaluateCases(folder, cases(), { ids: ["a"], classes });
 * assert.equal(evaluation.cases[0].classes.cat.dice, 0.8);
 * assert.equal(evaluation.cases[0].pictures?.truth, "pictures/a.truth.png");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function evaluateCases(
  folder: string,
  cases: AsyncIterable<CaseMasks> | Iterable<CaseMasks>,
  options: EvaluateCasesOptions,
): Promise<Evaluation> {
  const { ids, classes, ignore, title, constantDice, measuredAt, signal, onCase } = options;
  const { independent, name = basename(resolve(folder)) } = options;
  const files = fileNames(ids);
  const totals = new ConfusionTotals(classes, ignore), calibrations = new CalibrationTotals();
  const measured: Case[] = [];
  const built = (): Evaluation =>
    buildEvaluation(measured, {
      name,
      title,
      constantDice,
      measuredAt,
      independent,
      ...totals,
      classes,
      calibration: calibrations.figures(classes),
    });
  // what can't be written is refused before anything is measured
  checkEvaluation(built());
  for await (const one of cases) {
    signal?.throwIfAborted();
    const { id, truth, prediction } = one;
    const file = files.get(id);
    if (file === undefined) {
      throw new TypeError(
        `Cannot evaluate case "${id}": ids must contain the id of every case, and no two have the same`,
      );
    }
    files.delete(id);
    const figures = evaluateCase(truth, prediction, { ...one, classes, ignore });
    totals.add(truth, prediction);
    const { tallied, confidence } = confidenceOf(one, options);
    if (tallied?.calibration) calibrations.add(tallied.calibration);
    const drawn = { ...one, file, classes, ignore, confidence: tallied?.confidence };
    const pictures = await writeCase(folder, drawn);
    measured.push({ ...figures, ...confidence && { confidence }, pictures });
    onCase?.(measured.length);
  }
  const evaluation = built();
  await writeEvaluation(`${folder}/evaluation.json`, evaluation);
  return evaluation;
}

/** What a case's probabilities say; nothing where there are none. */
function confidenceOf(
  { id, truth, prediction, probabilities: planes }: CaseMasks,
  { classes: all, ignore }: EvaluateCasesOptions,
): { tallied?: TalliedProbabilities; confidence?: CaseConfidence } {
  if (planes === undefined) return {};
  const classes = all.filter(({ labels }) => labels === undefined);
  if (planes.length !== classes.length * truth.length) {
    throw new TypeError(
      `Cannot evaluate case "${id}": probabilities must be ${classes.length} for each of the ` +
        `${truth.length} pixels, got ${planes.length} in all`,
    );
  }
  const tally = new ProbabilityTally(truth.length, { classes, ignore });
  tally.add({ planes, truth, prediction });
  const { tallied } = tally;
  return { tallied, confidence: caseConfidence(tallied, { truth, prediction, classes, ignore }) };
}
