/** @module Adam, by PyTorch's formula, as one kernel over all parameters. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames, runKernel } from "./kernel.ts";

/** Settings of {@link Adam}. */
export interface AdamOptions {
  /** The step size. @default {1e-3} */
  learningRate?: number;
  /** Decay of the gradient's running mean. @default {0.9} */
  beta1?: number;
  /** Decay of the squared gradient's running mean. @default {0.999} */
  beta2?: number;
  /** Added to the root, outside it. @default {1e-8} */
  epsilon?: number;
}

/** All that Adam remembers: with it and the weights, training goes on exactly. */
export interface AdamState {
  /** Steps taken so far. */
  step: number;
  /** Running mean of each variable's gradient, in the order of the variables. */
  means: Float32Array[];
  /** Running mean of each variable's squared gradient, in the order of the variables. */
  variances: Float32Array[];
}

/** The optimizer of Kingma and Ba 2015, in the form of torch.optim.Adam. */
export class Adam {
  /** Taken anew at each step, so that a schedule may set it. */
  learningRate: number;
  #variables: tf.Variable[];
  #means: tf.Variable[];
  #variances: tf.Variable[];
  #step = 0;
  #settings: { beta1: number; beta2: number; epsilon: number };

  /**
   * Begins with nothing remembered.
   *
   * @param variables What is trained; their order is the order of the state.
   * @param options Learning rate and the formula's constants.
   */
  constructor(variables: tf.Variable[], options: AdamOptions = {}) {
    const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
    this.learningRate = learningRate;
    this.#settings = { beta1, beta2, epsilon };
    this.#variables = variables;
    this.#means = variables.map(zerosLike);
    this.#variances = variables.map(zerosLike);
  }

  /**
   * Takes one step: m and v follow the gradients, the variables go down.
   *
   * @param gradients A gradient for each variable, by the variable's name.
   * @throws {TypeError} When a variable has no gradient.
   */
  apply(gradients: tf.NamedTensorMap): void {
    const inputs = this.#variables.flatMap((variable, i) => {
      const gradient = gradients[variable.name];
      if (gradient === undefined) {
        throw new TypeError(
          `Cannot take a step: each variable must have a gradient, ${variable.name} has none`,
        );
      }
      return [variable, gradient, this.#means[i], this.#variances[i]];
    });
    this.#step++;
    const { beta1, beta2, epsilon } = this.#settings;
    const attributes = { learningRate: this.learningRate, beta1, beta2, epsilon, step: this.#step };
    const outputs = runKernel(kernelNames.adam, composed, { inputs, attributes });
    for (let i = 0; i < this.#variables.length; i++) {
      this.#variables[i].assign(outputs[3 * i]);
      this.#means[i].assign(outputs[3 * i + 1]);
      this.#variances[i].assign(outputs[3 * i + 2]);
    }
    tf.dispose(outputs);
  }

  /**
   * Reads what is remembered, for a checkpoint.
   *
   * @returns A copy
   */
  async state(): Promise<AdamState> {
    const read = async (tensors: tf.Variable[]) => {
      const values = await Promise.all(tensors.map((tensor) => tensor.data()));
      return values.map((value) => Float32Array.from(value));
    };
    return {
      step: this.#step,
      means: await read(this.#means),
      variances: await read(this.#variances),
    };
  }

  /**
   * Takes a checkpoint's state back.
   *
   * @param state What {@link Adam.state} gave for the same variables.
   * @throws {TypeError} When it belongs to other variables.
   */
  restore(state: AdamState): void {
    const sizes = this.#variables.map((variable) => variable.size);
    for (const values of [state.means, state.variances]) {
      const found = values.map((value) => value.length);
      if (found.join() !== sizes.join()) {
        throw new TypeError(
          `Cannot restore Adam: the state must hold arrays of ${sizes} values, got ${found}`,
        );
      }
    }
    this.#step = state.step;
    assign(this.#means, state.means);
    assign(this.#variances, state.variances);
  }

  /** Frees what is remembered. */
  dispose(): void {
    tf.dispose([...this.#means, ...this.#variances]);
  }
}

function zerosLike(variable: tf.Variable): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zeros(variable.shape), false));
}

function assign(variables: tf.Variable[], values: Float32Array[]): void {
  variables.forEach((variable, i) =>
    tf.tidy(() => variable.assign(tf.tensor(values[i].slice(), variable.shape)))
  );
}

// inputs come in fours (variable, gradient, mean, variance), outputs in threes
function composed(inputs: tf.NamedTensorMap, attributes: Record<string, unknown>): tf.Tensor[] {
  const { learningRate, beta1, beta2, epsilon, step } = attributes as Record<string, number>;
  const tensors = Object.values(inputs);
  const outputs: tf.Tensor[] = [];
  for (let i = 0; i < tensors.length; i += 4) {
    const [variable, gradient, mean, variance] = tensors.slice(i, i + 4);
    const m = tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1));
    const v = tf.add(tf.mul(variance, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const root = tf.add(tf.div(tf.sqrt(v), Math.sqrt(1 - beta2 ** step)), epsilon);
    const change = tf.mul(tf.div(m, root), learningRate / (1 - beta1 ** step));
    outputs.push(tf.sub(variable, change), m, v);
  }
  return outputs;
}
