import assert from "node:assert/strict";
import { designOf } from "../../../evaluation/explanation/design.ts";

/** What corners are worth, by their factors. */
type Worth = (factors: readonly string[]) => number;

function valueOf(
  { corners, effects }: ReturnType<typeof designOf>,
  worth: Worth,
  kind: string,
  ...factors: string[]
): number {
  const effect = effects.find((one) => one.kind === kind && one.factors.join() === factors.join());
  assert.ok(effect, `${kind} of ${factors}`);
  return effect.weights.reduce((sum, weight, c) => sum + weight * worth(corners[c].factors), 0);
}

const ENCODER = [
  { id: "encoder" },
  { id: "weights", requires: "encoder" },
  { id: "epochs" },
] as const;

Deno.test("one at a time, a factor is added to the earlier run and taken from the later", () => {
  const { corners, effects } = designOf([{ id: "a" }, { id: "b" }, { id: "c" }]);
  assert.deepEqual(
    corners.map(({ factors }) => factors.join("")).sort(),
    ["", "a", "b", "c", "ab", "ac", "bc", "abc"].sort(),
  );
  assert.deepEqual(effects.map(({ kind }) => kind), [
    "total",
    ...Array(3).fill("forward"),
    ...Array(3).fill("backward"),
  ]);
  for (const { weights } of effects) assert.equal(weights.reduce((sum, one) => sum + one, 0), 0);
});

Deno.test("pretrained weights are never without their encoder", () => {
  for (const isFull of [false, true]) {
    const { corners } = designOf(ENCODER, { isFull });
    assert.ok(
      corners.every(({ factors }) => factors.includes("encoder") || !factors.includes("weights")),
    );
    assert.equal(new Set(corners.map(({ factors }) => factors.join())).size, corners.length);
    assert.equal(corners.length, isFull ? 6 : 6);
  }
});

Deno.test("what a factor needs is there before it, and what needs it is gone", () => {
  const worth: Worth = (factors) =>
    (factors.includes("encoder") ? 1 : 0) + (factors.includes("weights") ? 10 : 0);
  const design = designOf(ENCODER);
  assert.equal(valueOf(design, worth, "forward", "weights"), 10);
  assert.equal(valueOf(design, worth, "backward", "encoder"), 1);
});

Deno.test("Shapley's values add up to the whole change, and give interactions in halves", () => {
  const worth: Worth = (factors) => {
    const [a, b, c] = ["a", "b", "c"].map((id) => factors.includes(id) ? 1 : 0);
    return 3 * a + 5 * b + 0 * c + 4 * a * b;
  };
  const design = designOf([{ id: "a" }, { id: "b" }, { id: "c" }], { isFull: true });
  const shares = ["a", "b", "c"].map((id) => valueOf(design, worth, "shapley", id));
  shares.forEach((share, i) => assert.ok(Math.abs(share - [5, 7, 0][i]) < 1e-12));
  assert.equal(valueOf(design, worth, "total", "a", "b", "c"), 12);
  assert.equal(valueOf(design, worth, "interaction", "a", "b"), 4);
  assert.equal(valueOf(design, worth, "interaction", "a", "c"), 0);
});

Deno.test("of nested factors the shares add up, too, over the orders that there can be", () => {
  const worth: Worth = (factors) =>
    (factors.includes("encoder") ? 1 : 0) + (factors.includes("weights") ? 10 : 0) +
    (factors.includes("weights") && factors.includes("epochs") ? 6 : 0);
  const design = designOf(ENCODER, { isFull: true });
  const sum = ["encoder", "weights", "epochs"].reduce(
    (all, id) => all + valueOf(design, worth, "shapley", id),
    0,
  );
  assert.ok(Math.abs(sum - 17) < 1e-12);
  assert.ok(
    !design.effects.some(({ kind, factors }) =>
      kind === "interaction" && factors.join() === "encoder,weights"
    ),
  );
});

Deno.test("ablations only take away, and further changes are of the later run", () => {
  const { corners, effects } = designOf([{ id: "a" }, { id: "b" }], {
    isBack: true,
    also: ["batch=4", "lr=1"],
  });
  assert.ok(effects.every(({ kind }) => kind !== "forward"));
  assert.deepEqual(corners.slice(-2), [
    { factors: ["a", "b"], also: "batch=4" },
    { factors: ["a", "b"], also: "lr=1" },
  ]);
  const last = effects.at(-1)!;
  assert.deepEqual([last.weights[1], last.weights.at(-1)], [-1, 1]);
});
