// A comparison in one sentence says which way the mean goes, also where most pictures go the other.
import assert from "node:assert/strict";
import { compareVerdict } from "../../site/views/compare_verdict.ts";
import type { Change } from "../../site/views/change.ts";
import { safe } from "../../site/views/safe.ts";

const CAT = { label: 1, name: "cat", color: "#e07a3f", index: 0, backdrop: false };
const COLORS = { light: "#000000", dark: "#ffffff", photo: "#777777" };

Deno.test("compareVerdict() of pictures that mostly gain", () => {
  assert.equal(
    verdict([0.2, 0.1, -0.1, 0.2], [0.05, 0.15]),
    "Better: the Dice of the cat rises in 3 of 4 pictures, by 0.10 on average " +
      "(95 % interval 0.05 to 0.15), and falls in 1.",
  );
});

Deno.test("compareVerdict() of a few large gains and many small losses", () => {
  assert.equal(
    verdict([-0.1, -0.1, 0.8], [-0.1, 0.5]),
    "Better, but not clearly: the Dice of the cat rises by 0.20 on average " +
      "(95 % interval \u22120.100 to +0.500), though it falls in 2 of 3 pictures and rises in 1.",
  );
});

Deno.test("compareVerdict() of a distance that shrinks, and of no change", () => {
  assert.equal(
    verdict([2, 2], [1, 3], true),
    "Better: the ASSD of the cat falls in 2 of 2 pictures, by 2.0 on average " +
      "(95 % interval 1.0 to 3.0), and rises in none.",
  );
  assert.match(verdict([0, 0], [0, 0]), /^No different: the Dice of the cat/);
});

/** The sentence, as text, for such gains. */
function verdict(gains: number[], interval: [number, number], isLength = false): string {
  const pairs = gains.map((gain, i) => ({ id: `${i}`, before: 0, after: 0, gain }));
  const mean = gains.reduce((a, b) => a + b, 0) / gains.length;
  const c = { ...CAT, colors: COLORS, term: safe`cat` };
  const metric: Change["metric"] = isLength
    ? { id: "assd", title: "ASSD", unit: "px", better: "lower" }
    : { id: "dice", title: "Dice", better: "higher" };
  const { text } = compareVerdict({ c, metric, pairs, finite: pairs, mean, interval });
  return text.replace(/\s+/g, " ");
}
