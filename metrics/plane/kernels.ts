// @ts-nocheck: AssemblyScript
/** Picks a byte's eight lanes for each of two bytes, and a bit for each lane. */
const LANES = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
const BITS = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);

/**
 * Sets the bits of runs, which are flat indices of the image: the first and the one behind the last,
 * alternating. `origin` is the index of the first bit's column in row 0, `first` the first row's.
 */
export function paint(
  bounds: usize,
  count: i32,
  width: u32,
  first: u32,
  column: u32,
  bits: usize,
  stride: usize,
): void {
  let rowStart: u32 = first * width;
  let row = bits;
  for (const end = bounds + (<usize> count << 3); bounds < end; bounds += 8) {
    const from = load<u32>(bounds);
    while (from - rowStart >= width) {
      rowStart += width;
      row += stride;
    }
    const start = from - rowStart - column, last = load<u32>(bounds, 4) - 1 - rowStart - column;
    let at = row + (<usize> (start >> 6) << 3);
    const lastAt = row + (<usize> (last >> 6) << 3);
    const head = <u64> -1 << <u64> (start & 63), tail = <u64> -1 >> <u64> (63 - (last & 63));
    if (at === lastAt) {
      store<u64>(at, load<u64>(at) | head & tail);
      continue;
    }
    store<u64>(at, load<u64>(at) | head);
    for (at += 8; at < lastAt; at += 8) store<u64>(at, -1);
    store<u64>(lastAt, load<u64>(lastAt) | tail);
  }
}

/** The bits of a word whose neighbours along the row are set, too. */
// @inline
function inRow(at: usize): u64 {
  const word = load<u64>(at);
  return word & (word << 1 | load<u64>(at - 8) >> 63) & (word >> 1 | load<u64>(at, 8) << 63);
}

/**
 * Leaves the bits that have a neighbour that isn't set; returns how many. A row ends with a bit of 0, and
 * one of zeros goes before the first and behind the last.
 */
export function outline(
  inside: usize,
  stride: usize,
  rows: i32,
  connectivity: i32,
  surface: usize,
): i32 {
  let count: u64 = 0;
  for (const end = inside + rows * stride; inside < end; inside += 8, surface += 8) {
    const word = load<u64>(inside);
    if (word === 0) {
      store<u64>(surface, 0);
      continue;
    }
    let inner = inRow(inside);
    if (connectivity === 1) inner &= load<u64>(inside - stride) & load<u64>(inside + stride);
    else inner &= inRow(inside - stride) & inRow(inside + stride);
    store<u64>(surface, word & ~inner);
    count += popcnt(word & ~inner);
  }
  return <i32> count;
}

/**
 * Counts the steps from each voxel to the nearest set bit of its column, 255 for as many and more. The
 * `pitch` bytes of a row are a multiple of 16, the last 8 of them of columns without a bit; the row before
 * the first must be all 255.
 */
export function sweep(
  surface: usize,
  stride: usize,
  rows: i32,
  steps: usize,
  pitch: usize,
): void {
  const one = i8x16.splat(1), bits = BITS;
  for (let y = 0, row = steps; y < rows; y++, row += pitch, surface += stride) {
    for (let x: usize = 0; x < pitch; x += 16) {
      const pair = i8x16.swizzle(v128.load16_splat(surface + (x >> 3)), LANES);
      const isSet = i8x16.eq(v128.and(pair, bits), bits);
      const down = i8x16.add_sat_u(v128.load(row + x - pitch), one);
      v128.store(row + x, v128.andnot(down, isSet));
    }
  }
  for (let row = steps + (rows - 1) * pitch; row > steps;) {
    row -= pitch;
    for (const end = row + pitch; row < end; row += 16) {
      const up = i8x16.add_sat_u(v128.load(row + pitch), one);
      v128.store(row, i8x16.min_u(v128.load(row), up));
    }
    row -= pitch;
  }
}

/** The squares of 0 to 14 steps; 15 and more are as many as a byte has. */
const SQUARES = i8x16(0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, -112, -87, -60, -1);

/** The squares of 8 columns before to 7 behind. */
const ACROSS = i8x16(64, 49, 36, 25, 16, 9, 4, 1, 0, 1, 4, 9, 16, 25, 36, 49);

/** What no column that `nearest` doesn't ask can be nearer than. */
const NEAR: u32 = 64;

/** The least squared distance by the 16 columns around one, where a step is 1 long both ways. */
// @inline
function nearest(steps: usize): u32 {
  const down = i8x16.swizzle(SQUARES, i8x16.min_u(v128.load(steps - 8), i8x16.splat(15)));
  let sums = i8x16.add_sat_u(down, ACROSS);
  sums = i8x16.min_u(
    sums,
    i8x16.shuffle(sums, sums, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7),
  );
  sums = i8x16.min_u(
    sums,
    i8x16.shuffle(sums, sums, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3),
  );
  const four = i32x4.extract_lane(sums, 0);
  const two = min<u32>(four & 0xff, four >>> 16 & 0xff);
  return min(two, min<u32>(four >>> 8 & 0xff, four >>> 24));
}

/** The least squared distance by the columns beside one, nearest first, until none can be nearer. */
// @inline
function lookBeside(
  steps: usize,
  x: i32,
  right: i32,
  xSquares: usize,
  ySquares: usize,
): f64 {
  let best = load<f64>(ySquares + (<usize> load<u8>(steps + x) << 3));
  let across = 1;
  for (let square = load<f64>(xSquares, 8); square < best;) {
    // beyond an end its own column is asked again: it can't be nearer than it was
    const before = load<u8>(steps + max(x - across, 0));
    const behind = load<u8>(steps + min(x + across, right));
    best = min(best, square + load<f64>(ySquares + (<usize> min(before, behind) << 3)));
    across++;
    square = load<f64>(xSquares + (<usize> across << 3));
  }
  lookups = across;
  return best;
}

/** How many columns the last call looked at. */
let lookups: i32 = 0;

/**
 * Finds the squared distance of each set bit. Returns how many are done: all but where a distance is more
 * than `limit`, or `budget` columns were looked at.
 */
export function search(
  queries: usize,
  stride: usize,
  rows: i32,
  steps: usize,
  pitch: usize,
  width: i32,
  isUnit: bool,
  xSquares: usize,
  ySquares: usize,
  limit: f64,
  budget: i32,
  squares: usize,
): i32 {
  const first = squares;
  for (let y = 0; y < rows; y++, steps += pitch, queries += stride) {
    for (let column = 0, at = queries; column < width; column += 64, at += 8) {
      for (let word = load<u64>(at); word !== 0; word &= word - 1, squares += 8) {
        const x = column + <i32> ctz(word);
        if (isUnit) {
          const near = nearest(steps + x);
          if (near <= NEAR) {
            store<f64>(squares, <f64> near);
            continue;
          }
        }
        const best = lookBeside(steps, x, width - 1, xSquares, ySquares);
        budget -= lookups;
        if (best > limit || budget < 0) return <i32> (squares - first >> 3);
        store<f64>(squares, best);
      }
    }
  }
  return <i32> (squares - first >> 3);
}

/** Takes the square roots of an even number of values. */
export function takeRoots(values: usize, count: i32): void {
  for (const end = values + (<usize> count << 3); values < end; values += 16) {
    v128.store(values, f64x2.sqrt(v128.load(values)));
  }
}
