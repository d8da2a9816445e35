// @ts-nocheck: AssemblyScript
// Winograd's F(4x4, 3x3) (Lavin and Gray 2016, points 0, 1, -1, 2, -2, infinity): the transforms of a
// tile, for eight channels at once, as pairs of vectors. Values with frequency f lie fStep bytes apart.
import { activate } from "./activation.ts";
import { madd, nmadd } from "./arithmetic.ts";
import { LINEAR, RELU, RELU6 } from "./constants.ts";

const LINE: usize = 32;
const ROW: usize = 192;
/** No activation, nor a bias. */
const BARE: i32 = -1;

/** v = B' d B of 6 x 6 inputs. step: bytes from row to row, pixel: from column to column. t: 1152 bytes. */
export function transformInput(
  d: usize,
  step: usize,
  pixel: usize,
  t: usize,
  v: usize,
  fStep: usize,
): void {
  for (let j: usize = 0; j < 6; j++) {
    inputLine(d, step, t, ROW);
    d += pixel;
    t += LINE;
  }
  t -= ROW;
  for (let i: usize = 0; i < 6; i++) {
    inputLine(t, LINE, v, fStep);
    t += ROW;
    v += fStep * 6;
  }
}

// @inline
function inputLine(d: usize, step: usize, to: usize, toStep: usize): void {
  const four = f32x4.splat(4), five = f32x4.splat(5), two = f32x4.splat(2);
  const at2 = d + step * 2, at4 = d + step * 4;
  const d2 = v128.load(at2), e2 = v128.load(at2, 16);
  const d4 = v128.load(at4), e4 = v128.load(at4, 16);
  const d0 = v128.load(d), e0 = v128.load(d, 16);
  v128.store(to, nmadd(five, d2, madd(four, d0, d4)));
  v128.store(to, nmadd(five, e2, madd(four, e0, e4)), 16);
  const at1 = d + step, at3 = at2 + step;
  const d1 = v128.load(at1), e1 = v128.load(at1, 16);
  const d3 = v128.load(at3), e3 = v128.load(at3, 16);
  const a = nmadd(four, d2, d4), a_ = nmadd(four, e2, e4);
  const b = nmadd(four, d1, d3), b_ = nmadd(four, e1, e3);
  to += toStep;
  v128.store(to, f32x4.add(a, b));
  v128.store(to, f32x4.add(a_, b_), 16);
  to += toStep;
  v128.store(to, f32x4.sub(a, b));
  v128.store(to, f32x4.sub(a_, b_), 16);
  const c = f32x4.sub(d4, d2), c_ = f32x4.sub(e4, e2);
  const g = f32x4.sub(d3, d1), g_ = f32x4.sub(e3, e1);
  to += toStep;
  v128.store(to, madd(two, g, c));
  v128.store(to, madd(two, g_, c_), 16);
  to += toStep;
  v128.store(to, nmadd(two, g, c));
  v128.store(to, nmadd(two, g_, c_), 16);
  const at5 = at4 + step;
  to += toStep;
  v128.store(to, nmadd(five, d3, madd(four, d1, v128.load(at5))));
  v128.store(to, nmadd(five, e3, madd(four, e1, v128.load(at5, 16))), 16);
}

/**
 * y = activation(A' m A + bias): 4 x 4 outputs of 6 x 6 products; bias 0 leaves them as they are. t: 768
 * bytes.
 */
export function transformOutput(
  m: usize,
  fStep: usize,
  t: usize,
  y: usize,
  step: usize,
  pixel: usize,
  bias: usize,
  activation: i32,
): void {
  const none = f32x4.splat(0);
  for (let j: usize = 0; j < 6; j++) {
    outputLine(m, fStep * 6, t, ROW, none, none, BARE);
    m += fStep;
    t += LINE;
  }
  t -= ROW;
  // a loop for each kind
  if (bias == 0) outputRows(t, y, step, pixel, none, none, BARE);
  else {
    const b = v128.load(bias), b_ = v128.load(bias, 16);
    if (activation == LINEAR) outputRows(t, y, step, pixel, b, b_, LINEAR);
    else if (activation == RELU) outputRows(t, y, step, pixel, b, b_, RELU);
    else if (activation == RELU6) outputRows(t, y, step, pixel, b, b_, RELU6);
    else outputRows(t, y, step, pixel, b, b_, activation);
  }
}

