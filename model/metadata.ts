import type { LayersModel } from "@tensorflow/tfjs-layers";
import {
  type Depth,
  type LabelClass,
  type Normalisation,
  type PostProcessing,
  type Shape,
  shapeOf,
} from "../core/mod.ts";
import { shown } from "./weights/shown.ts";
import type { EncoderName } from "./encoders/mod.ts";
import type { WeightsFormat } from "./weights/format.ts";

/** The name and version of {@link ModelMetadata}. */
export const SCHEMA = "triptych/model@1";

/** All of {@link TestAugmentation}. */
export const TEST_AUGMENTATIONS = ["none", "flip", "d4"] as const;

/** What is predicted besides the image itself: nothing, its mirror image, or all that `d4` makes of it. */
export type TestAugmentation = typeof TEST_AUGMENTATIONS[number];

/** What a model's weights alone don't say; `userDefinedMetadata` in model.json. */
export interface ModelMetadata {
  /** The name and version of this record. */
  schema: "triptych/model@1";
  /** The network and the settings it was built with. */
  architecture: {
    name: string;
    /** Channels at the top of the decoder. */
    features: number;
    /** The encoder, unless it is the plain U-Net's own. */
    encoder?: EncoderName;
  };
  /** Rows and columns of the images it takes. */
  shape: Shape;
  /** What the output channels stand for, in their order. */
  classes: LabelClass[];
  /**
   * What becomes 0 and what 1 in each channel of the images, values beyond clipped; as many as the
   * images have.
   */
  normalisation: Normalisation;
  /** What the samples of its images are. @default {8} */
  depth?: Depth;
  /**
   * Whether images keep their proportions, in the middle of padding, fill the shape, or are predicted in
   * tiles of it, at their own size. @default {"squash"}
   */
  fit?: "pad" | "squash" | "tile";
  /** Which axis of volumes the slices that it was trained on lie across, if they were slices. */
  slices?: "x" | "y" | "z";
  /**
   * How the files of an image whose channels lie in several are named: `*_{channel}.nii.gz`, and what
   * `{channel}` is in each, in the order of the model's channels.
   */
  channelFiles?: { pattern: string; channels: readonly string[] };
  /**
   * The value of each class in the masks that it learned from, which predicted masks have, too.
   * @default {the classes' labels}
   */
  maskValues?: readonly number[];
  /** What {@link predict} predicts besides the image itself. @default {"none"} */
  testAugment?: TestAugmentation;
  /**
   * What is done to the labels of an image, one class after the other, where it helped on images that
   * the model didn't learn from: which parts of the class stay, the largest alone or all of at least
   * that many pixels. Pixels are counted at the images' own size, or at the model's.
   */
  postProcessing?: {
    at: "own" | "model";
    steps: { label: number; keep: "largest" | number }[];
  };
  /**
   * What the encoder's weights are made for, and the file that training started from, if any; not with
   * `plain`. The model applies the normalisation itself.
   */
  weights?: WeightsFormat & { file?: string; sha256?: string };
}

/**
 * Reads what a model says about itself.
 *
 * @param model A model of `buildUnet` or `loadModel`.
 * @returns The metadata.
 * @throws {TypeError} If the model has none: another program wrote it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const model = buildUnet({ size: 32, features: 1, classes, seed: 0 });
 * assert.deepEqual(metadataOf(model).architecture, { name: "unet", features: 1 });
 * ```
 */
export function metadataOf(model: LayersModel): ModelMetadata {
  const metadata = model.getUserDefinedMetadata() as ModelMetadata | undefined;
  if (metadata?.schema !== SCHEMA) {
    throw new TypeError(
      `Cannot use this model: its metadata must have the schema "${SCHEMA}", ` +
        `got ${JSON.stringify(metadata?.schema)}. Was it written by another program?`,
    );
  }
  return metadata;
}

/**
 * Checks what a `model.json` says about its model, as far as predictions depend on it.
 *
 * @param value `userDefinedMetadata` of a file; nothing in it is trusted.
 * @returns The same, as this version has it.
 * @throws {TypeError} If a field isn't what it must be; the message completes "Cannot load …: ".
 */
