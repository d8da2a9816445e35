import assert from "node:assert/strict";
import { bootstrap, medianInterval } from "../../site/statistics/bootstrap.ts";
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

Deno.test("bootstrap() and medianInterval() agree with scipy's percentile intervals", () => {
  const { values, intervals } = fixture.bootstrap;
  const sorted = values.toSorted((a: number, b: number) => a - b);
  const mean = (sample: Float64Array) => sample.reduce((a, b) => a + b, 0) / sample.length;
  near(bootstrap(values, mean)!, intervals.mean);
  near(medianInterval(sorted)!, intervals.median);
  assert.deepEqual(bootstrap(values, mean), bootstrap(values, mean));
});

Deno.test("medianInterval() is bootstrap() of the median, without sorting", () => {
  const median = (sample: Float64Array) => {
    const s = sample.toSorted();
    return (s[(s.length - 1) >> 1] + s[s.length >> 1]) / 2;
  };
  for (const sorted of [[0, 1], [0.1, 0.2, 0.4], [1, 2, 2, 5, 9, 9], [1, 2, Infinity, Infinity]]) {
    assert.deepEqual(medianInterval(sorted), bootstrap(sorted, median));
  }
});

Deno.test("bootstrap() and medianInterval() need two values", () => {
  assert.equal(bootstrap([1], () => 0), undefined);
  assert.equal(medianInterval([1]), undefined);
});

/** Two resamplings differ by chance: their ends by less than an eighth of the width. */
function near(ours: [number, number], scipys: [number, number]): void {
  const width = scipys[1] - scipys[0];
  ours.forEach((end, i) =>
    assert.ok(Math.abs(end - scipys[i]) < width / 8, `${ours} and ${scipys}`)
  );
}
