import { writeFileAtomic } from "../../io/mod.ts";
import schema from "./evaluation.schema.json" with { type: "json" };
import { besidesFault } from "./besides_fault.ts";
import { errorsFault } from "./errors_fault.ts";
import type { Evaluation } from "./evaluation.ts";
import { compileSchema } from "./json_schema.ts";
import { parseJsonFile } from "./read_file.ts";

/**
 * Checks an evaluation: first against the JSON Schema, then its references: every case has figures of
 * every class and metric, ids are unique, triptychs name cases, the confusion matrix, if any, has a row
 * and a column per class that is no region. Last, that the counts agree with each other and with Dice and IoU.
 *
 * @param value What was read.
 * @returns The same value, unknown fields and all.
 * @throws {TypeError} If it isn't an evaluation of version 1; the message says where and why.
 */
export function checkEvaluation(value: unknown): Evaluation {
  const mismatch = schemaFault(value);
  if (mismatch) throw new TypeError(`Not an evaluation of version 1: ${mismatch.text}`);
  const evaluation = value as Evaluation;
  checkCoherence(evaluation);
  return evaluation;
}

/**
 * Checks that an evaluation's names refer to something and that its figures agree: what a program that
 * made it itself can still get wrong. The schema alone takes as long to load as measuring fifty pairs.
 *
 * @param evaluation The evaluation.
 * @throws {TypeError} If it isn't coherent.
 */
export function checkCoherence(evaluation: Evaluation): void {
  const fault = referenceFault(evaluation) ?? besidesFault(evaluation) ??
    countFault(evaluation) ?? errorsFault(evaluation) ?? volumeFault(evaluation.cases);
  if (fault !== undefined) throw new TypeError(`Not a coherent evaluation: ${fault}`);
}

/**
 * Reads an `evaluation.json`.
 *
 * @param path The file.
 * @returns The evaluation, checked.
 * @throws {Error} If the file can't be read or isn't an evaluation; the message names the file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile();
 * await writeEvaluation(path, {
 *   schema: "triptych/evaluation@1",
 *   name: "mine",
 *   title: "My masks",
 *   createdAt: "2026-01-01T00:00:00Z",
 *   classes: [{ label: 1, name: "cat", color: "#e07a3f" }],
 *   metrics: [{ id: "dice", title: "Dice", better: "higher" }],
 *   cases: [],
 *   confusion: [[0]],
 *   triptychs: [],
 * });
 * const { title, cases } = await readEvaluation(path);
 * assert.deepEqual([title, cases.length], ["My masks", 0]);
 * await Deno.remove(path);
 * ```
 */
export async function readEvaluation(path: string): Promise<Evaluation> {
  return parseJsonFile(path, await Deno.readTextFile(path), checkEvaluation);
}

/**
 * Checks an evaluation and writes it to an `evaluation.json`.
 *
 * @param path The file; an existing one is replaced.
 * @param evaluation The evaluation.
 * @throws {TypeError} If it isn't coherent.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile();
 * await writeEvaluation(path, {
 *   schema: "triptych/evaluation@1",
 *   name: "mine",
 *   title: "My masks",
 *   createdAt: "2026-01-01T00:00:00Z",
 *   classes: [{ label: 1, name: "cat", color: "#e07a3f" }],
 *   metrics: [{ id: "dice", title: "Dice", better: "higher" }],
 *   cases: [],
 *   confusion: [[0]],
 *   triptychs: [],
 * });
 * assert.equal((await readEvaluation(path)).name, "mine");
 * await Deno.remove(path);
 * ```
 */
export async function writeEvaluation(path: string, evaluation: Evaluation): Promise<void> {
  await writeFileAtomic(path, JSON.stringify(checkEvaluation(evaluation)) + "\n");
}

const schemaFault = compileSchema(schema);

