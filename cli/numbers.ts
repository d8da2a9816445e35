/**
 * A number for a column: a fixed count of decimals, `∞` for an infinite one, `–` for none.
 *
 * @param value The number; null and NaN count as none.
 * @param decimals Digits after the point.
 */
export function formatNumber(value: number | null, decimals = 3): string {
  if (value === null || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return value.toFixed(decimals);
}

/**
 * A span of time as people read it: `8 s`, `1:05`, `2:03:40`.
 *
 * @param seconds The span, in seconds; rounded up to a whole one.
 */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  const two = (value: number): string => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/**
 * A size in bytes as people read it: `512 B`, `1.5 kB`, `791.9 MB` (powers of 1000).
 *
 * @param bytes The size, in bytes.
 */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.95 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${BYTE_UNITS[unit]}`;
}

const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB"];
