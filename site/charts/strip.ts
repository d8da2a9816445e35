/** Where one case stands among all: a tick a case, a bar for this one. */

/** What a strip shows. */
export interface StripData {
  /** Names the ticks, so that several strips of a page can share them. */
  id: string;
  /** The shares of the axis, 0 to 1, at which all cases stand; left out where a strip before has them. */
  all?: number[];
  /** The share at which this case stands. */
  here?: number;
  /** How wide a tick is, and how far its place is rounded, in pixels; 1 when left out. */
  tick?: number;
}

const WIDTH = 336, HEIGHT = 22;

/**
 * Draws a strip, by hand: it is three elements, and a page has dozens.
 *
 * @param data The cases' places.
 * @returns SVG markup, hidden from screen readers: the rank beside it says the same.
 */
export function stripChart({ id, all, here, tick = 1 }: StripData): string {
  const at = (share: number) => Math.round(4 + share * (WIDTH - 8));
  const base = HEIGHT - 5;
  const ticks = all
    ? `<path id="${id}" class="ticks" d="${
      joined(all.map(at), tick).map(([x, length]) => `M${x} ${base - 3.5}h${length}`).join("")
    }"/>`
    : `<use href="#${id}"/>`;
  const bar = here === undefined ? "" : `<path class="here" d="M${at(here)} ${base - 13.5}v20"/>`;
  return `<svg class="plot strip" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">` +
    `<path class="floor" d="M4 ${base + 0.5}h${WIDTH - 8}"/>${ticks}${bar}</svg>`;
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
