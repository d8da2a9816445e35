import type { Runs } from "../runs.ts";
import { int32, uint32 } from "../scratch.ts";

/** Runs that are pieces of others. */
export interface Pieces extends Runs {
  /** The run that each is a piece of. */
  of: Int32Array;
}

/** Two regions, taken apart. */
export interface Parts {
  /** What is in both; pieces of the truth's runs. */
  common: Pieces;
  /** The prediction's run of each piece of `common`. */
  ofPrediction: Int32Array;
  /** What is in the truth alone. */
  lost: Pieces;
  /** What is in the prediction alone. */
  extra: Pieces;
}

/** Behind the last voxel that a mask may have. */
const END = 2 ** 32 - 1;

/** Takes two regions apart in one pass over their runs; the pieces are in scratch memory, in raster order. */
export function takeApart(truth: Runs, prediction: Runs): Parts {
  const most = truth.count + prediction.count;
  const common = newPieces("error common", most);
  const lost = newPieces("error lost", most);
  const extra = newPieces("error extra", most);
  const ofPrediction = int32("error common of prediction", most);
  for (let i = 0, j = 0, at = 0; i < truth.count || j < prediction.count;) {
    const t = i < truth.count ? Math.max(truth.bounds[2 * i], at) : END;
    const p = j < prediction.count ? Math.max(prediction.bounds[2 * j], at) : END;
    const tEnd = i < truth.count ? truth.bounds[2 * i + 1] : END;
    const pEnd = j < prediction.count ? prediction.bounds[2 * j + 1] : END;
    if (t < p) {
      at = Math.min(tEnd, p);
      add(lost, t, at, i);
    } else if (p < t) {
      at = Math.min(pEnd, t);
      add(extra, p, at, j);
    } else {
      at = Math.min(tEnd, pEnd);
      ofPrediction[common.count] = j;
      add(common, t, at, i);
    }
    if (at === tEnd) i++;
    if (at === pEnd) j++;
  }
  return { common, ofPrediction, lost, extra };
}

/** Keeps those of the pieces whose run passes, in place, and counts the voxels of the others. */
export function keepPieces(pieces: Pieces, passes: (run: number) => boolean): number {
  const { bounds, of } = pieces;
  let kept = 0;
  let dropped = 0;
  for (let k = 0; k < pieces.count; k++) {
    if (!passes(of[k])) {
      dropped += bounds[2 * k + 1] - bounds[2 * k];
      continue;
    }
    bounds[2 * kept] = bounds[2 * k];
    bounds[2 * kept + 1] = bounds[2 * k + 1];
    of[kept++] = of[k];
  }
  pieces.count = kept;
  return dropped;
}

/** No piece yet, with room for as many as there can be. */
function newPieces(name: string, most: number): Pieces {
  return { bounds: uint32(name, 2 * most), count: 0, name, of: int32(`${name} of`, most) };
}

function add(pieces: Pieces, first: number, end: number, of: number): void {
  pieces.bounds[2 * pieces.count] = first;
  pieces.bounds[2 * pieces.count + 1] = end;
  pieces.of[pieces.count++] = of;
}
