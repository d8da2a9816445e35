import assert from "node:assert/strict";
import { type PlanFacts, planFor } from "../../training/plan.ts";
import type { Settings } from "../../training/settings.ts";

/** Facts of photographs with classes of these shares. */
function factsOf(shares: readonly number[], split: PlanFacts["split"] = []): PlanFacts {
  const classes = shares.map((share, i) => ({ name: `class ${i}`, share, width: 20 }));
  return { images: 300, shape: [96, 96], ofOneSize: 1, channels: 3, split, classes };
}

Deno.test("classes that no mask seen contains have the weight 1, however many there are", () => {
  const { settings } = planFor(factsOf([0, 0.98, 0, 0.02, 0, 0]), {});
  // the median of 0.98 and 0.02 is 0.5
  assert.equal(settings.classWeights, "1,0.71,1,3,1,1");
});

Deno.test("the data's own validation set is said to choose the epoch where it does, and takes --patience", () => {
  const whyOf = (split: PlanFacts["split"], typed: Partial<Settings> = {}) =>
    planFor(factsOf([0.5, 0.5], split), typed).reasons.validation;
  const own =
    "all training images are learned from, since the data's own validation set chooses the epoch";
  const last = "all images are learned from, since the last epoch is kept";
  assert.equal(whyOf(["train", "validation", "test"]), own);
  assert.equal(whyOf(["train", "validation", "test"], { patience: 3 }), own);
  assert.equal(whyOf(["train", "validation"], { testData: "others" }), own);
  assert.equal(whyOf(["train", "validation"]), last);
  assert.equal(whyOf(["train", "validation", "test"], { folds: 3 }), last);
  assert.equal(whyOf(["train", "test"], { patience: 3 }), undefined);
});
