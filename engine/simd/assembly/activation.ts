// @ts-nocheck: AssemblyScript
import { larger, madd, smaller } from "./arithmetic.ts";
import { HARD_SIGMOID, HARD_SWISH, LINEAR, RELU, RELU6 } from "./constants.ts";
import { sigmoid } from "./exponential.ts";

/** The activation of v; inlined, so that a kind that is known costs nothing to look at. */
// @inline
export function activate(v: v128, activation: i32): v128 {
  const zero = f32x4.splat(0), six = f32x4.splat(6);
  if (activation == LINEAR) return v;
  if (activation == RELU) return larger(v, zero);
  if (activation == RELU6) return smaller(larger(v, zero), six);
  if (activation == HARD_SWISH) {
    const gate = smaller(larger(f32x4.add(v, f32x4.splat(3)), zero), six);
    return f32x4.mul(v, f32x4.mul(gate, f32x4.splat(1 / <f32> 6)));
  }
  if (activation == HARD_SIGMOID) {
    const gate = smaller(larger(f32x4.add(v, f32x4.splat(3)), zero), six);
    return f32x4.mul(gate, f32x4.splat(1 / <f32> 6));
  }
  return sigmoid(v);
}

/** The activation's slope at v, times g. */
// @inline
export function slope(v: v128, g: v128, activation: i32): v128 {
  const zero = f32x4.splat(0);
  if (activation == LINEAR) return g;
  if (activation == RELU) return v128.and(g, f32x4.gt(v, zero));
  if (activation == RELU6) {
    return v128.and(g, v128.and(f32x4.gt(v, zero), f32x4.lt(v, f32x4.splat(6))));
  }
  if (activation == HARD_SWISH) {
    const three = f32x4.splat(3);
    const between = f32x4.mul(madd(v, f32x4.splat(2), three), f32x4.splat(1 / <f32> 6));
    const inside = v128.and(f32x4.gt(v, f32x4.splat(-3)), f32x4.lt(v, three));
    const above = v128.and(f32x4.splat(1), f32x4.ge(v, three));
    return f32x4.mul(g, v128.bitselect(between, above, inside));
  }
  if (activation == HARD_SIGMOID) {
    const inside = v128.and(f32x4.gt(v, f32x4.splat(-3)), f32x4.lt(v, f32x4.splat(3)));
    return v128.and(f32x4.mul(g, f32x4.splat(1 / <f32> 6)), inside);
  }
  const s = sigmoid(v);
  return f32x4.mul(g, f32x4.mul(s, f32x4.sub(f32x4.splat(1), s)));
}
