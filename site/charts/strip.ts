/** Where one case stands among all: a tick a case, a bar for this one. */

/** What a strip shows. */
export interface StripData {
  /** Names the ticks, so that several strips of a page can share them. */
  id: string;
  /** The shares of the axis, 0 to 1, at which all cases stand; left out where a strip before has them. */
  all?: number[];
  /** The share at which this case stands. */
  here?: number;
}

const WIDTH = 336, HEIGHT = 22;

/**
 * Draws a strip, by hand: it is three elements, and a page has dozens.
 *
 * @param data The cases' places.
 * @returns SVG markup, hidden from screen readers: the rank beside it says the same.
 */
export function stripChart({ id, all, here }: StripData): string {
  const at = (share: number) => Math.round((4 + share * (WIDTH - 8)) * 2) / 2;
  const base = HEIGHT - 5;
  const ticks = all
    ? `<path id="${id}" class="ticks" d="${
      [...new Set(all.map(at))].map((x) => `M${x} ${base - 7}v7`).join("")
    }"/>`
    : `<use href="#${id}"/>`;
  const bar = here === undefined ? "" : `<path class="here" d="M${at(here)} ${base - 13.5}v20"/>`;
  return `<svg class="plot strip" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">` +
    `<path class="floor" d="M4 ${base + 0.5}h${WIDTH - 8}"/>${ticks}${bar}</svg>`;
}
