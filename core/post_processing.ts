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
