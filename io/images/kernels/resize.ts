// @ts-nocheck: AssemblyScript
/** Binary places of weights, and of the lower of the two halves that they are multiplied by. */
const PLACES: i32 = 22, LOWER: i32 = 11;

/** Picks two pixels' reds, greens and blues, each as 16 bits beside its neighbour's; -1 gives zero. */
const PIXELS = i8x16(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1);

/**
 * Resizes rows of RGB. The table has `stride` words per output pixel: the first input byte, the number of
 * pairs of inputs, and for each pair the lower halves of its weights in one word, the upper in another.
 */
export function resizeRows(
  source: usize,
  row: i32,
  rows: i32,
  table: usize,
  stride: i32,
  width: i32,
  result: usize,
): void {
  const narrow = width * 3;
  let y = 0;
  for (; y + 4 <= rows; y += 4, source += row << 2, result += narrow << 2) {
    resizeFour(source, row, table, stride, width, result);
  }
  for (; y < rows; y++, source += row, result += narrow) {
    resizeOne(source, table, stride, width, result);
  }
}

/** Four rows share the loading of weights. */
function resizeFour(
  source: usize,
  row: i32,
  table: usize,
  stride: i32,
  width: i32,
  result: usize,
): void {
  const half = i32x4.splat(1 << (PLACES - 1)), zero = i32x4.splat(0), narrow = width * 3;
  for (let x = 0, at = table; x < width; x++, at += stride << 2, result += 3) {
    let first = source + load<i32>(at), second = first + row, third = second + row;
    let fourth = third + row;
    let lower1 = half, lower2 = half, lower3 = half, lower4 = half;
    let upper1 = zero, upper2 = zero, upper3 = zero, upper4 = zero;
    const end = at + 8 + (load<i32>(at, 4) << 3);
    for (let pair = at + 8; pair < end; pair += 8) {
      const low = v128.load32_splat(pair), high = v128.load32_splat(pair, 4);
      const a = i8x16.swizzle(v128.load64_zero(first), PIXELS);
      lower1 = i32x4.add(lower1, i32x4.dot_i16x8_s(a, low));
      upper1 = i32x4.add(upper1, i32x4.dot_i16x8_s(a, high));
      const b = i8x16.swizzle(v128.load64_zero(second), PIXELS);
      lower2 = i32x4.add(lower2, i32x4.dot_i16x8_s(b, low));
      upper2 = i32x4.add(upper2, i32x4.dot_i16x8_s(b, high));
      const c = i8x16.swizzle(v128.load64_zero(third), PIXELS);
      lower3 = i32x4.add(lower3, i32x4.dot_i16x8_s(c, low));
      upper3 = i32x4.add(upper3, i32x4.dot_i16x8_s(c, high));
      const d = i8x16.swizzle(v128.load64_zero(fourth), PIXELS);
      lower4 = i32x4.add(lower4, i32x4.dot_i16x8_s(d, low));
      upper4 = i32x4.add(upper4, i32x4.dot_i16x8_s(d, high));
      first += 6;
      second += 6;
      third += 6;
      fourth += 6;
    }
    // three bytes each: a fourth would overwrite the next row's first
    const upperRows = bytes(lower1, upper1, lower2, upper2);
    v128.store16_lane(result, upperRows, 0);
    v128.store8_lane(result, upperRows, 2, 2);
    v128.store16_lane(result + narrow, upperRows, 2);
    v128.store8_lane(result + narrow, upperRows, 6, 2);
    const lowerRows = bytes(lower3, upper3, lower4, upper4);
    v128.store16_lane(result + 2 * narrow, lowerRows, 0);
    v128.store8_lane(result + 2 * narrow, lowerRows, 2, 2);
    v128.store16_lane(result + 3 * narrow, lowerRows, 2);
    v128.store8_lane(result + 3 * narrow, lowerRows, 6, 2);
  }
}

function resizeOne(source: usize, table: usize, stride: i32, width: i32, result: usize): void {
  for (let x = 0, at = table; x < width; x++, at += stride << 2, result += 3) {
    let from = source + load<i32>(at);
    let lower = i32x4.splat(1 << (PLACES - 1)), upper = i32x4.splat(0);
    const end = at + 8 + (load<i32>(at, 4) << 3);
    for (let pair = at + 8; pair < end; pair += 8, from += 6) {
      const pixels = i8x16.swizzle(v128.load64_zero(from), PIXELS);
      lower = i32x4.add(lower, i32x4.dot_i16x8_s(pixels, v128.load32_splat(pair)));
      upper = i32x4.add(upper, i32x4.dot_i16x8_s(pixels, v128.load32_splat(pair, 4)));
    }
    // the fourth byte is overwritten by the next pixel
    store<i32>(result, i32x4.extract_lane(bytes(lower, upper, lower, upper), 0));
  }
}

/** Resizes columns: rows of `row` bytes, eight of which are done at a time. Its table is as above. */
export function resizeColumns(
  source: usize,
  row: i32,
  table: usize,
  stride: i32,
  height: i32,
  result: usize,
): void {
  const half = i32x4.splat(1 << (PLACES - 1)), zero = i32x4.splat(0);
  for (let y = 0, at = table; y < height; y++, at += stride << 2, result += row) {
    const first = source + load<i32>(at), end = at + 8 + (load<i32>(at, 4) << 3);
    // what is done beyond the row's end is overwritten by the next row
    for (let x = 0; x < row; x += 8) {
      let from = first + x;
      let lower = half, upper = zero, lower4 = half, upper4 = zero;
      for (let pair = at + 8; pair < end; pair += 8, from += row << 1) {
        const both = i8x16.shuffle(
          v128.load64_zero(from),
          v128.load64_zero(from + row),
          0,
          16,
          1,
          17,
          2,
          18,
          3,
          19,
          4,
          20,
          5,
          21,
          6,
          22,
          7,
          23,
        );
        const left = i16x8.extend_low_i8x16_u(both), right = i16x8.extend_high_i8x16_u(both);
        const low = v128.load32_splat(pair), high = v128.load32_splat(pair, 4);
        lower = i32x4.add(lower, i32x4.dot_i16x8_s(left, low));
        upper = i32x4.add(upper, i32x4.dot_i16x8_s(left, high));
        lower4 = i32x4.add(lower4, i32x4.dot_i16x8_s(right, low));
        upper4 = i32x4.add(upper4, i32x4.dot_i16x8_s(right, high));
      }
      v128.store64_lane(result + x, bytes(lower, upper, lower4, upper4), 0);
    }
  }
}

/** Sums of lower and upper halves as bytes, rounded: eight, twice. */
// @inline
function bytes(lower: v128, upper: v128, lower4: v128, upper4: v128): v128 {
  const a = i32x4.shr_u(i32x4.add(lower, i32x4.shl(upper, LOWER)), PLACES);
  const b = i32x4.shr_u(i32x4.add(lower4, i32x4.shl(upper4, LOWER)), PLACES);
  const words = i16x8.narrow_i32x4_s(a, b);
  return i8x16.narrow_i16x8_u(words, words);
}
