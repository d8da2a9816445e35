/** Outlines of pictures whose pixels aren't square, drawn in proportion. */
import type { ClassShapes, Contour } from "../../drawing/mod.ts";

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

function stretchedContour({ path, area, length }: Contour, { x, y }: Stretch): Contour {
  return {
    path: path.split("z").filter((ring) => ring).map((ring) => stretchedRing(ring, x, y)).join(""),
    area: area * x * y,
    length: length * (x + y) / 2,
  };
}

/** `M0 0l4 0 0 4-4 0`, its points moved; what is rounded doesn't add up along the ring. */
function stretchedRing(ring: string, x: number, y: number): string {
  const numbers = ring.match(/-?\d+/g)!.map(Number), [scaleX, scaleY] = [x, y];
  let [fromX, fromY] = numbers,
    lastX = Math.round(fromX * scaleX),
    lastY = Math.round(fromY * scaleY);
  let path = `M${lastX} ${lastY}l`;
  for (let i = 2; i < numbers.length; i += 2) {
    fromX += numbers[i];
    fromY += numbers[i + 1];
    const toX = Math.round(fromX * scaleX), toY = Math.round(fromY * scaleY);
    path += `${i > 2 ? " " : ""}${toX - lastX} ${toY - lastY}`;
    [lastX, lastY] = [toX, toY];
  }
  return path + "z";
}
