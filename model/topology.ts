import { isObject } from "../core/mod.ts";
import { describeLayer, type LayerDescription, type Shape, valuesOf } from "./layer_kinds.ts";
import { shown } from "./weights/shown.ts";

/** Far more than any model of ours has: MobileNetV3-Large has 280. */
const MOST_LAYERS = 2000;

/** Values of a feature map per image: 64 channels of 1024 × 1024 pixels. */
const MOST_VALUES = 2 ** 26;

/** A network as `model.json` describes it, every part of it checked. */
export interface Topology {
  /** For TensorFlow.js: only what was checked. */
  model: Record<string, unknown>;
  /** The shapes of all weights, by `layer/name`. */
  weights: Map<string, number[]>;
  /** Its layers, each after those whose values it takes. */
  layers: TopologyLayer[];
  /** The name of the layer that gives the output. */
  last: string;
  /** The shape of the image. */
  input: Shape;
  /** The shape of the output. */
  output: Shape;
}

/** A layer of a {@linkcode Topology}. */
export interface TopologyLayer extends LayerDescription {
  name: string;
  /** The names of its input layers. */
  takes: string[];
}

/** A layer before it is known to fit. */
interface Entry {
  name: string;
  kind: unknown;
  config: Record<string, unknown>;
  /** The names of its input layers; anything that isn't a name, as it is in the file. */
  takes: unknown[];
}

/**
 * Checks the `modelTopology` of a `model.json`, in which nothing is trusted, before TensorFlow.js builds it:
 * tfjs-layers waits forever for an input that isn't there, allocates any number of filters before it looks
 * for their weights, and its messages are for its own developers. Errors complete "Cannot load …: ".
 */
export function readTopology(value: unknown): Topology {
  const { class_name: kind, config } = objectOf(value);
  const { name, layers, input_layers: inputs, output_layers: outputs } = objectOf(config);
  if (kind !== "Model" && kind !== "Functional" || !Array.isArray(layers)) {
    throw new TypeError(`its network must be a Model of layers, got ${shown(kind)}`);
  }
  if (layers.length > MOST_LAYERS) {
    throw new TypeError(`it must have at most ${MOST_LAYERS} layers, got ${layers.length}`);
  }
  const entries = new Map<string, Entry>();
  for (const layer of layers) {
    const entry = entryOf(layer);
    if (entries.has(entry.name)) throw new TypeError(`two layers are called ${entry.name}`);
    entries.set(entry.name, entry);
  }
  const [input, output] = [inputs, outputs].map((ends) => endOf(ends, entries));
  if (entries.get(input)!.kind !== "InputLayer") {
    throw new TypeError(`its network must begin with an InputLayer, and begins with ${input}`);
  }
  const described = describeAll(entries);
  checkUse(entries, input, output);
  return {
    model: {
      class_name: "Model",
      config: {
        name: typeof name === "string" ? name : "unet",
        layers: [...entries.values()].map((entry) => cleanLayer(entry, described.get(entry.name)!)),
        input_layers: [[input, 0, 0]],
        output_layers: [[output, 0, 0]],
      },
    },
    weights: new Map(
      [...described].flatMap(([layer, { weights }]) =>
        Object.entries(weights).map(([name, shape]) => [`${layer}/${name}`, shape])
      ),
    ),
    layers: [...described].map(([name, description]) => ({
      ...description,
      name,
      takes: entries.get(name)!.takes as string[],
    })),
    last: output,
    input: described.get(input)!.shape,
    output: described.get(output)!.shape,
  };
}

