import type { Attribute, Graph, Operation, Port, Tensor } from "./messages.ts";

/** A graph in the making: operations are added in the order in which they run. */
export class Builder {
  readonly #operations: Operation[] = [];
  readonly #constants = new Map<string, Tensor>();

  /**
   * Adds an operation.
   *
   * @param name Of the operation and of its output; no two have the same.
   * @param kind ONNX's name.
   * @param inputs Names of values.
   * @param attributes Its settings.
   * @returns The name of its output.
   */
  add(
    name: string,
    kind: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute> = {},
  ): string {
    this.#operations.push({ name, kind, inputs, outputs: [name], attributes });
    return name;
  }

  /** Adds an operation of several outputs, which are numbered. */
  addAll(
    name: string,
    count: number,
    kind: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute>,
  ): string[] {
    const outputs = Array.from({ length: count }, (_, i) => `${name}${i}`);
    this.#operations.push({ name, kind, inputs, outputs, attributes });
    return outputs;
  }

  /** Adds values that are part of the model. */
  constant(name: string, tensor: Tensor): string {
    this.#constants.set(name, tensor);
    return name;
  }

  /** Adds floats; a single one without axes. */
  floats(name: string, values: readonly number[] | number, shape?: readonly number[]): string {
    const data = Float32Array.from([values].flat());
    const own = typeof values === "number" ? [] : [data.length];
    return this.constant(name, { type: "float", shape: shape ?? own, data });
  }

  /** Adds whole numbers; a single one without axes. */
  integers(name: string, values: readonly number[] | number): string {
    const data = BigInt64Array.from([values].flat(), BigInt);
    const shape = typeof values === "number" ? [] : [data.length];
    return this.constant(name, { type: "int64", shape, data });
  }

  /** The graph, with what it takes and gives. */
  graph(inputs: readonly Port[], outputs: readonly Port[]): Graph {
    return { operations: this.#operations, constants: this.#constants, inputs, outputs };
  }
}
