// The short form of `deno task campaign evaluate`.
import assert from "node:assert/strict";
import { killEvaluations } from "./kill_evaluate.ts";

Deno.test("evaluations and parts of them that are killed and continued give the bytes of one that was not", async () => {
  const { faults, kills, whileMeasuring } = await killEvaluations({
    count: 5,
    seed: 2,
    cases: 12,
    ways: [0, 3],
  });
  assert.deepEqual(faults, []);
  assert.ok(kills >= 5 && whileMeasuring >= 1, `${whileMeasuring} of ${kills} while measuring`);
});
