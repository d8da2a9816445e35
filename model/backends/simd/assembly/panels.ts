// @ts-nocheck: AssemblyScript
// Matrices rearranged for the tiles' kernels.

/**
 * Rearranges a matrix [k][n] into panels [n / 8][panelRows][8], from row `k0` of each panel on.
 * kStride and nStride in floats; missing columns become zeros.
 */
export function packPanels(
  from: usize,
  to: usize,
  k: i32,
  n: i32,
  kStride: i32,
  nStride: i32,
  panelRows: i32,
  k0: i32,
): void {
  for (let column = 0; column < n; column += 8) {
    let line = to + (<usize> ((column >> 3) * panelRows + k0) << 5);
    const valid = min(8, n - column);
    const whole = valid == 8 && nStride == 1;
    for (let i = 0; i < k; i++) {
      const source = from + (<usize> (i * kStride + column * nStride) << 2);
      if (whole) {
        v128.store(line, v128.load(source));
        v128.store(line, v128.load(source, 16), 16);
      } else {
        for (let j = 0; j < valid; j++) {
          f32.store(line + (<usize> j << 2), f32.load(source + (<usize> (j * nStride) << 2)));
        }
        for (let j = valid; j < 8; j++) f32.store(line + (<usize> j << 2), 0);
      }
      line += 32;
    }
  }
}

/** Panels of a convolution's filter [taps][in][out]; flipped and transposed for the input gradient. */
export function packFilter(
  from: usize,
  to: usize,
  taps: i32,
  inChannels: i32,
  outChannels: i32,
  flipped: i32,
  part: i32,
  _thread: i32,
): void {
  const tap = flipped ? taps - 1 - part : part;
  const source = from + (<usize> (tap * inChannels * outChannels) << 2);
  if (flipped) {
    packPanels(
      source,
      to,
      outChannels,
      inChannels,
      1,
      outChannels,
      taps * outChannels,
      part * outChannels,
    );
  } else {
    packPanels(
      source,
      to,
      inChannels,
      outChannels,
      outChannels,
      1,
      taps * inChannels,
      part * inChannels,
    );
  }
}

/** Panels for `spread`, from a filter [size][size][out][in]. */
export function packSpread(
  from: usize,
  to: usize,
  size: i32,
  inChannels: i32,
  outChannels: i32,
  part: i32,
  _thread: i32,
): void {
  const columns = size * outChannels;
  const panels = (<usize> ((columns + 7) >> 3) * inChannels) << 5;
  const source = from + (<usize> (part * columns * inChannels) << 2);
  packPanels(source, to + <usize> part * panels, inChannels, columns, 1, inChannels, inChannels, 0);
}
