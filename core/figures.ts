/** What decides how a metric's values are ranked and written: a ratio from 0 to 1, or a distance. */
export interface MetricKind {
  /** Which values are better; `lower` of distances. */
  better?: "higher" | "lower";
  /** The unit, if it has one. */
  unit?: string;
}

/**
 * Whether a metric is a length rather than a share from 0 to 1.
 *
 * @param metric The metric.
 * @returns Whether lower values are better.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(isLength({ better: "lower", unit: "px" }), true);
 * ```
 */
export function isLength(metric: MetricKind): boolean {
  return metric.better === "lower";
}

const MINUS = "\u2212", THIN = "\u202f", NBSP = "\u00a0", INFINITE = "\u221e", UNKNOWN = "–";

/**
 * A number with fixed decimals, a true minus sign and thin spaces between thousands.
 *
 * @param value The number; infinity is written ∞, and NaN, unknown, as a dash.
 * @param decimals Digits after the point.
 * @returns The text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(formatNumber(-12345.6), "\u221212\u202f346");
 * ```
 */
export function formatNumber(value: number, decimals = 0): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? UNKNOWN : value < 0 ? MINUS + INFINITE : INFINITE;
  }
  const [whole, rest] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN) : whole;
  const text = rest ? `${grouped}.${rest}` : grouped;
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/**
 * A ratio from 0 to 1. It reads 1 only if it is 1, and 0 only if it is 0: otherwise it gets a third
 * decimal, or `<` or `>` before it.
 *
 * @param value The ratio.
 * @param decimals Digits after the point.
 * @returns The text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([1, 0.994, 0.996, 0.9996].map((ratio) => formatRatio(ratio)), [
 *   "1.00",
 *   "0.99",
 *   "0.996",
 *   "> 0.999",
 * ]);
 * ```
 */
export function formatRatio(value: number, decimals = 2): string {
  return within(value, 1, decimals, Math.max(3, decimals));
}

/**
 * A share as a percentage, with a space that does not break before the sign. It reads 100 % only
 * for all, and 0 % only for nothing.
 *
 * @param share 0 to 1.
 * @param decimals Digits after the point.
 * @returns The text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(formatPercent(0.5), "50\u00a0%");
 * assert.equal(formatPercent(0.998), "99.8\u00a0%");
 * ```
 */
export function formatPercent(share: number, decimals = 0): string {
  if (!Number.isFinite(share)) return UNKNOWN;
  return `${within(share * 100, 100, decimals, Math.max(1, decimals))}${NBSP}%`;
}

/**
 * A metric's value, without its unit: a ratio with two decimals, a distance with one; a distance
 * close to 0 with two significant digits.
 *
 * @param value The value; infinite if one of the masks is empty, NaN if it is unknown.
 * @param metric The metric.
 * @param more Decimals beyond those.
 * @returns The text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(formatFigure(0.8765, { better: "higher" }), "0.88");
 * assert.equal(formatFigure(12.34, { better: "lower" }), "12.3");
 * assert.equal(formatFigure(0.0123, { better: "lower" }), "0.012");
 * ```
 */
export function formatFigure(value: number, metric: MetricKind, more = 0): string {
  if (!isLength(metric)) return formatRatio(value, 2 + more);
  const decimals = 1 + more;
  if (!(value > 0) || Number(value.toFixed(decimals)) > 0) return formatNumber(value, decimals);
  const needed = 1 - Math.floor(Math.log10(value));
  return needed <= FINEST ? value.toFixed(needed) : `< ${(10 ** -FINEST).toFixed(FINEST)}`;
}

/** The most decimals of a distance or a change. */
const FINEST = 6;

/** A share of `whole` in `decimals`, or in `finest` if it would read as nothing or all. */
function within(value: number, whole: number, decimals: number, finest: number): string {
  if (!(value > 0 && value < whole)) return formatNumber(value, decimals);
  for (const digits of [decimals, finest]) {
    const shown = Number(value.toFixed(digits));
    if (shown > 0 && shown < whole) return value.toFixed(digits);
  }
  const step = 10 ** -finest;
  return value < whole / 2 ? `< ${step.toFixed(finest)}` : `> ${(whole - step).toFixed(finest)}`;
}

/**
 * A change with its sign: three decimals for ratios, two for lengths, more if it would read 0.
 *
 * @param value The change.
 * @param metric Says whether the metric is a length.
 * @returns The text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(formatChange(0.0123, { better: "higher" }), "+0.012");
 * ```
 */
export function formatChange(value: number, metric: MetricKind): string {
  const size = Math.abs(value), usual = isLength(metric) ? 2 : 3;
  const reads0 = size > 0 && Number(size.toFixed(usual)) === 0;
  const text = formatNumber(
    value,
    reads0 ? Math.min(FINEST, 1 - Math.floor(Math.log10(size))) : usual,
  );
  return value > 0 && /[1-9\u221e]/.test(text) ? `+${text}` : text;
}

/**
 * A p-value; a dash if there was nothing to test.
 *
 * @param p The p-value.
 * @returns The text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(formatP(0.00001), "< 0.001");
 * ```
 */
export function formatP(p: number): string {
  return p < 0.001 ? "< 0.001" : formatNumber(p, 3);
}
