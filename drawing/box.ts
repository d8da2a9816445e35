/** Left, top, right and bottom. */
export type Box = [left: number, top: number, right: number, bottom: number];

/**
 * The box around one line of a contour's path.
 *
 * @param line The line: a point and steps from one to the next.
 * @returns The box in half pixels; undefined of no line.
 */
export function boxOf(line: string): Box | undefined {
  const steps = line.match(/-?\d+/g)?.map(Number) ?? [];
  if (steps.length < 2) return undefined;
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}
