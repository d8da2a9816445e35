/** A median change and its interval beside zero, in a table's cell. */

/** What an interval graphic shows. */
export interface IntervalData {
  /** The median gain, positive for better. */
  median: number;
  /** The interval's ends; left out where there is none. */
  interval?: [number, number];
  /** The gain at the right edge; the left edge is a quarter of it below zero, or more where needed. */
  reach: number;
}

const WIDTH = 180, HEIGHT = 20;

/**
 * Draws the interval, by hand: it is four elements in a table's cell, whose figures stand beside it.
 *
 * @param data Median, interval and scale.
 * @returns SVG markup, hidden from screen readers.
 */
export function intervalChart({ median, interval, reach }: IntervalData): string {
  const at = (gain: number) =>
    Math.round(10 * (8 + (WIDTH - 16) * Math.min(1, Math.max(0, (gain / reach + 1) / 2)))) / 10;
  const [low, high] = (interval ?? [median, median]).map(at), zero = at(0);
  return `<svg class="interval" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" ` +
    `aria-hidden="true"><path class="zero" d="M${zero} 0v20"/>` +
    `<path class="span" d="M${low} 10H${high}M${low} 7v6M${high} 7v6"/>` +
    `<circle cx="${at(median)}" cy="10" r="3.4"/></svg>`;
}
