import assert from "node:assert/strict";
import { medianInterval } from "../../../evaluation/mod.ts";

Deno.test("medianInterval() takes the places that the binomial distribution allows", () => {
  // k of tables of the sign test: the largest with 2 P(fewer than k of n) <= 0.05
  const places = {
    6: 1,
    7: 1,
    8: 1,
    9: 2,
    10: 2,
    11: 2,
    12: 3,
    15: 4,
    20: 6,
    25: 8,
    30: 10,
    50: 18,
    100: 40,
  };
  for (const [text, k] of Object.entries(places)) {
    const n = Number(text);
    assert.deepEqual(medianInterval(upTo(n)), [k, n + 1 - k], text);
  }
});

Deno.test("medianInterval() holds the median in at least 95 % of samples, and would not one place further in", () => {
  for (let n = 6; n <= 60; n++) {
    const [k] = medianInterval(upTo(n))!;
    assert.ok(coverage(n, k) >= 0.95, `${n}`);
    assert.ok(coverage(n, k + 1) < 0.95, `${n}`);
  }
});

Deno.test("medianInterval() needs six values", () => {
  for (let n = 0; n < 6; n++) assert.equal(medianInterval(upTo(n)), undefined);
});

Deno.test("medianInterval() works where 2 to the power of -n is no number any more", () => {
  const n = 10_000, [low, high] = medianInterval(upTo(n))!;
  // the normal approximation, with its correction for continuity
  assert.equal(low, Math.floor(n / 2 + 0.5 - 1.959964 * Math.sqrt(n) / 2));
  assert.equal(high, n + 1 - low);
});

Deno.test("medianInterval() counts infinite values as such", () => {
  assert.deepEqual(medianInterval([1, 2, 3, 4, Infinity, Infinity]), [1, Infinity]);
});

function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1);
}

/** The chance that the k-th least and greatest of n values lie on either side of the median. */
function coverage(n: number, k: number): number {
  let choose = 1, below = 0;
  for (let i = 0; i < k; i++) {
    below += choose;
    choose = choose * (n - i) / (i + 1);
  }
  return 1 - 2 * below / 2 ** n;
}
