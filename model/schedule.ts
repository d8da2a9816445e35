/** How the learning rate changes from the first step to the last. */
export interface Schedule {
  /**
   * `constant`; `cosine`, half a period down to 0 (Loshchilov and Hutter 2017, without restarts); `step`,
   * a tenth after half of the epochs and a hundredth after three quarters (He et al. 2016).
   * @default {"constant"}
   */
  shape?: typeof SCHEDULES[number];
  /** Epochs, possibly a fraction, during which the rate first rises linearly from 0. @default {0} */
  warmup?: number;
}

/** The shapes of a {@link Schedule}. */
export const SCHEDULES = ["constant", "cosine", "step"] as const;

/** The place of a step in a training. */
export interface Moment {
  /** The step's epoch, 1 for the first. */
  epoch: number;
  /** Steps of the epoch that are done. */
  step: number;
  /** Steps per epoch. */
  steps: number;
  /** Epochs in total. */
  epochs: number;
}

/**
 * The learning rate of a step as a fraction of the full one, 0 to 1. It depends only on the step's place,
 * so that a resumed training continues with the same rates.
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
