// The short form of `deno task campaign full-disk`.
import assert from "node:assert/strict";
import { fillDisks } from "./full_disk.ts";

for (const mounts of [true, false]) {
  const how = mounts
    ? "a small file system, where one can be mounted"
    : "a limit on the size of files";
  Deno.test(`a full disk is named and loses nothing: ${how}`, async () => {
    const turns = ["train", "predict"];
    const { faults, refused } = await fillDisks({ count: 2, seed: 4, turns, mounts });
    assert.deepEqual(faults, []);
    assert.ok(refused >= 1, `${refused} found no room`);
  });
}
