/** Whether a `run.json` is what its JSON Schema describes, by a validator of its own. */
import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import schema from "../../../evaluation/run_folder/run.schema.json" with { type: "json" };

const matches = new Ajv2020({ allErrors: true }).compile(schema);

/** Every field that the schema describes, of the run and of its data. */
const FIELDS = Object.keys(schema.properties);
const DATA_FIELDS = Object.keys(schema.$defs.RunData.properties);

/**
 * Asserts that a `run.json` matches the schema as it is written, nothing filled in, and that the schema
 * describes every field of it.
 *
 * @param folder The run folder.
 */
export async function assertMatchesSchema(folder: string): Promise<void> {
  const run = JSON.parse(await Deno.readTextFile(`${folder}/run.json`));
  assert.ok(matches(run), JSON.stringify(matches.errors));
  assert.deepEqual(Object.keys(run).filter((field) => !FIELDS.includes(field)), []);
  assert.deepEqual(Object.keys(run.data).filter((field) => !DATA_FIELDS.includes(field)), []);
}
