/**
 * Which classes a subset of the data can judge: only those that its truths contain.
 *
 * @module
 */
import { type LabelClass, listed } from "../core/mod.ts";
import { type Split, type Subset, truthsOf } from "./split.ts";
import type { Settings } from "./settings.ts";

/** The classes that a subset's truths contain, in the order of the data's. */
export function classesIn(subset: Subset): LabelClass[] {
  const { classes } = subset.data;
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

/** Caveats of the subset that epochs are measured on, a sentence each. */
export function notesOnSplit(split: Split, { patience }: Settings): string[] {
  const [name, subset] = split.validation.indices.length > 0
    ? ["validation", split.validation]
    : ["test", split.test];
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
