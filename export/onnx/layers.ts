/**
 * A network's layers as ONNX's operations. ONNX has channels before rows and columns, TensorFlow.js after
 * them.
 *
 * @module
 */
import type { LayerSettings, TopologyLayer, TrainedWeights } from "../../model/mod.ts";
import type { Builder } from "./builder.ts";
import type { Tensor } from "./messages.ts";

/** What a layer is made from. */
interface Context {
  builder: Builder;
  layer: TopologyLayer;
  /** What the names of its values begin with. */
  name: string;
  /** Its inputs. */
  inputs: string[];
  /** The shapes of its inputs, rows, columns and channels. */
  shapes: (readonly number[])[];
  /** One of its weights, with its axes in another order. */
  weight(name: string, order?: readonly number[]): string;
}

/** By the class names of TensorFlow.js, all that a model may contain. */
const KINDS: Record<string, (context: Context) => string> = {
  InputLayer: ({ inputs: [image] }) => image,
  Conv2D: (context) => convolution(context, context.weight("kernel", [3, 2, 0, 1]), 1),
  DepthwiseConv2D: (context) =>
    convolution(context, context.weight("depthwise_kernel", [2, 3, 0, 1]), context.shapes[0][2]),
  Conv2DTranspose: ({ builder, layer: { settings }, name, inputs, weight }) => {
    const weights = [weight("kernel", [3, 2, 0, 1]), ...settings.use_bias ? [weight("bias")] : []];
    const { kernel_size, strides } = settings;
    const attributes = { kernel_shape: kernel_size, strides };
    return builder.add(name, "ConvTranspose", [...inputs, ...weights], attributes);
  },
  BatchNormalization: ({ builder, layer: { settings }, name, inputs, weight }) => {
    const weights = ["gamma", "beta", "moving_mean", "moving_variance"].map((one) => weight(one));
    const attributes = { epsilon: { float: settings.epsilon } };
    return builder.add(name, "BatchNormalization", [...inputs, ...weights], attributes);
  },
  ReLU: ({ builder, layer: { settings }, name, inputs }) => {
    if (settings.max_value === null) return builder.add(name, "Relu", inputs);
    const limits = [
      builder.floats(`${name}/low`, 0),
      builder.floats(`${name}/high`, settings.max_value),
    ];
    return builder.add(name, "Clip", [...inputs, ...limits]);
  },
  Rescaling: ({ builder, layer: { settings }, name, inputs: [x] }) => {
    const { scale, offset } = settings;
    const product = builder.add(`${name}/product`, "Mul", [
      x,
      builder.floats(`${name}/scale`, scale),
    ]);
    return builder.add(name, "Add", [product, builder.floats(`${name}/offset`, offset)]);
  },
  MaxPooling2D: ({ builder, layer: { settings }, name, inputs, shapes: [map] }) => {
    const { pool_size, strides } = settings;
    const pads = padsOf({ ...settings, kernel_size: pool_size }, map);
    return builder.add(name, "MaxPool", inputs, { kernel_shape: pool_size, strides, pads });
  },
  GlobalAveragePooling2D: ({ builder, name, inputs }) =>
    builder.add(name, "Flatten", [builder.add(`${name}/mean`, "GlobalAveragePool", inputs)]),
  UpSampling2D: ({ builder, layer: { settings: { size } }, name, inputs }) => {
    const scales = builder.floats(`${name}/scales`, [1, 1, ...size]);
    return builder.add(name, "Resize", [...inputs, "", scales], {
      mode: "nearest",
      coordinate_transformation_mode: "asymmetric",
      nearest_mode: "floor",
    });
  },
  ZeroPadding2D: ({ builder, layer: { settings }, name, inputs }) => {
    const [[top, bottom], [left, right]] = settings.padding as unknown as number[][];
    const pads = builder.integers(`${name}/pads`, [0, 0, top, left, 0, 0, bottom, right]);
    return builder.add(name, "Pad", [...inputs, pads]);
  },
  Reshape: ({ builder, layer: { settings }, name, inputs: [x], shapes: [shape] }) => {
    // values lie in TensorFlow.js's order while they are given another shape
    const values = shape.length === 3
      ? builder.add(`${name}/channels_last`, "Transpose", [x], { perm: [0, 2, 3, 1] })
      : x;
    const wanted = builder.integers(`${name}/shape`, [-1, ...settings.target_shape]);
    const shaped = builder.add(`${name}/shaped`, "Reshape", [values, wanted]);
    return builder.add(name, "Transpose", [shaped], { perm: [0, 3, 1, 2] });
  },
  Concatenate: ({ builder, name, inputs }) => builder.add(name, "Concat", inputs, { axis: 1 }),
  Add: ({ builder, name, inputs }) => builder.add(name, "Add", inputs),
  Multiply: ({ builder, name, inputs }) => builder.add(name, "Mul", inputs),
};

