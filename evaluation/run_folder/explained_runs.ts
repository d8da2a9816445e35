/**
 * What `explanation.json` contains, and the figures that it is made from. `deno task build:schemas` makes
 * their JSON Schemas from these types.
 *
 * @module
 */
import type { LabelClass } from "../../core/mod.ts";
import type { MetricInfo } from "./evaluation.ts";

/**
 * The cases on which all corners of an explanation were measured: `figures/cases.json`.
 *
 * @id triptych/explained-cases@1
 * @title Cases of a Triptych explanation, version 1
 */
export interface ExplainedCases {
  /** The format's name and version. */
  schema: "triptych/explained-cases@1";
  /** What the data is, for people. */
  name?: string;
  /** SHA-256 of the decoded data, in hexadecimal. */
  fingerprint?: string;
  /**
   * The cases' ids.
   *
   * @minItems 1
   */
  ids: string[];
  /** Their groups, where they have any. */
  groups?: (string | null)[];
  /** What is independent, if not the cases. */
  independent?: "patients" | "groups";
  /**
   * The classes.
   *
   * @minItems 1
   */
  classes: Pick<LabelClass, "label" | "name" | "color">[];
  /**
   * The metrics: an overlap, and a distance where there is one.
   *
   * @minItems 1
   */
  metrics: Pick<MetricInfo, "id" | "title" | "unit" | "better">[];
  /** A fingerprint of the true masks' sizes. */
  truths: string;
}

/**
 * The figures of one training of an explanation: `figures/KEY-SEED.json`.
 *
 * @id triptych/corner-figures@1
 * @title Figures of a training in a Triptych explanation, version 1
 */
export interface CornerFigures {
  /** The format's name and version. */
  schema: "triptych/corner-figures@1";
  /**
   * A fingerprint of its settings but the seed.
   *
   * @pattern ^[0-9a-f]{10}$
   */
  key: string;
  /**
   * The seed of its random numbers.
   *
   * @asType integer
   * @minimum 0
   */
  seed: number;
  /** Every setting that isn't the default, by its name; for files and folders, only their names. */
  settings: Record<string, unknown>;
  /** How long it took, in seconds. */
  seconds: number;
  /** The engine and the machine, in words. */
  computedBy?: string;
  /** What it started from, where that is a file: its name and SHA-256. */
  weights?: { name: string; sha256?: string };
  /** What readers of the figures must know. */
  notes?: string[];
  /** A value per case, by metric and class; `null` where the case doesn't count. */
  values: Record<string, Record<string, (number | null)[]>>;
}

/**
 * Why two trainings differ, by experiment: `explanation.json`.
 *
 * @id triptych/explanation@1
 * @title Triptych explanation, version 1
 */
export interface ExplainedRuns {
  /** The format's name and version. */
  schema: "triptych/explanation@1";
  /**
   * When it was computed, ISO 8601.
   *
   * @pattern ^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$
   */
  createdAt: string;
  /** The command line that repeats it. */
  command?: string;
  /**
   * The names of the two runs or presets; of one, where changes to it were tried.
   *
   * @minItems 1
   * @maxItems 2
   */
  names: string[];
  /** What all corners were measured on; left out before the first is. */
  cases?: ExplainedCases;
  /**
   * How many trainings of each corner are wanted.
   *
   * @asType integer
   * @minimum 1
   */
  seeds: number;
  /** The part of the epochs that was trained. */
  scale: number;
  /** Whether it was measured on a part of the training set. */
  tune?: boolean;
  /**
   * What differs, or was changed.
   *
   * @minItems 1
   */
  factors: ExplainedFactor[];
  /**
   * The trainings, the earlier run first, the later, if there is one, second.
   *
   * @minItems 2
   */
  corners: ExplainedCorner[];
  /** What each class and metric shows, for all classes together first. */
  figures: ExplainedFigures[];
  /** For each factor, the cases that it changes most, of the first metric and all classes together. */
  changes: ExplainedChange[];
}

/** Settings that were changed together. */
export interface ExplainedFactor {
  /** Its name, that of its first setting. */
  id: string;
  /** What it is called. */
  title: string;
  /** Its settings, from the earlier run's value to the later one's; `null` where it isn't set. */
  settings: { name: string; from: unknown; to: unknown }[];
  /** The factor without which it can't be. */
  requires?: string;
  /** Why its settings are one factor. */
  why?: string;
}

/** Trainings with the same settings. */
export interface ExplainedCorner {
  /** A fingerprint of its settings but the seed. */
  key: string;
  /** What it is called. */
  name: string;
  /** The factors that are as in the later run. */
  factors: string[];
  /** A further change of the later run. */
  also?: string;
  /** Its seeds that are measured. */
  seeds: number[];
  /** What readers must know of its trainings. */
  notes?: string[];
  /** How long a training takes, in seconds, the mean; left out before one is done. */
  seconds?: number;
  /** The paths of its run folders that exist, relative to that of the explanation. */
  runs?: string[];
}

/** The figures of a class and a metric. */
export interface ExplainedFigures {
  /** The class; left out for the mean of all classes that a case has. */
  class?: string;
  /** The metric's id. */
  metric: string;
  /** The cases that count. */
  cases: number;
  /** The mean of each corner over cases and seeds; `null` where it isn't measured. */
  means: (number | null)[];
  /** The mean of each of its seeds. */
  seedMeans: number[][];
  /** What the corners say; those whose corners aren't all measured are left out. */
  effects: ExplainedEffect[];
}

/** An effect. */
export interface ExplainedEffect {
  /**
   * What it tells: the whole change; what a factor gives from the earlier run (`forward`), back from the later
   * one (`backward`), over all orders (`shapley`); what two give beyond each (`interaction`); what a further
   * change of the later run gives (`also`); what a factor gives `between` two corners in the middle, as long as
   * nothing else can be told of it.
   */
  kind: "total" | "forward" | "backward" | "shapley" | "interaction" | "also" | "between";
  /** The factors, or the further change. */
  factors: string[];
  /** For an effect between corners in the middle, the factors that both have. */
  beside?: string[];
  /** The mean change, over cases and seeds. */
  value: number;
  /**
   * Its 95 % interval; left out for fewer than six cases, or patients.
   *
   * @minItems 2
   * @maxItems 2
   */
  interval?: number[];
  /** The p-value of the hypothesis that there is no effect. */
  p: number;
  /** The same with Holm's correction for all effects of its kind, class and metric. */
  adjustedP?: number;
  /** The standard deviation of a training's mean from seed to seed; left out where no corner has several seeds. */
  seedSpread?: number;
}

/** The cases that a factor changes most. */
export interface ExplainedChange {
  /** The factor. */
  factor: string;
  /** The keys of the corners without and with it. */
  corners: string[];
  /** Cases with their change, those that gain most first, then those that lose most. */
  cases: { id: string; change: number }[];
}
