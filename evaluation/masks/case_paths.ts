import type { ClassFiles } from "./class_files.ts";

/** The files of a case. */
export interface CasePaths {
  /** Its id: what its masks' names have in common, in Unicode's composed form (NFC). */
  id: string;
  /** What cases have in common: a patient, a hospital. */
  group?: string;
  /** The true mask. */
  truth: string;
  /** The predicted mask; left out where there is none, and the truth counts as missed. */
  prediction?: string;
  /** The files of each class, by its name, where each has its own; the masks' paths are then for people. */
  classFiles?: { truth: ClassFiles; prediction?: ClassFiles };
  /** The image to show, where a list names it. */
  image?: string;
  /** The masks of each rater, where there are raters; empty for one who has none. */
  raters?: readonly string[];
  /** The probabilities: an array of all classes, or a picture of each; none where there are none. */
  probabilities?: readonly string[];
}

/** The two masks of a case. */
export type Side = "truth" | "prediction";

/** The two sides, the true one first. */
export const SIDES = ["truth", "prediction"] as const;
