import assert from "node:assert/strict";
import { wilcoxon } from "../../../evaluation/mod.ts";

/** What wilcoxon.py beside it wrote; infinite differences are texts, since JSON has none. */
interface Fixture {
  samples: { kind: string; differences: (number | string)[]; p: number }[];
}

const { samples }: Fixture = JSON.parse(
  Deno.readTextFileSync(new URL("../../fixtures/evaluation/wilcoxon.json", import.meta.url)),
);

for (const kind of new Set(samples.map((sample) => sample.kind))) {
  Deno.test(`wilcoxon() equals scipy's p of 1 to 60 differences: ${kind}`, () => {
    for (const { differences, p } of samples.filter((sample) => sample.kind === kind)) {
      const ours = wilcoxon(differences.map(Number));
      const about = `${differences.length} differences: ${ours} and ${p}`;
      assert.ok(Math.abs(ours - p) <= 2e-7 * p + 1e-15, about);
    }
  });
}

Deno.test("wilcoxon() of six tied differences counts signs: 0.03125, not the 0.0143 of a normal", () => {
  assert.equal(wilcoxon(Array(6).fill(0.1)), 0.03125);
});

Deno.test("wilcoxon() takes the normal approximation of ties only above 13, zeros among them", () => {
  const tied = (ones: number, zeros: number) => [...Array(ones).fill(1), ...Array(zeros).fill(0)];
  assert.equal(wilcoxon(tied(11, 2)), 2 / 2 ** 11);
  assert.notEqual(wilcoxon(tied(11, 3)), 2 / 2 ** 11);
});

Deno.test("wilcoxon() of nothing but zeros finds no difference: 1", () => {
  assert.equal(wilcoxon([0, 0]), 1);
  assert.equal(wilcoxon(Array(20).fill(0)), 1);
});

Deno.test("wilcoxon() of nothing is NaN", () => {
  assert.ok(Number.isNaN(wilcoxon([])));
});

Deno.test("wilcoxon() counts infinite differences by their rank", () => {
  assert.equal(wilcoxon([1, 2, -3, 4, Infinity]), wilcoxon([1, 2, -3, 4, 5]));
});
