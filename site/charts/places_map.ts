/** A map of the frame: the darker, the larger a share. */
import { escapeHtml } from "../html/safe.ts";

/** What a map shows. */
export interface PlacesMapData {
  /** A share per place, row by row. */
  shares: ArrayLike<number>;
  /** The largest of them. */
  largest: number;
  /** Places a side. */
  side: number;
  /** The text alternative. */
  about: string;
}

/** So many shades are told apart. */
const SHADES = 5;

/**
 * Draws the map by hand: a path per shade, its places joined along rows.
 *
 * @param data The shares.
 * @returns SVG markup.
 */
export function placesMap({ shares, largest, side, about }: PlacesMapData): string {
  const shadeOf = (at: number) => largest > 0 ? Math.ceil(SHADES * shares[at] / largest - 1e-9) : 0;
  const paths = Array.from({ length: SHADES }, () => "");
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side;) {
      const from = x, shade = shadeOf(y * side + x);
      while (x < side && shadeOf(y * side + x) === shade) x++;
      if (shade > 0) paths[shade - 1] += `M${from} ${y}h${x - from}`;
    }
  }
  const drawn = paths.map((path, i) =>
    path && `<path stroke-opacity="${(i + 1) / SHADES}" d="${path}"/>`
  );
  return `<svg class="map" viewBox="0 0 ${side} ${side}" width="256" height="256" role="img" ` +
    `aria-label="${escapeHtml(about)}" shape-rendering="crispEdges">` +
    `<g stroke="var(--k)" transform="translate(0 .5)">${drawn.join("")}</g></svg>`;
}
