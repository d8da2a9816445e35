import type { LabelClass } from "../../core/mod.ts";
import type { Case, Evaluation } from "../run_folder/evaluation.ts";
import { withClassFiles } from "./class_files_job.ts";
import { checkValuation, metricsOf, valuationOf } from "./conventions.ts";
import { evaluateCase } from "./evaluate_case.ts";
import { findCases } from "./find_cases.ts";
import { withGroups } from "./groups.ts";
import { ERROR_KINDS_ID } from "./measures.ts";
import { readCase } from "./read_case.ts";
import { checkShard, nothingOf, shardOf } from "./shards.ts";
import { checkTolerance } from "./tolerance.ts";

/**
 * Measures predicted masks against true ones of files, case by case, and writes nothing: the figures of
 * `deno task evaluate` in a program. A case is read when it is asked for, and one is in memory at a time;
 * several programs, or workers of one, share the cases by `shard`.
 *
 * @param truth The true masks: a folder, or a pattern whose `*` names the case and `{class}` a class with
 *   a file of its own.
 * @param prediction The predicted masks.
 * @param options What to measure, and how.
 * @param options.classes The classes; with `{class}` all that have files when left out.
 * @param options.regions Unions of the classes' labels: classes with `labels`.
 * @param options.ignore Values of the true masks whose pixels are left out.
 * @param options.spacing The size of a pixel along each axis; what the files say when left out.
 * @param options.groups A regular expression over ids whose first group names a case's group, or a CSV.
 * @param options.convention The program whose values to give.
 * @param options.tolerance The tolerance of surface Dice, or that of each class by name; without it surface
 *   Dice is not measured.
 * @param options.measures Further measures: `precision`, `lesionF1`, … as `docs/evaluate.md` lists them.
 * @param options.match Which lesions match; by default those with an IoU of at least 0.5.
 * @param options.lesionSizes The volumes that divide lesions by size, ascending; without them they aren't
 *   counted by size.
 * @param options.allowMissing Whether a truth without a prediction is left out instead of counted as missed.
 * @param options.shard The part of the cases to measure: `{ part: 1, of: 8 }` to `{ part: 8, of: 8 }`.
 * @param options.onSkipped Called with each file that can't be used, and why; without it that is an error.
 * @returns The cases in the order of their ids, without pictures. A predicted mask that can't be used
 *   counts as missed.
 * @throws {RangeError} If `shard` is no part that there is.
 * @throws {Error} If there is nothing to measure, or a file can't be used and nobody is told.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encodeNpy } from "../../io/mod.ts";
 *
 * const folder = await Deno.makeTempDir();
 * for (const [side, label] of [["true", 1], ["predicted", 0]] as const) {
 *   await Deno.mkdir(`${folder}/${side}`);
 *   await Deno.writeFile(`${folder}/${side}/a.npy`, encodeNpy(Uint8Array.of(1, label), [1, 2]));
 * }
 * const classes = [{ label: 1, name: "cat", color: "#e07a3f" }];
 * for await (const one of evaluateFolders(`${folder}/true`, `${folder}/predicted`, { classes })) {
 *   assert.deepEqual([one.id, one.classes.cat.dice], ["a", 2 / 3]);
 * }
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function* evaluateFolders(
  truth: string,
  prediction: string,
  { groups, shard, spacing, allowMissing = false, onSkipped, ...options }: {
    convention?: Evaluation["convention"];
    tolerance?: number | { [className: string]: number };
    measures?: readonly string[];
    match?: { score: "iou" | "overlap"; threshold: number; match?: "greedy" | "optimal" };
    lesionSizes?: readonly number[];
    classes?: LabelClass[];
    regions?: LabelClass[];
    ignore?: readonly number[];
    spacing?: readonly number[];
    groups?: string;
    allowMissing?: boolean;
    shard?: { part: number; of: number };
    onSkipped?: (file: string, reason: string) => void;
  },
): AsyncGenerator<Case, void, undefined> {
  const skip = (file: string, reason: string): void => {
    if (onSkipped === undefined) throw new Error(`Cannot measure ${file}: ${reason}`);
    onSkipped(file, reason);
  };
  checkValuation(options);
  if (shard !== undefined) checkShard(shard);
  const found = await findCases({ truth, prediction }, { ...options, allowMissing });
  if (found.cases.length === 0) {
    throw new Error(`Nothing to measure: masks must have the same names, got ${found.contents}`);
  }
  const given = { regions: [], ignore: [], onNote: () => {}, ...options };
  const job = found.classes === undefined ? given : withClassFiles(found.classes, given);
  const { classFiles, ignore, classes: plain } = { classFiles: undefined, ...job };
  if (plain === undefined) {
    throw new TypeError("Cannot measure masks: classes must name their labels, got none");
  }
  const classes = [...plain, ...job.regions], nothing = nothingOf(classes, ignore);
  const valuation = valuationOf(options), metrics = metricsOf(valuation);
  checkTolerance(classes.map(({ name }) => name), valuation.tolerance);
  for (const { file, reason } of found.skipped) skip(file, reason);
  for (const paths of (await withGroups(found.cases, groups)).cases) {
    if (shard !== undefined && shardOf(paths.id, shard.of) !== shard.part) continue;
    const { id, group } = paths;
    let masks;
    try {
      masks = await readCase(paths, { spacing: spacing ?? "auto", classFiles });
    } catch (error) {
      skip(paths.truth, (error as Error).message);
      continue;
    }
    if (masks.unusable !== undefined) skip(paths.prediction!, masks.unusable);
    if (masks.unusable !== undefined && allowMissing) continue;
    const predicted = masks.prediction ?? new Uint8Array(masks.truth.length).fill(nothing);
    const errors = valuation.measures?.includes(ERROR_KINDS_ID) ?? false;
    const about = { id, group, classes, ignore, metrics, errors, ...valuation };
    const figures = evaluateCase(masks.truth, predicted, { ...masks, ...about });
    yield { ...figures, files: { truth: paths.truth, prediction: paths.prediction } };
  }
}
