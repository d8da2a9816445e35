/** What `evaluation.json` says of a case's pictures; tags go into its JSON Schema. */

/**
 * A count, of pixels, say.
 *
 * @asType integer
 * @minimum 0
 */
export type Count = number;

/**
 * A path below the run folder, with forward slashes.
 *
 * @pattern ^(?![/\\]|[A-Za-z]:)(?!([\s\S]*[/])?\.\.([/]|$))[^\\\u0000-\u001f\u007f]+$
 */
export type PicturePath = string;

/** Paths of a case's pictures, relative to the run folder; of a volume those of one view. */
export interface CasePictures {
  /** The image, JPEG. */
  image?: PicturePath;
  /** The truth, indexed PNG, value = label. */
  truth?: PicturePath;
  /** The prediction, indexed PNG, value = label. */
  prediction?: PicturePath;
  /** The probability of the predicted class, indexed PNG, value = per cent; 0 where it is unknown. */
  confidence?: PicturePath;
  /**
   * What of a volume is shown. A picture's rows and columns are the two other axes, in their order; label
   * pictures have a pixel per voxel, images are in proportion.
   */
  volume?: {
    /**
     * The voxel in the middle of the thickest error, an index along each axis of `shape`.
     *
     * @minItems 3
     * @maxItems 3
     */
    point: Count[];
    /** The labels there; no prediction where that is missing. */
    labels: { truth: Count; prediction?: Count };
    /**
     * Whether rows and columns are reversed, so that the patient's right is on the left, front and top are
     * up. Axis 0 then grows to the top, 1 to the front, 2 to the right.
     */
    anatomical: boolean;
    /**
     * The axis across which slices are shown, that of the coarsest spacing; `truth`, `prediction` and
     * `image` of the case are the view across it.
     *
     * @asType integer
     * @minimum 0
     * @maximum 2
     */
    axis: number;
    /**
     * The planes through the point across each axis of `shape`.
     *
     * @minItems 3
     * @maxItems 3
     */
    views: CasePictures[];
    /** The voxels of each class slice by slice along `axis`, by class name. */
    profile?: Record<string, {
      /** The first slice where any mask has the class, from 0. */
      start: Count;
      /** Those of the truth, from that slice to the last where any mask has the class. */
      truth: Count[];
      /** Of these, those that aren't predicted. */
      missed: Count[];
      /** Those of the prediction alone. */
      invented: Count[];
    }>;
    /** Slices from all of the object; left out where there is none. */
    slices?: {
      /**
       * Which, from 0 along `axis`: all with classes where their pictures take 300 kB at most.
       *
       * @minItems 1
       */
      indices: Count[];
      /** Up to eight of them, by their place in `indices`: of each eighth the one with the most wrong voxels. */
      shown?: Count[];
      /**
       * The first row and column of the whole picture that they show: they are cut to what has classes.
       *
       * @minItems 2
       * @maxItems 2
       */
      from?: Count[];
      /**
       * Rows and columns of each in the label pictures.
       *
       * @items { "type": "integer", "minimum": 1 }
       * @minItems 2
       * @maxItems 2
       */
      shape: number[];
      /** All of them, one below the other. */
      pictures: CasePictures;
    };
  };
}

/** What of a volume is shown. */
export type VolumePictures = NonNullable<CasePictures["volume"]>;

/** The voxels of a class, slice by slice. */
export type SliceCounts = NonNullable<VolumePictures["profile"]>[string];
