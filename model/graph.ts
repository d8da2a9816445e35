import type { layers, LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { activationOf, type Found, onlyTaker, type Takers } from "./activation.ts";

/** A layer of TensorFlow.js, which doesn't export the type itself. */
export type Layer = layers.Layer;

/** A layer with its place in the graph, in which values are numbered. */
export interface Node {
  /** The layer. */
  layer: Layer;
  /** The zero padding before a convolution, which runs with it. */
  padding?: Layer;
  /** The concatenation of two values before a convolution, which runs with it. */
  concatenation?: Layer;
  /** The batch norm that alone consumes a convolution's output, which runs with it. */
  norm?: Layer;
  /** The activation that alone consumes the result, which runs with it. */
  activation: Found["activation"];
  /** Its inputs. */
  inputs: number[];
  /** Its output. */
  output: number;
  /** The values that nothing consumes after it. */
  last: number[];
}

/**
 * Lists a model's layers in an order in which they can run, a convolution together with the zero padding or
 * the concatenation before it and the batch norm and activation after it. Value 0 is the model's input; the
 * last node gives its output.
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
  const paddings = new Map<number, Layer>();
  const concatenations = new Map<number, SymbolicTensor>();
  for (const value of order) {
    // the input, and layers that run with an earlier one
    if (numbers.has(value.id)) continue;
    const { sourceLayer: layer } = value;
    if (isConcatenationForConvolution(value, takers)) {
      concatenations.set(value.id, value);
      continue;
    }
    const concatenated = concatenations.get(value.inputs[0].id);
    const inputs = (concatenated ?? value).inputs.map(({ id }) => numbers.get(id)!);
    if (isPaddingOfConvolution(value, takers)) {
      numbers.set(value.id, inputs[0]);
      paddings.set(value.id, layer);
      continue;
    }
    const node: Node = { layer, inputs, output: nodes.length + 1, activation: "linear", last: [] };
    numbers.set(value.id, node.output);
    if (isConvolution(layer)) {
      node.concatenation = concatenated?.sourceLayer;
      node.padding = paddings.get(value.inputs[0].id);
      for (const { id } of takeFollowers(node, value, takers)) numbers.set(id, node.output);
    }
    nodes.push(node);
  }
  markLast(nodes);
  return nodes;
}

/** Finds the batch norm and the activation that run with a convolution, and their outputs. */
function takeFollowers(node: Node, value: SymbolicTensor, takers: Takers): SymbolicTensor[] {
  const next = onlyTaker(value, takers);
  const normed = next?.sourceLayer.getClassName() === "BatchNormalization" ? next : undefined;
  node.norm = normed?.sourceLayer;
  const found = activationOf(normed ?? value, takers);
  // batch norms have no hard sigmoid
  const isFused = found && !(normed && found.activation === "hardSigmoid");
  if (isFused) node.activation = found.activation;
  return [...normed ? [normed] : [], ...isFused ? found.values : []];
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
  return ["Conv2D", "DepthwiseConv2D"].includes(layer.getClassName());
}

function isConcatenationForConvolution(value: SymbolicTensor, takers: Takers): boolean {
  const next = onlyTaker(value, takers);
  return value.sourceLayer.getClassName() === "Concatenate" && value.inputs.length === 2 &&
    next?.sourceLayer.getClassName() === "Conv2D";
}

function isPaddingOfConvolution(value: SymbolicTensor, takers: Takers): boolean {
  const next = onlyTaker(value, takers);
  return value.sourceLayer.getClassName() === "ZeroPadding2D" && next !== undefined &&
    isConvolution(next.sourceLayer);
}

function markLast(nodes: Node[]): void {
  const seen = new Set([0, nodes.at(-1)?.output ?? 0]);
  for (const node of nodes.toReversed()) {
    node.last = [...new Set(node.inputs)].filter((value) => !seen.has(value));
    node.last.forEach((value) => seen.add(value));
  }
}
