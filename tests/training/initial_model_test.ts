import assert from "node:assert/strict";
import type { AnyDataset } from "../../data/mod.ts";
import type { Run } from "../../evaluation/mod.ts";
import { seenBefore } from "../../training/initial_model.ts";

Deno.test("test images that a model was trained on are found however their folder was typed", () => {
  const source = { name: "sets/cells", fingerprint: "64 px", skipped: [] };
  const data = { ...source, train: ["1", "2"], validation: ["3"], test: ["4"] };
  const run = { data } as unknown as Run;
  const seenIn = (name: string, fingerprint = "96 px") => {
    const set = { name, fingerprint, ids: ["1", "3", "4"] } as unknown as AnyDataset;
    return seenBefore({ run }, { test: { data: set, indices: [0, 1, 2] } });
  };
  for (const name of ["sets/cells", "sets/cells/", "./cells", "/home/anna/sets/cells"]) {
    assert.equal(seenIn(name), 2, name);
  }
  for (const name of ["sets/others", "other/cells"]) assert.equal(seenIn(name), 0, name);
  assert.equal(seenIn("sets/others", "64 px"), 2);
});
