/** The places that a model takes in resamples, in a table's cell. */

const WIDTH = 120, HEIGHT = 20;

/**
 * Draws the places from the best to the worst, the first at the left, by hand: it is three elements.
 *
 * @param data The places, the model's own, and how many models there are.
 * @returns SVG markup, hidden from screen readers: the figures stand beside it.
 */
export function placesChart(
  { best, worst, own, models }: { best: number; worst: number; own: number; models: number },
): string {
  const at = (place: number) =>
    Math.round(10 * (8 + (WIDTH - 16) * (place - 1) / Math.max(1, models - 1))) / 10;
  const ticks = Array.from({ length: models }, (_, i) => `M${at(i + 1)} 9v2`).join("");
  return `<svg class="interval" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" ` +
    `aria-hidden="true"><path class="zero" d="${ticks}"/>` +
    `<path class="span" d="M${at(best)} 10H${at(worst)}M${at(best)} 7v6M${at(worst)} 7v6"/>` +
    `<circle cx="${at(own)}" cy="10" r="3.4"/></svg>`;
}
