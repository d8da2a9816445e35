/** Student's t distribution. */

/**
 * The two-sided p-value of a t statistic: the incomplete beta function by its continued fraction (Lentz's method, as
 * in Numerical Recipes).
 *
 * @param t The statistic.
 * @param freedom The degrees of freedom, above 0.
 * @returns The p-value.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * // one degree of freedom is Cauchy's distribution
 * assert.ok(Math.abs(studentP(1, 1) - 0.5) < 1e-12);
 * ```
 */
export function studentP(t: number, freedom: number): number {
  if (!Number.isFinite(t)) return Number.isNaN(t) ? 1 : 0;
  const x = freedom / (freedom + t * t), [a, b] = [freedom / 2, 0.5];
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  // the fraction converges on one side of the mean
  const p = x < (a + 1) / (a + b + 2)
    ? front * fraction(x, a, b) / a
    : 1 - front * fraction(1 - x, b, a) / b;
  return Math.min(1, Math.max(0, t === 0 ? 1 : p));
}

function fraction(x: number, a: number, b: number): number {
  const least = 1e-300, kept = (value: number) => Math.abs(value) < least ? least : value;
  let c = 1, d = 1 / kept(1 - (a + b) * x / (a + 1)), result = d;
  for (let m = 1; m < 300; m++) {
    const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const term of [even, odd]) {
      d = 1 / kept(1 + term * d);
      c = kept(1 + term / c);
      change = c * d;
      result *= change;
    }
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return result;
}

/** The logarithm of the gamma function (Lanczos, g = 7, relative error below 1e-15). */
function logGamma(x: number): number {
  const terms = [
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-6,
    1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const at = x + 6.5;
  const sum = terms.reduce((all, term, i) => all + term / (x + i), 0.9999999999998099);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(at) - at + Math.log(sum);
}
