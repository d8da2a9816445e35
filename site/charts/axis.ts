/** Where axes of figures end, and their ticks. */

/**
 * The end of an axis of lengths: 1 at least, unless a unit makes all of them tiny.
 *
 * @param largest The largest finite length.
 */
export function axisEnd(largest: number): number {
  return largest > 0 && largest < 0.1 ? largest : Math.max(1, largest);
}

/**
 * The ticks of an axis from 0: tenths of a ratio, and of lengths what reads well on a square root.
 *
 * @param ratio Whether it is a ratio.
 * @param end The axis's end.
 */
export function axisTicks(ratio: boolean, end: number): number[] {
  if (ratio) return [0, 0.2, 0.4, 0.6, 0.8, 1];
  const power = Math.floor(Math.log10(end));
  const scale = power < 0 ? 10 ** power : power > 3 ? 10 ** (power - 3) : 1;
  const steps = [0, 1, 2, 5, 10, 20, 40, 80, 150, 300, 600, 1000, 2000, 5000]
    .map((step) => Number((step * scale).toPrecision(3)));
  // small ones crowd together on a long axis
  return steps.filter((step) => step === 0 || (step <= end && Math.sqrt(step / end) > 0.12));
}

/**
 * So many digits that no two ticks read the same.
 *
 * @param domain The axis's ends.
 * @param ticks About how many ticks it has.
 */
export function tickDecimals([low, high]: readonly number[], ticks: number): number {
  return Math.max(0, Math.ceil(-Math.log10((high - low) / ticks)));
}
