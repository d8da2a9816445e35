/** Where one case stands among all: a tick a case, a bar for this one. */

/** What a strip shows. */
export interface StripData {
  /** Names the ticks, so that several strips of a page can share them. */
  id: string;
  /** The ticks of all cases, by {@linkcode stripTicks}; left out where a strip before has them. */
  ticks?: string;
  /** The share at which this case stands. */
  here?: number;
}

const WIDTH = 336, HEIGHT = 22, BASE = HEIGHT - 5;

/**
 * The ticks of all cases, which many strips may show.
 *
 * @param all The shares of the axis, 0 to 1, at which they stand.
 * @param tick How wide a tick is, and how far its place is rounded, in pixels.
 * @returns Path data.
 */
export function stripTicks(all: ArrayLike<number>, tick = 1): string {
  const places = Array.from(all, placeOf);
  return joined(places, tick).map(([x, length]) => `M${x} ${BASE - 3.5}h${length}`).join("");
}

/**
 * Draws a strip, by hand: it is three elements, and a page has dozens.
 *
 * @param data The cases' places.
 * @returns SVG markup, hidden from screen readers: the rank beside it says the same.
 */
export function stripChart({ id, ticks, here }: StripData): string {
  const shown = ticks === undefined
    ? `<use href="#${id}"/>`
    : `<path id="${id}" class="ticks" d="${ticks}"/>`;
  const bar = here === undefined
    ? ""
    : `<path class="here" d="M${placeOf(here)} ${BASE - 13.5}v20"/>`;
  return `<svg class="plot strip" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">` +
    `<path class="floor" d="M4 ${BASE + 0.5}h${WIDTH - 8}"/>${shown}${bar}</svg>`;
}

/** A share of the axis in pixels from the left. */
function placeOf(share: number): number {
  return Math.round(4 + share * (WIDTH - 8));
}

/** Ticks as what they cover: where each begins, and how long it is; thousands are a few. */
function joined(places: number[], tick: number): [from: number, length: number][] {
  const spans: [number, number][] = [], rounded = places.map((x) => x - x % tick);
  for (const x of [...new Set(rounded)].sort((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last && last[0] + last[1] === x) last[1] += tick;
    else spans.push([x, tick]);
  }
  return spans;
}
