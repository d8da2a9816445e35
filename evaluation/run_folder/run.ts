/**
 * What `run.json` contains. `deno task build:schemas` makes its JSON Schema from these types, as it makes
 * that of `evaluation.json`.
 *
 * @module
 */
import type { Skipped } from "../../core/mod.ts";

/**
 * What was run, with which settings, on which data, on which machine, as `run.json` says it. Unknown
 * fields are allowed and kept; required fields that a file of an older version or another program lacks
 * are filled in.
 *
 * @id triptych/run@1
 * @title Triptych run, version 1
 */
export interface Run {
  /** Whether the run is under way, done, or was interrupted. */
  status: "running" | "done" | "stopped";
  /** Every setting, by its name. */
  settings: Record<string, unknown>;
  /** The engine, such as `simd`; for figures from another program, that program's name. */
  backend: string;
  /** Versions of all software that the figures depend on, by name. */
  versions: Record<string, string>;
  /** The machine, in words. */
  hardware: string;
  /** The data and how it was split. */
  data: RunData;
  /** The subset that validation loss and Dice in `history.jsonl` were measured on. */
  curvesOn: "validation" | "test";
  /** Wall-clock seconds so far. */
  seconds: number;
  /** The command line that repeats the run. */
  command?: string;
  /** When the run started, ISO 8601. */
  startedAt?: string;
  /** What the encoder, or a run that starts from a trained model, started from. */
  weights?: InitialWeights;
  /**
   * The epoch whose weights were kept, if the validation set chose one.
   *
   * @asType integer
   * @minimum 0
   */
  bestEpoch?: number;
  /**
   * The numbers of epochs after which the run was done before its training was continued.
   *
   * @items { "type": "integer", "minimum": 1 }
   */
  trainedOn?: number[];
  /**
   * How many models were trained, each a run of its own in `members/1`, `members/2`, …; with folds, each
   * was measured on the images that it had not seen, otherwise the mean of all was measured.
   *
   * @asType integer
   * @minimum 2
   */
  members?: number;
  /** For a learning curve, the part of the training set that each member learned from: 1 for all of it. */
  curve?: number[];
  /** What was done to the predictions of folds, if it helped. */
  postProcessing?: RunPostProcessing;
  /** What readers of the figures must know, one sentence each: that the training diverged, say. */
  notes?: string[];
  /** The part of the cases that was measured, where several machines share them. */
  shard?: RunShard;
  /** Why a run failed. */
  error?: string;
  /** What is published about the work that the run repeats. */
  published?: Published;
  /** Why each setting that follows from the data is as it is, by its name. */
  plan?: Record<string, string>;
  /** The value of each setting that the published work doesn't state, and the reason for it. */
  assumed?: Record<string, string>;
}

/** What was tried on the predictions of folds, each by the model that had not seen the image. */
export interface RunPostProcessing {
  /** Whether sizes count at the images' own size, or at the model's. */
  at: "own" | "model";
  /** The classes, in the order in which they are processed. */
  classes: PostProcessedClass[];
}

/** What was tried for a class. */
export interface PostProcessedClass {
  /** Its name. */
  name: string;
  /**
   * Images whose truth or prediction holds it.
   *
   * @asType integer
   * @minimum 0
   */
  images: number;
  /**
   * How many ways were tried: those that change any image.
   *
   * @asType integer
   * @minimum 0
   */
  tried: number;
  /** The way that gave the highest mean Dice. */
  best?: {
    /** Which parts stay: the largest of an image alone, or all of at least so many pixels. */
    keep: "largest" | number;
    /** By how much its mean Dice changes. */
    change: number;
    /** The p-value of that change by Wilcoxon's signed-rank test, before it is multiplied by `tried`. */
    p: number;
  };
  /** Whether that is done. */
  isKept: boolean;
}

/** The part of the cases that an evaluation measured. */
export interface RunShard {
  /**
   * Which part.
   *
   * @asType integer
   * @minimum 1
   */
  part: number;
  /**
   * How many parts there are.
   *
   * @asType integer
   * @minimum 1
   */
  of: number;
  /** A fingerprint of the ids of all cases, of the other parts, too. */
  ids: string;
}

/** The data of a run and its subsets, by the images' ids. */
export interface RunData extends DataSource {
  /** Images that the model learned from. */
  train: string[];
  /** Images that the best epoch was chosen on. */
  validation: string[];
  /** Images that the figures come from. */
  test: string[];
  /** Where the test images come from, if not from the same data. */
  testData?: DataSource;
  /**
   * What became 0 and what 1 in each channel of the images, where it wasn't 0 and 255: percentiles of
   * the images learned from.
   */
  normalisation?: { low: number; high: number }[];
}

/** A set of images and masks. */
export interface DataSource {
  /** What the data is, for people. */
  name?: string;
  /** SHA-256 of the decoded data, in hexadecimal. */
  fingerprint?: string;
  /** Files that could not be used. */
  skipped?: readonly Skipped[];
}

/** What a training started from: `random`, or a file of weights. */
export type InitialWeights = string | {
  /**
   * The file's name.
   *
   * @minLength 1
   */
  name: string;
  /** SHA-256 of the file, in hexadecimal. */
  sha256?: string;
  /** Where the file comes from. */
  source?: string;
  /**
   * Test images that the weights were trained on, or chosen by.
   *
   * @asType integer
   * @minimum 1
   */
  seen?: number;
};

/** What is published of the work that a run repeats. */
export interface Published {
  /** Where it is published. */
  source: string;
  /** What its figures are and are not. */
  note: string;
  /** Which figures there are, in words. */
  figures: string;
  /** The settings that are stated. */
  settings: Record<string, unknown>;
  /** Dice, by class name; left out if only pictures were shown. */
  dice?: Record<string, PublishedDice>;
  /** Whether its encoder started from pretrained weights. */
  pretrained: boolean;
  /** What it is compared with. */
  comparisons: PublishedComparison[];
}

/** The published Dice of a class. */
export interface PublishedDice {
  /** Of the best image. */
  best: number;
  /** What is published as the median. */
  median: number;
  /** Of the worst image. */
  worst: number;
}

/** A comparison that the published work makes. */
export interface PublishedComparison {
  /** The preset that it is compared with, as the later one. */
  to: string;
  /** What the comparison shows. */
  about: string;
}
