import assert from "node:assert/strict";
import { bootstrap, medianOf } from "../../site/statistics/bootstrap.ts";
import { wilcoxon } from "../../site/statistics/wilcoxon.ts";

// made by statistics.py beside it
const fixture = JSON.parse(
  Deno.readTextFileSync(new URL("../fixtures/site/statistics.json", import.meta.url)),
);

for (const { name, differences, p } of fixture.wilcoxon) {
  Deno.test(`wilcoxon() equals scipy's p-value: ${name}`, () => {
    const ours = wilcoxon(differences);
    assert.ok(Math.abs(ours - p) <= 2e-7 * p + 1e-15, `${ours} and ${p}`);
  });
}

Deno.test("wilcoxon() of nothing but zeros is NaN", () => {
  assert.ok(Number.isNaN(wilcoxon([0, 0])));
  assert.ok(Number.isNaN(wilcoxon([])));
});

Deno.test("wilcoxon() counts infinite differences by their rank", () => {
  assert.equal(wilcoxon([1, 2, -3, 4, Infinity]), wilcoxon([1, 2, -3, 4, 5]));
});

Deno.test("bootstrap() agrees with scipy's percentile interval, and is the same each time", () => {
  const { values, intervals } = fixture.bootstrap;
  const mean = (sample: Float64Array) => sample.reduce((a, b) => a + b, 0) / sample.length;
  for (
    const [statistic, expected] of [[mean, intervals.mean], [medianOf, intervals.median]] as const
  ) {
    const ours = bootstrap(values, statistic)!;
    const width = expected[1] - expected[0];
    ours.forEach((end, i) =>
      assert.ok(Math.abs(end - expected[i]) < 0.12 * width, `${ours}, ${expected}`)
    );
    assert.deepEqual(bootstrap(values, statistic), ours);
  }
});

Deno.test("bootstrap() needs two values", () => {
  assert.equal(bootstrap([1], medianOf), undefined);
});
