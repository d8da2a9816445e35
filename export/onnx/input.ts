/**
 * From an image's samples to what the network takes, as `predict` does it.
 *
 * @module
 */
import type { Normalisation } from "../../core/mod.ts";
import type { ModelMetadata } from "../../model/mod.ts";
import type { Builder } from "./builder.ts";
import type { Port } from "./messages.ts";

/** The name of the model's input. */
const IMAGE = "image";

/** An image inside the graph. */
export interface Prepared {
  /** Samples as they are given, [n, channels, height, width]. */
  samples: string;
  /** Samples at the model's size, [n, channels, rows, columns]; padding of floats is NaN. */
  fitted: string;
  /** Where the image lies in the model's size; left out where it fills that. */
  place?: Place;
}

/** Values of two whole numbers each, rows and columns. */
interface Place {
  /** What is above and to the left. */
  start: string;
  /** One more than the last row and column. */
  end: string;
}

/** What the model takes. */
export function inputPort({ shape, normalisation, depth = 8, fit }: ModelMetadata): Port {
  const size = fit === "tile" ? shape : ["height", "width"];
  const samples = depth === 8 ? "bytes" : depth === 16 ? "numbers from 0 to 65535" : "floats";
  return {
    name: IMAGE,
    type: depth === 8 ? "uint8" : "float",
    shape: ["n", ...size, normalisation.length],
    doc: `Samples of images, ${samples}: rows, columns, channels`,
  };
}

/**
 * Adds what brings images to the model's size: the antialiased filter that Pillow's BILINEAR is. Its weights are
 * rounded otherwise than ours, which may move a byte by one.
 */
export function addFitting(builder: Builder, { shape, depth = 8, fit }: ModelMetadata): Prepared {
  const samples = builder.add("image/channels_first", "Transpose", [IMAGE], { perm: [0, 3, 1, 2] });
  if (fit === "tile") return { samples, fitted: samples };
  const target = builder.integers("fit/target", shape);
  if (fit !== "pad") return { samples, fitted: resized(builder, samples, target) };

  const { start, own, end } = addPlace(builder, samples, target);
  const small = resized(builder, samples, own);
  const zeros = builder.integers("fit/zeros", [0, 0]);
  const after = builder.add("fit/after", "Sub", [target, end]);
  const sides = [zeros, start, zeros, after];
  const pads = builder.add("fit/pads", "Concat", sides, { axis: 0 });
  const filling = depth === 8 ? [] : [builder.floats("fit/nan", NaN)];
  const fitted = builder.add("fit/padded", "Pad", [small, pads, ...filling]);
  return { samples, fitted, place: { start, end } };
}

/** Adds what brings samples into each channel's range, from 0 to 1. */
export function addNormalisation(
  builder: Builder,
  fitted: string,
  { name, normalisation, depth = 8 }: {
    name: string;
    normalisation: Normalisation;
    depth?: ModelMetadata["depth"];
  },
): string {
  const values = (part: string, ofChannel: (range: Normalisation[number]) => number) =>
    builder.floats(`${name}/${part}`, normalisation.map(ofChannel), [normalisation.length, 1, 1]);
  const low = values("low", (range) => range.low);
  const span = values("span", (range) => range.high - range.low);
  const floats = builder.add(`${name}/floats`, "Cast", [fitted], { to: 1 });
  const above = builder.add(`${name}/above`, "Sub", [floats, low]);
  const unit = builder.add(`${name}/unit`, "Div", [above, span]);
  const zero = builder.floats(`${name}/zero`, 0);
  // padding, and what has no value
  const known = depth === 8 ? unit : builder.add(`${name}/known`, "Where", [
    builder.add(`${name}/unknown`, "IsNaN", [unit]),
    zero,
    unit,
  ]);
  return builder.add(`${name}/clipped`, "Clip", [known, zero, builder.floats(`${name}/one`, 1)]);
}

/** Resizes samples to as many rows and columns as a value says. */
function resized(builder: Builder, samples: string, size: string): string {
  const shape = builder.add("fit/shape", "Shape", [samples], { start: 0, end: 2 });
  const sizes = builder.add("fit/sizes", "Concat", [shape, size], { axis: 0 });
  return builder.add("fit/resized", "Resize", [samples, "", "", sizes], {
    mode: "linear",
    antialias: 1,
    exclude_outside: 1,
  });
}

/** Adds the place of an image that keeps its proportions, computed in 64 bits as `fitImage` does. */
function addPlace(
  builder: Builder,
  samples: string,
  target: string,
): Place & { own: string } {
  const double = (name: string, value: number) =>
    builder.constant(name, { type: "double", shape: [], data: Float64Array.of(value) });
  const toDouble = (name: string, value: string) => builder.add(name, "Cast", [value], { to: 11 });
  const size = builder.add("place/size", "Shape", [samples], { start: 2, end: 4 });
  const from = toDouble("place/from", size), to = toDouble("place/to", target);
  const scales = builder.add("place/scales", "Div", [to, from]);
  const scale = builder.add("place/scale", "ReduceMin", [scales]);
  const scaled = builder.add("place/scaled", "Mul", [from, scale]);
  const half = builder.add("place/half", "Add", [scaled, double("place/0.5", 0.5)]);
  const rounded = builder.add("place/rounded", "Floor", [half]);
  const least = builder.add("place/least", "Max", [rounded, double("place/1", 1)]);
  const within = builder.add("place/within", "Min", [least, to]);
  const own = builder.add("place/own", "Cast", [within], { to: 7 });
  const rest = builder.add("place/rest", "Sub", [target, own]);
  const start = builder.add("place/start", "Div", [rest, builder.integers("place/2", 2)]);
  return { start, own, end: builder.add("place/end", "Add", [start, own]) };
}
