/**
 * What `evaluation.json` contains. `deno task build:schemas` makes its JSON Schema from these types:
 * descriptions and tags such as `@minimum` go into the schema.
 *
 * @module
 */
import type { LabelClass } from "../../core/mod.ts";
import type { CasePictures, Count } from "./case_pictures.ts";
import type { MetricInfo } from "./metric_info.ts";

export type * from "./case_pictures.ts";
export type * from "./metric_info.ts";

/**
 * The figures of one case and class: pixel counts, and a number per metric, by its id. A distance is
 * `null` if it is infinite, because one mask is empty; if both contain the class, `null` means that it is
 * unknown.
 *
 * @additionalProperties { "type": ["number", "null"] }
 */
export interface ClassFigures {
  /** Pixels of the class in truth and prediction. */
  tp: Count;
  /** Pixels of the class in the prediction only. */
  fp: Count;
  /** Pixels of the class in the truth only. */
  fn: Count;
  /** Pixels of the class in neither; left out if another program's file doesn't say. */
  tn?: Count;
  /** One number per metric of `Evaluation.metrics`, by its id. */
  [metric: string]: number | null | undefined;
}

/** A measured image. */
export interface Case {
  /**
   * The image's id.
   *
   * @minLength 1
   */
  id: string;
  /** What cases have in common: breed, species, patient. */
  group?: string;
  /**
   * Rows, columns; empty if another program's file doesn't say.
   *
   * @items { "type": "integer", "minimum": 1 }
   * @anyOf [{ "minItems": 2 }, { "maxItems": 0 }]
   */
  shape: number[];
  /**
   * The size of a pixel along each axis of `shape`.
   *
   * @items { "type": "number", "exclusiveMinimum": 0 }
   * @anyOf [{ "minItems": 2 }, { "maxItems": 0 }]
   */
  spacing: number[];
  /** The figures, by class name. */
  classes: Record<string, ClassFigures>;
  /** The paths of its masks as they were given, if they were files; a missed case has no prediction. */
  files?: { truth: string; prediction?: string };
  /** The pictures, if there are any. */
  pictures?: CasePictures;
  /**
   * Fingerprint of the truth: equal if shape and class indices are.
   *
   * @pattern ^[0-9a-f]{16,64}$
   */
  truthHash?: string;
  /**
   * Which of several models predicted it, 1 for the first: the one that had not seen it.
   *
   * @asType integer
   * @minimum 1
   */
  member?: number;
  /**
   * How sure the model is of its labels, and how often it is right, where probabilities were measured. The
   * confidence of a pixel is the probability of its predicted class in whole per cents.
   */
  confidence?: {
    /** Pixels whose confidence is known and whose truth is one of the classes. */
    pixels: Count;
    /** Their mean confidence, 0 to 1. */
    mean: number;
    /** Those that are wrong. */
    wrong: Count;
    /** Those with a confidence of 90 % or more. */
    sure: Count;
    /** Those that are wrong with a confidence of 90 % or more. */
    surelyWrong: Count;
    /**
     * The chance that a wrong pixel has a lower confidence than a right one, equal ones counting half: the
     * area under the ROC curve. Null where all are right, or all wrong.
     */
    auroc: number | null;
    /**
     * The Dice to be expected of each class from the probabilities alone, by class name: twice the sum
     * of its probabilities where it is predicted, divided by their sum everywhere plus the number of
     * pixels where it is predicted. A class that isn't predicted is left out.
     */
    expectedDice: Record<string, number>;
  };
  /** Pixels left out of every figure because their true value is to be ignored. */
  ignored?: Count;
  /**
   * The wrong voxels of a volume by confusion, each [truth, prediction, voxels]: classes by their place
   * in `confusion`, the place after the last for no class. For an image, the pictures show them.
   *
   * @items { "type": "array", "items": { "type": "integer", "minimum": 0 }, "minItems": 3, "maxItems": 3 }
   */
  confused?: number[][];
  /** The wrong pixels by kind, where they were told apart. */
  errors?: {
    /**
     * The distance from both outlines within which an error is an edge error, in the unit of `spacing`.
     *
     * @exclusiveMinimum 0
     */
    distance: number;
    /** The wrong pixels of each class by kind, by class name; a kind without a pixel is left out. */
    classes: Record<string, {
      /** Near the outlines of both masks. */
      edge?: Count;
      /** In the prediction alone, beyond the edge of an object that was found. */
      spill?: Count;
      /** In the truth alone, a part of an object that was found. */
      lost?: Count;
      /** In the truth alone, inside an object that was found, not reaching its outline. */
      hole?: Count;
      /** In an object of the prediction without a pixel of the truth. */
      island?: Count;
      /** In an object of the truth without a pixel of the prediction. */
      missed?: Count;
      /** Between parts that the prediction divides an object into, or objects that it joins. */
      splitMerge?: Count;
    }>;
  };
  /** Each two raters, then the prediction with each, if all raters have a mask of it. */
  raters?: {
    /** One rater with another, the first as the truth, or one alone with the prediction; from 0. */
    raters: Count[];
    /** The figures, by class name. */
    classes: Record<string, ClassFigures>;
  }[];
}

