import type { ModelMetadata } from "./metadata.ts";
import type { Network } from "./network.ts";

/** Models of the same task, whose probabilities are averaged. */
export interface Ensemble {
  /** The models. */
  readonly members: readonly Network[];
  /** What the first says about itself; in what predictions depend on, all say the same. */
  readonly metadata: ModelMetadata;
}

/** What predicts: a model, or several. */
export type Predictor = Network | Ensemble;

/**
 * Makes one of several models, whose prediction is the mean of their probabilities. Each normalises images
 * as it has learned to.
 *
 * @param members The models; one alone stays as it is.
 * @returns What `predict`, `predictLogits`, `predictTiles` and `predictOwnSize` take.
 * @throws {TypeError} If they don't take the same images, or have other classes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend, compile, predict } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const build = (seed: number) => compile(buildUnet({ size: 16, features: 1, classes, seed }));
 * const { labels } = await predict(ensembleOf([build(0), build(1)]), new Uint8Array(16 * 16 * 3));
 * assert.equal(labels.length, 16 * 16);
 * ```
 */
export function ensembleOf(members: readonly Network[]): Predictor {
  const [first, ...others] = members;
  if (others.length === 0) return first;
  checkTasks(members);
  return { members, metadata: first.metadata };
}

/**
 * Refuses models whose predictions can't be averaged.
 *
 * @param members What they say about themselves.
 * @throws {TypeError} If they don't take the same images, or have other classes.
 */
export function checkTasks(members: readonly { metadata: ModelMetadata }[]): void {
  const [first, ...others] = members;
  const differing = others.find((other) => taskOf(other) !== taskOf(first));
  if (differing === undefined) return;
  throw new TypeError(
    "Cannot average models: they must have the same classes and take the same images, " +
      `got ${taskOf(first)} and ${taskOf(differing)}`,
  );
}

/** What must be the same for predictions to be of the same pixels and classes. */
function taskOf({ metadata }: { metadata: ModelMetadata }): string {
  const { shape, classes, fit = "squash", depth = 8, normalisation } = metadata;
  const labels = classes.map(({ label, name }) => `${label} ${name}`);
  return JSON.stringify({ shape, fit, depth, channels: normalisation.length, labels });
}

/** Frees the weights of a model, or of several. */
export function dispose(predictor: Predictor): void {
  const networks = "members" in predictor ? predictor.members : [predictor];
  for (const { model } of networks) model.dispose();
}

/**
 * Goes through what several models say, side by side, and averages their probabilities.
 *
 * @param all What each says, in the same order.
 * @param classes How many classes there are.
 * @returns The same with the mean's logarithm for logits: their softmax is the mean.
 */
export async function* meanOf<Part extends { logits: Float32Array }>(
  all: readonly AsyncGenerator<Part, void, void>[],
  classes: number,
): AsyncGenerator<Part, void, void> {
  try {
    for (;;) {
      const parts: Part[] = [];
      // one after the other: there is one engine
      for (const one of all) {
        const { done, value } = await one.next();
        if (done) return;
        parts.push(value);
      }
      yield { ...parts[0], logits: logMean(parts.map(({ logits }) => logits), classes) };
    }
  } finally {
    for (const one of all) await one.return();
  }
}

/** The least probability: below it float32 has no logarithm that is finite. */
const LEAST = 2 ** -126;

/** The logarithm of the mean of several softmaxes, shape [pixels, classes]. */
function logMean(all: readonly Float32Array[], classes: number): Float32Array {
  const mean = new Float32Array(all[0].length), own = new Float64Array(classes);
  for (const logits of all) {
    for (let at = 0; at < logits.length; at += classes) {
      let max = logits[at], total = 0;
      for (let c = 1; c < classes; c++) if (logits[at + c] > max) max = logits[at + c];
      for (let c = 0; c < classes; c++) total += own[c] = Math.exp(logits[at + c] - max);
      for (let c = 0; c < classes; c++) mean[at + c] += own[c] / total;
    }
  }
  for (let i = 0; i < mean.length; i++) mean[i] = Math.log(Math.max(mean[i] / all.length, LEAST));
  return mean;
}