function entryOf(layer: unknown): Entry {
  const { name, class_name: kind, config, inbound_nodes: nodes } = objectOf(layer);
  // TensorFlow.js keeps layers by name in plain objects
  const isName = typeof name === "string" && /^[\w.-]{1,100}$/.test(name) && !(name in {});
  if (!isName || objectOf(config).name !== name) {
    throw new TypeError(
      "each layer must have a name of letters, digits, dots and dashes, the same in its settings, " +
        `got ${shown(name)} and ${shown(objectOf(config).name)}`,
    );
  }
  if (!Array.isArray(nodes) || nodes.length > 1 || !nodes.every(Array.isArray)) {
    throw new TypeError(`layer ${name} must be used once, got ${shown(nodes)}`);
  }
  const takes = nodes.flat().map((value) => isFirstValue(value) ? value[0] : value);
  return { name, kind, config: objectOf(config), takes };
}

/** Whether it is a layer's name, its first use and the first value of that. */
function isFirstValue(value: unknown): value is [string, 0, 0] {
  if (!Array.isArray(value)) return false;
  const [name, use, place, settings = {}, ...more] = value;
  return typeof name === "string" && use === 0 && place === 0 && more.length === 0 &&
    Object.keys(objectOf(settings)).length === 0;
}

/** The one layer that a model begins or ends with. */
function endOf(ends: unknown, entries: ReadonlyMap<string, Entry>): string {
  const name = Array.isArray(ends) && ends.length === 1 && isFirstValue(ends[0])
    ? ends[0][0]
    : undefined;
  if (name === undefined || !entries.has(name)) {
    throw new TypeError("its network must begin with one of its layers, and end with one");
  }
  return name;
}

/** Each layer after those whose values it takes. */
function describeAll(entries: ReadonlyMap<string, Entry>): Map<string, LayerDescription> {
  const described = new Map<string, LayerDescription>();
  const begun = new Set<string>();
  const describe = ({ name, kind, config, takes }: Entry): void => {
    if (described.has(name)) return;
    if (begun.has(name)) {
      throw new TypeError(
        `layer ${name} is part of a cycle: it takes what is made from its own output`,
      );
    }
    begun.add(name);
    const inputs = takes.map((other) => {
      const entry = entries.get(other as string);
      if (entry === undefined) {
        throw new TypeError(`layer ${name} takes ${shown(other)}, which doesn't exist`);
      }
      describe(entry);
      return described.get(entry.name)!.shape;
    });
    described.set(name, describeOne(name, () => describeLayer(kind, config, inputs)));
  };
  entries.forEach(describe);
  return described;
}

function describeOne(name: string, describe: () => LayerDescription): LayerDescription {
  let described: LayerDescription;
  try {
    described = describe();
  } catch (error) {
    throw new TypeError(`layer ${name}${(error as Error).message}`);
  }
  const values = valuesOf(described.shape);
  if (values > MOST_VALUES) {
    throw new TypeError(
      `layer ${name} must give at most ${MOST_VALUES} values per image, got ${values}`,
    );
  }
  return described;
}

/** All layers must lie between the input and the output. */
function checkUse(entries: ReadonlyMap<string, Entry>, input: string, output: string): void {
  const taken = new Set([...entries.values()].flatMap(({ takes }) => takes));
  for (const { name, kind } of entries.values()) {
    if (name !== output && !taken.has(name)) throw new TypeError(`nothing uses layer ${name}`);
    if (name !== input && kind === "InputLayer") {
      throw new TypeError(`it must have one input, got ${input} and ${name}`);
    }
  }
  if (taken.has(output)) throw new TypeError(`layer ${output} must be the last, and is not`);
}

/** A layer for TensorFlow.js; its weights start as zeros, since the file's follow at once. */
function cleanLayer({ name, config, takes }: Entry, { kind, settings }: LayerDescription): unknown {
  const zeros = { class_name: "Zeros", config: {} };
  const initializers = ["kernel_initializer", "depthwise_initializer", "bias_initializer"];
  return {
    name,
    class_name: kind,
    config: {
      ...Object.fromEntries(initializers.map((initializer) => [initializer, zeros])),
      ...settings,
      name,
      trainable: config.trainable !== false,
    },
    inbound_nodes: takes.length > 0 ? [takes.map((from) => [from, 0, 0, {}])] : [],
  };
}

function objectOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}
