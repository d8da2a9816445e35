import { writeFileAtomic } from "../io/mod.ts";
import type { Run, RunData } from "./types.ts";

/**
 * Writes `run.json`, whole or not at all.
 *
 * @param folder The run folder.
 * @param run What was run; every field is written, those that `Run` does not name too.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await writeRun(folder, {
 *   status: "running",
 *   settings: { size: 64 },
 *   backend: "simd",
 *   versions: { deno: Deno.version.deno },
 *   hardware: "2 CPU threads",
 *   data: { train: ["a", "b"], validation: [], test: ["c"] },
 *   curvesOn: "test",
 *   seconds: 0,
 * });
 * assert.match(await Deno.readTextFile(`${folder}/run.json`), /"status": "running"/);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function writeRun(folder: string, run: Run): Promise<void> {
  await writeFileAtomic(`${folder}/run.json`, JSON.stringify(run, null, 1) + "\n");
}

/**
 * Takes the content of a `run.json`, of this program or another one: fields that are not there get
 * what says the least, fields that are unknown are kept.
 *
 * @param value The parsed JSON.
 * @param isEvaluated Whether `evaluation.json` is there: a run that does not say its status is done
 *   then, and stopped otherwise.
 * @returns The run, every field there.
 * @throws {TypeError} When a field that is there is of the wrong kind.
 */
export function checkRun(value: unknown, isEvaluated: boolean): Run {
  const run = object(value, "it");
  const data = object(run.data ?? {}, "data");
  const parts: RunData = {
    ...data,
    ...data.name !== undefined && { name: text(data.name, "data.name") },
    ...data.fingerprint !== undefined &&
      { fingerprint: text(data.fingerprint, "data.fingerprint") },
    train: ids(data.train, "data.train"),
    validation: ids(data.validation, "data.validation"),
    test: ids(data.test, "data.test"),
  };
  return {
    ...run,
    status: oneOf(run.status ?? (isEvaluated ? "done" : "stopped"), STATUSES, "status"),
    settings: object(run.settings ?? {}, "settings"),
    backend: text(run.backend ?? "", "backend"),
    versions: object(run.versions ?? {}, "versions") as Record<string, string>,
    hardware: text(run.hardware ?? "", "hardware"),
    data: parts,
    curvesOn: oneOf(
      run.curvesOn ?? (parts.validation.length > 0 ? "validation" : "test"),
      CURVES_ON,
      "curvesOn",
    ),
    seconds: seconds(run.seconds ?? 0),
  };
}

const STATUSES = ["running", "done", "stopped"] as const;
const CURVES_ON = ["validation", "test"] as const;

function object(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrong(name, "an object", value);
  }
  return value as Record<string, unknown>;
}

function ids(value: unknown, name: string): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.some((id) => typeof id !== "string")) {
    throw wrong(name, "a list of ids", value);
  }
  return value;
}

function text(value: unknown, name: string): string {
  if (typeof value !== "string") throw wrong(name, "a text", value);
  return value;
}

function seconds(value: unknown): number {
  if (typeof value !== "number") throw wrong("seconds", "a number", value);
  return value;
}

function oneOf<Word extends string>(value: unknown, words: readonly Word[], name: string): Word {
  const word = words.find((one) => one === value);
  if (word === undefined) throw wrong(name, `one of ${words.join(", ")}`, value);
  return word;
}

function wrong(name: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${name} must be ${expected}, got ${JSON.stringify(value)?.slice(0, 60)}`);
}
