import type { layers, LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";

/** A layer of TensorFlow.js, which doesn't export the type itself. */
export type Layer = layers.Layer;

/** A layer with its place in the graph; values are numbered. */
export interface Node {
  /** The layer. */
  layer: Layer;
  /** The batch norm that alone takes the layer's value, to be run with it. */
  norm?: Layer;
  /** The activation that alone takes what comes out so far, to be run with it. */
  activation?: Layer;
  /** The values it takes. */
  inputs: number[];
  /** The value it gives. */
  output: number;
  /** The values that nobody takes after it. */
  last: number[];
}

/**
 * Lists a model's layers in an order in which they can be run, a convolution together with the
 * batch norm and the ReLU that follow it.
 *
 * @param model A model with one input and one output
 * @returns The nodes; value 0 is the model's input, the last node gives its output
 * @throws {TypeError} If the model has several inputs or outputs
 */
export function graphOf(model: LayersModel): Node[] {
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new TypeError(
      "Cannot run this model: it must have one input and one output, " +
        `got ${model.inputs.length} and ${model.outputs.length}`,
    );
  }
  const order = inOrder(model.outputs[0]);
  const takers = new Map<number, SymbolicTensor[]>();
  for (const value of order) {
    for (const { id } of value.inputs) takers.set(id, [...takers.get(id) ?? [], value]);
  }

  const nodes: Node[] = [];
  const numbers = new Map([[model.inputs[0].id, 0]]);
  for (const value of order) {
    // the input, and what was run together with a layer before
    if (numbers.has(value.id)) continue;
    const inputs = value.inputs.map(({ id }) => numbers.get(id)!);
    const node: Node = { layer: value.sourceLayer, inputs, output: nodes.length + 1, last: [] };
    numbers.set(value.id, node.output);
    if (isConvolution(node.layer)) {
      let next = onlyTaker(takers, value);
      if (next?.sourceLayer.getClassName() === "BatchNormalization") {
        node.norm = next.sourceLayer;
        numbers.set(next.id, node.output);
        next = onlyTaker(takers, next);
      }
      if (next?.sourceLayer.getClassName() === "ReLU") {
        node.activation = next.sourceLayer;
        numbers.set(next.id, node.output);
      }
    }
    nodes.push(node);
  }
  markLast(nodes);
  return nodes;
}

/** Values before those that are computed from them. */
function inOrder(output: SymbolicTensor): SymbolicTensor[] {
  const seen = new Set<number>();
  const order: SymbolicTensor[] = [];
  const visit = (value: SymbolicTensor): void => {
    if (seen.has(value.id)) return;
    seen.add(value.id);
    value.inputs.forEach(visit);
    order.push(value);
  };
  visit(output);
  return order;
}

function isConvolution(layer: Layer): boolean {
  return layer.getClassName() === "Conv2D";
}

function onlyTaker(
  takers: Map<number, SymbolicTensor[]>,
  value: SymbolicTensor,
): SymbolicTensor | undefined {
  const found = takers.get(value.id) ?? [];
  return found.length === 1 ? found[0] : undefined;
}

function markLast(nodes: Node[]): void {
  const seen = new Set([0, nodes.at(-1)?.output ?? 0]);
  for (const node of nodes.toReversed()) {
    node.last = [...new Set(node.inputs)].filter((value) => !seen.has(value));
    node.last.forEach((value) => seen.add(value));
  }
}
