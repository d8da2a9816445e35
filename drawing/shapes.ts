/** The outlines of a case, class by class. */
import { boxOf } from "./box.ts";
import { type Contour, contour } from "./contours.ts";
import { type CaseLabels, type Edges, edgesOf, OUTSIDE, PREDICTION } from "./edges.ts";

/** The bits of the truth's label in a pair. */
const LABEL = (1 << PREDICTION) - 1;

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
 * Traces the outlines of all classes of a case, once for all its pictures. Every pixel is looked at
 * once, whatever the number of classes; each class looks at the places where labels change.
 *
 * @param labels Labels, size and classes.
 */
export function caseShapes(
  labels: CaseLabels & { classes: { label: number; labels?: number[] }[] },
): ClassShapes[] {
  const { truth, prediction, classes } = labels;
  if (!truth && !prediction) return classes.map(() => ({}));
  const edges = edgesOf(labels), count = edges.cells.length;
  return classes.map((one) => {
    const areas = find(edges, one.labels ?? [one.label]);
    return {
      ...truth && { truth: contour(edges, inTruth, areas.truth) },
      ...prediction && { prediction: contour(edges, inPrediction, areas.prediction) },
      ...truth && prediction && {
        missed: contour(edges, without(inTruth, inPrediction, count), areas.missed),
        invented: contour(edges, without(inPrediction, inTruth, count), areas.invented),
      },
    };
  });
}

// of each cell which corners are in a mask; scratch that grows with the longest outlines
let inTruth = new Uint8Array(0), inPrediction = new Uint8Array(0), inOne = new Uint8Array(0);

/** Marks the corners that are in a class, in the truth and in the prediction; returns its areas in pixels. */
function find({ cells, corners, pairs }: Edges, members: readonly number[]) {
  const isMember = new Uint8Array(OUTSIDE + 1);
  for (const label of members) isMember[label] = 1;
  if (inTruth.length < cells.length) {
    [inTruth, inPrediction, inOne] = [0, 1, 2].map(() => new Uint8Array(2 * cells.length));
  }
  for (let i = 0; i < cells.length; i++) {
    let t = 0, p = 0;
    for (let k = 0; k < 4; k++) {
      const pair = corners[4 * i + k];
      t |= isMember[pair & LABEL] << k;
      p |= isMember[pair >> PREDICTION] << k;
    }
    inTruth[i] = t;
    inPrediction[i] = p;
  }
  const areas = [0, 0, 0, 0];
  for (const [pair, pixels] of pairs) {
    areas[isMember[pair & LABEL] | isMember[pair >> PREDICTION] << 1] += pixels;
  }
  const [, missed, invented, both] = areas;
  return { truth: missed + both, prediction: invented + both, missed, invented };
}

/** Of each cell the corners that are in one mask and not in the other. */
function without(one: Uint8Array, other: Uint8Array, count: number): Uint8Array {
  for (let i = 0; i < count; i++) inOne[i] = one[i] & ~other[i];
  return inOne;
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
  const box = boxOf([...truth?.rings ?? [], ...prediction?.rings ?? []]);
  if (box[0] > box[2]) return undefined;
  const share = (at: number, i: number) => at / (2 * (i % 2 ? height : width));
  // outlines run on outside of the frame
  return box.map((at, i) => Math.min(1, Math.max(0, share(at, i))).toFixed(3)).join(" ");
}
