/** Wrong voxels of a class slice by slice: missed ones up, invented ones down. */
import type { SliceCounts } from "../../evaluation/mod.ts";
import { safe } from "../html/safe.ts";

/** What a profile shows. */
export interface ProfileData {
  /** The class's voxels. */
  counts: SliceCounts;
  /** The first slice of the chart, and the one after the last. */
  start: number;
  end: number;
  /** The slice that is marked. */
  here: number;
  /** The text alternative. */
  about: string;
}

const WIDTH = 720, HEIGHT = 112;

/**
 * Draws a profile, by hand: it is stretched to the page's width, so its words stand beside it.
 *
 * @param data The counts.
 * @returns SVG markup.
 */
export function profileChart({ counts, start, end, here, about }: ProfileData): string {
  const { missed, invented } = counts, step = WIDTH / (end - start);
  const [up, down] = [missed, invented].map((all) => Math.max(...all));
  // one scale for both
  const unit = (HEIGHT - 8) / (up + down), zero = round(4 + up * unit);
  const thick = round(step > 5 ? step - 1.5 : step);
  const bars = (all: readonly number[], direction: 1 | -1): string =>
    all.map((count, i) => {
      if (count === 0) return "";
      const x = round((counts.start - start + i + 0.5) * step - thick / 2);
      return `M${x} ${zero}v${round(direction * count * unit)}h${thick}V${zero}z`;
    }).join("");
  const x = round((here - start + 0.5) * step);
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" ` +
    `aria-label="${safe`${about}`}">` +
    `<path class="missed-bars" d="${bars(missed, -1)}"/>` +
    `<path class="invented-bars" d="${bars(invented, 1)}"/>` +
    `<path class="floor" d="M0 ${zero}h${WIDTH}"/>` +
    `<path class="now" data-from="${start}" data-step="${step}" ` +
    `transform="translate(${x} 0)" d="M0 0v${HEIGHT}"/></svg>`;
}

function round(value: number): number {
  return Math.round(100 * value) / 100;
}
