import type { Shape } from "./images.ts";

/** Where an image lies in a shape that it doesn't fill. */
export interface Place {
  /** Its size there. */
  width: number;
  height: number;
  /** Its upper left corner. */
  left: number;
  top: number;
}

/**
 * Where an image of a size lies in a shape: in the middle of padding, its proportions kept, or all over it.
 *
 * @param size The image's own size.
 * @param shape Rows and columns of the shape.
 * @param fit How it is fitted in.
 */
export function placeOf(
  { width, height }: { width: number; height: number },
  [rows, columns]: Shape,
  fit: "pad" | "squash",
): Place {
  if (fit === "squash") return { width: columns, height: rows, left: 0, top: 0 };
  const scale = Math.min(columns / width, rows / height);
  const within = (side: number, most: number) =>
    Math.min(most, Math.max(1, Math.round(side * scale)));
  const own = { width: within(width, columns), height: within(height, rows) };
  return { ...own, left: (columns - own.width) >> 1, top: (rows - own.height) >> 1 };
}