// @inline
function outputRows(
  t: usize,
  y: usize,
  step: usize,
  pixel: usize,
  b: v128,
  b_: v128,
  activation: i32,
): void {
  for (let i: usize = 0; i < 4; i++) {
    outputLine(t, LINE, y, pixel, b, b_, activation);
    t += ROW;
    y += step;
  }
}

/** Stores a pair of vectors, with a bias and an activation. */
// @inline
function put(to: usize, v: v128, v_: v128, b: v128, b_: v128, activation: i32): void {
  if (activation == BARE) {
    v128.store(to, v);
    v128.store(to, v_, 16);
  } else {
    v128.store(to, activate(f32x4.add(v, b), activation));
    v128.store(to, activate(f32x4.add(v_, b_), activation), 16);
  }
}

// @inline
function outputLine(
  m: usize,
  step: usize,
  to: usize,
  toStep: usize,
  b: v128,
  b_: v128,
  activation: i32,
): void {
  const two = f32x4.splat(2), four = f32x4.splat(4), eight = f32x4.splat(8);
  let p = m + step;
  const m1 = v128.load(p), n1 = v128.load(p, 16);
  p += step;
  const m2 = v128.load(p), n2 = v128.load(p, 16);
  p += step;
  const m3 = v128.load(p), n3 = v128.load(p, 16);
  p += step;
  const m4 = v128.load(p), n4 = v128.load(p, 16);
  const s = f32x4.add(m1, m2), s_ = f32x4.add(n1, n2);
  const r = f32x4.sub(m1, m2), r_ = f32x4.sub(n1, n2);
  const u = f32x4.add(m3, m4), u_ = f32x4.add(n3, n4);
  const w = f32x4.sub(m3, m4), w_ = f32x4.sub(n3, n4);
  const o = f32x4.add(f32x4.add(v128.load(m), s), u);
  const o_ = f32x4.add(f32x4.add(v128.load(m, 16), s_), u_);
  put(to, o, o_, b, b_, activation);
  to += toStep;
  put(to, madd(two, w, r), madd(two, w_, r_), b, b_, activation);
  to += toStep;
  put(to, madd(four, u, s), madd(four, u_, s_), b, b_, activation);
  p += step;
  to += toStep;
  const q = f32x4.add(madd(eight, w, r), v128.load(p));
  const q_ = f32x4.add(madd(eight, w_, r_), v128.load(p, 16));
  put(to, q, q_, b, b_, activation);
}

/** z = A d A' of 4 x 4 output gradients. t: 768 bytes. */
export function transformGradient(
  d: usize,
  step: usize,
  pixel: usize,
  t: usize,
  z: usize,
  fStep: usize,
): void {
  for (let j: usize = 0; j < 4; j++) {
    gradientLine(d, step, t, LINE * 4);
    d += pixel;
    t += LINE;
  }
  t -= LINE * 4;
  for (let i: usize = 0; i < 6; i++) {
    gradientLine(t, LINE, z, fStep);
    t += LINE * 4;
    z += fStep * 6;
  }
}

// @inline
function gradientLine(d: usize, step: usize, to: usize, toStep: usize): void {
  const two = f32x4.splat(2), four = f32x4.splat(4);
  const d0 = v128.load(d), e0 = v128.load(d, 16);
  d += step;
  const d1 = v128.load(d), e1 = v128.load(d, 16);
  d += step;
  const d2 = v128.load(d), e2 = v128.load(d, 16);
  d += step;
  const d3 = v128.load(d), e3 = v128.load(d, 16);
  v128.store(to, d0);
  v128.store(to, e0, 16);
  const s = f32x4.add(d0, d2), s_ = f32x4.add(e0, e2);
  const r = f32x4.add(d1, d3), r_ = f32x4.add(e1, e3);
  to += toStep;
  v128.store(to, f32x4.add(s, r));
  v128.store(to, f32x4.add(s_, r_), 16);
  to += toStep;
  v128.store(to, f32x4.sub(s, r));
  v128.store(to, f32x4.sub(s_, r_), 16);
  const u = madd(four, d2, d0), u_ = madd(four, e2, e0);
  const w = madd(four, d3, d1), w_ = madd(four, e3, e1);
  to += toStep;
  v128.store(to, madd(two, w, u));
  v128.store(to, madd(two, w_, u_), 16);
  to += toStep;
  v128.store(to, nmadd(two, w, u));
  v128.store(to, nmadd(two, w_, u_), 16);
  to += toStep;
  v128.store(to, d3);
  v128.store(to, e3, 16);
}

