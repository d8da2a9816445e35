/** What `evaluation.json` says of a metric; tags go into its JSON Schema. */

/** A metric's id in `ClassFigures`, its title, unit and direction. */
export interface MetricInfo {
  /**
   * The key of its values in `ClassFigures`.
   *
   * @minLength 1
   */
  id: string;
  /** The name on pages. */
  title: string;
  /** The unit, if there is one. */
  unit?: string;
  /** Whether a higher or a lower value is better. */
  better: "higher" | "lower";
  /**
   * What a distance counts as in means where one mask is empty, so that there is none: the diagonal of the
   * image, a number, or `nan`, nothing. Infinite when left out.
   */
  empty?: "diagonal" | "nan" | number;
  /**
   * The distance up to which surfaces agree, in the unit of the spacing, for all classes or by their
   * names; of surface Dice.
   */
  tolerance?: number | { [className: string]: number };
  /** Which lesions match, of a measure by lesion; unknown when left out. */
  match?: {
    /** Two lesions' IoU, or the part of the true one that the predicted one covers. */
    score: "iou" | "overlap";
    /**
     * The score from which two lesions may match.
     *
     * @minimum 0
     * @maximum 1
     */
    threshold: number;
    /** The best pair first, as when left out, or the pairs whose scores have the largest sum. */
    match?: "greedy" | "optimal";
  };
}

/** Which lesions match. */
export type LesionMatch = NonNullable<MetricInfo["match"]>;
