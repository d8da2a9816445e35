/** How the cases of box plots are drawn, so that a page weighs no more for having many of them. */

/** Each case as a point; a histogram and those beyond the whiskers; or these alone, on a lower chart. */
export type BoxForm =
  | { kind: "swarm" }
  | { kind: "histogram"; bins: number; beyond: number }
  | { kind: "beyond"; beyond: number };

/** A page has room for so many points; a chart without any takes the room of some, a bar that of two. */
const ROOM = 2400, CHART = 14, BAR = 2;

/** The most and the fewest bars that show how values are distributed. */
const MOST_BINS = 60, FEWEST_BINS = 16;

/** So few points beyond the whiskers are always drawn. */
const FEW = 3;

/**
 * Chooses a form by the room that each chart of a page has.
 *
 * @param cases How many cases each chart shows.
 * @param charts How many charts the page has.
 */
export function boxForm(cases: number, charts: number): BoxForm {
  const room = Math.floor(ROOM / charts) - CHART;
  if (cases <= room) return { kind: "swarm" };
  // half of it for bars, half for points
  const bins = Math.min(MOST_BINS, Math.floor(room / 2 / BAR));
  if (bins < FEWEST_BINS) return { kind: "beyond", beyond: Math.max(FEW, room) };
  return { kind: "histogram", bins, beyond: room - BAR * bins };
}