/** u = G g G' of a 3 x 3 filter whose taps lie `tap` bytes apart. t: 576 bytes. */
export function transformFilter(g: usize, tap: usize, t: usize, u: usize, fStep: usize): void {
  for (let j: usize = 0; j < 3; j++) {
    filterLine(g, tap * 3, t, LINE * 3);
    g += tap;
    t += LINE;
  }
  t -= LINE * 3;
  for (let i: usize = 0; i < 6; i++) {
    filterLine(t, LINE, u, fStep);
    t += LINE * 3;
    u += fStep * 6;
  }
}

// @inline
function filterLine(g: usize, step: usize, to: usize, toStep: usize): void {
  for (let half: usize = 0; half < LINE; half += 16) {
    const p = g + half;
    let q = to + half;
    const g0 = v128.load(p), g1 = v128.load(p + step), g2 = v128.load(p + step * 2);
    v128.store(q, f32x4.mul(g0, f32x4.splat(0.25)));
    const sixth = f32x4.splat(<f32> (-1.0 / 6));
    const a = f32x4.mul(f32x4.add(g0, g2), sixth), b = f32x4.mul(g1, sixth);
    q += toStep;
    v128.store(q, f32x4.add(a, b));
    q += toStep;
    v128.store(q, f32x4.sub(a, b));
    const c = madd(g0, f32x4.splat(<f32> (1.0 / 24)), f32x4.mul(g2, f32x4.splat(<f32> (1.0 / 6))));
    const d = f32x4.mul(g1, f32x4.splat(<f32> (1.0 / 12)));
    q += toStep;
    v128.store(q, f32x4.add(c, d));
    q += toStep;
    v128.store(q, f32x4.sub(c, d));
    q += toStep;
    v128.store(q, g2);
  }
}

/** g = G' m G: the 3 x 3 filter gradient of 6 x 6 sums. t: 576 bytes. */
export function transformSums(m: usize, fStep: usize, t: usize, g: usize, tap: usize): void {
  for (let j: usize = 0; j < 6; j++) {
    sumsLine(m, fStep * 6, t, ROW);
    m += fStep;
    t += LINE;
  }
  t -= ROW;
  for (let i: usize = 0; i < 3; i++) {
    sumsLine(t, LINE, g, tap);
    t += ROW;
    g += tap * 3;
  }
}

// @inline
function sumsLine(m: usize, step: usize, to: usize, toStep: usize): void {
  for (let half: usize = 0; half < LINE; half += 16) {
    let p = m + half;
    const m0 = v128.load(p);
    p += step;
    const m1 = v128.load(p);
    p += step;
    const m2 = v128.load(p);
    p += step;
    const m3 = v128.load(p);
    p += step;
    const m4 = v128.load(p);
    p += step;
    const m5 = v128.load(p);
    const sixth = f32x4.splat(<f32> (1.0 / 6));
    const s = f32x4.mul(f32x4.add(m1, m2), sixth), u = f32x4.add(m3, m4);
    const q = to + half;
    const first = madd(u, f32x4.splat(<f32> (1.0 / 24)), f32x4.mul(m0, f32x4.splat(0.25)));
    v128.store(q, f32x4.sub(first, s));
    const r = f32x4.mul(f32x4.sub(m2, m1), sixth);
    v128.store(q + toStep, madd(f32x4.sub(m3, m4), f32x4.splat(<f32> (1.0 / 12)), r));
    v128.store(q + toStep * 2, f32x4.sub(madd(u, sixth, m5), s));
  }
}
