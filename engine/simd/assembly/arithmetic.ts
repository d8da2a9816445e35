// @ts-nocheck: AssemblyScript

// build.ts makes further modules with other values of these
/** Whether the machine has relaxed SIMD. */
const RELAXED: bool = true;
/** Whether V8 joins pairs of vectors: then tiles are twice as wide, and loads cost less than shuffles. */
export const WIDE: bool = false;

/** a * b + c, rounded once where the machine can. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (RELAXED) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c - a * b */
export function nmadd(a: v128, b: v128, c: v128): v128 {
  if (RELAXED) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

/**
 * The larger of each lane. No promise for -0, and a NaN passes only as `a`: to promise more costs x86
 * twice the time. So what may be NaN comes first, and a loss that is not finite is seen to be so.
 */
export function larger(a: v128, b: v128): v128 {
  if (RELAXED) return f32x4.relaxed_max(b, a);
  return f32x4.pmax(a, b);
}

/** The smaller of each lane, as larger. */
export function smaller(a: v128, b: v128): v128 {
  if (RELAXED) return f32x4.relaxed_min(b, a);
  return f32x4.pmin(a, b);
}

/** Lane 0 in all lanes. */
// @inline
export function lane0(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 0, 0, 0, 0);
}

/** Lane 1 in all lanes. */
// @inline
export function lane1(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 1, 1, 1, 1);
}

/** Lane 2 in all lanes. */
// @inline
export function lane2(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 2, 2, 2, 2);
}

/** Lane 3 in all lanes. */
// @inline
export function lane3(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 3, 3, 3, 3);
}