/** How sure a model is of its labels in a case. */
export type CaseConfidence = NonNullable<Case["confidence"]>;

/** The wrong pixels of one class by kind. */
export type ErrorCounts = NonNullable<Case["errors"]>["classes"][string];

/** Pixels outside every class, which `confusion` leaves out. */
export interface Unlabelled {
  /** Those without a true class, by predicted class in the order of `confusion`. */
  truth: Count[];
  /** Those without a predicted class, by true class in the order of `confusion`. */
  prediction: Count[];
  /** Those with neither. */
  both: Count;
}

/** The ids of the best, the median and the worst case of a class and a metric. */
export interface Triptych {
  /** The class's name. */
  class: string;
  /** The metric's id. */
  metric: string;
  /** The first ranked case. */
  best: string;
  /** The ranked case in the middle, or the worse of two. */
  median: string;
  /** The last ranked case among those whose truth contains the class. */
  worst: string;
}

/**
 * How well predicted masks agree with true ones, as `evaluation.json` says it: figures for each case and
 * class, with the counts they come from. Unknown fields are allowed and kept.
 *
 * @id triptych/evaluation@1
 * @title Triptych evaluation, version 1
 */
export interface Evaluation {
  /** The format's name and version. */
  schema: "triptych/evaluation@1";
  /**
   * The run's name.
   *
   * @minLength 1
   */
  name: string;
  /** The run's title on pages. */
  title: string;
  /**
   * When it was measured, ISO 8601.
   *
   * @pattern ^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$
   */
  createdAt: string;
  /**
   * The classes, in the order of `confusion`, and regions.
   *
   * @minItems 1
   */
  classes: LabelClass[];
  /**
   * The metrics of each case and class.
   *
   * @minItems 1
   */
  metrics: MetricInfo[];
  /** One entry per image. */
  cases: Case[];
  /**
   * Pixels over all cases, [truth][prediction], in the order of the `classes` that are no regions; empty if
   * unknown.
   */
  confusion: Count[][];
  /** Pixels outside every class; left out by programs that don't count them. */
  unlabelled?: Unlabelled;
  /**
   * The values whose pixels are left out of every figure.
   *
   * @items { "type": "integer", "minimum": 0, "maximum": 255 }
   */
  ignore?: number[];
  /** Best, median and worst case per class and metric; none for a class that no truth contains. */
  triptychs: Triptych[];
  /**
   * The median Dice of one constant mask for all images, by class name.
   *
   * @additionalProperties { "type": "number", "minimum": 0, "maximum": 1 }
   */
  constantDice?: Record<string, number>;
  /**
   * At which size the masks were compared: `own`, the images' own, to which predictions were enlarged;
   * `model`, that of the model's images, to which the true masks were resized. Left out for masks from
   * files.
   */
  measuredAt?: "own" | "model";
  /**
   * The program whose values the figures are, where they are not Triptych's own. A ratio that it leaves
   * undefined is `null`.
   */
  convention?: "medpy" | "monai" | "nnunet" | "surface-distance" | "metrics-reloaded";
  /**
   * What was drawn at random, each the cases of one `group`: patients, or groups that were kept on one side
   * of the training's split. Intervals and tests count these. Left out where cases are independent, as
   * where groups are breeds.
   */
  independent?: "patients" | "groups";
  /**
   * The people whose masks are compared with each other and with the prediction.
   *
   * @minItems 1
   */
  raters?: string[];
  /** Whether predicted probabilities are what they say, over the pixels of all cases. */
  calibration?: {
    /** The cases whose probabilities were measured. */
    cases: Count;
    /** The pixels whose true label is one of the classes'. */
    pixels: Count;
    /** The expected calibration error of the likeliest class. */
    ece: number;
    /** The Brier score over all classes, 0 to 2. */
    brier: number;
    /**
     * The reliability of the likeliest class, in bins of equal width that include their upper ends: how
     * many pixels there are in each, the sum of their probabilities, and how many are right.
     */
    bins: { pixels: Count[]; probability: number[]; right: Count[] };
    /** The same of each class against all others. */
    classes: {
      /** The label. */
      label: Count;
      /** The class's name, `background` for a 0 that is no class. */
      name: string;
      /** The expected calibration error. */
      ece: number;
      /** The mean squared difference of the probability from 1 where it is true and 0 elsewhere. */
      brier: number;
      /** The sum of squared differences. */
      squares: number;
      /** Its reliability. */
      bins: { pixels: Count[]; probability: number[]; right: Count[] };
    }[];
  };
}

/** How two masks of a case agree, at least one of them a rater's. */
export type RatedPair = NonNullable<Case["raters"]>[number];

/** The calibration of an evaluation's probabilities. */
export type EvaluatedCalibration = NonNullable<Evaluation["calibration"]>;

/** Pixels by their probability. */
export type ProbabilityBins = EvaluatedCalibration["bins"];
