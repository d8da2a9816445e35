/** A spacing that can be squared, and the way back. */
export interface Scale {
  /** The size of a voxel along depth, height and width, each scaled by a power of two. */
  spacing: readonly number[];
  /** What squares stand for, by size; the first begins at 0. */
  levels: readonly Level[];
}

/** A range of squared distances. */
interface Level {
  /** The least square. */
  from: number;
  /** A length in the unit of the caller, for a scaled length of 1: a power of two. */
  unit: number;
}

/** Spacings from the inverse of this up to it are squared as they are. */
const USUAL = 2 ** 200;

/**
 * The most by which spacings differ after scaling, as an exponent of 2. One step along the larger
 * then outweighs 2^31 along the smaller so far that rounding hides them: any larger ratio gives the
 * same sums.
 */
const WIDEST = 60;

/**
 * Scales a spacing by powers of two, so that squares neither overflow nor vanish.
 *
 * One power would not do for sizes such as 1e-170 and 1e300 together. But there a distance along the
 * large axis is that distance alone, whatever the steps along the small one: each axis, from the
 * smallest on, is brought within reach of the one before, and the size of a square tells which axes
 * it spans and so by which power to scale it back.
 *
 * @param spacing The size of a voxel along depth, height and width, positive and finite.
 * @returns The scale; usual spacings come back as they are.
 */
export function toScale(spacing: readonly number[]): Scale {
  if (spacing.every((size) => size >= 1 / USUAL && size <= USUAL)) {
    return { spacing, levels: [{ from: 0, unit: 1 }] };
  }
  const scaled = [...spacing];
  const levels: Level[] = [];
  let before = 0;
  let exponent = 0;
  for (const axis of [0, 1, 2].sort((a, b) => spacing[a] - spacing[b])) {
    const own = Math.floor(Math.log2(spacing[axis]));
    const isFirst = levels.length === 0;
    if (!isFirst) exponent += Math.min(own - before, WIDEST);
    before = own;
    const unit = 2 ** (own - exponent);
    scaled[axis] = spacing[axis] / unit;
    if (unit !== levels.at(-1)?.unit) {
      levels.push({ from: isFirst ? 0 : scaled[axis] ** 2 / 2, unit });
    }
  }
  return { spacing: scaled, levels };
}

/** Whether squares stand for themselves, as those of usual spacings do. */
export function isPlain({ levels }: Scale): boolean {
  return levels.length === 1 && levels[0].unit === 1;
}

/**
 * Scales squared distances back.
 *
 * @param scale The scale that they were measured with.
 * @param squares The squares; replaced by distances.
 * @param count How many of them.
 */
export function toDistances(scale: Scale, squares: Float64Array, count: number): void {
  const { levels } = scale;
  if (isPlain(scale)) {
    for (let i = 0; i < count; i++) squares[i] = Math.sqrt(squares[i]);
    return;
  }
  for (let i = 0; i < count; i++) squares[i] = Math.sqrt(squares[i]) * unitOf(levels, squares[i]);
}

/**
 * Scales squared distances back and leaves them squared, where numbers reach as far.
 *
 * @param scale The scale that they were measured with.
 * @param squares The squares, changed in place.
 */
export function toSquares(scale: Scale, squares: Float64Array): void {
  const { levels } = scale;
  if (isPlain(scale)) return;
  for (let i = 0; i < squares.length; i++) {
    const unit = unitOf(levels, squares[i]);
    squares[i] = squares[i] * unit * unit;
  }
}

/**
 * Finds up to which square distances reach a length.
 *
 * @param scale The scale that squares are measured with.
 * @param length The length, in the unit of the caller.
 * @returns The limit.
 */
export function toLimit({ levels }: Scale, length: number): number {
  let limit = 0;
  for (const [k, { from, unit }] of levels.entries()) {
    const square = (length / unit) * (length / unit);
    if (square >= from) limit = Math.min(square, levels[k + 1]?.from ?? Infinity);
  }
  return limit;
}

/** What a scaled length of 1 is. */
function unitOf(levels: readonly Level[], square: number): number {
  let { unit } = levels[0];
  for (const level of levels) if (square >= level.from) unit = level.unit;
  return unit;
}
