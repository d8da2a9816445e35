/**
 * What is done to the labels that a model predicts for an image, as its metadata says it: of some classes
 * parts that are too small become what lies around them.
 */
export interface PostProcessing {
  /** Whether sizes count at the images' own size, or at the model's. */
  at: "own" | "model";
  /** What is done, one after the other. */
  steps: PostStep[];
}

/** What is done to a class. */
export interface PostStep {
  /** The class's label. */
  label: number;
  /** Which of its parts stay: the largest of an image alone, or all of at least so many pixels. */
  keep: "largest" | number;
}

/**
 * What a step does, in words.
 *
 * @param name The class's.
 * @param keep Which of its parts stay.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(postStepText("cat", "largest"), "of cat only the largest part of an image stays");
 * assert.equal(postStepText("cat", 64), "of cat only parts of at least 64 pixels stay");
 * ```
 */
export function postStepText(name: string, keep: PostStep["keep"]): string {
  return keep === "largest"
    ? `of ${name} only the largest part of an image stays`
    : `of ${name} only parts of at least ${keep} pixels stay`;
}

/**
 * What is done to a model's labels, in words.
 *
 * @param metadata What the model says about itself.
 * @returns A text for each step, in order; none without post-processing.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const postProcessing = { at: "own" as const, steps: [{ label: 1, keep: 64 }] };
 * const texts = postStepTexts({ postProcessing, classes: [{ label: 1, name: "cat" }] });
 * assert.deepEqual(texts, ["of cat only parts of at least 64 pixels stay"]);
 * assert.deepEqual(postStepTexts({ classes: [] }), []);
 * ```
 */
export function postStepTexts({ postProcessing, classes }: {
  postProcessing?: PostProcessing;
  classes: readonly { label: number; name: string }[];
}): string[] {
  const nameOf = new Map(classes.map(({ label, name }) => [label, name]));
  return (postProcessing?.steps ?? []).map(({ label, keep }) =>
    postStepText(nameOf.get(label)!, keep)
  );
}
