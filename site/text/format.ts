/** How numbers and names are written on pages. */
import { formatFigure, formatNumber, type MetricKind } from "../../core/mod.ts";

export {
  formatChange,
  formatFigure,
  formatNumber,
  formatP,
  formatPercent,
  formatRatio,
  isLength,
  isPlural,
  listed,
  type MetricKind,
} from "../../core/mod.ts";

/** What of cases is counted: of volumes alone, voxels. */
export type Unit = "pixels" | "voxels";

const NBSP = "\u00a0", JOINER = "\u2060";

/**
 * A metric's value as pages show it: ratios with two decimals, lengths with one and their unit.
 *
 * @param value The value; infinite where a mask is empty.
 * @param metric Says whether the metric is a length.
 */
export function formatValue(value: number, metric: MetricKind): string {
  const text = formatFigure(value, metric);
  return metric.unit && Number.isFinite(value) ? `${text}${NBSP}${metric.unit}` : text;
}

/**
 * A loss: one that JSON writes as null, because it is no number, is not known; one above 0 does not
 * read 0, and of a huge one the power says enough.
 *
 * @param loss The loss.
 * @param decimals Digits after the point.
 */
export function formatLoss(loss: number | null, decimals = 3): string {
  const value = loss ?? NaN, size = Math.abs(value);
  if (size >= 1e6 && Number.isFinite(value)) return value.toExponential(1).replace("e+", "e");
  if (value > 0 && Number(value.toFixed(decimals)) === 0) return `< ${10 ** -decimals}`;
  return formatNumber(value, size < 1000 ? decimals : 0);
}

/** A learning rate: three digits, however small. */
export function formatRate(rate: number | null): string {
  return rate !== null && Number.isFinite(rate) ? String(Number(rate.toPrecision(3))) : "–";
}

/** An id or a key as words: `american_bulldog_63` → "American bulldog 63". */
export function readable(id: string): string {
  const text = id.replaceAll("_", " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A file's path by its last two parts, which tell it from others; what is no path as it is. */
export function shortPath(text: string): string {
  const parts = text.split(/[/\\]/).filter((part) => part !== "");
  return /[/\\]/.test(text) && parts.length > 2 ? parts.slice(-2).join("/") : text;
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Characters as wide as two letters: Chinese, Japanese, Korean, emoji. */
const WIDE =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Extended_Pictographic}/u;

/**
 * A name that fits into so many letters: its beginning and its end, since long names often begin alike.
 *
 * @param name The name.
 * @param most The letters there is room for.
 */
export function shortened(name: string, most: number): string {
  const parts = [...graphemes.segment(name)].map(({ segment }) => segment);
  const width = (some: string[]) => some.reduce((sum, one) => sum + (WIDE.test(one) ? 2 : 1), 0);
  if (width(parts) <= most) return name;
  for (let kept = Math.min(most, parts.length) - 1;; kept--) {
    const head = parts.slice(0, Math.ceil(kept / 2));
    const tail = parts.slice(parts.length - Math.floor(kept / 2));
    if (width(head) + width(tail) < most) return `${head.join("")}…${tail.join("")}`;
  }
}

/** A text of the terminal as a page sets it: 480 × 360, and apostrophes that are some. */
export function typeset(text: string): string {
  return text.replace(/(?<=\d)x(?=\d)/g, `${NBSP}×${NBSP}`).replace(/(?<=\p{L})'(?=\p{L})/gu, "’");
}

/** A title whose numbers stay on the line of their noun, and names in one piece: "15 epochs", "U-Net". */
export function heading(title: string): string {
  return title.replace(/(\d) (?=\p{L}{2})/gu, `$1${NBSP}`).replace(/(\w-)(?=\w)/g, `$1${JOINER}`);
}

/** A duration in the unit a reader would choose. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 90) return `${formatNumber(seconds, seconds < 10 ? 1 : 0)}${NBSP}s`;
  if (seconds < 5400) return `${formatNumber(seconds / 60, 1)}${NBSP}min`;
  return `${formatNumber(seconds / 3600, 1)}${NBSP}h`;
}

/** A count with its noun in singular or plural, its thousands apart. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${formatNumber(n)} ${n === 1 ? one : many}`;
}
