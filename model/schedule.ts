/** How the learning rate goes from the first step to the last. */
export interface Schedule {
  /**
   * `constant`; `cosine`, half a period down to 0 (Loshchilov and Hutter 2017, without restarts); `step`,
   * a tenth after half of the epochs and a hundredth after three quarters (He et al. 2016). The default
   * is `constant`.
   */
  shape?: typeof SCHEDULES[number];
  /** Epochs, also parts of one, in which it first rises evenly from 0. @default {0} */
  warmup?: number;
}

/** The shapes of a {@link Schedule}. */
export const SCHEDULES = ["constant", "cosine", "step"] as const;

/** Where a step stands in a training. */
export interface Moment {
  /** The step's epoch, 1 for the first. */
  epoch: number;
  /** Steps of the epoch that are done. */
  step: number;
  /** Steps in an epoch. */
  steps: number;
  /** Epochs in all. */
  epochs: number;
}

/**
 * The learning rate of a step as a part of the full one. It depends on the step's place alone: a training
 * that was broken off goes on with the same rates.
 *
 * @param schedule Shape and warm-up
 * @param moment Where the step stands
 * @returns 0 to 1
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const middle = { epoch: 6, step: 0, steps: 10, epochs: 10 };
 * assert.equal(rateAt({ shape: "cosine" }, middle).toFixed(6), "0.500000");
 * assert.equal(rateAt({ shape: "constant", warmup: 1 }, { ...middle, epoch: 1, step: 4 }), 0.5);
 * ```
 */
export function rateAt(
  { shape = "constant", warmup = 0 }: Schedule,
  { epoch, step, steps, epochs }: Moment,
): number {
  const done = (epoch - 1) * steps + step, rising = Math.round(warmup * steps);
  // the first step is not wasted on a rate of 0
  if (done < rising) return (done + 1) / rising;
  if (shape === "constant") return 1;
  if (shape === "step") {
    return done < epochs * steps / 2 ? 1 : done < epochs * steps * 0.75 ? 0.1 : 0.01;
  }
  const progress = (done - rising) / (epochs * steps - rising);
  return (1 + Math.cos(Math.PI * progress)) / 2;
}
