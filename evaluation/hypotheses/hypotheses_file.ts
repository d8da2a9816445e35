import { join } from "node:path";
import { exists, writeFileAtomic, writing } from "../../io/mod.ts";
import schema from "../run_folder/hypotheses.schema.json" with { type: "json" };
import { compileSchema } from "../run_folder/json_schema.ts";
import { parseJsonFile, readTextIfThere } from "../run_folder/read_file.ts";
import type { TriedHypotheses } from "../run_folder/tried_hypotheses.ts";

/** The name of the file. */
const FILE = "hypotheses.json";

/** Writes a run folder's `hypotheses.json`. */
export async function writeHypotheses(folder: string, tried: TriedHypotheses): Promise<void> {
  await writeFileAtomic(join(folder, FILE), JSON.stringify(checked(tried)) + "\n");
}

/**
 * Reads a run folder's `hypotheses.json`; undefined if there is none.
 *
 * @throws {Error} If it can't be read or isn't such a file; the message names it.
 */
export async function readHypotheses(folder: string): Promise<TriedHypotheses | undefined> {
  const text = await readTextIfThere(folder, FILE);
  return text === undefined ? undefined : parseJsonFile(join(folder, FILE), text, checked);
}

/** Removes a run folder's `hypotheses.json`, if it is there: it is of a model that is about to be replaced. */
export async function removeHypotheses(folder: string): Promise<void> {
  const path = join(folder, FILE);
  if (await exists(path)) await writing(path, () => Deno.remove(path));
}

const faultOf = compileSchema(schema);

function checked(value: unknown): TriedHypotheses {
  const fault = faultOf(value);
  if (fault) throw new TypeError(`Not hypotheses of version 1: ${fault.text}`);
  return value as TriedHypotheses;
}
