import { postStepTexts } from "../../core/mod.ts";
import { type ModelMetadata, orientationsOf, type TrainedWeights } from "../../model/mod.ts";
import { Builder } from "./builder.ts";
import { addFitting, addNormalisation, inputPort, type Prepared } from "./input.ts";
import { addNetwork } from "./layers.ts";
import { encodeModel, type Port } from "./messages.ts";
import { addOrientations } from "./orientations.ts";

/** A model as a file of ONNX. */
export interface OnnxModel {
  /** The file's content, in pieces. */
  content: readonly Uint8Array[];
  /** Bytes of the file. */
  length: number;
  /** What it takes. */
  input: Port;
  /** What it gives. */
  outputs: readonly Port[];
  /** What `predict` does to the labels and this doesn't, a sentence for each step. */
  outside: readonly string[];
}

/**
 * Encodes trained models as one of ONNX, which gives what `predict` gives before post-processing.
 *
 * @param members The models; of several the mean of their probabilities is taken.
 * @returns The file.
 */
export function encodeOnnx(members: readonly TrainedWeights[]): OnnxModel {
  const builder = new Builder(), [{ metadata }] = members;
  const prepared = addFitting(builder, metadata);
  const own = members.map((member, i) => addMember(builder, member, prepared, `member${i + 1}`));
  const logits = builder.add("logits", "Identity", [addMean(builder, own)]);
  addLabels(builder, logits, prepared, metadata);

  const input = inputPort(metadata), outputs = outputPorts(metadata);
  const doc = `${metadata.architecture.name}, exported by Triptych`;
  const properties = propertiesOf(metadata);
  const { pieces, length } = encodeModel(builder.graph([input], outputs), { doc, properties });
  return { content: pieces, length, input, outputs, outside: postStepTexts(metadata) };
}

/** What the model says about itself, a property for each field, as JSON unless it is text. */
function propertiesOf(metadata: ModelMetadata): Record<string, string> {
  const text = (value: unknown) => typeof value === "string" ? value : JSON.stringify(value);
  return Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, text(value)]),
  );
}

function outputPorts({ shape, classes, fit }: ModelMetadata): Port[] {
  const size = fit === "tile" ? shape : ["height", "width"];
  return [
    {
      name: "logits",
      type: "float",
      shape: ["n", classes.length, ...shape],
      doc: "A logit for each class, at the model's size",
    },
    {
      name: "labels",
      type: "uint8",
      shape: ["n", ...size],
      doc: "The likeliest class's label at each pixel of the image",
    },
  ];
}

function addMember(
  builder: Builder,
  member: TrainedWeights,
  { fitted }: Prepared,
  name: string,
): string {
  const { normalisation, depth, testAugment, shape } = member.metadata;
  const image = addNormalisation(builder, fitted, { name, normalisation, depth });
  const orientations = orientationsOf(testAugment, shape);
  return addOrientations(builder, { name, image, orientations }, (image) => {
    return addNetwork(builder, member, { name, image });
  });
}

/** The least probability that has a finite logarithm in 32 bits, as in `ensembleOf`. */
const LEAST = 2 ** -126;

/** Of several models the logarithm of the mean of their probabilities, whose softmax is that mean. */
function addMean(builder: Builder, members: readonly string[]): string {
  if (members.length === 1) return members[0];
  const probabilities = members.map((logits, i) =>
    builder.add(`mean/probabilities${i + 1}`, "Softmax", [logits], { axis: 1 })
  );
  const mean = builder.add("mean/mean", "Mean", probabilities);
  const positive = builder.add("mean/positive", "Max", [mean, builder.floats("mean/least", LEAST)]);
  return builder.add("mean/logarithm", "Log", [positive]);
}

/** Adds the likeliest class's label at each pixel, the probabilities being enlarged before. */
function addLabels(
  builder: Builder,
  logits: string,
  { samples, place }: Prepared,
  { classes, fit }: ModelMetadata,
): void {
  let maps = builder.add("labels/probabilities", "Softmax", [logits], { axis: 1 });
  if (place) {
    const axes = builder.integers("labels/axes", [2, 3]);
    maps = builder.add("labels/cut", "Slice", [maps, place.start, place.end, axes]);
  }
  if (fit !== "tile") {
    const count = builder.add("labels/count", "Shape", [maps], { start: 0, end: 2 });
    const size = builder.add("labels/size", "Shape", [samples], { start: 2, end: 4 });
    const sizes = builder.add("labels/sizes", "Concat", [count, size], { axis: 0 });
    maps = builder.add("labels/enlarged", "Resize", [maps, "", "", sizes], { mode: "linear" });
  }
  const best = builder.add("labels/best", "ArgMax", [maps], { axis: 1, keepdims: 0 });
  const data = Uint8Array.from(classes, ({ label }) => label);
  const table = builder.constant("labels/table", { type: "uint8", shape: [data.length], data });
  builder.add("labels", "Gather", [table, best]);
}
