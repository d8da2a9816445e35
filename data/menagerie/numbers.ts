/** Arithmetic the menagerie shares; no function here calls what engines may round differently. */

/** `value`, or the nearer of the two ends. */
export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** The point between `a` (0) and `b` (1). */
export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

/** 0 below `low`, 1 above `high`, a smooth step between (Hermite); `low` may be the larger. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = clamp((value - low) / (high - low), 0, 1);
  return t * t * (3 - 2 * t);
}

/**
 * The sine of an angle in turns, by its Taylor polynomial of degree 11 after folding into a quarter
 * turn: 6e-8 from the true value, and the same bits on every engine, which `Math.sin` is not.
 */
export function sine(turns: number): number {
  let t = turns - Math.floor(turns + 0.5);
  if (t > 0.25) t = 0.5 - t;
  else if (t < -0.25) t = -0.5 - t;
  const x = t * 6.283185307179586, y = x * x;
  const tail = 1 / 120 - y * (1 / 5040 - y * (1 / 362880 - y / 39916800));
  return x * (1 - y * (1 / 6 - y * tail));
}

/** The cosine of an angle in turns. */
export function cosine(turns: number): number {
  return sine(turns + 0.25);
}