/**
 * Adds a network.
 *
 * @param builder The graph.
 * @param model The network.
 * @param options Where it stands.
 * @param options.name What its values' names begin with.
 * @param options.image Its input, from 0 to 1, [n, channels, rows, columns].
 * @returns Its logits, [n, classes, rows, columns].
 */
export function addNetwork(
  builder: Builder,
  { topology, weights }: TrainedWeights,
  { name: prefix, image }: { name: string; image: string },
): string {
  const values = new Map<string, { value: string; shape: readonly number[] }>();
  let last = image;
  for (const layer of topology.layers) {
    const taken = layer.takes.map((from) => values.get(from)!);
    const weight = (own: string, order?: readonly number[]): string => {
      const key = `${layer.name}/${own}`, tensor = weights.get(key)!;
      return builder.constant(`${prefix}/${key}`, inOrder(tensor, order));
    };
    last = KINDS[layer.kind]({
      builder,
      layer,
      name: `${prefix}/${layer.name}`,
      inputs: taken.length === 0 ? [image] : taken.map(({ value }) => value),
      shapes: taken.map(({ shape }) => shape),
      weight,
    });
    values.set(layer.name, { value: last, shape: layer.shape });
  }
  return values.get(topology.last)!.value;
}

function convolution(
  { builder, layer: { settings }, name, inputs, shapes: [map], weight }: Context,
  kernel: string,
  group: number,
): string {
  const { kernel_size, strides, use_bias } = settings;
  const weights = [kernel, ...use_bias ? [weight("bias")] : []];
  const attributes = { kernel_shape: kernel_size, strides, pads: padsOf(settings, map), group };
  return builder.add(name, "Conv", [...inputs, ...weights], attributes);
}

/** Rows above, columns to the left, rows below, columns to the right, as TensorFlow has them. */
function padsOf(
  { kernel_size, strides, padding }: Pick<LayerSettings, "kernel_size" | "strides" | "padding">,
  map: readonly number[],
): number[] {
  const totals = strides.map((stride, axis) => {
    const reach = (Math.ceil(map[axis] / stride) - 1) * stride + kernel_size[axis];
    return padding === "same" ? Math.max(0, reach - map[axis]) : 0;
  });
  return [...totals.map((total) => total >> 1), ...totals.map((total) => total - (total >> 1))];
}

/** A tensor with its axes in another order. */
function inOrder(
  { shape, values }: { shape: readonly number[]; values: Float32Array },
  order: readonly number[] = shape.map((_, axis) => axis),
): Tensor {
  const steps = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, size) => product * size, 1)
  );
  const data = new Float32Array(values.length);
  let to = 0;
  const walk = (depth: number, from: number): void => {
    if (depth === order.length) {
      data[to++] = values[from];
      return;
    }
    for (let i = 0; i < shape[order[depth]]; i++) walk(depth + 1, from + i * steps[order[depth]]);
  };
  walk(0, 0);
  return { type: "float", shape: order.map((axis) => shape[axis]), data };
}
