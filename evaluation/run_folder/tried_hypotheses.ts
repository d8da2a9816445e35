/**
 * What `hypotheses.json` contains. `deno task build:schemas` makes its JSON Schema from these types.
 *
 * @module
 */

/**
 * What published figures would be, had they been computed in other ways: `hypotheses.json` in a run folder.
 *
 * @id triptych/hypotheses@1
 * @title Hypotheses about published figures, version 1
 */
export interface TriedHypotheses {
  /** The format's name and version. */
  schema: "triptych/hypotheses@1";
  /** The test images that were measured. */
  cases: number;
  /**
   * The hypotheses, the usual measurement first.
   *
   * @minItems 1
   */
  tried: TriedHypothesis[];
}

/** What may have been done. */
export type HypothesisId =
  | "usual"
  | "half"
  | "iou"
  | "soft"
  | "pooled"
  | "labels"
  | "names"
  | "untrained"
  | "one-epoch"
  | "epochs"
  | "two";

/** A hypothesis with the figures that it gives. */
export interface TriedHypothesis {
  /**
   * What may have been done: nothing else than usual (`usual`); Dice without its factor of 2 (`half`);
   * intersection over union (`iou`); probabilities in place of labels (`soft`); several images counted as one
   * (`pooled`); predicted classes exchanged (`labels`); classes named wrongly (`names`); a model that is
   * `untrained` or trained for `one-epoch`; the best and the worst of `epochs`; of `two` images, any.
   */
  id: HypothesisId;
  /**
   * The images that are counted as one, if several are.
   *
   * @asType integer
   * @minimum 2
   */
  batch?: number;
  /** For each class the one that takes its place, if classes are exchanged. */
  order?: string[];
  /**
   * How many values the best and the worst are taken from; one where all images are counted as one.
   *
   * @asType integer
   * @minimum 1
   */
  of: number;
  /** Best, midpoint and worst, by class. */
  values: Record<string, BestAndWorst>;
}

/** The ends of some values, and their middle. */
export interface BestAndWorst {
  /** The best. */
  best: number;
  /** Halfway between the best and the worst. */
  midpoint: number;
  /** The worst. */
  worst: number;
}
