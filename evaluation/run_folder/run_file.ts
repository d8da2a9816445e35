import { isObject } from "../../core/mod.ts";
import { writeFileAtomic } from "../../io/mod.ts";
import { compileSchema, keysOf } from "./json_schema.ts";
import schema from "./run.schema.json" with { type: "json" };
import type { Run } from "./run.ts";

/**
 * Replaces `run.json`, atomically.
 *
 * @param folder The run folder.
 * @param run What was run; every field is written, even those that `Run` does not name.
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
  await writeFileAtomic(`${folder}/run.json`, runText(run));
}

/** The content of a `run.json`. */
export function runText(run: Run): string {
  return JSON.stringify(run, null, 1) + "\n";
}

/**
 * Checks the content of a `run.json` against the JSON Schema. Fields that every reader needs
 * and that an older or another program's file lacks are filled in: a run without a status is done if it is
 * evaluated. In fields that only describe the run, such as its notes, invalid parts are left out and
 * reported.
 */
export function checkRun(
  value: unknown,
  isEvaluated: boolean,
): { run: Run; problems: string[] } {
  const problems: string[] = [];
  const run = withDefaults(value, isEvaluated);
  for (let fault = schemaFault(run); fault; fault = schemaFault(run)) {
    const keys = keysOf(fault.pointer), depth = keys[0] === "data" ? 2 : 1;
    if (!DESCRIPTIVE.has(keys[depth - 1])) throw new TypeError(fault.text);
    // a field with many faults is left out whole, so that a damaged file takes no time
    remove(run, problems.length < MOST_PARTS ? keys : keys.slice(0, depth));
    problems.push(`${fault.text}; it is left out`);
  }
  return { run: run as Run, problems };
}

const schemaFault = compileSchema(schema);

/** The most parts of fields that are left out one by one. */
const MOST_PARTS = 10;

/** The fields that a run can be shown without, in `run.json` and its `data`. */
const DESCRIPTIVE = new Set<string | undefined>([
  "assumed",
  "bestEpoch",
  "command",
  "error",
  "members",
  "notes",
  "plan",
  "published",
  "skipped",
  "startedAt",
  "testData",
  "trainedOn",
  "weights",
]);

/** A copy with every field that readers need; anything but an object is left to the schema to refuse. */
function withDefaults(value: unknown, isEvaluated: boolean): unknown {
  if (!isObject(value)) return value;
  const said = value.data ?? {};
  const data = isObject(said) ? { train: [], validation: [], test: [], ...said } : said;
  const validation = isObject(data) ? data.validation : undefined;
  const chooses = Array.isArray(validation) && validation.length > 0;
  return {
    ...value,
    status: value.status ?? (isEvaluated ? "done" : "stopped"),
    settings: value.settings ?? {},
    backend: value.backend ?? "",
    versions: value.versions ?? {},
    hardware: value.hardware ?? "",
    data,
    curvesOn: value.curvesOn ?? (chooses ? "validation" : "test"),
    seconds: value.seconds ?? 0,
  };
}

/** Removes what the keys lead to from its object or list. */
function remove(value: unknown, keys: readonly string[]): void {
  type Holder = Record<string, unknown>;
  const holder = keys.slice(0, -1).reduce((found, key) => found[key] as Holder, value as Holder);
  const last = keys[keys.length - 1];
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete holder[last];
}
