import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type LabelClass, type Shape, shapeOf } from "../core/mod.ts";
import { shown } from "./weights/shown.ts";
import type { EncoderName } from "./encoders/mod.ts";
import type { WeightsFormat } from "./weights/format.ts";

/** The name and version of {@link ModelMetadata}. */
export const SCHEMA = "triptych/model@1";

/** What is predicted besides the image itself: nothing, or its mirror image too. */
export const TEST_AUGMENTATIONS = ["none", "flip"] as const;

/** One of {@link TEST_AUGMENTATIONS}. */
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
  /** How RGB from 0 to 255 becomes the input: (value × scale − mean) / std, by channel. */
  normalisation: {
    /** 1 / 255. */
    scale: number;
    /** Of red, green and blue. */
    mean: number[];
    /** Of red, green and blue. */
    std: number[];
  };
  /** What {@link predict} predicts besides the image itself. @default {"none"} */
  testAugment?: TestAugmentation;
  /**
   * What the encoder's weights are made for, and the file that training started from, if any; not with
   * `plain`. The model applies the normalisation itself.
   */
  weights?: WeightsFormat & { file?: string; sha256?: string };
}

/** RGB from 0 to 1, as in `Batch.images`. */
export const UNIT_RGB: ModelMetadata["normalisation"] = {
  scale: 1 / 255,
  mean: [0, 0, 0],
  std: [1, 1, 1],
};

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
  const { shape = shapeOf(size!), classes, normalisation, testAugment, architecture } = fields;
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
  const { scale, mean, std } = normalisation ?? {};
  expect(Number.isFinite(scale), "a scale of pixel values", scale);
  expect(isColor(mean), "a mean of red, green and blue", mean);
  expect(isColor(std) && !std.includes(0), "a deviation of red, green and blue", std);
  const isKnown = testAugment === undefined || TEST_AUGMENTATIONS.includes(testAugment);
  expect(isKnown, `a testAugment of ${TEST_AUGMENTATIONS.join(" or ")}`, testAugment);
  return { ...fields, shape };
}

function isShape(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 &&
    value.every((side) => Number.isSafeInteger(side) && side > 0);
}

function isLabel(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;
}

function isColor(values: unknown): boolean {
  return Array.isArray(values) && values.length === 3 && values.every(Number.isFinite);
}
