import type { LabelClass } from "../../core/mod.ts";
import type { CasePictures } from "../run_folder/evaluation.ts";
import { type PictureSet, writePictures } from "../run_folder/pictures.ts";
import { writeVolume } from "../volumes/write_volume.ts";

/** A case to draw: a picture or a volume. */
export interface DrawnCase {
  /** The name of its files without endings, from `fileNames`. */
  file: string;
  /** Rows and columns, or slices, rows and columns. */
  shape: readonly number[];
  /** The size of a pixel along each axis of `shape`; 1 when left out. */
  spacing?: readonly number[];
  /** True labels, the last axis of `shape` fastest. */
  truth: Uint8Array;
  /** Predicted labels, in the same order. */
  prediction: Uint8Array;
  /** The probability of each pixel's predicted class in per cent. */
  confidence?: Uint8Array;
  /** The rows of the PNGs that a picture's masks were read from, where they were. */
  rows?: PictureSet["rows"];
  /** RGB, 0 to 255, shape [rows, columns, 3]; of a volume grey levels, shape `shape`. */
  image?: Uint8Array;
  /** Whether there is no prediction to draw. */
  isMissing?: boolean;
  /** Whether a volume's axes grow to the patient's top, front and right. */
  isAnatomical?: boolean;
  /** The classes, regions among them. */
  classes: readonly LabelClass[];
  /** The colours of labels in the pictures; those of the classes that are no regions when left out. */
  colors?: readonly LabelClass[];
  /** Values whose pixels are left out. */
  ignore?: readonly number[];
}

/**
 * Writes the pictures of a case: masks and image as they are, of a volume three views and some slices.
 *
 * @param folder The run folder.
 * @param drawn The case.
 * @returns The pictures' paths.
 */
export async function writeCase(folder: string, drawn: DrawnCase): Promise<CasePictures> {
  const { shape, spacing = shape.map(() => 1), prediction, isMissing, classes } = drawn;
  const { colors = classes.filter(({ labels }) => labels === undefined) } = drawn;
  if (shape.length === 3) return await writeVolume(folder, { ...drawn, spacing, colors });
  const [rows, columns] = shape;
  return await writePictures(folder, {
    ...drawn,
    confidence: isMissing ? undefined : drawn.confidence,
    shape: [rows, columns],
    // what is missing has no picture
    prediction: isMissing ? undefined : prediction,
    classes: colors,
  });
}
