import { shown } from "./weights/shown.ts";

/** Height, width and channels of a layer's output; channels alone after a global mean. */
export type Shape = readonly number[];

/** Settings of layers in `model.json`; each kind has some of them. */
export interface LayerSettings {
  batch_input_shape: [null, number, number, number];
  filters: number;
  kernel_size: [number, number];
  strides: [number, number];
  padding: "same" | "valid";
  use_bias: boolean;
  pool_size: [number, number];
  size: [number, number];
  target_shape: number[];
  epsilon: number;
  max_value: number | null;
  scale: number;
  offset: number;
}

/** What a setting must be: a test, and its words. */
type Rule = readonly [test: (value: unknown) => boolean, words: string];

/** A kind of layer that our models contain. */
interface Kind {
  /** Its settings; others don't change what the layer computes. */
  settings: Record<string, Rule>;
  /** How many inputs it takes. */
  inputs: 0 | 1 | 2;
  /** The shapes of its weights by name. */
  weights?(settings: LayerSettings, input: Shape): Record<string, number[]>;
  /** The shape of its output; undefined if its inputs don't fit. */
  output(settings: LayerSettings, inputs: Shape[]): Shape | undefined;
}

const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;
const isList = (value: unknown, length: number, is: (value: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length === length && value.every(is);
const only = (wanted: unknown): Rule => [(value) => value === wanted, JSON.stringify(wanted)];

const FLAG: Rule = [(value) => typeof value === "boolean", "true or false"];
const NUMBER: Rule = [Number.isFinite, "a number"];
const WHOLE: Rule = [isWhole, "a positive whole number"];
const PAIR: Rule = [(value) => isList(value, 2, isWhole), "two positive whole numbers"];
const PADDING: Rule = [(value) => value === "same" || value === "valid", '"same" or "valid"'];
const LIMIT: Rule = [
  (value) => value === null || Number.isFinite(value) && (value as number) >= 0,
  "a number of at least 0, or nothing",
];
const SIDES: Rule = [
  (value) => isList(value, 2, (pair) => isList(pair, 2, (n) => n === 0 || isWhole(n))),
  "two pairs of whole numbers",
];

const IMAGE = { data_format: only("channels_last") };
const CONVOLUTION = {
  ...IMAGE,
  kernel_size: PAIR,
  strides: PAIR,
  padding: PADDING,
  activation: only("linear"),
  use_bias: FLAG,
};
const DILATION = { dilation_rate: [(value: unknown) => String(value) === "1,1", "[1, 1]"] as Rule };

/** By the class names of TensorFlow.js. */
const KINDS: Record<string, Kind> = {
  InputLayer: {
    settings: {
      batch_input_shape: [
        (value) => Array.isArray(value) && value[0] === null && isList(value.slice(1), 3, isWhole),
        "four sizes, the first of them open",
      ],
      dtype: only("float32"),
    },
    inputs: 0,
    output: ({ batch_input_shape: [, ...shape] }) => shape,
  },
  Conv2D: {
    settings: { ...CONVOLUTION, ...DILATION, filters: WHOLE },
    inputs: 1,
    weights: ({ kernel_size, filters, use_bias }, [, , channels]) => ({
      kernel: [...kernel_size, channels, filters],
      ...use_bias && { bias: [filters] },
    }),
    output: (settings, [map]) => [...convolved(map, settings), settings.filters],
  },
  DepthwiseConv2D: {
    settings: { ...CONVOLUTION, ...DILATION, depth_multiplier: only(1) },
    inputs: 1,
    weights: ({ kernel_size, use_bias }, [, , channels]) => ({
      depthwise_kernel: [...kernel_size, channels, 1],
      ...use_bias && { bias: [channels] },
    }),
    output: (settings, [map]) => [...convolved(map, settings), map[2]],
  },
  Conv2DTranspose: {
    settings: { ...CONVOLUTION, filters: WHOLE },
    inputs: 1,
    weights: ({ kernel_size, filters, use_bias }, [, , channels]) => ({
      kernel: [...kernel_size, filters, channels],
      ...use_bias && { bias: [filters] },
    }),
    output: ({ kernel_size, strides, filters }, [map]) =>
      String(kernel_size) === String(strides) ? [...grown(map, strides), filters] : undefined,
  },
  BatchNormalization: {
    settings: {
      axis: only(-1),
      center: only(true),
      scale: only(true),
      momentum: NUMBER,
      epsilon: NUMBER,
    },
    inputs: 1,
    weights: (_, [, , channels]) =>
      Object.fromEntries(
        ["gamma", "beta", "moving_mean", "moving_variance"].map((name) => [name, [channels]]),
      ),
    output: (_, [map]) => map,
  },
  ReLU: { settings: { max_value: LIMIT }, inputs: 1, output: (_, [map]) => map },
  Rescaling: { settings: { scale: NUMBER, offset: NUMBER }, inputs: 1, output: (_, [map]) => map },
  MaxPooling2D: {
    settings: { ...IMAGE, pool_size: PAIR, strides: PAIR, padding: PADDING },
    inputs: 1,
    output: ({ pool_size, ...settings }, [map]) => [
      ...convolved(map, { ...settings, kernel_size: pool_size }),
      map[2],
    ],
  },
  GlobalAveragePooling2D: { settings: IMAGE, inputs: 1, output: (_, [map]) => [map[2]] },
  UpSampling2D: {
    settings: { ...IMAGE, size: PAIR, interpolation: only("nearest") },
    inputs: 1,
    output: ({ size }, [map]) => [...grown(map, size), map[2]],
  },
  ZeroPadding2D: {
    settings: { ...IMAGE, padding: SIDES },
    inputs: 1,
    output: ({ padding }, [[height, width, channels]]) => {
      const [rows, columns] = padding as unknown as number[][];
      return [height + rows[0] + rows[1], width + columns[0] + columns[1], channels];
    },
  },
  Reshape: {
    settings: {
      target_shape: [(value) => isList(value, 3, isWhole), "three positive whole numbers"],
    },
    inputs: 1,
    output: ({ target_shape }, [map]) =>
      valuesOf(target_shape) === valuesOf(map) ? target_shape : undefined,
  },
  Concatenate: {
    settings: { axis: only(-1) },
    inputs: 2,
    output: (_, maps) => {
      const [[height, width]] = maps;
      const fit = maps.every((map) => map[0] === height && map[1] === width);
      return fit ? [height, width, maps.reduce((sum, map) => sum + map[2], 0)] : undefined;
    },
  },
  Add: { settings: {}, inputs: 2, output: (_, maps) => broadcast(maps) },
  Multiply: { settings: {}, inputs: 2, output: (_, maps) => broadcast(maps) },
};

/** A checked layer of a `model.json`. */
export interface LayerDescription {
  /** Its class in TensorFlow.js. */
  kind: string;
  /** The settings that matter, checked. */
  settings: LayerSettings;
  /** The shape of its output. */
  shape: Shape;
  /** The shapes of its weights by name. */
  weights: Record<string, number[]>;
}

/**
 * Works out a layer's output shape and its weights from the shapes of its inputs, without TensorFlow.js,
 * which would allocate them. Kind and settings are unchecked; errors complete "layer NAME".
 */
export function describeLayer(
  kind: unknown,
  config: Record<string, unknown>,
  inputs: Shape[],
): LayerDescription {
  if (typeof kind !== "string" || !Object.hasOwn(KINDS, kind)) {
    throw new TypeError(` must be one of ${Object.keys(KINDS).join(", ")}, got ${shown(kind)}`);
  }
  const { settings: rules, inputs: count, weights, output } = KINDS[kind];
  for (const [name, [test, words]] of Object.entries(rules)) {
    if (!test(config[name])) {
      throw new TypeError(`'s ${name} must be ${words}, got ${shown(config[name])}`);
    }
  }
  if (inputs.length !== count) {
    throw new TypeError(` must take ${count} values, as each ${kind} does, got ${inputs.length}`);
  }
  const flat = inputs.find((shape) => shape.length !== 3 && kind !== "Reshape");
  if (flat) throw new TypeError(` must take feature maps, got ${flat.length} values in a row`);
  const settings = Object.fromEntries(
    Object.keys(rules).map((name) => [name, config[name]]),
  ) as unknown as LayerSettings;
  const shape = output(settings, inputs);
  if (shape === undefined || !shape.every(isWhole)) {
    const got = inputs.map((input) => input.join("x")).join(" and ");
    throw new TypeError(` must fit what it takes, got ${got}`);
  }
  return { kind, settings, shape, weights: weights?.(settings, inputs[0]) ?? {} };
}

/** How many values a shape has. */
export function valuesOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Height and width after a convolution or pooling. */
function convolved(
  map: Shape,
  { kernel_size, strides, padding }: Pick<LayerSettings, "kernel_size" | "strides" | "padding">,
): number[] {
  return strides.map((stride, axis) => {
    const places = padding === "same" ? map[axis] : map[axis] - kernel_size[axis] + 1;
    return Math.ceil(places / stride);
  });
}

/** Height and width times two factors. */
function grown(map: Shape, [rows, columns]: readonly number[]): number[] {
  return [map[0] * rows, map[1] * columns];
}

/** The shape of an operation on two maps, the second of which may be a single pixel. */
function broadcast([a, b]: Shape[]): Shape | undefined {
  const isPixel = ([height, width, channels]: Shape) =>
    height === 1 && width === 1 && channels === a[2];
  if (String(a) === String(b) || isPixel(b)) return a;
  return undefined;
}
