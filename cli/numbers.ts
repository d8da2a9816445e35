/**
 * A number for a table: a fixed number of decimals, `∞` if it is infinite, `–` if there is none.
 *
 * @param value The number; null and NaN mean none.
 * @param decimals Digits after the point.
 */
export function formatNumber(value: number | null, decimals = 3): string {
  if (value === null || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return value.toFixed(decimals);
}

/**
 * A duration for people: `8 s`, `1:05`, `2:03:40`.
 *
 * @param seconds The duration, rounded up to whole seconds.
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
 * A size for people: `512 B`, `1.5 kB`, `791.9 MB` (powers of 1000).
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
