// The JSON Schemas are what the types give: neither can change without the other.
import assert from "node:assert/strict";
import { GENERATOR, schemas } from "../../../evaluation/run_folder/build_schemas.ts";
import { ignoreUnless } from "../../ignored.ts";

const reachable = await import(GENERATOR).then(() => true, () => false);

Deno.test({
  name: "the committed schemas are what their types give",
  ignore: ignoreUnless(reachable, "ts-json-schema-generator can't be downloaded"),
  async fn() {
    for (const { file, schema } of await schemas()) {
      const committed = JSON.parse(await Deno.readTextFile(file));
      assert.deepEqual(committed, schema, `${file} is out of date: run deno task build:schemas`);
    }
  },
});
