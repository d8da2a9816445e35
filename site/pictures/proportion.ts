/** Outlines of pictures whose pixels aren't square, drawn in proportion. */
import { type ClassShapes, type Contour, pathOf } from "../../drawing/mod.ts";

/** How much longer a pixel is drawn than it is. */
export interface Stretch {
  /** Across. */
  x: number;
  /** Down. */
  y: number;
}

/**
 * Stretches the outlines of a case's classes.
 *
 * @param shapes The outlines, in half pixels.
 * @param stretch How much.
 * @returns The outlines, in half pixels of the stretched picture.
 */
export function stretched(shapes: readonly ClassShapes[], stretch: Stretch): ClassShapes[] {
  if (stretch.x === 1 && stretch.y === 1) return [...shapes];
  return shapes.map((shape) =>
    Object.fromEntries(
      Object.entries(shape).map(([name, one]) => [name, one && stretchedContour(one, stretch)]),
    )
  );
}

function stretchedContour({ rings, area, length }: Contour, { x, y }: Stretch): Contour {
  const moved = rings.map((points) =>
    points.map((at, i) => Math.round(at * (i % 2 === 0 ? x : y)))
  );
  return { path: pathOf(moved), rings: moved, area: area * x * y, length: length * (x + y) / 2 };
}
