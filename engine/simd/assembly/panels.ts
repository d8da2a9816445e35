// @ts-nocheck: AssemblyScript
// Matrices rearranged for the tiles' kernels.
import { put } from "./lanes.ts";

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

/**
 * Panels [n / 8][k][8] of a 1x1 filter [k][n], or of one [n][k] turned round; missing columns become zeros.
 * One part is a run of panels.
 */
export function packPointwise(
  from: usize,
  to: usize,
  k: i32,
  n: i32,
  turned: i32,
  panelsPerPart: i32,
  part: i32,
  _thread: i32,
): void {
  const end = min((n + 7) >> 3, (part + 1) * panelsPerPart);
  for (let panel = part * panelsPerPart; panel < end; panel++) {
    const column = panel << 3, valid = min(8, n - column);
    let line = to + (<usize> (panel * k) << 5);
    if (turned) {
      packTurned(from + (<usize> (column * k) << 2), line, k, valid);
      continue;
    }
    let source = from + (<usize> column << 2);
    for (let i = 0; i < k; i++) {
      v128.store(line, f32x4.splat(0));
      v128.store(line, f32x4.splat(0), 16);
      put(line, v128.load(source), valid);
      if (valid > 4) put(line + 16, v128.load(source, 16), valid - 4);
      source += <usize> n << 2;
      line += 32;
    }
  }
}

/** Eight rows of k values become k lines of eight. */
function packTurned(from: usize, to: usize, k: i32, valid: i32): void {
  const row = <usize> k << 2;
  for (let half = 0; half < 8; half += 4) {
    // what is beyond the last row is cleared afterwards
    const r0 = from + <usize> min(half, valid - 1) * row;
    const r1 = from + <usize> min(half + 1, valid - 1) * row;
    const r2 = from + <usize> min(half + 2, valid - 1) * row;
    const r3 = from + <usize> min(half + 3, valid - 1) * row;
    let line = to + (<usize> half << 2), i: usize = 0;
    for (; i + 16 <= row; i += 16) {
      const a = v128.load(r0 + i), b = v128.load(r1 + i);
      const c = v128.load(r2 + i), d = v128.load(r3 + i);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const ef = v128.shuffle<f32>(a, b, 2, 6, 3, 7), gh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(line, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
      v128.store(line, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
      v128.store(line, v128.shuffle<f32>(ef, gh, 0, 1, 4, 5), 64);
      v128.store(line, v128.shuffle<f32>(ef, gh, 2, 3, 6, 7), 96);
      line += 128;
    }
    for (; i < row; i += 4) {
      f32.store(line, f32.load(r0 + i));
      f32.store(line, f32.load(r1 + i), 4);
      f32.store(line, f32.load(r2 + i), 8);
      f32.store(line, f32.load(r3 + i), 12);
      line += 32;
    }
  }
  for (let j = valid; j < 8; j++) {
    for (let i = 0; i < k; i++) f32.store(to + (<usize> (i * 8 + j) << 2), 0);
  }
}
