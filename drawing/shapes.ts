/** The outlines of a case, class by class. */
import { boxOf } from "./box.ts";
import { type Contour, contour } from "./contours.ts";

/** The labels of a case. */
export interface CaseLabels {
  /** Truth labels, row by row; left out where there is none. */
  truth?: Uint8Array;
  /** Predicted labels, row by row; left out where there is none. */
  prediction?: Uint8Array;
  /** Pixels in a row. */
  width: number;
  /** Rows. */
  height: number;
}

/** Outlines of one class; those of missed and invented pixels only where there are both masks. */
export interface ClassShapes {
  truth?: Contour;
  prediction?: Contour;
  /** Pixels in the truth alone. */
  missed?: Contour;
  /** Pixels in the prediction alone. */
  invented?: Contour;
}

/**
 * Traces the outlines of all classes of a case, once for all its pictures.
 *
 * @param labels Labels, size and classes.
 */
export function caseShapes(
  labels: CaseLabels & { classes: { label: number; labels?: number[] }[] },
): ClassShapes[] {
  return labels.classes.map((one) => classShapes(labels, one.labels ?? [one.label]));
}

// scratch that grows with the largest picture
let mask = new Uint8Array(0);

/** Outlines of one class: where it is in the truth, in the prediction, in one of the two alone. */
function classShapes(labels: CaseLabels, members: readonly number[]): ClassShapes {
  const { truth, prediction, width, height } = labels;
  const size = width * height, isMember = new Uint8Array(256);
  if (mask.length < size) mask = new Uint8Array(size);
  for (const label of members) isMember[label] = 1;
  const traced = (one: Uint8Array | undefined) => {
    if (!one) return undefined;
    for (let i = 0; i < size; i++) mask[i] = isMember[one[i]];
    return contour(mask, width, height);
  };
  const alone = (one: Uint8Array | undefined, other: Uint8Array | undefined) => {
    if (!one || !other) return undefined;
    for (let i = 0; i < size; i++) mask[i] = isMember[one[i]] & (1 - isMember[other[i]]);
    return contour(mask, width, height);
  };
  return {
    truth: traced(truth),
    prediction: traced(prediction),
    missed: alone(truth, prediction),
    invented: alone(prediction, truth),
  };
}

/**
 * Where a class lies in a picture, in truth or prediction.
 *
 * @param shape The class's outlines, in half pixels.
 * @param size The picture's width and height in pixels.
 * @returns Left, top, right and bottom as shares, each a text of three digits; undefined where the class is
 *   in neither mask.
 */
export function placeOf(
  { truth, prediction }: ClassShapes,
  { width, height }: { width: number; height: number },
): string | undefined {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of [truth, prediction].flatMap((one) => one?.path.split("z") ?? [])) {
    const [left, top, right, bottom] = boxOf(line) ?? box;
    box[0] = Math.min(box[0], left);
    box[1] = Math.min(box[1], top);
    box[2] = Math.max(box[2], right);
    box[3] = Math.max(box[3], bottom);
  }
  if (box[0] > box[2]) return undefined;
  const share = (at: number, i: number) => at / (2 * (i % 2 ? height : width));
  // outlines run on outside of the frame
  return box.map((at, i) => Math.min(1, Math.max(0, share(at, i))).toFixed(3)).join(" ");
}