export function checkMetadata(value: unknown): ModelMetadata {
  // models of earlier versions are square, and say so by one number
  const { size, ...fields } = value as ModelMetadata & { size?: number };
  const { shape = shapeOf(size!), classes, testAugment, architecture, depth, fit } = fields;
  const { slices, channelFiles, maskValues, postProcessing } = fields;
  const normalisation = ofEarlier(fields.normalisation) ?? fields.normalisation;
  const expect = (holds: unknown, words: string, found: unknown): void => {
    if (!holds) throw new TypeError(`its metadata must have ${words}, got ${shown(found)}`);
  };
  expect(isShape(shape), "a shape of rows and columns", shape);
  expect(typeof architecture?.name === "string", "an architecture with a name", architecture);
  expect(Array.isArray(classes) && classes.length > 1, "two classes or more", classes);
  for (const info of classes) {
    const { label, name, color } = info ?? {};
    expect(isLabel(label), "classes with labels from 0 to 255", label);
    expect(typeof name === "string" && name !== "", "classes with names", name);
    expect(/^#[\da-f]{6}$/i.test(color), "classes with colours as #rrggbb", color);
  }
  const labels = classes.map(({ label }) => label);
  expect(new Set(labels).size === labels.length, "a label for each class", labels);
  expect(isNormalisation(normalisation), "a range, low and high, for each channel", normalisation);
  const isFit = fit === undefined || fit === "pad" || fit === "squash" || fit === "tile";
  expect(isFit, "a fit of pad, squash or tile", fit);
  const isDepth = depth === undefined || [8, 16, "float"].includes(depth);
  expect(isDepth, 'a depth of 8, 16 or "float"', depth);
  const isAxis = slices === undefined || ["x", "y", "z"].includes(slices);
  expect(isAxis, "slices across x, y or z", slices);
  const isNamed = channelFiles === undefined || areChannelFiles(channelFiles);
  expect(isNamed, "channelFiles of a pattern and the channels' names", channelFiles);
  const areValues = maskValues === undefined || areMaskValues(maskValues, classes.length);
  expect(areValues, "maskValues from 0 to 255, one for each class", maskValues);
  const isKnown = testAugment === undefined || TEST_AUGMENTATIONS.includes(testAugment);
  expect(isKnown, `a testAugment of ${TEST_AUGMENTATIONS.join(", ")}`, testAugment);
  const isPost = postProcessing === undefined || isPostProcessing(postProcessing, labels);
  expect(isPost, "postProcessing of steps for its classes", postProcessing);
  return { ...fields, shape, normalisation };
}

/**
 * The classes as predicted masks have them.
 *
 * @param metadata What a model says about itself.
 * @returns Its classes, whose labels are the values of the masks that it learned from.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const classes = ["cell", "membrane"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const [cell, membrane] = maskClasses({ classes, maskValues: [255, 0] });
 * assert.deepEqual([cell.label, membrane.label], [255, 0]);
 * assert.deepEqual(maskClasses({ classes }), classes);
 * ```
 */
export function maskClasses(
  { classes, maskValues }: Pick<ModelMetadata, "classes" | "maskValues">,
): LabelClass[] {
  return classes.map((one, i) => ({ ...one, label: maskValues?.[i] ?? one.label }));
}

function areMaskValues(value: unknown, count: number): boolean {
  return Array.isArray(value) && value.length === count && value.every(isLabel) &&
    new Set(value).size === count;
}

function isPostProcessing(value: unknown, labels: readonly number[]): boolean {
  const { at, steps } = (value ?? {}) as Partial<PostProcessing>;
  return (at === "own" || at === "model") && Array.isArray(steps) &&
    steps.every((step) =>
      labels.includes(step?.label) && (step.keep === "largest" || step.keep >= 1)
    );
}

function isShape(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 &&
    value.every((side) => Number.isSafeInteger(side) && side > 0);
}

function isLabel(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;
}

function isNormalisation(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.length <= MOST_CHANNELS &&
    value.every((range) =>
      Number.isFinite(range?.low) && Number.isFinite(range.high) && range.high > range.low
    );
}

function areChannelFiles(value: unknown): boolean {
  const { pattern, channels } = (value ?? {}) as Record<string, unknown>;
  return typeof pattern === "string" && Array.isArray(channels) && channels.length > 0 &&
    channels.length <= MOST_CHANNELS && channels.every((name) => typeof name === "string");
}

/** Far more than any image has. */
const MOST_CHANNELS = 1024;

/** What models of earlier versions say, which all take RGB: value × scale from 0 to 1, then the identity. */
function ofEarlier(value: unknown): Normalisation | undefined {
  const { scale, mean, std } = (value ?? {}) as Record<string, unknown>;
  const isIdentity = String(mean) === "0,0,0" && String(std) === "1,1,1";
  if (typeof scale !== "number" || !(scale > 0) || !isIdentity) return undefined;
  return Array.from({ length: 3 }, () => ({ low: 0, high: 1 / scale }));
}
