import { numberComponents } from "./components.ts";
import { type CutOut, cutOut } from "./cut_out.ts";
import { eulerOfCut } from "./euler.ts";
import { LABEL_NAMES, type LabelOptions, toSelection } from "./labels.ts";
import { type Grid, type Mask, toPair, toSingle } from "./mask.ts";
import { checkOptions, type Names, show } from "./options.ts";
import { appendRun, findBox, newRuns, type Runs } from "./runs.ts";
import { scan } from "./scan.ts";
import { toConnectivity } from "./surface_distances.ts";

/** Which voxels of a mask touch, and with them which voxels of the background. */
export interface TopologyOptions extends LabelOptions {
  /**
   * How voxels of the mask touch: 1 across faces alone, or the number of axes, so that corners count
   * too. For the background it is the other way round; otherwise a line would not divide a plane in two.
   *
   * @default {the number of axes}
   */
  connectivity?: number;
}

/** Their names. */
const NAMES: Names<TopologyOptions> = { ...LABEL_NAMES, connectivity: true };

/**
 * The Euler number of a mask: its parts minus its holes in a plane, its parts minus its tunnels plus
 * its cavities in a volume.
 *
 * The alternating sum of the corners, edges, faces and cubes of the mask's voxels; with connectivity 1,
 * of the grid formed by their centres. Ohser, Nagel and Schladitz, The Euler Number of Discretized Sets,
 * 2002; scikit-image's `euler_number`. Takes one pass over the mask's box, and 1 byte per voxel of it.
 *
 * @param mask The mask, in 2 or 3 dimensions.
 * @param options Label, ignored values, connectivity.
 * @returns The Euler number, 0 for an empty mask.
 * @throws {TypeError} If the mask or an option is malformed.
 * @throws {RangeError} If the connectivity is neither 1 nor the number of axes, or the mask contains
 * other labels only.
 *
 * @example A ring
 * ```ts
 * import { eulerNumber } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * assert.equal(eulerNumber({ data: [1, 1, 1, 1, 0, 1, 1, 1, 1], shape: [3, 3] }), 0);
 * ```
 */
export function eulerNumber(mask: Mask, options: TopologyOptions = {}): number {
  const { runs, grid, connectivity } = open(mask, options, "the Euler number");
  return eulerOf(runs, grid, connectivity);
}

/**
 * The Betti numbers of a mask: its parts and its holes in a plane, its parts, its tunnels and its
 * cavities in a volume.
 *
 * Parts are components of the mask, cavities (in a plane holes) components of the background that
 * don't reach the outside, and tunnels follow from the Euler number. Takes time in proportion to
 * the mask's box, and 2 bytes per voxel of it.
 *
 * @param mask The mask, in 2 or 3 dimensions.
 * @param options Label, ignored values, connectivity.
 * @returns `[b0, b1]` in a plane, `[b0, b1, b2]` in a volume; zeros for an empty mask.
 * @throws {TypeError} If the mask or an option is malformed.
 * @throws {RangeError} If the connectivity is neither 1 nor the number of axes, or the mask contains
 * other labels only.
 *
 * @example A ring
 * ```ts
 * import { bettiNumbers } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const ring = { data: [1, 1, 1, 1, 0, 1, 1, 1, 1], shape: [3, 3] };
 * assert.deepEqual(bettiNumbers(ring), [1, 1]);
 * ```
 */
export function bettiNumbers(mask: Mask, options: TopologyOptions = {}): number[] {
  const { runs, grid, connectivity } = open(mask, options, "Betti numbers");
  return bettiOf(runs, grid, connectivity);
}

/** How far the topology of a prediction is from that of the truth; all are 0 where it is the same. */
export interface TopologyErrors {
  /** The difference of the Euler numbers, without its sign. */
  euler: number;
  /** The difference of each Betti number, without its sign. */
  betti: number[];
}