/** The first case that shows a place outside its volume, in words. */
function volumeFault(cases: Evaluation["cases"]): string | undefined {
  for (const { id, shape, pictures } of cases) {
    if (pictures?.volume === undefined) continue;
    const { point, axis, slices, profile = {} } = pictures.volume;
    const { indices = [], shown = [] } = slices ?? {};
    const isInside = shape.length === 3 && point.every((at, i) => at < shape[i]) &&
      indices.every((at) => at < shape[axis]) && shown.every((at) => at < indices.length) &&
      Object.values(profile).every(({ start, truth, missed, invented }) =>
        [truth, missed, invented].every(({ length }) => start + length <= shape[axis])
      );
    if (!isInside) return `case "${id}" shows a place outside its volume of ${shape.join("x")}`;
  }
}

/** The first broken reference, in words; undefined if there is none. */
function referenceFault(evaluation: Evaluation): string | undefined {
  const { classes, metrics, cases, confusion, triptychs } = evaluation;
  const classNames = new Set(classes.map(({ name }) => name));
  const metricIds = new Set(metrics.map(({ id }) => id));
  const ids = new Set<string>();
  if (classNames.size < classes.length) return "class names must be unique";
  const negative = metrics.find(({ empty }) => typeof empty === "number" && empty < 0);
  if (negative !== undefined) {
    return `empty of ${negative.id} must be at least 0, got ${negative.empty}`;
  }
  for (const { id, classes: figures } of cases) {
    if (ids.has(id)) return `case ids must be unique, got "${id}" twice`;
    ids.add(id);
    for (const name of classNames) {
      if (!Object.hasOwn(figures, name)) return `case "${id}" has no figures of class "${name}"`;
      for (const metric of metricIds) {
        if (!Object.hasOwn(figures[name], metric)) {
          return `case "${id}" has no ${metric} of class "${name}"`;
        }
      }
    }
  }
  const side = classes.filter(({ labels }) => labels === undefined).length;
  const isSquare = [confusion, ...confusion].every((row) => row.length === side);
  if (confusion.length > 0 && !isSquare) {
    return `confusion must have ${side} rows and columns, one per class`;
  }
  const { unlabelled } = evaluation;
  for (const part of ["truth", "prediction"] as const) {
    const found = unlabelled?.[part].length ?? side;
    if (found === side) continue;
    return `unlabelled.${part} must have ${side} numbers, one per class, got ${found}`;
  }
  for (const { class: name, metric, best, median, worst } of triptychs) {
    if (!classNames.has(name)) return `a triptych names the class "${name}", which is not listed`;
    if (!metricIds.has(metric)) {
      return `a triptych names the metric "${metric}", which is not listed`;
    }
    const lost = [best, median, worst].find((id) => !ids.has(id));
    if (lost !== undefined) return `a triptych names the case "${lost}", which is not there`;
  }
}

/** The first case whose figures contradict its counts, in words; undefined if there is none. */
function countFault({ cases, convention }: Evaluation): string | undefined {
  for (const { id, shape, ignored = 0, classes } of cases) {
    // a known shape says how many pixels there are
    const expected = shape?.length ? shape.reduce((a, b) => a * b) - ignored : undefined;
    let total: number | undefined;
    for (const [name, { tp, fp, fn, tn, dice, iou }] of Object.entries(classes)) {
      const union = tp + fp + fn;
      if (tn !== undefined) {
        total ??= union + tn;
        if (union + tn !== total) {
          return `case "${id}" must count the same pixels for every class, ` +
            `got ${total} and for "${name}" ${union + tn}`;
        }
        if (total !== (expected ?? total)) {
          return `case "${id}" must count the ${expected} pixels that its shape has and that ` +
            `aren't ignored, got ${total}`;
        }
      }
      // for two empty masks programs report 1, 0 or nothing
      if (union === 0) continue;
      const found = { dice, iou }, right = { dice: (2 * tp) / (union + tp), iou: tp / union };
      for (const metric of ["dice", "iou"] as const) {
        const value = found[metric] === undefined ? right[metric] : found[metric];
        if (value === null && convention !== undefined) continue;
        if (value !== null && Math.abs(value - right[metric]) <= ROUNDING) continue;
        return `case "${id}" says ${metric} ${found[metric]} of "${name}", ` +
          `and its counts give ${right[metric]}`;
      }
    }
  }
}

/** The tolerance of a ratio: files round to three decimals or more. */
const ROUNDING = 1e-3;
