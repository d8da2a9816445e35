/**
 * The exponential moving average of a model's weights over the steps of its training.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** In the first steps the average is about that of the last tenth of them, whatever the decay. */
const FIRST = 10;

/** What a checkpoint keeps of an average. */
export interface AverageState {
  /** Steps that are in it. */
  steps: number;
  /** The averages, in the order of the model's weights. */
  values: Float32Array[];
}

/**
 * After each step `average ← d · average + (1 − d) · weight`, with d the decay, or n / (n + 10) where that is
 * less, after n steps: early weights, far from the later ones, don't stay in it. It holds all weights of a
 * model, running statistics of batch norms included, so that these are averages over as many batches.
 * Polyak and Juditsky 1992; with the first steps' smaller decay as TensorFlow's `ExponentialMovingAverage`.
 */
export class WeightAverage {
  #weights: tf.Variable[];
  #averages: tf.Variable[];
  #decay: number;
  #steps = 0;

  /**
   * Starts without a step.
   *
   * @param model Whose weights are averaged.
   * @param decay From 0 to below 1: 0.99 is about the mean of the last 100 steps.
   */
  constructor(model: LayersModel, decay: number) {
    this.#weights = model.weights.map((weight) => weight.read() as tf.Variable);
    this.#averages = this.#weights.map(({ shape }) =>
      tf.tidy(() => tf.variable(tf.zeros(shape), false))
    );
    this.#decay = decay;
  }

  /** Takes the weights in, after a step. */
  update(): void {
    const decay = Math.min(this.#decay, this.#steps / (this.#steps + FIRST));
    this.#averages.forEach((average, i) =>
      tf.tidy(() =>
        average.assign(tf.add(tf.mul(average, decay), tf.mul(this.#weights[i], 1 - decay)))
      )
    );
    this.#steps++;
  }

  /**
   * Gives the model the averages while something is done with it; before the first step it is as it is.
   *
   * @param use What is done; the model must not be trained meanwhile.
   * @returns What that returns.
   */
  async within<Result>(use: () => Promise<Result>): Promise<Result> {
    if (this.#steps === 0) return await use();
    const own = this.#weights.map((weight) => weight.clone());
    this.#weights.forEach((weight, i) => weight.assign(this.#averages[i]));
    try {
      return await use();
    } finally {
      this.#weights.forEach((weight, i) => weight.assign(own[i]));
      tf.dispose(own);
    }
  }

  /**
   * Reads the average, for a checkpoint.
   *
   * @returns A copy.
   */
  async state(): Promise<AverageState> {
    const values = await Promise.all(
      this.#averages.map(async (average) => Float32Array.from(await average.data())),
    );
    return { steps: this.#steps, values };
  }

  /** Takes a checkpoint's state, of the same model. */
  restore({ steps, values }: AverageState): void {
    this.#steps = steps;
    this.#averages.forEach((average, i) =>
      tf.tidy(() => average.assign(tf.tensor(values[i], average.shape, "float32")))
    );
  }

  /** Frees the averages. */
  dispose(): void {
    tf.dispose(this.#averages);
  }
}
