/** @module Adam and AdamW, by PyTorch's formulas, as one kernel over all parameters. */
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
  /** What is particular to a variable; variables for which it returns nothing are trained like the rest. */
  particulars?: (variable: tf.Variable) => Particulars;
}

/** How the training of one variable differs from the others'. */
export interface Particulars {
  /** Its step size as a multiple of the learning rate. @default {1} */
  rate?: number;
  /**
   * Decoupled weight decay (Loshchilov and Hutter 2019): before each step the variable shrinks by this
   * share of its step size. @default {0}
   */
  weightDecay?: number;
}

/** All that Adam remembers: with it and the weights, training resumes exactly. */
export interface AdamState {
  /** Steps that each variable has taken so far. */
  steps: number[];
  /** Running mean of each variable's gradient, in the order of the variables. */
  means: Float32Array[];
  /** Running mean of each variable's squared gradient, in the order of the variables. */
  variances: Float32Array[];
}

/**
 * The optimizer of Kingma and Ba 2015, in the form of torch.optim.Adam; with weight decay that of
 * torch.optim.AdamW.
 */
export class Adam {
  /** Read anew at each step, so that a schedule can set it. */
  learningRate: number;
  #variables: tf.Variable[];
  #means: tf.Variable[];
  #variances: tf.Variable[];
  #steps: number[];
  #particulars: Required<Particulars>[];
  #constants: { beta1: number; beta2: number; epsilon: number };

  /**
   * Starts with an empty state.
   *
   * @param variables What is trained; their order is the order of the state.
   * @param options Learning rate and the formula's constants.
   */
  constructor(variables: tf.Variable[], options: AdamOptions = {}) {
    const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
    this.learningRate = learningRate;
    this.#constants = { beta1, beta2, epsilon };
    this.#variables = variables;
    this.#steps = variables.map(() => 0);
    this.#particulars = variables.map((variable) => ({
      rate: 1,
      weightDecay: 0,
      ...options.particulars?.(variable),
    }));
    this.#means = variables.map(zerosLike);
    this.#variances = variables.map(zerosLike);
  }

  /**
   * Takes one step: m and v follow the gradients, the variables go down. As in PyTorch, a variable that
   * is left out takes no step: when its turn first comes, the bias of its means is corrected as at a
   * first step.
   *
   * @param gradients A gradient for each variable that moves, by the variable's name.
   * @param moving Which variables those are; all when left out.
   * @throws {TypeError} When one of them has no gradient.
   */
  apply(gradients: tf.NamedTensorMap, moving: readonly tf.Variable[] = this.#variables): void {
    const places = moving.map((variable) => this.#variables.indexOf(variable));
    const inputs = places.flatMap((i) => {
      const variable = this.#variables[i];
      const gradient = gradients[variable.name];
      if (gradient === undefined) {
        throw new TypeError(
          `Cannot take a step: each variable must have a gradient, ${variable.name} has none`,
        );
      }
      return [variable, gradient, this.#means[i], this.#variances[i]];
    });
    for (const i of places) this.#steps[i]++;
    const attributes = {
      ...this.#constants,
      rates: places.map((i) => this.learningRate * this.#particulars[i].rate),
      decays: places.map((i) => this.#particulars[i].weightDecay),
      steps: places.map((i) => this.#steps[i]),
    };
    const outputs = runKernel(kernelNames.adam, composed, { inputs, attributes });
    places.forEach((i, k) => {
      this.#variables[i].assign(outputs[3 * k]);
      this.#means[i].assign(outputs[3 * k + 1]);
      this.#variances[i].assign(outputs[3 * k + 2]);
    });
    tf.dispose(outputs);
  }

  /**
   * Reads the state, for a checkpoint.
   *
   * @returns A copy.
   */
  async state(): Promise<AdamState> {
    const read = async (tensors: tf.Variable[]) => {
      const values = await Promise.all(tensors.map((tensor) => tensor.data()));
      return values.map((value) => Float32Array.from(value));
    };
    return {
      steps: [...this.#steps],
      means: await read(this.#means),
      variances: await read(this.#variances),
    };
  }

  /**
   * Restores a checkpoint's state.
   *
   * @param state What {@link Adam.state} gave for the same variables.
   * @throws {TypeError} When it belongs to other variables.
   */
  restore(state: AdamState): void {
    const sizes = this.#variables.map((variable) => variable.size);
    if (state.steps.length !== sizes.length) {
      throw new TypeError(
        `Cannot restore Adam: the state must hold the steps of ${sizes.length} variables, ` +
          `got ${state.steps.length}`,
      );
    }
    for (const values of [state.means, state.variances]) {
      const found = values.map((value) => value.length);
      if (found.join() !== sizes.join()) {
        throw new TypeError(
          `Cannot restore Adam: the state must hold arrays of ${sizes} values, got ${found}`,
        );
      }
    }
    this.#steps = [...state.steps];
    assign(this.#means, state.means);
    assign(this.#variances, state.variances);
  }

  /** Frees the state's tensors. */
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

/** What the kernel is told: constants, and a value for each variable. */
export interface AdamAttributes {
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Step sizes. */
  rates: number[];
  /** Weight decays. */
  decays: number[];
  /** The number of this step, 1 for a variable's first. */
  steps: number[];
}

// inputs come in fours (variable, gradient, mean, variance), outputs in threes
function composed(inputs: tf.NamedTensorMap, attributes: Record<string, unknown>): tf.Tensor[] {
  const { rates, decays, beta1, beta2, epsilon, steps } = attributes as unknown as AdamAttributes;
  const tensors = Object.values(inputs);
  return rates.flatMap((rate, i) => {
    const [variable, gradient, mean, variance] = tensors.slice(4 * i, 4 * i + 4);
    const m = tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1));
    const v = tf.add(tf.mul(variance, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const root = tf.add(tf.div(tf.sqrt(v), Math.sqrt(1 - beta2 ** steps[i])), epsilon);
    const change = tf.mul(tf.div(m, root), rate / (1 - beta1 ** steps[i]));
    return [tf.sub(tf.mul(variable, 1 - rate * decays[i]), change), m, v];
  });
}
