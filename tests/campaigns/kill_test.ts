// The short form of `deno task campaign kill`.
import assert from "node:assert/strict";
import { killPrograms } from "./kill.ts";

Deno.test("programs that are killed lose nothing, and end as if nobody had killed them", async () => {
  const turns = ["train", "site", "train", "predict"];
  const { faults, kills, trials } = await killPrograms({ count: 4, seed: 2, turns });
  assert.deepEqual(faults, []);
  assert.equal(trials, 4);
  assert.ok(kills >= 3, `${kills} kills`);
});