/**
 * Compares the numbers of parts, holes, tunnels and cavities of two masks, wherever they lie.
 *
 * The Betti number error, |bₖ(P) − bₖ(T)|, of Clough et al., A Topological Loss Function for
 * Deep-Learning Based Image Segmentation Using Persistent Homology, 2020, and others. Takes time
 * in proportion to the masks' boxes, and 2 bytes per voxel of the larger.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options Label, ignored values, connectivity.
 * @returns The differences; an empty mask has zeros.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If the connectivity is neither 1 nor the number of axes, or the masks contain
 * only other labels.
 *
 * @example A ring, and one that is cut
 * ```ts
 * import { topologyErrors } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const ring = { data: [1, 1, 1, 1, 0, 1, 1, 1, 1], shape: [3, 3] };
 * const cut = { data: [1, 1, 1, 1, 0, 1, 1, 0, 1], shape: [3, 3] };
 * assert.deepEqual(topologyErrors(ring, cut), { euler: 1, betti: [0, 1] });
 * ```
 */
export function topologyErrors(
  truth: Mask,
  prediction: Mask,
  options: TopologyOptions = {},
): TopologyErrors {
  const action = "topology errors";
  checkOptions(options, NAMES, action);
  const pair = toPair(truth, prediction, action);
  const { grid } = pair;
  const connectivity = toPairedConnectivity(options.connectivity, grid, action);
  const found = scan(pair, toSelection(options, action), true);
  const [a, b] = [found.truth[0], found.prediction[0]].map((
    runs,
  ) => [eulerOf(runs, grid, connectivity), ...bettiOf(runs, grid, connectivity)]);
  const [euler, ...betti] = a.map((number, k) => Math.abs(number - b[k]));
  return { euler, betti };
}

/** Checks a mask and its options, and finds its runs. */
function open(
  mask: Mask,
  options: TopologyOptions,
  action: string,
): { runs: Runs; grid: Grid; connectivity: number } {
  checkOptions(options, NAMES, action);
  const pair = toSingle(mask, action);
  const connectivity = toPairedConnectivity(options.connectivity, pair.grid, action);
  const { truth: [runs] } = scan(pair, toSelection(options, action), true);
  return { runs, grid: pair.grid, connectivity };
}

/** Checks a connectivity: 1 or the number of axes, its default. */
function toPairedConnectivity(
  connectivity: number | undefined,
  grid: Grid,
  action: string,
): number {
  const { dimensions } = grid;
  if (connectivity === undefined) return dimensions;
  toConnectivity(connectivity, grid, action);
  if (connectivity !== 1 && connectivity !== dimensions) {
    throw new RangeError(
      `Cannot compute ${action}: connectivity must be 1 or ${dimensions}, got ${
        show(connectivity)
      }`,
    );
  }
  return connectivity;
}

/** The Euler number of a region. */
function eulerOf(runs: Runs, grid: Grid, connectivity: number): number {
  if (runs.count === 0) return 0;
  return eulerOfCut(cutOut(runs, findBox(runs, grid), grid), connectivity);
}

/** The Betti numbers of a region. */
function bettiOf(runs: Runs, grid: Grid, connectivity: number): number[] {
  const { dimensions } = grid;
  if (runs.count === 0) return new Array(dimensions).fill(0);
  const parts = numberComponents(runs, grid, connectivity).count;
  const cut = cutOut(runs, findBox(runs, grid), grid);
  const outside = numberComponents(backgroundOf(cut), cut.grid, dimensions + 1 - connectivity);
  // the ring around the region is the one component that is no cavity
  const cavities = outside.count - 1;
  if (dimensions === 2) return [parts, cavities];
  return [parts, parts + cavities - eulerOfCut(cut, connectivity), cavities];
}

/** The background of a cut-out. */
function backgroundOf({ inside, grid: { width } }: CutOut): Runs {
  const runs = newRuns("background");
  for (let start = 0; start < inside.length; start += width) {
    for (let i = start; i < start + width; i++) {
      if (inside[i] === 0) appendRun(runs, i, i + 1, start);
    }
  }
  return runs;
}
