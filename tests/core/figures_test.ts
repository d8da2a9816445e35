import assert from "node:assert/strict";
import { formatFigure, formatNumber, formatPercent, formatRatio } from "../../core/mod.ts";

const RATIO = { better: "higher" } as const, LENGTH = { better: "lower", unit: "px" } as const;

Deno.test("a ratio reads 1 only where it is 1, and 0 only where it is 0", () => {
  const texts = {
    "1.00": [1],
    "0.99": [0.99, 0.9949],
    "0.995": [0.9951],
    "0.996": [0.996],
    "> 0.999": [0.9996, 1 - 1e-12],
    "0.00": [0, -0],
    "0.01": [0.01],
    "0.004": [0.004],
    "< 0.001": [0.0004, 1e-300],
    "–": [NaN],
  };
  for (const [text, values] of Object.entries(texts)) {
    for (const value of values) assert.equal(formatRatio(value), text, String(value));
  }
  assert.deepEqual([1, 0.9996, 0.12345].map((v) => formatRatio(v, 3)), [
    "1.000",
    "> 0.999",
    "0.123",
  ]);
});

Deno.test("a percentage reads 100 only of all, and 0 only of nothing", () => {
  const texts = [1, 0.996, 0.9996, 0.5, 0.003, 0.0003, 0].map((share) => formatPercent(share));
  assert.deepEqual(texts.map((text) => text.replace("\u00a0%", "")), [
    ...["100", "99.6", "> 99.9", "50", "0.3", "< 0.1", "0"],
  ]);
  assert.equal(formatPercent(0.99996, 1), "> 99.9\u00a0%");
  assert.equal(formatPercent(NaN), "–");
});

Deno.test("a distance reads 0 only where it is 0", () => {
  const texts = [12.34, 0.05, 0.0123, 3.21e-5, 1e-9, 0, Infinity].map((v) =>
    formatFigure(v, LENGTH)
  );
  assert.deepEqual(texts, ["12.3", "0.1", "0.012", "0.000032", "< 0.000001", "0.0", "∞"]);
  assert.equal(formatFigure(0.006, LENGTH, 1), "0.01");
});

Deno.test("formatFigure() writes one decimal more where it is asked to", () => {
  assert.equal(formatFigure(0.8765, RATIO), "0.88");
  assert.equal(formatFigure(0.8766, RATIO, 1), "0.877");
  assert.equal(formatFigure(1.256, LENGTH, 1), "1.26");
});

Deno.test("formatNumber() has no minus zero", () => {
  assert.equal(formatNumber(-0.04, 1), "0.0");
  assert.equal(formatNumber(-0), "0");
  assert.equal(formatNumber(-1234567.5, 1), "\u22121\u202f234\u202f567.5");
});
