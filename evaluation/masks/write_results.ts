import { type EpochRecord, type LabelClass, pixelsOf, type Shape } from "../../core/mod.ts";
import type { Evaluation } from "../run_folder/evaluation.ts";
import { createRunFolder } from "../run_folder/held_folder.ts";
import { writeHistory } from "../run_folder/history.ts";
import { recordRun } from "../run_folder/record_run.ts";
import type { Run } from "../run_folder/run.ts";
import { type CaseMasks, evaluateCases } from "./evaluate_cases.ts";

/** What a model predicted, in memory, for {@linkcode writeResults}. */
export interface Results {
  /** Rows and columns of every image. */
  shape: Shape;
  /** RGB, 0 to 255, shape [count, rows, columns, 3]; without it the pages show masks alone. */
  images?: Uint8Array;
  /** True labels, shape [count, rows, columns]. */
  truths: Uint8Array;
  /** Predicted labels, shape [indices.length, rows, columns], as `predict` returns them. */
  predictions: Uint8Array;
  /** Which of the images were predicted, in the order of `predictions`; all when left out. */
  indices?: readonly number[];
  /** The classes to measure. */
  classes: readonly LabelClass[];
  /** An id per image, as pages name it. @default {["1", "2", …]} */
  ids?: readonly string[];
  /** The breed, species or hospital of each image. */
  groups?: readonly string[];
  /** The height and width of a pixel. @default {[1, 1]} */
  spacing?: readonly [number, number];
  /** Values of `truths` whose pixels are left out of every figure. */
  ignore?: readonly number[];
  /** The run's title on pages; the folder's name when left out. */
  title?: string;
  /** The epochs of the training, for its curves: `training.progress.records`. */
  history?: readonly EpochRecord[];
  /** Settings of the program, for the pages. */
  settings?: Record<string, unknown>;
  /** The engine that predicted, as `chooseBackend` returns its name. */
  backend?: string;
}

/**
 * Writes a run folder from arrays in memory, for `deno task site`: `run.json`, figures, pictures, and the
 * training's epochs if they are given.
 *
 * @param folder The run folder; it must not exist yet, or be empty.
 * @param results What was predicted, and the truth.
 * @returns The evaluation, as written.
 * @throws {TypeError} If the arrays' lengths don't match, or two images that were predicted have the same id.
 * @throws {Error} If the folder contains something, or can't be written.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { labelClasses } from "../../core/mod.ts";
 *
 * const runs = await Deno.makeTempDir();
 * const evaluation = await writeResults(`${runs}/mine`, {
 *   shape: [2, 2],
 *   truths: Uint8Array.of(0, 1, 1, 0),
 *   predictions: Uint8Array.of(0, 1, 1, 1),
 *   classes: labelClasses("cat"),
 * });
 * assert.equal(evaluation.cases[0].classes.cat.dice, 0.8);
 * await Deno.remove(runs, { recursive: true });
 * ```
 */
export async function writeResults(folder: string, results: Results): Promise<Evaluation> {
  checkShape(results.shape);
  const complete = completed(results);
  checkResults(complete);
  const { indices, ids, classes, ignore, title, history } = complete;
  const chosen = indices.map((index) => ids[index]);
  using held = await createRunFolder(folder);
  return await recordRun(held.path, describeRun(chosen, results), async () => {
    if (history !== undefined) await writeHistory(folder, history);
    return await evaluateCases(folder, casesOf(complete), { ids: chosen, classes, ignore, title });
  });
}

/** Results, with the defaults filled in. */
type Complete = Results & Required<Pick<Results, "indices" | "ids">>;

function completed(results: Results): Complete {
  const { truths, shape } = results;
  const places = Array.from({ length: truths.length / pixelsOf(shape) }, (_, i) => i);
  const { indices = places, ids = places.map((i) => String(i + 1)) } = results;
  return { ...results, indices, ids };
}

function* casesOf(results: Complete): Generator<CaseMasks> {
  const { shape, spacing, images, truths, predictions, indices, ids, groups } = results;
  const pixels = pixelsOf(shape);
  for (const [i, index] of indices.entries()) {
    yield {
      id: ids[index],
      group: groups?.[index],
      shape,
      spacing,
      image: images?.subarray(index * pixels * 3, (index + 1) * pixels * 3),
      truth: truths.subarray(index * pixels, (index + 1) * pixels),
      prediction: predictions.subarray(i * pixels, (i + 1) * pixels),
    };
  }
}

function describeRun(test: string[], { settings = {}, backend = "" }: Results): Run {
  return {
    status: "running",
    settings,
    backend,
    versions: { deno: Deno.version.deno },
    hardware: "",
    data: { train: [], validation: [], test },
    curvesOn: "validation",
    seconds: 0,
  };
}

function checkShape(shape: Shape): void {
  if (shape.every((side) => Number.isInteger(side) && side > 0)) return;
  throw new TypeError(
    `Cannot write results: shape must be rows and columns of 1 or more, got [${shape.join(", ")}]`,
  );
}

function checkResults(
  { shape, images, truths, predictions, indices, ids, groups }: Complete,
): void {
  const pixels = pixelsOf(shape), count = truths.length / pixels;
  if (!Number.isInteger(count)) {
    throw new TypeError(
      `Cannot write results: truths must be whole masks of ${pixels} pixels, ` +
        `got ${truths.length} labels`,
    );
  }
  const lengths: [name: string, length: number | undefined, expected: number][] = [
    ["images", images?.length, count * pixels * 3],
    ["predictions", predictions.length, indices.length * pixels],
    ["ids", ids.length, count],
    ["groups", groups?.length, count],
  ];
  for (const [name, length = NaN, expected] of lengths) {
    if (Number.isNaN(length) || length === expected) continue;
    throw new TypeError(`Cannot write results: ${name} must be ${expected} long, got ${length}`);
  }
  const outside = indices.find((index) =>
    !(Number.isInteger(index) && index >= 0 && index < count)
  );
  if (outside !== undefined) {
    throw new RangeError(
      `Cannot write results: indices must be whole numbers from 0 to ${count - 1}, got ${outside}`,
    );
  }
  const seen = new Set<string>();
  for (const id of indices.map((index) => ids[index])) {
    if (seen.has(id)) {
      throw new TypeError(
        `Cannot write results: ids of predicted images must be unique, got "${id}" twice`,
      );
    }
    seen.add(id);
  }
}
