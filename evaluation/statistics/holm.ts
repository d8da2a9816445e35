/** A difference counts if its adjusted p is smaller. */
export const LEVEL = 0.05;

/**
 * Adjusts p-values so that the chance of any false finding stays below the level (Holm, A simple
 * sequentially rejective multiple test procedure, 1979).
 *
 * @param p The p-values.
 * @returns The adjusted ones, in the same order.
 */
export function holm(p: readonly number[]): number[] {
  const adjusted = p.map(() => 1), order = p.map((_, i) => i).sort((a, b) => p[a] - p[b]);
  let largest = 0;
  order.forEach((i, place) => {
    largest = Math.min(1, Math.max(largest, p[i] * (p.length - place)));
    adjusted[i] = largest;
  });
  return adjusted;
}
