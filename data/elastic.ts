/**
 * Elastic deformation (Simard et al. 2003; Ronneberger et al. 2015): random displacements of a coarse
 * grid's points, and between them a smooth field, the uniform cubic B-spline over them.
 *
 * @module
 */
import type { Shape } from "../core/mod.ts";

/** Intervals of the grid along each side. */
const INTERVALS = 4;

/** Points along each side: the spline over an interval has one beyond each of its ends. */
const POINTS = INTERVALS + 3;

/**
 * The most that a place moves along an axis, as a part of that side: a quarter of an interval, at which
 * the image can't fold. The spline's slopes are at most twice that, so those along both axes add up to
 * less than 1.
 */
const REACH = 1 / (4 * INTERVALS);

/** How many draws a field takes. */
export const FIELD_DRAWS = 2 * POINTS ** 2;

/** Displacements of the grid's points, row by row; 1 is the most. */
export interface Field {
  /** To the right. */
  across: readonly number[];
  /** Downwards. */
  down: readonly number[];
}

/** A field from draws between 0 and 1; ½ throughout moves nothing. */
export function drawField(draws: readonly number[]): Field {
  const moves = draws.map((draw) => 2 * draw - 1), half = FIELD_DRAWS / 2;
  return { across: moves.slice(0, half), down: moves.slice(half) };
}

/** The most that a field moves a place of an image, in rows and in columns. */
export function reachOf([rows, columns]: Shape): readonly [down: number, across: number] {
  return [REACH * rows, REACH * columns];
}

/** By how many pixels each place of a row moves. */
export interface RowMoves {
  /** To the right. */
  across: Float64Array;
  /** Downwards. */
  down: Float64Array;
}

/**
 * Lays a field over an image.
 *
 * @param field The field.
 * @param shape The image's rows and columns.
 * @returns Writes a row's displacements.
 */
export function layField(
  { across, down }: Field,
  shape: Shape,
): (row: number, moves: RowMoves) => void {
  const [alongRows, alongColumns] = shape.map(splineAlong),
    [reachDown, reachAcross] = reachOf(shape);
  const points = new Float64Array(POINTS);
  const write = (
    grid: readonly number[],
    row: number,
    reach: number,
    moves: Float64Array,
  ): void => {
    const first = POINTS * alongRows.first[row], [a, b, c, d] = alongRows.weights.subarray(4 * row);
    for (let k = 0, at = first; k < POINTS; k++, at++) {
      points[k] = reach * (a * grid[at] + b * grid[at + POINTS] + c * grid[at + 2 * POINTS] +
        d * grid[at + 3 * POINTS]);
    }
    const { first: firsts, weights } = alongColumns;
    for (let x = 0, w = 0; x < moves.length; x++, w += 4) {
      const k = firsts[x];
      moves[x] = weights[w] * points[k] + weights[w + 1] * points[k + 1] +
        weights[w + 2] * points[k + 2] + weights[w + 3] * points[k + 3];
    }
  };
  return (row, moves) => {
    write(across, row, reachAcross, moves.across);
    write(down, row, reachDown, moves.down);
  };
}

/** Of each pixel along a side, the first of the four points that its place follows from, and their weights. */
function splineAlong(length: number): { first: Uint8Array; weights: Float64Array } {
  const first = new Uint8Array(length), weights = new Float64Array(4 * length);
  for (let i = 0; i < length; i++) {
    const place = (i + 0.5) / length * INTERVALS, t = place - Math.floor(place), s = 1 - t;
    first[i] = Math.floor(place);
    weights.set([s ** 3, 4 - 6 * t ** 2 + 3 * t ** 3, 4 - 6 * s ** 2 + 3 * s ** 3, t ** 3], 4 * i);
  }
  return { first, weights: weights.map((weight) => weight / 6) };
}
