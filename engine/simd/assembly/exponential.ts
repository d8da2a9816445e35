// @ts-nocheck: AssemblyScript
import { larger, madd } from "./arithmetic.ts";

/** exp(x) for x <= 0, to 2 ulp: 2^n times a polynomial on [-ln2/2, ln2/2] (Cephes). */
export function exponential(x: f32): f32 {
  x = max<f32>(x, -87);
  const n = nearest<f32>(x * 1.44269504);
  const r = (x - n * 0.693359375) + n * 2.12194440e-4;
  let p: f32 = 1.9875691500e-4;
  p = p * r + 1.3981999507e-3;
  p = p * r + 8.3334519073e-3;
  p = p * r + 4.1665795894e-2;
  p = p * r + 1.6666665459e-1;
  p = p * r + 5.0000001201e-1;
  p = p * r * r + r + 1;
  return p * reinterpret<f32>((<i32> n + 127) << 23);
}

/** exponential() of each lane; a NaN stays one. */
export function exponentials(x: v128): v128 {
  x = larger(x, f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  const r = madd(n, f32x4.splat(2.12194440e-4), madd(n, f32x4.splat(-0.693359375), x));
  let p = f32x4.splat(1.9875691500e-4);
  p = madd(p, r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(madd(f32x4.mul(p, r), r, r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** 1 / (1 + exp(-x)) of each lane, from exp of a negative number: it never overflows. */
export function sigmoid(x: v128): v128 {
  const e = exponentials(f32x4.neg(f32x4.abs(x)));
  const one = f32x4.splat(1);
  const above = v128.bitselect(one, e, f32x4.ge(x, f32x4.splat(0)));
  return f32x4.div(above, f32x4.add(one, e));
}
