/**
 * Which classes a subset of the data can judge: only those that its truths contain.
 *
 * @module
 */
import { counted, type LabelClass, listed, pixelsOf } from "../core/mod.ts";
import { shapeAt } from "../data/mod.ts";
import { type Split, type Subset, truthsOf } from "./split.ts";
import type { Settings } from "./settings.ts";

/** The classes that a subset's truths contain, in the order of the data's. */
export function classesIn(subset: Subset): LabelClass[] {
  const { classes, pack } = subset.data;
  if (pack) {
    return classes.filter((_, c) => subset.indices.some((index) => pack.counts[index][c] > 0));
  }
  const missing = new Map(classes.map((one) => [one.label, one]));
  for (const truth of truthsOf(subset)) {
    for (const label of missing.keys()) if (truth.includes(label)) missing.delete(label);
    if (missing.size === 0) break;
  }
  return classes.filter(({ label }) => !missing.has(label));
}

/**
 * Whether the validation set can tell a better epoch from a worse one, so that the best epoch is kept
 * instead of the last. If it contains a single class, a model that always predicts it looks perfect.
 */
export function choosesEpoch({ validation }: Split): boolean {
  return classesIn(validation).length > 1;
}

/**
 * At most so many pixels are predicted for the curves after an epoch: of images of one size as many as
 * 2048 of 256², of images that keep their own, which takes longer, 4 millions.
 */
const CURVE_PIXELS = { whole: 2 ** 27, inPieces: 2 ** 22 };

/**
 * The images that curves are measured on: those for validation, else those for the test. Of many test
 * images some are enough, spread over all.
 */
export function curvesOf({ validation, test }: Split): Subset {
  if (validation.indices.length > 0) return validation;
  const { data } = test, most = CURVE_PIXELS[data.inPieces ? "inPieces" : "whole"];
  const total = test.indices.reduce((sum, index) => sum + pixelsOf(shapeAt(data, index)), 0);
  const step = Math.ceil(total / most);
  return { ...test, indices: test.indices.filter((_, i) => i % step === 0) };
}

/** Caveats of the split and of the subset that epochs are measured on, a sentence each. */
export function notesOnSplit(split: Split, settings: Settings): string[] {
  const { length: some } = curvesOf(split).indices, { length: all } = split.test.indices;
  const isPart = split.validation.indices.length === 0 && some < all;
  const { parts = [] } = split.train.data, left = parts.filter((part) => part === undefined).length;
  const are = left === 1 ? "is" : "are";
  return [
    ...left > 0
      ? [`${counted(left, "image")} ${are} in no part of the data's split, and left out.`]
      : [],
    ...isPart
      ? [`After each epoch ${some} of the ${all} test images are measured, to save time.`]
      : [],
    ...notesOnClasses(split, settings),
  ];
}

function notesOnClasses(split: Split, { patience }: Settings): string[] {
  const [name, subset] = split.validation.indices.length > 0
    ? ["validation", split.validation]
    : ["test", curvesOf(split)];
  const found = classesIn(subset);
  const names = listed(found.map(({ name }) => name));
  if (name === "validation" && found.length < 2) {
    const inVain = patience > 0 ? `, and --patience ${patience} has no effect` : "";
    return [
      `The validation set contains only ${
        names || "unlabelled pixels"
      }, so a model that finds nothing ` +
      `would look perfect there: the last epoch is kept${inVain}.`,
    ];
  }
  const missing = subset.data.classes.filter((one) => !found.includes(one));
  if (missing.length === 0) return [];
  const use = name === "validation" ? `${names} choose the epoch` : "it has no Dice there";
  return [`The ${name} set contains no ${listed(missing.map(({ name }) => name), "or")}: ${use}.`];
}
