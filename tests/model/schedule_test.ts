import assert from "node:assert/strict";
import type { Schedule } from "../../model/mod.ts";
import { rateAt } from "../../model/schedule.ts";

const [STEPS, EPOCHS] = [10, 20];

/** The rates of all steps. */
function rates(schedule: Schedule): number[] {
  return Array.from({ length: STEPS * EPOCHS }, (_, done) => {
    const [epoch, step] = [1 + Math.floor(done / STEPS), done % STEPS];
    return rateAt(schedule, { epoch, step, steps: STEPS, epochs: EPOCHS });
  });
}

Deno.test("rateAt() is 1 throughout unless a schedule is asked for", () => {
  assert.deepEqual(new Set(rates({})), new Set([1]));
});

Deno.test("rateAt() falls as half a cosine, without a jump, to the last step", () => {
  const all = rates({ shape: "cosine" });
  assert.equal(all[0], 1);
  assert.ok(Math.abs(all[100] - 0.5) < 1e-12);
  assert.ok(all.at(-1)! > 0 && all.at(-1)! < 1e-4);
  const largest = Math.max(...all.slice(1).map((rate, i) => all[i] - rate));
  // the slope of (1 + cos πt) / 2 is at most π/2 over the whole
  assert.ok(largest > 0 && largest <= Math.PI / 2 / all.length);
});

Deno.test("rateAt() steps to a tenth at half of the epochs and to a hundredth at three quarters", () => {
  const all = rates({ shape: "step" });
  const changes = all.flatMap((rate, i) => i > 0 && rate !== all[i - 1] ? [[i, rate]] : []);
  assert.deepEqual(changes, [[100, 0.1], [150, 0.01]]);
});

Deno.test("rateAt() rises evenly in the warm-up and reaches the full rate at its end", () => {
  for (const shape of ["constant", "cosine"] as const) {
    const all = rates({ shape, warmup: 1.5 });
    const expected = Array.from({ length: 15 }, (_, i) => (i + 1) / 15);
    assert.deepEqual(all.slice(0, 15), expected);
    assert.equal(all[15], 1);
  }
});
