import type { Unlabelled } from "@triptych/metrics";
import type { EpochRecord, LabelClass, Skipped } from "../core/mod.ts";

export type { Unlabelled };

/**
 * The figures of one case and class. A distance is `null` where it is infinite, because one mask is
 * empty; where both contain the class, `null` means that it is unknown.
 */
export interface ClassFigures {
  /** Pixels of the class in truth and prediction. */
  tp: number;
  /** Pixels of the class in the prediction only. */
  fp: number;
  /** Pixels of the class in the truth only. */
  fn: number;
  /** Pixels of the class in neither; left out where another program's file doesn't say. */
  tn?: number;
  /** One number per metric of `Evaluation.metrics`, by its id. */
  [metric: string]: number | null | undefined;
}

/** Paths of a case's pictures, relative to the run folder. */
export interface CasePictures {
  /** The image, JPEG. */
  image?: string;
  /** The truth, indexed PNG, value = label. */
  truth?: string;
  /** The prediction, indexed PNG, value = label. */
  prediction?: string;
}

/** A measured image. */
export interface Case {
  /** The image's id. */
  id: string;
  /** What cases have in common: breed, species, patient. */
  group?: string;
  /** Rows, columns; empty where another program's file doesn't say. */
  shape: number[];
  /** The size of a pixel along each axis of `shape`. */
  spacing: number[];
  /** The figures, by class name. */
  classes: Record<string, ClassFigures>;
  /** The pictures, where there are any. */
  pictures?: CasePictures;
  /** Fingerprint of the truth: equal where shape and class indices are (`hashTruth`). */
  truthHash?: string;
  /** Pixels left out of every figure because the truth has a value to ignore there. */
  ignored?: number;
}

/** A metric's id in `ClassFigures`, its title, unit and direction. */
export interface MetricInfo {
  /** The key in `ClassFigures`. */
  id: string;
  /** The name on pages. */
  title: string;
  /** The unit, where there is one. */
  unit?: string;
  /** Whether a higher or a lower value is better. */
  better: "higher" | "lower";
}

/** The ids of the best, the median and the worst case of a class and a metric. */
export interface Triptych {
  /** The class's name. */
  class: string;
  /** The metric's id. */
  metric: string;
  /** The first ranked case. */
  best: string;
  /** The ranked case in the middle, of two the worse. */
  median: string;
  /** The last ranked case among those whose truth contains the class. */
  worst: string;
}

/** `evaluation.json`, version 1; `evaluation.schema.json` describes it to other programs. */
export interface Evaluation {
  /** The format's name and version. */
  schema: "triptych/evaluation@1";
  /** The run's name. */
  name: string;
  /** The run's title on pages. */
  title: string;
  /** When it was measured, ISO 8601. */
  createdAt: string;
  /** The classes, in the order of `confusion`. */
  classes: LabelClass[];
  /** The metrics of each case and class. */
  metrics: MetricInfo[];
  /** One entry per image. */
  cases: Case[];
  /** Pixels over all cases, [truth][prediction], in the order of `classes`; empty where unknown. */
  confusion: number[][];
  /** Pixels outside every class; left out by programs that don't count them. */
  unlabelled?: Unlabelled;
  /** The values whose pixels are left out of every figure. */
  ignore?: number[];
  /** Best, median and worst case per class and metric; none for a class that no truth contains. */
  triptychs: Triptych[];
  /** The median Dice of one constant mask for all images, by class name. */
  constantDice?: Record<string, number>;
}

/** `run.json`: what was run, with which settings, on which data; `run.schema.json` describes it. */
export interface Run {
  /** Whether the run is under way, came to its end, or was interrupted. */
  status: "running" | "done" | "stopped";
  /** Every setting, by its name. */
  settings: Record<string, unknown>;
  /** The engine, `simd`; the program's name for figures that another one made. */
  backend: string;
  /** Versions of all software that the figures depend on, by name. */
  versions: Record<string, string>;
  /** The machine, in words. */
  hardware: string;
  /** The data and how it was split. */
  data: RunData;
  /** The part of the data that validation loss and Dice in `history.jsonl` were measured on. */
  curvesOn: "validation" | "test";
  /** Wall-clock seconds so far. */
  seconds: number;
  /** The command line that repeats the run. */
  command?: string;
  /** When the run was begun, ISO 8601. */
  startedAt?: string;
  /** What the encoder began with; left out where the model has none with weights of its own. */
  weights?: InitialWeights;
  /** The epoch whose weights were kept, where the validation part chose one. */
  bestEpoch?: number;
  /** What a reader of the figures must know, one sentence each: that the training diverged, say. */
  notes?: string[];
  /** Why a run failed. */
  error?: string;
  /** What is published of the work that the run repeats. */
  published?: Published;
  /** The value of each setting that the published work doesn't state, and the reason for it. */
  assumed?: Record<string, string>;
}

/** The data of a run and its parts, by the images' ids. */
export interface RunData extends DataSource {
  /** Images that the model learned from. */
  train: string[];
  /** Images that the best epoch was chosen on. */
  validation: string[];
  /** Images that the figures come from. */
  test: string[];
  /** Where the test images come from, if not from the same data. */
  testData?: DataSource;
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

/** What an encoder began with: `random`, or a file of weights. */
export type InitialWeights = string | {
  /** The file's name. */
  name: string;
  /** SHA-256 of the file, in hexadecimal. */
  sha256?: string;
  /** Where the file comes from. */
  source?: string;
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
  /** Dice, by class name; left out where only pictures were shown. */
  dice?: Record<string, PublishedDice>;
  /** Whether its encoder began with pretrained weights. */
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
  /** The preset that stands on the other side, after. */
  to: string;
  /** What the comparison shows. */
  about: string;
}

/** A picture of a prediction after an epoch. */
export interface EpochPicture {
  /** The image's id. */
  id: string;
  /** The epoch, 1 for the first. */
  epoch: number;
  /** The path relative to the run folder. */
  path: string;
}

/** What a run folder contains at the moment, whatever its state. */
export interface RunFolder {
  /** The folder's own name. */
  name: string;
  /** The folder's path, as given. */
  path: string;
  /** `run.json`, or null where an evaluation stands alone. */
  run: Run | null;
  /** The epochs so far. */
  history: EpochRecord[];
  /** `evaluation.json`, or null before there is one. */
  evaluation: Evaluation | null;
  /** The pictures of `epochs/`, by id and epoch. */
  epochPictures: EpochPicture[];
  /** Whether a process is writing to the folder. */
  writer: Writer;
  /** What is damaged or missing and was left out, in words, for people to read. */
  problems: string[];
}

/**
 * Whether a process holds a run folder's lock: `alive` while one writes to the folder, `gone` when none
 * does, however it ended, `unknown` where there is no lock, as in another program's run.
 */
export type Writer = "alive" | "gone" | "unknown";
