import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { writeFileAtomic } from "../io/mod.ts";
import schema from "./evaluation.schema.json" with { type: "json" };
import { parseJsonFile } from "./read_file.ts";
import type { Evaluation } from "./types.ts";

/**
 * Checks what claims to be an evaluation: first against the JSON Schema, then that its names refer to
 * something: every case has figures for every class and metric, ids are unique, triptychs name cases,
 * the confusion matrix has a row and a column a class.
 *
 * @param value What was read.
 * @returns The same value, unknown fields and all.
 * @throws {TypeError} When it is no evaluation of version 1; the text says where and why.
 */
export function checkEvaluation(value: unknown): Evaluation {
  if (!matchesSchema(value)) {
    throw new TypeError(`Not an evaluation of version 1: ${schemaFault(value)}`);
  }
  const fault = referenceFault(value);
  if (fault !== undefined) throw new TypeError(`Not a coherent evaluation: ${fault}`);
  return value;
}

/**
 * Reads an `evaluation.json`.
 *
 * @param path The file.
 * @returns The evaluation, checked.
 * @throws {Error} When the file can't be read or is no evaluation; the text names the file.
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
 * Writes an `evaluation.json`, checked first.
 *
 * @param path The file; one that is there is replaced.
 * @param evaluation The evaluation.
 * @throws {TypeError} When it is not coherent.
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

const matchesSchema = new Ajv2020({ allowUnionTypes: true }).compile<Evaluation>(schema);

/** The first fault the schema finds: `/cases/3/classes/border/tp must be integer, got "12"`. */
function schemaFault(value: unknown): string {
  const { instancePath, message, params }: ErrorObject = matchesSchema.errors![0];
  const allowed = params.allowedValue ?? params.allowedValues;
  const found = at(value, instancePath);
  const text = JSON.stringify(found) ?? String(found);
  const got = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  const which = allowed === undefined ? "" : ` ${JSON.stringify(allowed)}`;
  return `${instancePath || "it"} ${message}${which}, got ${got}`;
}

/** What a JSON pointer points at. */
function at(value: unknown, pointer: string): unknown {
  return pointer.split("/").slice(1).reduce<unknown>((found, part) => {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    return (found as Record<string, unknown>)[key];
  }, value);
}

/** The first reference that leads nowhere, in words; undefined when all is well. */
function referenceFault(evaluation: Evaluation): string | undefined {
  const { classes, metrics, cases, confusion, triptychs } = evaluation;
  const classNames = new Set(classes.map(({ name }) => name));
  const metricIds = new Set(metrics.map(({ id }) => id));
  const ids = new Set<string>();
  if (classNames.size < classes.length) return "class names must be unique";
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
  if ([confusion, ...confusion].some((row) => row.length !== classes.length)) {
    return `confusion must have ${classes.length} rows and columns, one a class`;
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
