/** Left, top, right and bottom. */
export type Box = [left: number, top: number, right: number, bottom: number];

/**
 * The box around rings.
 *
 * @param rings The rings, each the x and y of its points, one after the other.
 * @returns The box in their unit; of no ring, its left is right of its right.
 */
export function boxOf(rings: readonly number[][]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const points of rings) {
    for (let i = 0; i < points.length; i += 2) {
      const x = points[i], y = points[i + 1];
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    }
  }
  return box;
}
